"""Tables drawn with lines, of + - | or of the signs for boxes -> their rows, in which a cell may span others."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise, takewhile

from ingest.formats.table_shapes import shape
from ingest.formats.text_drawings import Band, Drawn, Part, Parts, bands_of, is_drawn
from ingest.formats.text_wraps import Cells, Line, wrapped

_WIDE = 3  # words of a line that was full, not short by chance
_BANDS = 3  # between rules, from which on each may be a row


def drawn_rows(block: Sequence[tuple[int, str]], at: int) -> tuple[int, list[Line], int]:
    """How many lines from one on are drawn as a table, the rows that they are, and how many of them a rule ends."""
    if not is_drawn(block[at][1]) or (at and is_drawn(block[at - 1][1])):
        return 0, [], 0
    lines = list(takewhile(lambda one: is_drawn(one[1]), block[at:]))
    bands, cuts = bands_of(lines)
    counts = [_counts(band, cuts) for band in bands]
    if any(band.open for band in bands) or _are_rows(bands, cuts):
        counts = [[len(band.lines)] for band in bands]
    rows = list(_rows(bands, counts))
    told = len(rows) > 1 and any(sum(map(bool, row.cells)) > 1 for row in rows)
    reach = sum(start < rows[-1].end for start, _ in lines) if told else 0
    return reach, rows if told else [], _headings(bands, counts)


def _counts(band: Band, cuts: Sequence[int]) -> list[int]:
    """How many lines each row of a band has, where not each band is one."""
    if any(part.more for _, parts in band.lines for part in parts):
        begins = [at for at in range(len(band.lines)) if not (at and any(part.more for part in band.lines[at - 1][1]))]
        return [end - start for start, end in pairwise([*begins, len(band.lines)])]
    cells: list[Cells] = []
    for _, parts in band.lines:
        lefts = [max(min(part.left, cuts[part.last] - 1), cuts[part.first] + 1) for part in parts]
        cells.append([(at, at + len(part.text), part.text) for at, part in zip(lefts, parts, strict=True) if part.text])
    return wrapped(cells, [(begin + 1, end) for begin, end in pairwise(cuts)])


def _are_rows(bands: Sequence[Band], cuts: Sequence[int]) -> bool:
    """Whether each band is a row: its lines go on in each other."""
    return len(bands) >= _BANDS and all(
        _goes_on({part.first: part.text for part in above}, [part for part in below if part.text], cuts)
        for band in bands
        for (_, above), (_, below) in pairwise(band.lines)
    )


def _goes_on(above: Mapping[int, str], parts: Parts, cuts: Sequence[int]) -> bool:
    """Whether a line says nothing of its own: it leaves columns blank, or had no room on the line above in any."""
    said = [(above.get(part.first, ""), part) for part in parts]
    if any(shape(text) == shape(part.text) in ("#", "x1") for text, part in said):
        return False
    full = [len(text) + 1 + len(part.text.split()[0]) > cuts[part.last] - cuts[part.first] - 2 for text, part in said]
    amid = [part.text[0].islower() for _, part in said]
    if len(parts) < len(cuts) - 1:
        return parts[0].first > 0 or full[0] or amid[0]
    return all(full) and any(len(text.split()) >= _WIDE for text, _ in said)


def _headings(bands: Sequence[Band], counts: Sequence[Sequence[int]]) -> int:
    """How many rows a rule parts from the others as headings; none where such a rule stands below every row.

    Above the names of the columns may stand those of several.
    """
    single = (all(part.last - part.first == 1 for part in band.lines[0][1]) for band in bands)
    own = next((at for at, alone in enumerate(single) if alone), 0) + 1
    rules = [band.double for band in bands[own:]]
    told = len(rules) == 1 or any(len(rows) > 1 for rows in counts[own:]) or (any(rules[:1]) and not all(rules))
    return sum(map(len, counts[:own])) if told else 0


def _rows(bands: Sequence[Band], counts: Sequence[Sequence[int]]) -> Iterator[Line]:
    for at, (band, sizes) in enumerate(zip(bands, counts, strict=True)):
        for begin, size in zip(accumulate(sizes, initial=0), sizes, strict=False):
            row = band.lines[begin : begin + size]
            cells = [_cell(bands, at, row, part) for part in row[0][1] if part.first not in band.open]
            texts, spans = tuple(text for text, _ in cells), tuple(span for _, span in cells)
            yield Line(row[0][0].start, row[-1][0].end, texts, spans)


def _cell(
    bands: Sequence[Band], at: int, row: Sequence[tuple[Drawn, Parts]], part: Part
) -> tuple[str, tuple[int, int]]:
    """What a cell says that begins with a part, and over how many columns and rows it reaches."""
    end = at + 1
    while end < len(bands) and part.first in bands[end].open:
        end += 1
    lines = [*row, *(line for one in bands[at + 1 : end] for line in one.lines)]
    words = (one.text for _, parts in lines for one in parts if part.first <= one.first < part.last)
    return " ".join(filter(None, words)), (part.last - part.first, end - at)
