"""A Word file gives its headings and tables, as they read with all changes accepted."""

from ingest.formats import extract
from tests.helpers.extracting import held
from tests.helpers.making import saved, word


def test_docx_headings_and_tables() -> None:
    assert held(".docx", word()) == [
        ("Moorings", None, "A mooring costs 140 euros a year. It is paid in April."),
        ("Guests", None, "Guests may stay for three nights at most."),
        ("Guests", None, "Boat: Petrel; Length: 7 m; Owner: Ann Lee\nBoat: Heron; Length: 11 m; Owner: Bo Dahl"),
    ]
    assert extract(".docx", word()).title == "Rules of the sailing club"


def test_docx_insertions_count_and_deletions_do_not() -> None:
    import docx
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    paragraph = document.add_paragraph("The fee is ")
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>12</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>15 euros.</w:t></w:r></w:ins>"))
    assert extract(".docx", saved(document)).text == "The fee is 15 euros."


def test_merged_cells_and_tables_in_cells() -> None:
    import docx

    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    for at, row in enumerate((("Unit", "Role", "Heads"), ("Sales", "Lead", "2"), ("", "Clerk", "5"), ("All", "", "7"))):
        for cell, text in zip(table.rows[at].cells, row, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "since", "2019"
    found = extract(".docx", saved(document))
    assert found.text.splitlines() == [
        "Unit: Sales; Role: Lead; since: 2019; Heads: 2",
        "Unit: Sales; Role: Clerk; Heads: 5",
        "Unit, Role: All; Heads: 7",
    ]
    assert [row.total for row in found.tables[0].rows] == [False, False, False]
