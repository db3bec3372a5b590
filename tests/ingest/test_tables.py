"""The rows of a table are found by their places."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.tables import Row, Table, packed


@given(st.lists(st.tuples(st.integers(1, 2000), st.lists(st.text(max_size=5), max_size=3)), max_size=20))
def test_rows_come_back_in_order_and_are_found_by_their_start(found: list[tuple[int, list[str]]]) -> None:
    rows, at = [], 0
    for size, cells in found:
        rows.append(Row(at, at + size, tuple(cells), bool(size % 2)))
        at += size + 1
    table = Table("", "", None, (), packed(rows))
    assert list(table.rows) == rows
    assert all(table.row(row.start) == row for row in rows)
    assert table.row(-1) is None
    assert table.row(at) is None
