"""Passages that say the same but for trifles are shown once, the other places beside the first."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.question.names import names
from ingest.documents import Hit, Passage
from ingest.text.words import words

# Share of the words that are the same, in the same order. No two passages of SQuAD or Natural Questions have
# between 0.80 and 0.91 of them: above is the same text, copied with changes, below another one on the same matter.
_SAME = 0.9
_SLIP = 75.0  # similarity of two words, 0 to 100, from which on one is a slip or another form of the other
_FEWEST = 12  # words: of fewer, it is the title that tells what they are about
_TRIFLES = frozenset("a an the and that which this these those of to in at by for with on as it its".split())
_TURNS = frozenset(
    "not no never none nor neither without only except before after above below more less up down cannot".split()
)


def collapsed(ranked: Sequence[Hit], k: int, *, keep_sources: bool) -> tuple[Hit, ...]:
    """The best `k` hits, those that say what a better one says counted as further places of that one.

    Args:
        ranked: best first.
        k: how many.
        keep_sources: whether a few documents were chosen: then each keeps its best passage, even if it is a copy.
    """
    kept: list[Hit] = []
    shown: set[str] = set()
    for hit in ranked:
        own = {hit.passage.source, *(passage.source for passage in hit.also)}
        first = next((at for at, other in enumerate(kept) if same(other.passage, hit.passage)), None)
        if first is not None and not (keep_sources and own - shown):
            kept[first] = replace(kept[first], also=(*kept[first].also, hit.passage, *hit.also))
        elif len(kept) < k:
            kept.append(hit)
            shown |= own
        else:
            break
    return tuple(kept)


def same(one: Passage, other: Passage) -> bool:
    """Whether two passages say the same but for trifles.

    A number, a name, a "not" that only one of them has is no trifle, nor is a word in the place of another: they may
    disagree.
    """
    if one.text == other.text and (one.title, one.heading) == (other.title, other.heading):
        return True
    if not 0.8 < len(one.text) / len(other.text) < 1.25:  # what `_SAME` leaves possible
        return False
    left, right = words(one.text), words(other.text)
    if Levenshtein.normalized_similarity(left, right, score_cutoff=_SAME) < _SAME:
        return False
    above = [f"{passage.title} {passage.heading}" for passage in (one, other)]
    if min(len(left), len(right)) < _FEWEST and above[0] != above[1]:
        return False
    called = {word for passage in (one, other) for name in names(passage.text) for word in words(name)}
    return _digits(words(above[0])) == _digits(words(above[1])) and all(
        _trifling(left[op.src_start : op.src_end], right[op.dest_start : op.dest_end], called)
        for op in Levenshtein.opcodes(left, right)
        if op.tag != "equal"
    )


def _digits(found: Sequence[str]) -> list[str]:
    return sorted(word for word in found if word[0].isdigit())


def _trifling(left: Sequence[str], right: Sequence[str], called: set[str]) -> bool:
    for a, b in zip_longest(left, right, fillvalue=""):
        if {a, b} - {""} <= _TRIFLES:
            continue
        if any(word in called or word in _TURNS or not word.isalpha() for word in (a, b) if word):
            return False
        if a and b and fuzz.ratio(a, b) < _SLIP:
            return False
    return True
