"""Public documents -> the sentences of a stretch, and which of them matter to people.

Of an article those matter that somebody asked a question about; of a meeting those that share most with what somebody
wrote of it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from bot.answerers.summary.sentences import Sentence, sentences
from bot.answerers.summary.talk import talk_of
from bot.answerers.summary.units import Unit
from bot.errors import EvaluationError
from bot.evaluation.questions import load_questions
from bot.evaluation.splits import hashed
from bot.learning.summary.rouge import rouge_n
from bot.question.names import weak_stems
from ingest.documents import Document, Passage
from ingest.load import load
from ingest.text.splitting import split
from ingest.text.words import stems

_FEWEST = 4  # sentences of a stretch that one can choose among
_ALONE = 8  # words of a sentence that is understood by itself
_SHARE = 0.25  # of the sentences of a meeting's stretch: what matters


@dataclass(frozen=True, slots=True)
class Example:
    """A stretch of a document.

    Attributes:
        source: of its document.
        found: its sentences.
        right: which of them matter.
    """

    source: str
    found: tuple[Sentence, ...]
    right: tuple[bool, ...]

    @property
    def learned(self) -> bool:
        """Whether its document is one of the half that is learned from."""
        return hashed(self.source) % 2 == 0


def written(folder: Path, most: int | None = None) -> Iterator[Example]:
    """Of the first passages of articles: which sentences are asked about (`sentence_span` of the questions)."""
    for document, asked in _documents(folder, "sentence_span"):
        spans = [tuple(one["sentence_span"]) for one in asked]
        found = sentences([Unit((one.heading,), (one,), (), len(one.text)) for one in split(document)[:most]], {})
        for at in range(max((one.unit for one in found), default=-1) + 1):
            own = tuple(one for one in found if one.unit == at)
            right = tuple(any(a < one.end and one.start < b for a, b in spans) for one in own)
            if len(own) >= _FEWEST and any(right) and not all(right):
                yield Example(document.source, own, right)


def spoken(folder: Path, most: int | None = None) -> Iterator[Example]:
    """Of the stretches of meetings that the first questions are about (`spans`): what the answer tells of them."""
    from ingest.embedding.models import token_model

    for document, asked in _documents(folder, "spans"):
        talk, passages = {document.source: talk_of(document.text)}, split(document)
        for one in asked[:most]:
            inside = tuple(p for p in passages if any(a < p.end and p.start < b for a, b in one["spans"]))
            found = sentences([_unit(inside)], talk, token_model().encode_question(one["question"])) if inside else []
            shared = np.array([_told(sentence.text, one["answer"]) for sentence in found])
            if len(found) >= _FEWEST and shared.max() > 0:
                least = max(float(np.quantile(shared, 1 - _SHARE)), 1e-9)
                yield Example(document.source, tuple(found), tuple(bool(value >= least) for value in shared))


def ours(part: Path) -> Iterator[Example]:
    """Of the sections of our own folders' documents: which sentences prove an answer (`quote` of the questions)."""
    for questions in sorted(part.glob("*/questions.jsonl")):
        docs, quoted = questions.parent / "docs", _quoted(questions)
        for source, quotes in quoted.items():
            document = load(docs / source, docs)
            sections = [tuple(own) for _, own in groupby(split(document), key=lambda one: one.heading)]
            found = sentences([_unit(own) for own in sections], {source: talk_of(document.text)})
            for at in range(len(sections)):
                own = tuple(one for one in found if one.unit == at)
                right = tuple(_tells(one.text, quotes) for one in own)
                if len(own) >= _FEWEST and any(right) and not all(right):
                    yield Example(f"{questions.parent.name}/{source}", own, right)


def _tells(text: str, quotes: Sequence[str]) -> bool:
    """Whether a sentence holds a quote, and words enough to be understood without what stands around it."""
    said = text.split()
    return len(said) >= _ALONE and any(quote in " ".join(said) for quote in quotes)


def _quoted(questions: Path) -> dict[str, list[str]]:
    """The first words of what proves the answers, by document."""
    found: dict[str, list[str]] = {}
    for case in load_questions(questions).cases:
        if case.quote and case.source:
            found.setdefault(case.source, []).append(" ".join(case.quote.split()[:6]))
    return found


def _unit(passages: Sequence[Passage]) -> Unit:
    return Unit((), tuple(passages), (), sum(len(one.text) for one in passages))


def _told(said: str, wanted: str) -> float:
    """How much of what tells something a sentence shares with a text."""
    ours, theirs = (" ".join(stem for stem in stems(text) if stem not in weak_stems()) for text in (said, wanted))
    return rouge_n(ours, theirs, 1) + rouge_n(ours, theirs, 2)


def _documents(folder: Path, key: str) -> Iterator[tuple[Document, list[dict[str, Any]]]]:
    """The documents of a folder and the questions about each."""
    try:
        lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        asked = [json.loads(line) for line in lines]
        by_source: dict[str, list[dict[str, Any]]] = {}
        for one in asked:
            one[key]
            by_source.setdefault(one["source"], []).append(one)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"'{folder}' has no questions.jsonl whose lines hold `{key}` ({error}).") from error
    for source in sorted(by_source):
        yield load(folder / "docs" / source, folder / "docs"), by_source[source]
