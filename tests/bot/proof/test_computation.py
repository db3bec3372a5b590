"""A result is shown only if it comes out again from the characters of the document."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts import Claim, Computation, Condition, Draft, Quote
from bot.proof.citations import cite
from bot.proof.computation import recomputed
from bot.proof.grid import grid_of
from bot.proof.operations import computed
from ingest.documents import Document, Hit, Passage
from ingest.load import File, parsed

LEDGER = "Loaf,Sold,Price,Weight\nRye,12,£3.20,800 g\nSpelt,7,£4.00,750 g\nBrioche,5,$2.50,12 oz\nOat,9,£2.90,700 g\n"


def _document(csv: str = LEDGER) -> Document:
    return parsed(File("ledger.csv", csv.encode(), 0.0))


def _done(document: Document, asked: Computation) -> Computation | None:
    grid = grid_of(document.source, 0, document.tables[0])
    found = computed(grid, asked)
    return found and replace(asked, rows=tuple(grid.starts[row] for row in found[0]), result=found[1])


def _asked(operation: str, *columns: int, by: int | None = None, **more: object) -> Computation:
    return Computation("ledger.csv", 0, operation, columns, by, **more)  # type: ignore[arg-type]  # tests name them


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        (_asked("sum", 1), ("33",)),
        (_asked("average", 1), ("8.25",)),
        (_asked("most", 0, by=1), ("Rye",)),
        (_asked("lowest", 1), ("5",)),
        (_asked("range", 1), ("7",)),
        (_asked("count", conditions=(Condition(1, "over", ("8",)),)), ("2",)),
        (_asked("list", 0, conditions=(Condition(2, "under", ("£3",)),)), ("Oat",)),
        (_asked("times", 2, conditions=(Condition(0, "is", ("Spelt",)),), factor=3.0), ("£12",)),
        (_asked("next", 0, conditions=(Condition(0, "is", ("rye",)),)), ("Spelt",)),
    ],
)
def test_an_operation_gives_its_result_in_the_notation_of_the_cells(
    asked: Computation, result: tuple[str, ...]
) -> None:
    done = _done(_document(), asked)
    assert done is not None
    assert done.result == result
    assert recomputed(done, _document())


def test_amounts_of_different_units_are_never_added() -> None:
    assert _done(_document(), _asked("sum", 2)) is None
    assert _done(_document(), _asked("sum", 3)) is None
    pounds = (Condition(2, "holds", ("£",)),)
    assert _done(_document(), _asked("sum", 2, conditions=pounds)).result == ("£10.10",)  # type: ignore[union-attr]


def test_an_amount_is_over_another_one_only_in_its_own_currency() -> None:
    found = _done(_document(), _asked("list", 0, conditions=(Condition(2, "under", ("£3",)),)))
    assert found is not None
    assert "Brioche" not in found.result


def test_shares_are_never_summed() -> None:
    shares = _document("Field,Share\nNorth,40 %\nSouth,35 %\nEast,20 %\n")
    assert _done(shares, _asked("sum", 1)) is None
    assert _done(shares, _asked("highest", 1)).result == ("40 %",)  # type: ignore[union-attr]


def test_a_total_row_is_no_item() -> None:
    summed = _document("Field,Sheep\nNorth,4\nSouth,35\nEast,20\nTotal,59\n")
    assert _done(summed, _asked("count")).result == ("3",)  # type: ignore[union-attr]
    assert _done(summed, _asked("sum", 1)).result == ("59",)  # type: ignore[union-attr]
    assert _done(summed, _asked("most", 0, by=1)).result == ("South",)  # type: ignore[union-attr]
    total = (Condition(0, "is", ("total",)),)
    assert _done(summed, _asked("list", 1, conditions=total)).result == ("59",)  # type: ignore[union-attr]


_AMOUNTS = st.lists(st.integers(0, 10**7), min_size=3, max_size=12)


@given(_AMOUNTS, st.data())
def test_what_does_not_come_out_again_is_not_proved(amounts: list[int], data: st.DataObject) -> None:
    csv = "Stall,Takings\n" + "".join(f"stall {'abcdefghijklm'[at]},{value}\n" for at, value in enumerate(amounts))
    document = _document(csv)
    done = _done(document, _asked("sum", 1))
    assert done is not None
    assert recomputed(done, document)
    assert recomputed(replace(done, result=(f"{int(done.result[0].replace(',', '')) + 1}",)), document) is None
    assert recomputed(replace(done, rows=done.rows[1:]), document) is None
    at = data.draw(st.sampled_from([at for at, sign in enumerate(document.text) if sign.isdigit()]))
    digit = str((int(document.text[at]) + 1) % 10)
    changed = replace(document, text=document.text[:at] + digit + document.text[at + 1 :])
    assert recomputed(done, changed) is None


def _hit(document: Document) -> Hit:
    lines = tuple((row.start, row.end) for row in document.tables[0].rows)
    return Hit(Passage(document.source, document.title, 0, len(document.text), document.text, "", lines), 1.0)


def test_a_number_that_stands_nowhere_is_shown_with_its_computation_only() -> None:
    document = _document()
    done = _done(document, _asked("sum", 1))
    quotes = tuple(Quote(0, document.text[row.start : row.end]) for row in document.tables[0].rows)
    said = Claim("Sum of Sold: 33, over 4 rows.", quotes, (13, 15), computation=done)

    def shown(claim: Claim) -> str | None:
        answer = cite(Draft("answer", (claim,), short="33"), [_hit(document)], {document.source: document}, "")
        return answer.short if answer.answered else None

    assert shown(said) == "33"
    assert shown(replace(said, computation=None)) is None
    assert shown(replace(said, text="Sum of Sold: 34, over 4 rows.")) is None
    assert done is not None
    assert shown(replace(said, computation=replace(done, operation="average"))) is None
    assert shown(replace(said, text="Sum of Sold at Harrods: 33, over 4 rows.")) is None


def test_marks_within_a_cell_of_markdown_do_not_hide_it() -> None:
    table = "# Rates\n\n| Code | What | Rate |\n|---|---|---|\n| R1 | the loft *(new)* | £9 |\n| R2 | the **barn** | £14 |\n"
    document = parsed(File("rates.md", table.encode(), 0.0))
    grid = grid_of(document.source, 0, document.tables[0])
    asked = Computation("rates.md", 0, "list", (2,), conditions=(Condition(1, "holds", ("barn",)),))
    rows, result = computed(grid, asked) or ((), ())
    assert result == ("£14",)
    assert recomputed(replace(asked, rows=tuple(grid.starts[row] for row in rows), result=result), document)
