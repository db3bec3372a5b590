"""Where a quote stands: in its passage exactly, or but for slips of copying, and then with the source's characters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.drafts import Quote
from bot.markup import visible
from bot.proof.polarity import contradicts
from bot.proof.quantities import figures
from bot.proof.substitutions import exchanged, reversed_in_copy
from ingest.documents import Hit

# A quote that a language model copied with a slip ("7%" for "7 %", straight for curly quotation marks) is aligned with
# its passage and replaced by what stands there; below this similarity, 0 to 100, it counts as made up. From 85 on,
# 85 % of miscopied sentences are found, none that stands elsewhere in the article, and 7 % of those with another name
# in them (`tests/bench/alignment.py`); what is shown is the source's either way.
ALIGNED = 85.0
_BACK = re.compile(r"(?:\w+,? ){0,2}(?:he|she|it|they|his|her|its|their|both)\b", re.IGNORECASE)
_MOVED = 12  # characters that a quote needs to be looked for in other passages than the one that it is said to be in


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a passage that was given to the answerer.

    Attributes:
        hit: index of the passage's hit.
        start, end: offsets into the document's text, end exclusive.
        text: the characters there.
    """

    hit: int
    start: int
    end: int
    text: str


def locate(quote: Quote, hits: Sequence[Hit]) -> Place | None:
    """Where a quote stands, None if nowhere.

    A quote that is not in the passage it names but in another one that was given is cited from there: models miscount,
    and some count from 0.
    """
    wanted = visible(quote.text).strip()
    if not wanted:
        return None
    if 0 <= quote.hit < len(hits):
        found = _exactly(quote.text.strip(), quote.hit, hits) or _aligned(wanted, quote.hit, hits)
        if found:
            return found
    if len(wanted) < _MOVED or not -1 <= quote.hit <= len(hits):
        return None
    others = [at for at in range(len(hits)) if at != quote.hit]
    return next((place for at in others if (place := _exactly(wanted, at, hits))), None)


def widened(place: Place, hits: Sequence[Hit]) -> Place:
    """The place with the sentences that it is part of."""
    passage = hits[place.hit].passage
    inside = [(a, b) for a, b in passage.sentences if a < place.end and place.start < b]
    if not inside:
        return place
    start, end = min(place.start, inside[0][0]), max(place.end, inside[-1][1])
    return Place(place.hit, start, end, passage.quote(start, end))


def with_antecedent(place: Place, hits: Sequence[Hit]) -> Place:
    """The place with the sentence before it, where it begins with a word such as "he" or "its" that points back."""
    passage = hits[place.hit].passage
    earlier = [(a, b) for a, b in passage.sentences if b <= place.start]
    if not earlier or not _BACK.match(place.text):
        return place
    return Place(place.hit, earlier[-1][0], place.end, passage.quote(earlier[-1][0], place.end))


def _exactly(wanted: str, at: int, hits: Sequence[Hit]) -> Place | None:
    passage = hits[at].passage
    places = list(_whole(wanted, passage.text))
    if not places:
        return None
    start = passage.start + places[0]
    return Place(at, start, start + len(wanted), passage.quote(start, start + len(wanted)))


def _whole(wanted: str, text: str) -> Iterator[int]:
    """Where `wanted` occurs in `text` and cuts through no word: "7" is not in "1776"."""
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        cut_before = at > 0 and text[at - 1].isalnum() and wanted[0].isalnum()
        cut_after = end < len(text) and text[end].isalnum() and wanted[-1].isalnum()
        if not cut_before and not cut_after:
            yield at
        at = text.find(wanted, at + 1)


def _aligned(wanted: str, at: int, hits: Sequence[Hit]) -> Place | None:
    """The stretch of a passage that is `wanted` but for slips of copying, widened to whole words."""
    passage = hits[at].passage
    text = passage.text
    found = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=ALIGNED)
    if found is None or len(wanted) > len(text):
        return None
    start, end = found.dest_start, found.dest_end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    stretch = text[start:end].strip()
    start = text.index(stretch, start)
    numbers = {figure.value for figure in figures(wanted)}
    if not numbers <= {figure.value for figure in figures(stretch)}:
        return None
    if contradicts(wanted, stretch) or reversed_in_copy(wanted, stretch) or exchanged(wanted, stretch):
        return None  # that is no slip
    return Place(at, passage.start + start, passage.start + start + len(stretch), stretch)
