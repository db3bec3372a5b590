"""Hard negatives: passages that retrieval ranks high for a question and that do not answer it.

They are what a reader meets in use.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.evaluation.metrics import joined
from bot.learning.reader.examples import Context, Example
from ingest.documents import Passage
from ingest.embedding.models import load_embeddings
from ingest.stores.lexical import Lexical
from ingest.sync.plan import Progress

_DEPTH = 30  # passages that are looked through for wrong ones
_WORDS = 0.5  # what the best BM25 score counts against cosine similarity
_CLEAR = 3  # a question whose own passage ranks lower is too vague to call any other passage wrong
_WRONG = 8  # wrong passages kept of each question


def with_negatives(examples: Sequence[Example], passages: Sequence[Passage], progress: Progress) -> list[Example]:
    """The examples, each with the passages that are retrieved for it and do not answer."""
    if not passages:
        return list(examples)
    model = load_embeddings()
    rows = []
    for at in range(0, len(passages), 256):
        rows.append(model.encode_passages([passage.embedded for passage in passages[at : at + 256]]))
        progress("Embedding", at, len(passages))
    vectors = np.concatenate(rows)
    there = {passage: joined(passage.text) for passage in passages}
    found = []
    with TemporaryDirectory() as scratch:
        lexical = Lexical(Path(scratch))
        lexical.change((), [(str(at), passage.embedded, passage.text) for at, passage in enumerate(passages)])
        for at in range(0, len(examples), 256):
            batch = examples[at : at + 256]
            near = model.encode_passages([example.question for example in batch]) @ vectors.T
            for example, scores in zip(batch, near, strict=True):
                hits = lexical.search(example.question, _DEPTH)
                best = max((score for _, score in hits), default=0.0) or 1.0
                for name, score in hits:
                    scores[int(name)] += _WORDS * score / best
                top = np.argpartition(-scores, min(_DEPTH, len(scores) - 1))[:_DEPTH]
                ranked = [passages[place] for place in top[np.argsort(-scores[top])]]
                found.append(replace(example, wrong=tuple(_negatives(example, ranked, there))))
            progress("Retrieving", at, len(examples))
    return found


def _negatives(example: Example, ranked: Sequence[Passage], there: Mapping[Passage, str]) -> Iterator[Context]:
    if not example.answers:
        return
    texts = [context.text for context in example.own]
    own = [any(passage.text in text or text in passage.text for text in texts) for passage in ranked]
    if True not in own[:_CLEAR]:
        return
    answers = [joined(answer) for answer in example.answers]
    left = _WRONG
    for passage, mine in zip(ranked, own, strict=True):
        if left and not mine and not any(answer in there[passage] for answer in answers):
            yield Context(passage.above, passage.text)
            left -= 1
