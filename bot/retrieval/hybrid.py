"""A question -> Hits: the passages nearest in meaning and those that share its words, ranked by both."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.question.names import weak_stems
from bot.question.wording import Form, forms
from bot.retrieval.duplicates import collapsed
from ingest.documents import Hit, Passage
from ingest.text.words import stem, stems, words
from ingest.view import View

# Fitted to two thirds of the documents of Natural Questions and SQuAD, both counting the same. On the 410 and 3,140
# questions about the rest, recall@1 of exact cosine is 92.4 and 61.2, of BM25 82.2 and 81.2, of cosine + 0.5 x BM25
# scaled to its best 92.0 and 82.7, of this 93.7 and 86.4; tests/bench/retrieval.py measures the program itself. BM25 is
# only asked for candidates: scaled to its best, it lifts a passage by one word where no passage holds the others. What
# brought no more: ranks or z-scores instead of scores, other k1 and b, title and heading weighted by themselves, words
# in one sentence or within four words, the score of the whole document, exact cosines for what only words have found.
_WORDS = 0.5
_PAIRS = 0.3
_DEPTH = 50  # passages taken from each retriever
_SAME = 0.15  # what a passage of the document gains that the conversation is about, where a question leans on it


@dataclass(frozen=True, slots=True)
class _Sought:
    """The words of a question and how much each tells.

    Attributes:
        weights: of its telling stems: inverse document frequency, as in BM25.
        pairs: of stems that stand side by side in it: the sum of the two.
        forms: for a stem the sets of stems by which the documents may write it otherwise.
    """

    weights: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]
    forms: Mapping[str, Sequence[frozenset[str]]]


def retrieve(
    view: View,
    question: str,
    vector: NDArray[np.float32] | None,
    k: int,
    sources: Collection[str] | None = None,
    near: str = "",
) -> tuple[Hit, ...]:
    """The best `k` passages for a question.

    Args:
        view: one generation of the index.
        question: its words are searched for.
        vector: its embedding, shape (dimension,), unit length; None to search by words only.
        k: how many passages.
        sources: only these documents; None for all.
        near: the document that is preferred, "" for none.

    Returns:
        Hits, best first, near-duplicates once. Scores are cosine similarity, plus 0.5 times the share of the question's
        telling words that a passage holds, plus 0.3 times the share of its pairs of neighbouring words, plus 0.15 in
        the document that is preferred: -1 to 1.95.
    """
    depth = max(_DEPTH, k)
    others = forms(view, question)
    extra = " ".join(word for form in others for word in form.written)
    dense = () if vector is None else view.dense(vector, depth, sources)
    lexical = view.lexical(f"{question} {extra}", depth, sources)
    cosine = {hit.passage: hit.score for hit in dense}
    # A passage that only its words have found is no nearer in meaning than the last that was.
    far = min(cosine.values(), default=0.0)
    sought = _sought(view, question, others)
    found = {hit.passage: hit for hit in (*dense, *lexical)}
    ranked = [
        Hit(passage, cosine.get(passage, far) + _shared(sought, passage) + _SAME * (passage.source == near), hit.also)
        for passage, hit in found.items()
    ]
    ranked.sort(key=lambda hit: (-hit.score, hit.passage.source, hit.passage.start))
    return collapsed(ranked, k, keep_sources=sources is not None and len(sources) <= k)


def _sought(view: View, question: str, others: Sequence[Form]) -> _Sought:
    asked = words(question)
    count = max(1, view.count()[1])
    tells = {}
    for word in dict.fromkeys(asked):
        frequency = min(view.frequency(word), count)
        tells[stem(word)] = log(1 + (count - frequency + 0.5) / (frequency + 0.5))
    telling = {word: weight for word, weight in tells.items() if word not in weak_stems()} or tells
    written: dict[str, list[frozenset[str]]] = {}
    for form in others:
        for word in form.said:
            written.setdefault(stem(word), []).append(frozenset(stem(other) for other in form.written))
    pairs = {pair: tells[pair[0]] + tells[pair[1]] for pair in pairwise(stem(word) for word in asked)}
    return _Sought(telling, pairs, written)


def _shared(sought: _Sought, passage: Passage) -> float:
    """How much of what a question tells a passage holds."""
    there = _stems(passage.embedded)
    single = set(there)
    held = sum(
        weight
        for word, weight in sought.weights.items()
        if word in single or any(form <= single for form in sought.forms.get(word, ()))
    )
    beside = sum(sought.pairs[pair] for pair in sought.pairs.keys() & set(pairwise(there)))
    return _WORDS * _share(held, sought.weights.values()) + _PAIRS * _share(beside, sought.pairs.values())


def _share(part: float, weights: Collection[float]) -> float:
    return part / total if (total := sum(weights)) else 0.0


# The stems of a passage take longer to find than all else here; those of a thousand characters take 1 kB to keep.
@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stems(text))
