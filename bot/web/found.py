"""A passage that a search of the documents found, cut around the words that were searched for, and these marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.question.names import weak_stems
from ingest.documents import Hit, Passage
from ingest.text.table_lines import readable
from ingest.text.words import stem, words

_SHOWN, _BEFORE = 220, 60  # characters shown of a passage, and of those at most so many before the first marked word
_LEAST = 3  # characters of a word that may be only begun
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, and the part of it that is shown: pieces of text, each with whether it is marked."""

    passage: Passage
    pieces: tuple[tuple[str, bool], ...]

    @property
    def fits(self) -> bool:
        """Whether it holds any of the words."""
        return any(marked for _, marked in self.pieces)


def found(hits: Sequence[Hit], wanted: str, most: int) -> list[Found]:
    """The best of some hits, those first that hold a word which was searched for."""
    made = [Found(hit.passage, excerpt(_text(hit.passage), wanted)) for hit in hits]
    return sorted(made, key=lambda one: not one.fits)[:most]


def _text(passage: Passage) -> str:
    written = readable(passage.text, passage.columns)[0] if passage.columns else passage.text
    return " ".join(written.split())


def excerpt(text: str, wanted: str) -> tuple[tuple[str, bool], ...]:
    """The part of a text with the most different words of those wanted, as pieces; how it begins, where it has none."""
    asked = words(wanted)
    roots = {stem(word) for word in asked} - weak_stems() or {stem(word) for word in asked}
    begun = tuple(word for word in asked if len(word) >= _LEAST and stem(word) in roots)
    marks = [
        (one.start(), one.end(), root)
        for one in _WORD.finditer(text)
        for word in words(one.group())[:1]
        for root in [stem(word)]
        if root in roots or word.startswith(begun)
    ]
    first = max(marks, key=lambda one: _different(marks, one[0]), default=(0, 0, ""))[0]
    earliest = min(first - _BEFORE, len(text) - _SHOWN)
    start = text.find(" ", earliest) + 1 if earliest > 0 else 0
    start = start if start <= first else first
    end = text.rfind(" ", first, start + _SHOWN + 1) if start + _SHOWN < len(text) else len(text)
    end = end if end > first else start + _SHOWN
    marked = {at for begin, close, _ in marks for at in range(begin, close)}
    runs = groupby(range(start, min(end, len(text))), key=marked.__contains__)
    pieces = [("".join(text[at] for at in run), on) for on, run in runs]
    return (*([("… ", False)] if start else []), *pieces, *([(" …", False)] if end < len(text) else []))


def _different(marks: Sequence[tuple[int, int, str]], start: int) -> int:
    """How many different words are marked in what would be shown from there."""
    return len({root for at, _, root in marks if start <= at < start + _SHOWN - _BEFORE})
