"""A table made ready to be asked: which words its cells and columns hold, and what kind each column is of."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from bot.answers import where
from bot.proof.grid import Grid, grid_of, stemmed
from bot.question.names import weak_stems
from ingest.cells import months_by_name
from ingest.embedding.models import token_model
from ingest.tables import Table
from ingest.text.words import words

Stems = tuple[str, ...]
_CODED = re.compile(r"\d")
_CAPITALS = re.compile(r"[A-Z]+(?:[-./][A-Z]+)+")
_FIRST_NAME = re.compile(r"\W*(?:(?:first|given|fore|christian|call)[ _-]?names?|vorname|prénom|nombre)\W*", re.I)
_LAST_NAME = re.compile(
    r"\W*(?:(?:sur|last|family|second)[ _-]?names?|(?:nach|zu|familien)name|nom(?: de famille)?|apellidos?)\W*", re.I
)
_CODE = re.compile(r"(?=\S*\d)(?=\S*[^\W\d_])[\w./-]+(?: \d+)?|[^\W\d_]{1,3}[ -]?[\d.]+")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_WORDY = 3  # blanks
_PURE = 0.8  # of a column's filled cells that are of one kind: then it is
_UNIT = 0.6  # the same where its heading gives a unit: "Excess (£)", of which one is "none"
_LETTERS = 2  # of a code without a digit at most
_NAMED = 0.9  # of the rows that have a name, and of the names that look like one, at least
_APART = 0.5  # of names beside codes, how many differ at least
_FILLED, _WORDED = 0.7, 0.5  # of the rows, at least, and in many words, at most, in a column that tells rows apart
NUMBERS = ("number", "currency", "percent")
MEASURED = (*NUMBERS, "date", "time")  # kinds of columns whose cells can be more or less
LOOKS = 5
_VALUES, _REPEATED = 8, 2  # of a column that sorts rows, at most, and in how many rows each is at least, the mean
_FACTORS = 8  # columns of numbers, at most, among which products are looked for
_CENT = 0.006  # by which a product may be rounded
_ADDED = 2  # columns that one adds up, and rows that show it, at least
LARGEST = 3000  # rows of a table that is asked
_SAMPLE, _ROW = 3, 90  # rows that tell what a table is about, and characters of each


@dataclass(frozen=True, slots=True)
class Indexed:
    """A table that can be asked.

    Attributes:
        name: what it is called: title or file, heading, caption.
        grid: its rows.
        kinds: of each column: one of `MEASURED`, or "text".
        looks: of each column what its cells look like: the share that are codes ("KX-10"), names of capital letters,
            texts of many words, and each different; and whether it is that of the codes.
        names: the telling stems of each column's name.
        meanings: of each column the vectors of its name's telling words, shape (words, dimension), unit length.
        exact: by the stems of a cell, for each column the rows with it.
        holding: by a stem, for each column the rows whose cells hold it.
        label: the column that names the rows: the first one of text, or the names beside its codes; else the first.
        called: the columns that together say what a row is called: the label, or first name and surname, or a code and
            what it stands for where that is not of one row alone.
        apart: these, and what stands beside them as far as it tells rows of one name apart.
        codes: the column whose codes stand for what is in the label; -1 where there is none.
        dated: the columns of dates, and of years alone.
        months: the stems of the names of months that it has dates in.
        sorting: of each column of words that sorts the rows into few kinds, its values.
        totals: the columns that add up those of numbers before them, in every row.
        rates: the columns of what one costs: how many times that stands in another column, in every row.
        context: stems of title, caption, heading and file name.
        vector: the embedding of what it is called, its columns and some of its rows, shape (384,), unit length.
    """

    name: str
    grid: Grid
    kinds: tuple[str, ...]
    looks: tuple[tuple[float, ...], ...]
    names: tuple[Stems, ...]
    meanings: tuple[NDArray[np.float32], ...]
    exact: Mapping[Stems, Mapping[int, frozenset[int]]]
    holding: Mapping[str, Mapping[int, frozenset[int]]]
    label: int
    called: tuple[int, ...]
    apart: tuple[int, ...]
    codes: int
    dated: frozenset[int]
    months: frozenset[str]
    sorting: Mapping[int, tuple[str, ...]]
    totals: frozenset[int]
    rates: frozenset[int]
    context: frozenset[str]
    vector: NDArray[np.float32]


def telling(stems: Stems) -> Stems:
    """The stems that tell something, in order; all of them if none does."""
    return tuple(stem for stem in stems if stem not in weak_stems()) or stems


def indexed(source: str, title: str, number: int, table: Table) -> Indexed:
    """Read a table; its rows must be few enough, see `LARGEST`."""
    grid = grid_of(source, number, table)
    exact: dict[Stems, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    holding: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row, cells in enumerate(grid.stems):
        for at, stems in enumerate(cells):
            if stems:
                exact[stems][at].add(row)
            for stem in stems:
                holding[stem][at].add(row)
    kinds = tuple(_kind(grid, at) for at in range(len(grid.columns)))
    label, called, codes = _label(grid, kinds)
    looks = tuple(_looks(grid, at, codes) for at in range(len(grid.columns)))
    file = source.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    context = f"{title} {table.caption} {table.heading} {file}"
    named = [column.name for column in grid.columns]
    name = where(title or file, table.heading, table.caption)
    return Indexed(
        name,
        grid,
        kinds,
        looks,
        tuple(telling(stemmed(name)) for name in named),
        tuple(token_model().word_vectors(words(name)) for name in named),
        {stems: {at: frozenset(rows) for at, rows in found.items()} for stems, found in exact.items()},
        {stem: {at: frozenset(rows) for at, rows in found.items()} for stem, found in holding.items()},
        label,
        called,
        _apart(grid, kinds, looks, called),
        codes,
        frozenset(at for at, kind in enumerate(kinds) if kind == "date" or _years(grid, at)),
        _months(grid, kinds),
        {at: values for at, kind in enumerate(kinds) if kind == "text" and (values := _sorting(grid, at))},
        _totals(grid, kinds),
        _rates(grid, kinds),
        frozenset(stemmed(context)),
        token_model().encode_passages([_told(name, grid)])[0],
    )


def _told(name: str, grid: Grid) -> str:
    """A table in short: what it is called, its columns, and some rows from all over it."""
    rows = grid.cells[:: max(1, len(grid.cells) // _SAMPLE)][:_SAMPLE]
    said = "; ".join(", ".join(cell.text for cell in row)[:_ROW] for row in rows)
    return f"{name}: {', '.join(column.name for column in grid.columns if column.name)}: {said}"


def _kind(grid: Grid, at: int) -> str:
    counts: Counter[str] = Counter()
    for cells, amounts in zip(grid.cells, grid.amounts, strict=True):
        if cells[at].kind != "empty":
            found = amounts[at]
            own = cells[at].kind if cells[at].kind in NUMBERS else "number"
            counts["text" if found is None else {"date": "date", ":": "time"}.get(found.unit, own)] += 1
    kind, count = counts.most_common(1)[0] if counts else ("text", 0)
    pure = _UNIT if grid.columns[at].unit else _PURE
    if sum(counts[one] for one in NUMBERS) >= pure * counts.total() > 0:
        return max(NUMBERS, key=lambda one: counts[one])
    return kind if count >= _PURE * counts.total() else "text"


def _years(grid: Grid, at: int) -> bool:
    """Whether all that stands in a column is years."""
    texts = [row[at].text for row in grid.cells if row[at].text]
    return bool(texts) and all(map(YEAR.fullmatch, texts))


def _months(grid: Grid, kinds: Sequence[str]) -> frozenset[str]:
    dates = {str(row[at].value)[5:7] for at, kind in enumerate(kinds) if kind == "date" for row in grid.cells}
    there = (name for name, month in months_by_name().items() if f"{month:02}" in dates)
    return frozenset(stem for name in there for stem in stemmed(name))


def _sorting(grid: Grid, at: int) -> tuple[str, ...]:
    """The values of a column of words that sorts the rows into few kinds; () of any other."""
    texts = [row[at].text for row in grid.cells if stemmed(row[at].text)]
    values = tuple(dict.fromkeys(texts))
    return values if 1 < len(values) <= _VALUES and len(texts) >= _REPEATED * len(values) else ()


def _totals(grid: Grid, kinds: Sequence[str]) -> frozenset[int]:
    numbers = [at for at, kind in enumerate(kinds) if kind in NUMBERS]
    filled = [[one.value for at in numbers if (one := row[at])] for row in grid.amounts]
    values = np.array([row for row in filled if len(row) == len(numbers)])
    if len(values) < _ADDED or len(numbers) <= _ADDED:
        return frozenset()
    before = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    runs = [(at, [before[:, at] - before[:, start] for start in range(at + 1 - _ADDED)]) for at in range(len(numbers))]
    return frozenset(numbers[at] for at, sums in runs if any(np.allclose(one, values[:, at]) for one in sums))


def _rates(grid: Grid, kinds: Sequence[str]) -> frozenset[int]:
    numbers = [at for at, kind in enumerate(kinds) if kind in NUMBERS]
    found = set()

    def values(at: int) -> NDArray[np.float64]:
        there = (row[at] for row, total in zip(grid.amounts, grid.totals, strict=True) if not total)
        return np.array([one.value if one and isinstance(one.value, float) else np.nan for one in there])

    for count, rate, product in permutations(numbers, 3) if len(numbers) <= _FACTORS else ():
        if kinds[count] != "number" or (kinds[rate], count) == ("number", max(count, rate)):
            continue  # of two plain numbers the first one counts
        one, other, both = values(count), values(rate), values(product)
        there = ~np.isnan(one + other + both)
        one, other, both = one[there], other[there], both[there]
        told = len({*one}) > 1 and sum((one != 1) & (other != 1)) >= _ADDED  # one times anything is no proof
        if told and np.allclose(one * other, both, atol=_CENT):
            found.add(rate)
    return frozenset(found)


def _looks(grid: Grid, at: int, codes: int) -> tuple[float, ...]:
    texts = [row[at].text for row in grid.cells if row[at].text]
    count = max(1, len(texts))
    coded = sum(bool(_CODE.fullmatch(text)) for text in texts)
    named = sum(text.replace(" ", "").isalpha() and text.istitle() for text in texts)
    wordy = sum(text.count(" ") > _WORDY for text in texts)
    return coded / count, named / count, wordy / count, len(set(texts)) / count, float(at == codes)


def _label(grid: Grid, kinds: Sequence[str]) -> tuple[int, tuple[int, ...], int]:
    """The column that names the rows, all that do, and that of the codes ("KX-10") before them; see `Indexed`."""
    first = next((at for at, kind in enumerate(kinds) if kind == "text" and _may_name(grid, at)), 0)
    codes = first if _coded(grid, first) else -1
    if person := _person(grid, kinds):
        return min(person), person, codes if codes not in person else -1
    beside = first + 1
    if codes < 0 or beside >= len(kinds) or kinds[beside] != "text" or _coded(grid, beside):
        return first, (first,), -1
    names = {row[beside].text for row in grid.cells}
    if len(names) == len(grid.cells):
        return beside, (beside,), first
    if name := next((at for at in range(beside, len(kinds)) if kinds[at] == "text" and _names_all(grid, at)), None):
        return name, (name,), first
    return first, (first, beside) if len(names) >= _APART * len(grid.cells) else (first,), -1


def _may_name(grid: Grid, at: int) -> bool:
    """Whether a column may name the rows: without a heading only if it has another text for nearly each of them."""
    return bool(grid.columns[at].name) or _different(grid, (at,)) >= _NAMED * len(grid.cells)


def _apart(
    grid: Grid, kinds: Sequence[str], looks: Sequence[tuple[float, ...]], called: tuple[int, ...]
) -> tuple[int, ...]:
    """The columns that tell rows apart: those of their names, and of text beside them those that tell most.

    Remarks name nothing: what stands beside a few rows, or in many words.
    """
    terse = {at for at, look in enumerate(looks) if look[2] <= _WORDED and mostly_filled(grid, at)}
    beside = [at for at, kind in enumerate(kinds) if kind == "text" and at not in called and at in terse]
    named = [at for at in called if looks[at][0] < _APART]  # a code says nothing to whoever does not know it
    found: tuple[int, ...] = ()
    while len(found) <= 1:
        there = _different(grid, (*named, *found))
        more = max(((_different(grid, (*named, *found, at)), -at) for at in beside if at not in found), default=(0, 0))
        if there >= len(grid.cells) or more[0] <= there:
            break
        found = (*found, -more[1])
    if named:
        return (*called, *found)
    # Beside a code of its own stands only what names each row, as it does in the row.
    return (*called, *sorted(found)) if _different(grid, found) >= _NAMED * len(grid.cells) else called


def mostly_filled(grid: Grid, at: int) -> bool:
    """Whether most rows have something in a column: those of remarks are mostly blank."""
    return sum(bool(row[at].text) for row in grid.cells) >= _FILLED * len(grid.cells)


def _different(grid: Grid, columns: Sequence[int]) -> int:
    return len({tuple(row[at].text for at in columns) for row in grid.cells})


def _names_all(grid: Grid, at: int) -> bool:
    """Whether a column names nearly every row, no two alike, in a few words that begin with a capital letter."""
    texts = [row[at].text for row in grid.cells if row[at].text]
    named = sum(text.count(" ") <= _WORDY and text[0].isupper() for text in texts)
    apart = len({*texts}) == len(texts) >= _NAMED * len(grid.cells)
    return apart and named >= _NAMED * len(texts) and not _coded(grid, at)


def _coded(grid: Grid, at: int) -> bool:
    """Whether each row has a code of its own in a column: "KX-10", beside others "KX-A" too, "B"."""
    texts = [row[at].text for row, total in zip(grid.cells, grid.totals, strict=True) if not total]
    short = all(text.isupper() and len(text) <= _LETTERS for text in texts)
    coded = any(map(_CODED.search, texts)) and all(_CODED.search(text) or _CAPITALS.fullmatch(text) for text in texts)
    return len({*texts}) == len(texts) and (short or coded)


def _person(grid: Grid, kinds: Sequence[str]) -> tuple[int, ...]:
    """The columns of first name and surname, in this order, where they stand side by side; else none."""
    names = [column.name for column in grid.columns]
    for one, other in ((at, at + step) for at in range(len(names)) for step in (1, -1) if 0 <= at + step < len(names)):
        if _FIRST_NAME.fullmatch(names[one]) and _LAST_NAME.fullmatch(names[other]) and kinds[one] == "text":
            return one, other
    return ()
