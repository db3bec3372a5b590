"""The members of an enumeration: which stretches of a passage answer a question that asks for several things.

A sentence is cut at its commas and conjunctions. The reader tells how likely an answer stands in each piece, and a
small regression, learned from questions whose answers are enumerations, tells which pieces belong to the answer.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from bot.answerers.reader.logistic import logits, sigmoid
from bot.answerers.reader.short import short_span
from bot.answerers.reader.spans import Reading, Span
from ingest.documents import Passage

MEMBERS = (
    "score", "behind_best", "start", "end", "in_best", "beside_best", "away", "same_sentence", "ends_alike",
    "capital", "digit", "length", "length_alike", "covered", "joined", "plural", "counted", "joined_plural",
    "beside_plural",
)  # fmt: skip
_SEPARATOR = re.compile(
    r"\s*[,;:(]?\s*\b(?:such as|including|namely|both|either)\s+"
    r"|\s*[,;]\s+(?:(?:and|or|as well as|plus|then|und|et|y)\s+)?(?:also\s+)?"
    r"|\s+(?:and|or|as well as|plus|&|und|et|y)\s+(?:also\s+)?|\s+/\s+|\s*:\s+"
)
_PLURAL = re.compile(
    r"\b(?:what|which|who|whose|list|name|where)\b(?:\W+\w+){0,2}?\W+(?:are|were|have|do|did)\b"
    r"|\b(?:what|which|list|name|identify|all|how many|the|other|many|every|each)\b"
    r"(?:\W+\w+){0,3}?\W+\w\w+[^\Wsiu']s\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|[2-9]|1\d|both|several|all|list|name)\b", re.I
)
_FAR, _LEAST = 8.0, -20.0
_LIKELY = 0.3  # from which on a piece belongs to the answer: where several are asked for, half is too modest


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence between two marks of an enumeration.

    Attributes:
        start, end: characters of the passage's text.
        sentence: the number of its sentence.
        span: the likeliest answer within it.
        signs: what speaks for its being an answer, in the order of `MEMBERS`.
    """

    start: int
    end: int
    sentence: int
    span: Span
    signs: tuple[float, ...]


def pieces(question: str, passage: Passage, reading: Reading, best: Span) -> list[Piece]:
    """Every piece of a passage's sentences.

    Args:
        question: what is asked.
        passage: where the answer stands.
        reading: of the passage.
        best: the likeliest answer in it.
    """
    cut = [
        (start, end, number)
        for number, sentence in enumerate(passage.sentences)
        for start, end in _cut(passage.text, sentence[0] - passage.start, sentence[1] - passage.start)
    ]
    spans = [reading.best(start, end) for start, end, _ in cut]
    inside = [_overlap(start, end, best) for start, end, _ in cut]
    home = inside.index(max(inside)) if inside else 0
    plural, counted = float(bool(_PLURAL.search(question))), float(bool(_COUNTED.search(question)))
    found = []
    for at, ((start, end, number), span) in enumerate(zip(cut, spans, strict=True)):
        gap = abs(at - home)
        signs = _signs(passage.text, reading, cut, at, home, span, best)
        own = float(gap == 0 or (number == cut[home][2] and gap == 1))
        joined = signs[-1]
        found.append(Piece(start, end, number, span, (*signs, plural, counted, joined * plural, own * plural)))
    return found


def members(question: str, passage: Passage, reading: Reading, best: Span) -> tuple[tuple[int, int], ...]:
    """The stretches of a passage's text that answer, in order; at least the likeliest one."""
    cut = pieces(question, passage, reading, best)
    if not cut:
        return ((best.start, best.end),)
    chance = sigmoid(logits(_weights(), [piece.signs for piece in cut]))
    chosen = [at for at, value in enumerate(chance) if value >= _LIKELY] or [int(np.argmax(chance))]
    return tuple(_stretch(passage.text, cut, at, chosen) for at in chosen)


def _stretch(text: str, cut: Sequence[Piece], at: int, chosen: Sequence[int]) -> tuple[int, int]:
    """A chosen piece; at the ends of a run of them only what the reader takes of it."""
    piece = cut[at]
    before = at - 1 in chosen and cut[at - 1].sentence == piece.sentence
    after = at + 1 in chosen and cut[at + 1].sentence == piece.sentence
    start = piece.start if before else piece.span.start
    end = piece.end if after else piece.span.end
    return short_span(text, start, max(end, start)) if start < end else (piece.span.start, piece.span.end)


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence between its separators, without those that hold nothing."""
    borders = [(start, start), *(found.span() for found in _SEPARATOR.finditer(text, start, end)), (end, end)]
    found = [(one[1], other[0]) for one, other in pairwise(borders)]
    return [(a, b) for a, b in found if text[a:b].strip()]


def _overlap(start: int, end: int, best: Span) -> int:
    return max(0, min(end, best.end) - max(start, best.start))


def _signs(
    text: str,
    reading: Reading,
    cut: Sequence[tuple[int, int, int]],
    at: int,
    home: int,
    span: Span,
    best: Span,
) -> tuple[float, ...]:
    start, end, number = cut[at]
    inside = (reading.places[:, 0] >= start) & (reading.places[:, 1] <= end)
    starts = float(reading.starts[inside].max()) if inside.any() else _LEAST
    ends = float(reading.ends[inside].max()) if inside.any() else _LEAST
    own, other = text[span.start : span.end], text[max(best.start, cut[home][0]) : min(best.end, cut[home][1])]
    length = len(text[start:end].split())
    between = [len(text[a:b].split()) for a, b, _ in cut[min(at, home) : max(at, home) + 1]]
    joined = (
        number == cut[home][2]
        and max(between[1:-1], default=0) <= 5
        and (length <= 6 or span.end - span.start >= 0.6 * (end - start))
    )
    return (
        max(span.score, _LEAST),
        max(span.score - best.score, _LEAST),
        starts,
        ends,
        float(_overlap(start, end, best) > 0),
        float(abs(at - home) == 1 and number == cut[home][2]),
        float(min(abs(at - home), _FAR)),
        float(number == cut[home][2]),
        float(text[end : end + 1] == text[cut[home][1] : cut[home][1] + 1]),
        float(own[:1].isupper() == other[:1].isupper()),
        float(any(c.isdigit() for c in own) == any(c.isdigit() for c in other)),
        float(np.log1p(length)),
        float(abs(np.log1p(length) - np.log1p(len(other.split())))),
        (span.end - span.start) / max(1, end - start),
        float(joined),
    )


@cache
def _weights() -> tuple[float, ...]:
    """Of `MEMBERS`, then the bias: log odds that a piece belongs to the answer."""
    data = json.loads((files("bot.answerers.reader") / "members.json").read_text(encoding="utf-8"))
    return tuple(data["members"])
