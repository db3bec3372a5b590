"""A PDF as its pages look, with the lines of the quotes boxed; the pictures come when they come into view."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from bot.web.cited import Cited
from bot.web.render import filled
from bot.web.viewers.apart import APART, RECOGNIZING
from bot.web.viewers.marks import Seen, Span
from bot.web.viewers.tables import cell_spans
from ingest.documents import Section
from ingest.formats.pdf_places import Box, Quote
from ingest.formats.pdf_server import Call
from ingest.formats.pdf_text_layer import LayerWord
from ingest.sync.trash import inside

_MOST_PAGES = 3000  # that are laid out
_PIXELS = 96 / 72  # of a browser, to a point
WIDTHS = (800, 1200, 1600, 2400, 3200)  # pixels of a picture


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its height as a share of its width, its width in pixels of paper, and what is boxed on it by quote."""

    ratio: float
    wide: float
    boxes: tuple[tuple[int, Box], ...]


def view(seen: Seen) -> str | None:
    """What is looked at, as HTML; see `plain.view`. None if the file is not there as it was when it was read."""
    document = seen.document
    quotes = tuple(_quote(seen, span) for span in seen.spans)
    found = APART.call(Call(seen.path, document.sha256, quotes))[0].layout
    if found is None or not 0 < len(found.sizes) <= _MOST_PAGES:
        return None
    boxes = [(number, box) for number, quote in enumerate(found.boxes) for box in quote]
    leaves = [
        Leaf(high / max(wide, 1.0), max(wide, 1.0) * _PIXELS, tuple(one for one in boxes if one[1].page == at))
        for at, (wide, high) in enumerate(found.sizes)
    ]
    lost = [number for number, quote in enumerate(found.boxes) if not quote]
    first = [quote.page + 1 for quote in quotes]
    return filled("viewers/pages", leaves=leaves, lost=lost, first=first, scans=found.scans, spans=seen.spans)


def recognized(seen: Seen) -> tuple[Box, ...]:
    """Where the first quote of what is looked at stands on pages that are scans; none if it is not recognized."""
    call = Call(seen.path, seen.document.sha256, (_quote(seen, seen.spans[0]),), recognize=True)
    found = RECOGNIZING.call(call)[0].layout
    return found.boxes[0] if found and found.boxes else ()


def picture(seen: Seen, page: int, width: int) -> bytes | None:
    """A page, from 1, as a JPEG of one of `WIDTHS`; None as for `view`, or if there is no such page."""
    wide = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
    return APART.call(Call(seen.path, seen.document.sha256, page=page - 1, width=wide))[1] or None


def words(seen: Seen, page: int, *, recognize: bool = False) -> tuple[LayerWord, ...]:
    """The text layer of a page, from 1, or what is recognized there; empty as `picture` is None."""
    apart = RECOGNIZING if recognize else APART
    return apart.call(Call(seen.path, seen.document.sha256, recognize=recognize, page=page - 1))[0].words


def prepare(folder: Path, cited: Sequence[Cited], hashes: Mapping[str, str]) -> None:
    """Open the first PDF that is cited, in the background: a large one is at its quote at once then."""
    source = next((one.place.source for one in cited if one.place.source.lower().endswith(".pdf")), "")
    if source in hashes:
        call = Call(inside(folder, source), hashes[source])
        Thread(target=APART.call, args=(call,), daemon=True).start()


def _quote(seen: Seen, span: Span) -> Quote:
    """What a quote says on the page: of the row of a table its cells, without the names of the columns."""
    text, (start, end) = seen.document.text, span
    sections = seen.document.sections
    at = _section(sections, start)
    page = (sections[at].page or 1) if sections else 1
    last = (sections[_section(sections, end - 1)].page or page) if sections else page
    begin = next((one.start for one in sections if one.page == page), 0)
    cells = [
        place
        for table in seen.document.tables
        for line, stop in table.places
        if line < end and start < stop
        for row in [table.row(line)]
        if row
        for place in cell_spans(text, table, row)
        if place[0] < end and start < place[1]
    ]
    words = " ".join(text[max(a, start) : min(b, end)] for a, b in sorted(cells)) if cells else text[start:end]
    return Quote(words, page - 1, max(last - page, 0) + 2, text[min(begin, start) : start])


def _section(sections: tuple[Section, ...], at: int) -> int:
    """The place of the section that holds an offset, or of the one after it: a heading stands before its section."""
    number = bisect_right([one.end for one in sections], at)
    return min(number, len(sections) - 1)
