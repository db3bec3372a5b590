"""`python -m bot.learning.tables.headings FOLDER`: learn which rows of words are headings, and tell how well.

A table with headings teaches twice: with its first row, which names the columns, and without it, where the first row is
one of values. Half of the tables, by the hash of their names, is learned from, and the figures are of the other half.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from bot.evaluation.regression import fit
from ingest.console import out, run
from ingest.formats.grid import GridRow
from ingest.formats.table_headings import evidence
from ingest.formats.table_shapes import shape
from ingest.formats.table_words import WEIGHTS, features

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_BELOW = (4, 7, 12)  # rows that are shown below the first one: tables are short and long
_WORDS = 0.9  # of the cells of a column of words
_KEPT = 0.98  # of the headings that are learned from: so many stay headings
_RIDGE = 10.0
_Row = list[str]


@app.command()
def main(
    folder: Annotated[Path, typer.Argument(help="A folder with CSV files whose first row names the columns.")],
) -> int:
    """Print the weights and the threshold, and how they do on the other half."""
    halves: tuple[list[tuple[bool, dict[str, float]]], list[tuple[bool, dict[str, float]]]] = ([], [])
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).as_posix()
        halves[int(sha256(name.encode()).hexdigest(), 16) % 2].extend(_examples(path))
    taught, other = halves
    rows, named = _figures(taught)
    counts = np.where(named, 0.5 / named.mean(), 0.5 / (1 - named.mean()))
    weights = fit(rows, named, weight=counts, ridge=_RIDGE)[:-1].round(2)
    threshold = round(float(np.quantile((rows @ weights)[named], 1 - _KEPT)), 2)
    figures, truth = _figures(other)
    told = figures @ weights < threshold
    out.print(f"{dict(zip(WEIGHTS, weights.tolist(), strict=True))}, below {threshold}")
    out.print(f"{truth.sum()} headings: {1 - told[truth].mean():.1%} kept")
    out.print(f"{(~truth).sum()} rows of values: {told[~truth].mean():.1%} told")
    return 0


def _figures(examples: Sequence[tuple[bool, dict[str, float]]]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    return np.array([list(shown.values()) for _, shown in examples]), np.array([named for named, _ in examples])


def _examples(path: Path) -> Iterator[tuple[bool, dict[str, float]]]:
    """First rows that nothing else tells, whether they name the columns, and what is seen of them."""
    rows = _of_words(path)
    for below in _BELOW if len(rows) > 1 and len(rows[0]) > 1 else ():
        for named in (True, False):
            first, *rest = rows[0 if named else 1 :][: below + 1] or [[]]
            plain = sum(map(bool, first)) > 1 and evidence(GridRow(first), [GridRow(row) for row in rest]) == 0
            if plain and (shown := features(first, rest)):
                yield named, shown


def _of_words(path: Path) -> list[_Row]:
    """The columns of words of a table."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [[" ".join(cell.split()) for cell in row] for row in csv.reader(file)]
    kept = [at for at in range(len(rows[0])) if _is_of_words([row[at] for row in rows[1:] if at < len(row)])]
    return [[row[at] if at < len(row) else "" for at in kept] for row in rows]


def _is_of_words(cells: Sequence[str]) -> bool:
    shapes = [kind for kind in map(shape, cells) if kind]
    return shapes.count("x") > max(2.0, _WORDS * len(shapes))


if __name__ == "__main__":
    sys.exit(run(app))
