"""The labels that parts of documents bear, by what they hold: labels.json, which anyone can extend."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from ingest.text.words import stems

GATHERED = ("decisions",)  # the parts that are asked of several documents at once
PEOPLE = ("present", "absent")  # the parts that hold names alone
# What may stand before a label: the mark of an item or heading, of bold letters, and "Conclusion and".
LEAD = r"[\W\d_]*(?:the )?(?:[^\W\d_]{3,15} (?:and|und|et|y) )?"


@cache
def labels() -> Mapping[str, re.Pattern[str]]:
    """How a sentence begins that bears such a label: the label alone, or with a colon or dash after it."""
    return {
        task: re.compile(
            rf"{LEAD}(?:{'|'.join(sorted(map(re.escape, known), key=len, reverse=True))})"
            r"(?:\s*\([^)\n]*\))?[*_]*\s*(?:[:–—]|$|\bfrom\b)[*_]*",
            re.IGNORECASE,
        )
        for task, known in _known().items()
    }


@cache
def headings() -> Mapping[str, frozenset[frozenset[str]]]:
    """The stems of the headings that such parts stand under."""
    return {task: frozenset(frozenset(stems(label)) for label in known) for task, known in _known().items()}


@cache
def _known() -> Mapping[str, Sequence[str]]:
    loaded: dict[str, list[str]] = json.loads((files("bot.answerers.summary") / "labels.json").read_text("utf-8"))
    return loaded
