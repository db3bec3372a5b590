"""Questions beside sentences: written ones, and what the reader finds for the questions about our own folders."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.evidence import answering, sentences
from bot.answerers.reader.judge.judge import Said
from bot.answerers.reader.ranker import rank
from bot.answerers.reader.selection import odds_of, said
from bot.answerers.reader.weights import weights
from bot.chat import Bot
from bot.evaluation.metrics import holds_any
from bot.evaluation.questions import Case
from bot.learning.reader.own import short
from bot.question.analysis import analyze
from bot.retrieval.retriever import look_up
from ingest.embedding.models import load_embeddings
from ingest.sync.plan import Progress
from ingest.text.sentences import sentence_spans

_CANDIDATES = 6  # sentences of a folder that a question is put beside: the likeliest
_OTHERS = 0.5  # how much those after the first count
_NEAR, _NEXT = 0.7, 0.5  # and of a world what comes near after the first, and what else means most alike
_PASSAGES, _YES_NO = 0.6, 0.5  # how much a line of these files counts
_SAME = 40  # characters by which a sentence is known to be the one that proves an answer


@dataclass(frozen=True, slots=True)
class Line:
    """A question beside a sentence.

    Attributes:
        question: stand-alone.
        said: the sentence.
        answers: whether it answers.
        weight: how much it counts.
    """

    question: str
    said: Said
    answers: bool
    weight: float = 1.0


def written(path: Path) -> list[Line]:
    """Lines of passages, each "asked" questions with the sentence that answers, "v": "yes", or comes nearest, "no"."""
    return [
        Line(one["q"], _found(passage, one["s"]), one["v"] == "yes")
        for passage in _lines(path)
        for one in passage["asked"]
    ]


def of_worlds(path: Path) -> list[Line]:
    """What is asked of worlds of a few documents, beside what answers, what comes near, and what else means most alike.

    The file is laid out as `bot/learning/README.md` tells.
    """
    return [line for world in worlds(path) for line in _of_world(*world)]


def worlds(path: Path) -> Iterator[tuple[list[Said], str, list[int], list[int]]]:
    """The sentences of a world, a question, and the places of what answers it and of what only comes near."""
    for text in path.read_text(encoding="utf-8").removeprefix("=== ").split("\n=== "):
        found: list[Said] = []
        title = heading = before = ""
        for line in filter(None, text.splitlines()[1:]):
            sign, _, rest = line.partition(" ")
            if sign == "?":
                question, *numbers = (part.strip() for part in rest.split("|"))
                right, near = ([int(one) - 1 for one in part.replace("-", "").split()] for part in numbers)
                yield found, question, right, near
            elif sign in ("#", "##"):
                title, heading, before = (rest, "", "") if sign == "#" else (title, rest, "")
            else:
                found.append(Said(rest, before, title, heading))
                before = rest


def _of_world(found: Sequence[Said], question: str, right: Sequence[int], near: Sequence[int]) -> Iterator[Line]:
    yield from (Line(question, found[at], True) for at in right)
    yield from (Line(question, found[at], False, 1.0 if at == near[0] else _NEAR) for at in near)
    others = (at for at in nearest(question, [one.text for one in found]) if at not in {*right, *near})
    yield from (Line(question, found[at], False, _NEXT) for at in islice(others, 1))


def of_yes_no(path: Path) -> list[Line]:
    """What the passages of the reader's questions for yes or no are asked, beside what answers or comes near."""
    return [
        Line(one["q"], _found(passage, one["a"] or one["near"]), bool(one["a"]), _YES_NO)
        for passage in _lines(path)
        for one in passage["asked"]
        if one["a"] or one["near"]
    ]


def of_passages(path: Path) -> list[Line]:
    """What the reader's passages are asked, beside the sentence with the answer, or that which means most alike."""
    return [line for passage in _lines(path) for line in _of_passage(passage)]


def _of_passage(passage: dict[str, Any]) -> Iterator[Line]:
    spans = sentence_spans(passage["text"])
    parts = [passage["text"][start:end] for start, end in spans]
    for one in passage["asked"]:
        right = [part for part in parts if one["a"] and one["a"] in part]
        if right:
            yield Line(one["q"], _found(passage, right[0]), True, _PASSAGES)
        elif not one["a"]:
            yield Line(one["q"], _found(passage, parts[nearest(one["q"], parts)[0]]), False, _PASSAGES)


def nearest(question: str, texts: Sequence[str]) -> list[int]:
    """The places of texts, that first which means most alike."""
    near = _vectors(tuple(texts)) @ np.asarray(load_embeddings().embed_query(question), dtype=np.float32)
    order: list[int] = np.argsort(-near).tolist()
    return order


@lru_cache(maxsize=4096)  # of one passage many things are asked
def _vectors(texts: tuple[str, ...]) -> NDArray[np.float32]:
    return load_embeddings().encode_passages(list(texts))


def of_folder(folder: Path, bar: Progress) -> Iterator[Line]:
    """What the reader finds for the questions about a folder, right or wrong."""
    with TemporaryDirectory() as scratch, closing(Bot.from_folder(folder / "docs", Path(scratch) / "index")) as bot:
        cases = short(folder)
        for done, case in enumerate(cases, start=1):
            for at, one in enumerate(_read(bot, case)):
                answers = case.answerable and _proves(case, one.text)
                yield Line(case.question, one, answers, _OTHERS if at else 1.0)
            bar(f"Reading {folder.name}", done, len(cases))


def _read(bot: Bot, case: Case) -> list[Said]:
    """The likeliest sentences for a question, the best first."""
    with bot.index.reading() as view:
        found = look_up(view, case.question, bot.settings.passages)
        question = analyze(view, found.text, found.vector)
        ranked = rank(question.text, found.hits)
    seen = answering(sentences(question, ranked), ranked.hits)
    order: list[int] = np.argsort(-odds_of(question, seen, weights().choice)).tolist() if seen else []
    return [said(question, seen[at], ranked.hits) for at in order[:_CANDIDATES]]


def _proves(case: Case, text: str) -> bool:
    """Whether a sentence is the one that proves the answer, or else holds an answer."""
    own, quote = _bare(text), _bare(case.quote or "")
    if quote and (quote[:_SAME] in own or own in quote):
        return True
    return holds_any(text, case.answers) and not holds_any(text, case.never)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _found(passage: dict[str, Any], text: str) -> Said:
    """A sentence of a passage, with the one before it on its line."""
    before = passage["text"][: max(0, passage["text"].find(text))].rstrip().rpartition("\n")[2]
    spans = sentence_spans(before)
    last = before[slice(*spans[-1])] if spans else ""
    return Said(text, last, passage["title"], passage.get("heading", ""))


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())
