"""A PDF gives its pages, columns and bookmarks, and the text of a scan where it can be read."""

import pytest

from ingest.formats import extract
from ingest.formats.columns import Run, reordered
from ingest.formats.pdf import available
from tests.helpers.extracting import held, refusal
from tests.helpers.making import COLUMNS, PDF, columns, pdf, scan


def test_pdf_pages_are_numbered_lines_flow_and_bookmarks_are_headings() -> None:
    first = (
        "The harbour was dredged to a depth of eleven metres in the year 2019, and ships of 200 metres can now enter it "
        "at any tide."
    )
    assert held(".pdf", PDF) == [
        ("", 1, f"Report on the harbour\n\n{first}"),
        ("Cranes", 2, "There are four cranes. The largest of them lifts 65 tonnes and was built in Kiel."),
    ]
    assert extract(".pdf", PDF).title == "Harbour report"


def test_a_pdf_without_a_title_is_called_by_its_first_line() -> None:
    lines_ = [
        "Notes on Salt",
        "",
        "Salt is won from the sea in shallow basins, in which the water dries away under the sun.",
    ]
    assert extract(".pdf", pdf([lines_], title="Microsoft Word - notes.doc")).title == "Notes on Salt"


@pytest.mark.parametrize("woven", [False, True])
def test_the_columns_of_a_pdf_are_read_one_after_the_other(woven: bool) -> None:
    text = extract(".pdf", columns(woven=woven)).text
    assert [text.index(" ".join(COLUMNS[at])) for at in (0, 1)] == sorted(text.index(c[0]) for c in COLUMNS)


def test_a_table_of_a_pdf_is_not_taken_for_columns() -> None:
    cells = [Run(x, y, x + 80, y + 10, f"cell {x} {y}") for y in (700, 680, 660, 640) for x in (72, 330)]
    assert reordered(cells, 595) is None


def test_an_empty_page_of_a_pdf_counts() -> None:
    assert [page for _, page, _ in held(".pdf", pdf([["One."], [], ["Three."]]))] == [1, 3]


@pytest.mark.parametrize("tesseract", [False, True])
def test_a_scan_in_which_nothing_can_be_read_says_so_and_what_helps(
    tesseract: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tesseract and not available():
        pytest.skip("tesseract is not installed")
    monkeypatch.setattr("ingest.formats.pdf.available", lambda: tesseract)
    assert refusal(".pdf", scan(2)).startswith(
        "is a scan: 2 of its 2 pages are pictures without text. Make them text with `ocrmypdf`, or install tesseract"
    )


@pytest.mark.skipif(not available(), reason="tesseract is not installed")
def test_a_scan_is_read_where_tesseract_is_installed() -> None:
    data = scan(2, "The ferry leaves at seven in the morning.")
    assert held(".pdf", data) == [("", page, "The ferry leaves at seven in the morning.") for page in (1, 2)]
