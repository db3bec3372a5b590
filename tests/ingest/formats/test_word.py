"""A Word file gives its headings and tables, as they read with all changes accepted."""

import pytest

from ingest.formats import extract
from ingest.formats.word_numbers import formed
from tests.helpers.extracting import held
from tests.helpers.making import saved, word
from tests.helpers.office import RAISED, p, r, strict, word_file


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


def _level(at: int, form: str, text: str, more: str = "") -> str:
    start = '<w:start w:val="1"/>'
    return f'<w:lvl w:ilvl="{at}">{start}<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def _lists(*levels: str, more: str = "") -> dict[str, str]:
    first = '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
    return {"numbering": f'<w:abstractNum w:abstractNumId="3">{"".join(levels)}</w:abstractNum>{first}{more}'}


def _lines(body: str, parts: dict[str, str] | None = None) -> list[str]:
    return extract(".docx", word_file(body, parts)).text.split("\n\n")


def test_clauses_and_headings_have_the_numbers_that_word_shows() -> None:
    parts = _lists(_level(0, "decimal", "%1."), _level(1, "decimal", "%1.%2"), _level(2, "lowerLetter", "(%3)"))
    places = [0, 1, 1, 2, 2, 0, 1]
    body = "".join(p(f"Clause {at}", listed=(7, level)) for at, level in enumerate(places))
    numbers = ["1.", "1.1", "1.2", "(a)", "(b)", "2.", "2.1"]
    assert _lines(body, parts) == [f"{number} Clause {at}" for at, number in enumerate(numbers)]


def test_a_list_goes_on_after_other_text_and_another_of_its_kind_begins_anew_where_it_says_so() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    more = f'<w:num w:numId="8"><w:abstractNumId w:val="3"/>{again}</w:num>'
    parts = _lists(_level(0, "upperRoman", "Article %1"), more=more)
    body = (
        p("one", listed=(7, 0)) + p("text") + p("two", listed=(7, 0)) + p("new", listed=(8, 0)) + p("x", listed=(8, 0))
    )
    assert _lines(body, parts) == ["Article I one", "text", "Article II two", "Article I new", "Article II x"]


def test_the_bullet_of_a_list_is_no_number_and_neither_is_a_list_that_is_switched_off() -> None:
    parts = _lists(_level(0, "bullet", "•"))
    assert _lines(p("Salt", listed=(7, 0)) + p("Flour", listed=(0, 0)), parts) == ["Salt", "Flour"]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (12, "ordinal", "12th"),
        (3, "x", "3"),
    ],
)
def test_numbers_are_written_in_the_forms_of_word(count: int, form: str, shown: str) -> None:
    assert formed(count, form) == shown


def test_what_stands_at_the_top_and_the_bottom_of_every_page_is_read_once_under_no_heading() -> None:
    import docx

    document = docx.Document()
    document.add_heading("Terms", 1)
    document.add_paragraph("The rent is 900 crowns.")
    document.add_section()
    document.sections[0].header.paragraphs[0].text = "Contract KX-12"
    document.sections[1].footer.is_linked_to_previous = False
    document.sections[1].footer.paragraphs[0].text = "Approved by Ann Lee"
    assert held(".docx", saved(document)) == [
        ("", None, "Contract KX-12"),
        ("Terms", None, "The rent is 900 crowns."),
        ("", None, "Approved by Ann Lee"),
    ]


def test_a_note_stands_behind_its_paragraph_and_its_mark_is_no_digit_of_a_number() -> None:
    parts = {
        "footnotes": f'<w:footnote w:id="5">{p("By the Saar brothers.")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="2">{p("See the map.")}</w:endnote>',
    }
    marks = '<w:r><w:footnoteReference w:id="5"/></w:r>', '<w:r><w:endnoteReference w:id="2"/></w:r>'
    body = p(r("Built in 1898") + marks[0] + r(" on a hill") + marks[1] + r(".")) + p("Next.")
    lines = ["Built in 1898 [1] on a hill [i].", "[1] By the Saar brothers.", "[i] See the map.", "Next."]
    assert _lines(body, parts) == lines


def test_raised_digits_are_notes_or_powers() -> None:
    body = p(r("In 1898") + r("3", RAISED) + r(" it had 10") + r("6", RAISED) + r(" bricks on 20 m") + r("2", RAISED))
    assert _lines(body) == ["In 1898 [3] it had 10^6 bricks on 20 m²"]
    assert _lines(p("In 1898³ it had 10⁶ bricks on 20 m².")) == ["In 1898 [3] it had 10^6 bricks on 20 m²."]


def test_a_text_box_is_a_paragraph_of_its_own_and_read_once() -> None:
    box = f"<wps:txbx><w:txbxContent>{p('Beware of the dog')}</w:txbxContent></wps:txbx>"
    old = f"<mc:Fallback><w:pict><w:txbxContent>{p('Beware of the dog')}</w:txbxContent></w:pict></mc:Fallback>"
    shape = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>{old}</mc:AlternateContent></w:r>'
    assert _lines(p(shape + r("The gate opens at nine.")) + p("It is green.")) == [
        "The gate opens at nine.",
        "Beware of the dog",
        "It is green.",
    ]


def test_an_equation_is_one_line() -> None:
    def run(words: str) -> str:
        return f"<m:r><m:t>{words}</m:t></m:r>"

    fraction = f"<m:f><m:num>{run('a+b')}</m:num><m:den>{run('2')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>"
    root = f"<m:rad><m:deg/><m:e>{power}{run('+1')}</m:e></m:rad>"
    body = p(r("The mean is") + f"<m:oMath>{fraction}{run('=')}{root}</m:oMath>" + r("."))
    assert " ".join(_lines(body)[0].split()) == "The mean is (a+b)/2=√(x^2+1) ."


def test_filled_controls_are_read_and_empty_ones_are_not() -> None:
    def control(words: str, more: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{more}</w:sdtPr><w:sdtContent>{r(words)}</w:sdtContent></w:sdt>"

    body = p(r("Name: ") + control("Ann Lee")) + p(r("Date: ") + control("Click here", "<w:showingPlcHdr/>"))
    assert _lines(body) == ["Name: Ann Lee", "Date:"]


def test_what_another_program_has_put_in_is_read_or_noted() -> None:
    parts = {"page.html": "<html><body><p>The dam is 84 metres high.</p></body></html>", "page.rtf": "{\\rtf1 Old}"}
    body = p("Before.") + '<w:altChunk r:id="page.html"/><w:altChunk r:id="page.rtf"/>' + p("After.")
    found = extract(".docx", word_file(body, parts))
    assert found.text.split("\n\n") == ["Before.", "The dam is 84 metres high.", "After."]
    assert found.notes == ("a part of it that another program has put in (application/rtf) is not read",)


def test_a_file_in_the_strict_form_is_read_like_any_other() -> None:
    assert b"purl.oclc.org" not in word()
    assert extract(".docx", strict(word())).text == extract(".docx", word()).text


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    mark = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    parts = {"footnotes": f'<w:footnote w:id="5">{p(r("See this note") + mark)}</w:footnote>'}
    assert _lines(p(r("Built") + mark), parts) == ["Built [1]", "[1] See this note [2]"]
