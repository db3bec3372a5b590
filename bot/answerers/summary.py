"""A summary: the sentences that stand for the rest, each cited, in the order of the documents."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.declining import decline, missing_keys
from bot.answerers.reader.vectors import sentence_vectors
from bot.answers import Claim, Draft, Quote
from ingest.documents import Hit
from ingest.view import View

_FEWEST, _MOST = 3, 5  # sentences
_PASSAGES = 40  # read for a summary: the first of each document, then evenly spread
_SHORT, _LONG = 40, 420  # characters of a sentence that can stand for itself
_NEWNESS = 0.5  # how much a sentence loses by repeating what is chosen already
_POINTS_BACK = ("he ", "she ", "it ", "they ", "this ", "these ", "that ", "those ", "however", "but ", "and ", "yet")


def answer(request: Request, view: View) -> Reply:
    """A summary of what was retrieved for a topic, or of all the documents where none was named."""
    hits, question = request.hits, request.question
    topic = question.vector if request.intent.phrase else None
    if topic is None:
        everything = (p for p in view.passages() if request.sources is None or p.source in request.sources)
        hits = spread([Hit(passage, 1.0) for passage in everything])

    def draft() -> Draft:
        missing = missing_keys(question)
        return decline(question, 0.0, missing) if missing else summarize(hits, topic)

    return Reply(hits, growing(draft))


def spread(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """At most 40 passages that represent all, in their order."""
    if len(hits) <= _PASSAGES:
        return tuple(hits)
    first = {hit.passage.source: at for at, hit in reversed(list(enumerate(hits)))}
    chosen = set(sorted(first.values())[:_PASSAGES])
    for at in np.linspace(0, len(hits) - 1, _PASSAGES).round().astype(int).tolist():
        if len(chosen) < _PASSAGES:
            chosen.add(at)
    return tuple(hits[at] for at in sorted(chosen))


def summarize(hits: Sequence[Hit], question: NDArray[np.float32] | None = None) -> Draft:
    """Three to five sentences that are near to all the others and far from each other.

    Centroid summarization (Radev et al. 2004) with maximal marginal relevance (Carbonell and Goldstein 1998).

    Args:
        hits: the passages, in the order of the documents.
        question: the embedding of what the summary is to keep to; None for everything.
    """
    places, rows = [], []
    meanings = sentence_vectors([hit.passage for hit in hits])
    for at, (hit, meaning) in enumerate(zip(hits, meanings, strict=True)):
        for number, ((start, end), vector) in enumerate(zip(hit.passage.sentences, meaning, strict=True)):
            text = hit.passage.quote(start, end)
            if _SHORT <= len(text) <= _LONG and text[0].isupper() and not text.lower().startswith(_POINTS_BACK):
                places.append((at, text))
                rows.append((vector, number == 0))
    if not places:
        whole = [
            (at, hit.passage.quote(*hit.passage.sentences[0])) for at, hit in enumerate(hits) if hit.passage.sentences
        ]
        return _draft(whole[:_MOST])
    vectors = np.stack([vector for vector, _ in rows])
    centre = question if question is not None else vectors.mean(axis=0) / np.linalg.norm(vectors.mean(axis=0))
    worth = vectors @ centre + 0.05 * np.array([leads for _, leads in rows])
    wanted = min(len(places), max(_FEWEST, min(_MOST, len(places) // 6)))
    chosen: list[int] = []
    while len(chosen) < wanted:
        repeated = (vectors @ vectors[chosen].T).max(axis=1) if chosen else np.zeros(len(places))
        score = worth - _NEWNESS * repeated
        score[chosen] = -np.inf
        chosen.append(int(score.argmax()))
    return _draft([places[at] for at in sorted(chosen)])


def _draft(sentences: Sequence[tuple[int, str]]) -> Draft:
    claims = tuple(Claim(text, (Quote(at, text),)) for at, text in sentences)
    return Draft("summary", claims, confidence=0.9 if claims else 0.0)
