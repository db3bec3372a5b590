"""What the reader learns from: each question with a passage that answers it and some that do not.

Those are hard negatives, passages that retrieval ranks high for it, as a reader meets them in use; or its own passage,
for the question turned into one that it no longer answers, as a person who misremembers asks it.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.evaluation.metrics import joined
from bot.question.names import names
from ingest.documents import Passage
from ingest.embedding.models import load_embeddings
from ingest.stores.lexical import Lexical
from ingest.sync.plan import Progress

_DEPTH = 30  # passages that are looked through for wrong ones
_WORDS = 0.5  # what the best BM25 score counts against cosine similarity
_CLEAR = 3  # a question whose own passage ranks lower is too vague to call any other passage wrong
_WRONG = 8  # wrong passages kept of each question
_OPPOSITES = (
    "first last|largest smallest|highest lowest|most least|oldest youngest|longest shortest|best worst|before after|"
    "increase decrease|increased decreased|more fewer|north south|east west|northern southern|eastern western|"
    "above below|early late|earliest latest|minimum maximum|win lose|won lost|born died|open close|opened closed|"
    "inside outside|accept reject|accepted rejected|allowed prohibited|rise fall|rose fell|positive negative|"
    "male female|began ended|begin end|start stop|started stopped|same different|high low|old new|agree disagree|"
    "support oppose|supported opposed|include exclude|cause prevent|caused prevented"
)
_OPPOSITE = {word: other for pair in _OPPOSITES.split("|") for word, other in (pair.split(), reversed(pair.split()))}
_NEGATED = {"is": "isn't", "was": "wasn't", "did": "didn't", "does": "doesn't", "are": "aren't", "were": "weren't"}
_NEGATIONS = 0.2  # of the questions that could be negated: more would teach that "n't" is never answered
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


@dataclass(frozen=True, slots=True)
class Context:
    """A passage to read, below its title and heading; the answers are `spans`, (start, end) characters of its text."""

    above: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what to read for it.

    Attributes:
        answers: what is accepted; none where the passage was written not to answer it.
        source: of its article, by which examples are parted.
        own: its passage as it was given, and as ingest cuts it, where that differs.
        wrong: passages that retrieval ranks high and that do not answer, best first.
    """

    question: str
    answers: tuple[str, ...]
    source: str
    own: tuple[Context, ...]
    wrong: tuple[Context, ...] = ()


class Retrieval:
    """Passages that are searched by meaning and by words, as for an answer."""

    def __init__(self, passages: Sequence[Passage], progress: Progress = lambda _what, _done, _total: None) -> None:
        """Embed the passages."""
        self._passages, self._model = passages, load_embeddings()
        rows = []
        for at in range(0, len(passages), 256):
            rows.append(self._model.encode_passages([passage.embedded for passage in passages[at : at + 256]]))
            progress("Embedding", at, len(passages))
        self._vectors = np.concatenate(rows)

    def ranked(
        self, questions: Sequence[str], progress: Progress = lambda _what, _done, _total: None
    ) -> Iterator[list[Passage]]:
        """For each question the best passages, best first."""
        with TemporaryDirectory() as scratch:
            lexical = Lexical(Path(scratch))
            lexical.change((), [(str(at), one.embedded, one.text) for at, one in enumerate(self._passages)])
            for at in range(0, len(questions), 256):
                batch = questions[at : at + 256]
                near = self._model.encode_passages(list(batch)) @ self._vectors.T
                for question, scores in zip(batch, near, strict=True):
                    hits = lexical.search(question, _DEPTH)
                    best = max((score for _, score in hits), default=0.0) or 1.0
                    for name, score in hits:
                        scores[int(name)] += _WORDS * score / best
                    top = np.argpartition(-scores, min(_DEPTH, len(scores) - 1))[:_DEPTH]
                    yield [self._passages[place] for place in top[np.argsort(-scores[top])]]
                progress("Retrieving", at, len(questions))


def with_negatives(examples: Sequence[Example], passages: Sequence[Passage], progress: Progress) -> list[Example]:
    """The examples, each with the passages that are retrieved for it and do not answer."""
    if not passages:
        return list(examples)
    there = {passage: joined(passage.text) for passage in passages}
    ranked = Retrieval(passages, progress).ranked([example.question for example in examples], progress)
    return [
        replace(example, wrong=tuple(_negatives(example, own, there)))
        for example, own in zip(examples, ranked, strict=True)
    ]


def occurrences(text: str, answers: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Every place in `text` where an answer stands, whole words only."""
    patterns = [rf"(?<!\w){re.escape(answer)}(?!\w)" for answer in answers if answer.strip()]
    return tuple(sorted({match.span() for pattern in patterns for match in re.finditer(pattern, text, re.I)}))


def _negatives(example: Example, ranked: Sequence[Passage], there: Mapping[Passage, str]) -> Iterator[Context]:
    if not example.answers:
        return
    texts = [context.text for context in example.own]
    own = [any(passage.text in text or text in passage.text for text in texts) for passage in ranked]
    if True not in own[:_CLEAR]:
        return
    answers = [joined(answer) for answer in example.answers]
    others = (passage for passage, mine in zip(ranked, own, strict=True) if not mine)
    wrong = (passage for passage in others if not any(answer in there[passage] for answer in answers))
    yield from (Context(passage.above, passage.text) for passage in islice(wrong, _WRONG))


def changed(question: str, context: Context, chance: random.Random) -> str | None:
    """The question with a name, a number or a word turned so that `context` no longer answers it; None if none can be.

    After the rules that Rajpurkar et al. 2018 and Jia and Liang 2017 made adversarial questions by.
    """
    there = [name for name in names(context.text) if name not in question and len(name) > 2]
    known = [name for name in names(question) if name in context.text] if there else []
    ways = [(name, chance.choice(there)) for name in known]
    numbers = [number for number in _NUMBER.findall(question) if number in context.text]
    ways += [(number, _other_number(number, chance)) for number in numbers]
    for word in re.findall(r"[\w']+", question):
        if word.lower() in _OPPOSITE:
            ways.append((word, _OPPOSITE[word.lower()]))
        elif word in _NEGATED and chance.random() < _NEGATIONS:
            ways.append((word, _NEGATED[word]))
    if not ways:
        return None
    old, new = chance.choice(ways)
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, question, count=1)


def _other_number(number: str, chance: random.Random) -> str:
    digits = [at for at, sign in enumerate(number) if sign.isdigit()]
    at = digits[-1] if len(digits) == 1 or chance.random() < 0.5 else digits[-2]
    new = chance.choice([digit for digit in "123456789" if digit != number[at]])
    return number[:at] + new + number[at + 1 :]
