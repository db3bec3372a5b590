"""Who asks for more is told what the documents go on to say of the same, and not the same again."""

import numpy as np
import pytest

from bot.answerers.reader.evidence import Sentence
from bot.answerers.reader.more import untold
from bot.answerers.reader.spans import Span
from bot.question.analysis import Question
from ingest.documents import Hit, Passage
from ingest.text.sentences import sentence_spans
from ingest.text.words import stems

NONE: frozenset[str] = frozenset()
ONE = "Ann Lee runs a mill. Rain falls. Lee grinds rye. She sells flour, too."
OTHER = "Bo Ray keeps bees. Lee has no bees."


def left(told: str, about: str) -> tuple[list[str], bool]:
    """What is left of two passages after an answer, and whether it goes on from there."""
    hits = [Hit(Passage(f"{text[:2]}.txt", "", 0, len(text), text), 1.0) for text in (ONE, OTHER)]
    found = [
        Sentence(at, number, *span, frozenset(stems(hit.passage.text[slice(*span)])), NONE, (), Span(0, 0, 0.0))
        for at, hit in enumerate(hits)
        for number, span in enumerate(sentence_spans(hit.passage.text))
    ]
    required = frozenset(stems(about))
    question = Question(
        "?", np.zeros(1), (), required, NONE, NONE, NONE, NONE, "other", more=False, told=(told,) if told else ()
    )
    more, goes_on = untold(question, hits, found)
    return [hits[one.hit].passage.text[one.start : one.end] for one in more], goes_on


@pytest.mark.parametrize(
    ("told", "about", "more", "goes_on"),
    [
        ("Ann Lee runs a mill.", "Ann Lee", ["Lee grinds rye.", "She sells flour, too."], True),
        ("Lee grinds rye.", "", ["She sells flour, too."], True),
        ("Bo Ray keeps bees.", "", [*ONE.replace(". ", ".|").split("|"), "Lee has no bees."], False),
        ("", "Ann Lee", [*ONE.replace(". ", ".|").split("|"), *OTHER.replace(". ", ".|").split("|")], False),
    ],
)
def test_what_goes_on_from_there_comes_first(told: str, about: str, more: list[str], *, goes_on: bool) -> None:
    assert left(told, about) == (more, goes_on)
