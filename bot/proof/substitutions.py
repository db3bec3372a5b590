"""What a copy has changed: another name or number between words that both share, a denial put in or left out."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.proof.polarity import is_denial, opposites
from bot.question.names import OPENERS
from ingest.text.words import words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[.,’'-][^\W_]+)*|%")
_LONGEST = 4  # words of a name: a longer stretch is said in other words, not exchanged
_COPIED = 0.7  # of a sentence's words that it shares in order: below, it is no copy
_HARMLESS = frozenset("only just merely until or whether".split())  # "not only", "or not"
_DIGIT = re.compile(r"\d")
_MISSPELT = 75.0  # similarity, 0 to 100
_ANCHOR = 2  # words on each side that both share


def exchanged(said: str, there: str) -> bool:
    """Whether the words around a name or a number of `said` stand in `there` around another one."""
    ours, theirs = _TOKEN.findall(said), _TOKEN.findall(there)
    return any(
        _telling(one) - _all(other) and _telling(other) - _all(one) and not _same(one, other)
        for one, other in _changed(ours, theirs)
    )


def reversed_in_copy(said: str, there: str) -> bool:
    """Whether a denial, or a word instead of its opposite, is all that stands in one text and not in the other."""
    put_in = taken_out = 0
    for one, other in _changed(_TOKEN.findall(said), _TOKEN.findall(there)):
        own, others = words(" ".join(one)), words(" ".join(other))
        if any(opposites(word) & set(others) for word in own):
            return True
        if not _HARMLESS & {*own, *others}:
            denials = any(map(is_denial, own)) - any(map(is_denial, others))
            put_in += denials > 0
            taken_out += denials < 0
    return put_in != taken_out  # "no dogs are" and "dogs are not" are the same


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one stretch is the initials of the other ("UN" and "United Nations"), or the same name misspelt."""
    initials = ["".join(word[0] for word in stretch if word[0].isupper()) for stretch in (one, other)]
    ours, theirs = " ".join(one), " ".join(other)
    misspelt = not _DIGIT.search(ours + theirs) and fuzz.ratio(ours, theirs) >= _MISSPELT
    return initials[0] in other or initials[1] in one or misspelt


def _changed(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The short stretches that differ between the same words on both sides, if the one is a copy of the other."""
    left, right = [_folded(word) for word in ours], [_folded(word) for word in theirs]
    blocks = [code for code in Indel.opcodes(left, right) if code.tag == "equal"]
    if sum(code.src_end - code.src_start for code in blocks) < _COPIED * len(left):
        return
    edges = [(0, 0, 0), *((code.src_end, code.dest_end, code.src_end - code.src_start) for code in blocks)]
    after = [*((code.src_start, code.dest_start, code.src_end - code.src_start) for code in blocks)]
    after.append((len(left), len(right), 0))
    for (a, b, before), (c, d, behind) in zip(edges, after, strict=True):
        anchored = (before >= _ANCHOR or a == 0) and (behind >= _ANCHOR or c == len(left)) and before + behind
        if anchored and c <= a + _LONGEST and d <= b + _LONGEST:
            yield list(ours[a:c]), list(theirs[b:d])


def _folded(word: str) -> str:
    return " ".join(words(word))


def _telling(stretch: Sequence[str]) -> set[str]:
    """The names and numbers of a stretch."""
    named = (word for word in stretch if word[0].isupper() or word[0].isdigit())
    return {part for word in named if word.lower() not in OPENERS for part in words(word)}


def _all(stretch: Sequence[str]) -> set[str]:
    return {part for word in stretch for part in words(word)}
