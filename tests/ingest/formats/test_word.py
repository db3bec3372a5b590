"""A Word file gives its headings and tables, as they read with all changes accepted."""

import pytest

from ingest.formats import extract
from ingest.formats.word_numbers import formed
from tests.helpers.extracting import held
from tests.helpers.making import saved, word
from tests.helpers.office import RAISED, SPACES, p, r, strict, word_file

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


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


def test_an_archive_of_a_page_that_a_program_has_put_in_is_read_as_the_page() -> None:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\n'
    kind = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    page = "<h1>Minutes</h1><p style=3D'x'>The caf=C3=A9 is closed on M=\nonday.</p>"
    parts = {"page.mht": f"{head}{kind}{page}\n--b--\n"}
    assert _lines('<w:altChunk r:id="page.mht"/>', parts) == ["Minutes", "The café is closed on Monday."]


def test_hidden_text_is_left_out_wherever_that_is_said_and_what_is_switched_on_again_is_read() -> None:
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document()
    document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
    document.styles.add_style("Remark", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Note"]
    document.styles.add_style("Cost", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    first = document.add_paragraph("The roof costs 900 crowns")
    first.add_run(", of which we keep 300", style="Cost")
    first.add_run(".")
    first.add_run(" Ask Ann.").font.hidden = True
    document.add_paragraph("Take 700 if they ask.", style="Remark")
    document.add_paragraph("", style="Note").add_run("It is done by May.").font.hidden = False
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, (("Part", "Price"), ("Margin", "40"), ("Tiles", "60")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).font.hidden = texts[0] == "Margin"
    lines = ["The roof costs 900 crowns.", "It is done by May.", "Part: Tiles; Price: 60"]
    assert extract(".docx", saved(document)).text.split("\n\n") == lines


def test_a_hidden_paragraph_takes_no_number() -> None:
    gone = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr>'
    body = p("one", listed=(7, 0)) + gone + r("gone", "<w:vanish/>") + "</w:p>" + p("two", listed=(7, 0))
    assert _lines(body, _lists(_level(0, "decimal", "%1."))) == ["1. one", "2. two"]


def _mark(kind: str, more: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'


def _field(told: str, shown: str, more: str = "") -> str:
    """A field that was told to do something, and what it shows."""
    instruction = told if told.startswith("<") else f"<w:r><w:instrText>{told}</w:instrText></w:r>"
    return _mark("begin", more) + instruction + _mark("separate") + shown + _mark("end")


def test_fields_say_what_they_show_and_not_what_they_choose_from() -> None:
    choice = "<w:r><w:instrText>IF </w:instrText></w:r>" + _field("MERGEFIELD Kind", r("guest")) + r(' = "guest" "no"')
    body = p(_field(choice, r("You pay 12 crowns.")) + '<w:fldSimple w:instr="PAGE">' + r(" Page 4") + "</w:fldSimple>")
    assert _lines(body) == ["You pay 12 crowns. Page 4"]


def test_a_field_that_does_not_end_hides_nothing() -> None:
    assert _lines(p(_mark("begin") + r("The rent is 900 crowns.")) + p("It is due in May.")) == [
        "The rent is 900 crowns.",
        "It is due in May.",
    ]


def test_what_is_chosen_in_an_old_form_is_read() -> None:
    def chosen(more: str) -> str:
        entries = "".join(f'<w:listEntry w:val="{one}"/>' for one in ("Oak", "Ash", "Elm"))
        return _field("FORMDROPDOWN", "", f"<w:ffData><w:ddList>{more}{entries}</w:ddList></w:ffData>")

    ticked = _field("FORMCHECKBOX", "", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>")
    body = p(r("Door: ") + chosen("")) + p(r("Floor: ") + chosen('<w:result w:val="2"/>')) + p(ticked + r(" oiled"))
    assert _lines(body) == ["Door: Oak", "Floor: Elm", "☒ oiled"]


def test_signs_of_symbol_fonts_are_what_they_show() -> None:
    signs = (("Symbol", "F0B3"), ("Wingdings", "F0E0"), ("MS Gothic", "2612"), ("Unheard of", "F041"))
    body = "".join(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' for font, code in signs)
    assert _lines(p(body + r("m", '<w:rFonts w:ascii="Symbol"/>') + r("g"))) == ["≥→☒μg"]


def _table(look: str, *rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr><w:tblLook {look}/></w:tblPr>{body}</w:tbl>"


@pytest.mark.parametrize("look", ['w:firstColumn="1" w:firstRow="0"', 'w:val="0680"'])
def test_a_table_that_lies_on_its_side_is_read_by_its_columns(look: str) -> None:
    body = _table(look, ("Tent", "Alto", "Bivy"), ("Sleeps", "2", "1"), ("Colour", "red", "grey"))
    assert extract(".docx", word_file(body)).text.splitlines() == [
        "Tent: Alto; Sleeps: 2; Colour: red",
        "Tent: Bivy; Sleeps: 1; Colour: grey",
    ]


def test_a_list_without_headings_whose_first_column_is_marked_is_not_turned() -> None:
    body = _table('w:firstColumn="1"', ("Ann Lee", "5512", "ann@x.no"), ("Bo Dahl", "5513", "bo@x.no"))
    assert extract(".docx", word_file(body)).text.splitlines() == ["Ann Lee; 5512; ann@x.no", "Bo Dahl; 5513; bo@x.no"]


def test_a_comment_stands_behind_its_paragraph_with_its_author() -> None:
    comments = f'<w:comment w:id="4" w:author="Ida Rask">{p("Ask the bank.")}{p("Today.")}</w:comment>'
    body = p(r("The loan is ") + '<w:r><w:commentReference w:id="4"/></w:r>' + r("9,000 crowns.")) + p("Next.")
    found = extract(".docx", word_file(body, {"comments": comments}))
    lines = ["The loan is 9,000 crowns.", "Comment by Ida Rask: Ask the bank. Today.", "Next."]
    assert found.text.split("\n\n") == lines
    assert found.notes == ()


def _cells(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_a_cell_may_hold_the_number_of_its_row_and_nothing_else() -> None:
    number = p("", listed=(7, 0))
    body = _cells(["No.", "Duty"], [number, "Lock the gate"], [number, "Feed the cat"])
    assert _lines(body, _lists(_level(0, "decimalZero", "D-%1"))) == [
        "No.: D-01; Duty: Lock the gate\nNo.: D-02; Duty: Feed the cat"
    ]


def test_lines_that_were_typed_below_each_other_in_all_cells_of_a_row_are_rows() -> None:
    def typed(*lines: str) -> str:
        return "".join(map(p, lines))

    body = _cells(["Tool", "Rent"], [typed("Drill", "Ladder", "Pump"), typed("9 EUR", "4 EUR", "15 EUR")])
    assert _lines(body) == ["Tool: Drill; Rent: 9 EUR\nTool: Ladder; Rent: 4 EUR\nTool: Pump; Rent: 15 EUR"]
    text = _cells(
        ["Tool", "Rent", "Note"], [typed("Drill", "Red"), "9", typed("Charge it.", "Ask Bo.")], ["Pump", "4", ""]
    )
    assert _lines(text) == ["Tool: Drill Red; Rent: 9; Note: Charge it. Ask Bo.\nTool: Pump; Rent: 4"]


TAB = "<w:r><w:tab/></w:r>"


def _tabbed(*cells: str, stops: str = "right|right") -> str:
    kinds = "".join(f'<w:tab w:val="{kind}" w:pos="{at}000"/>' for at, kind in enumerate(stops.split("|"), 2))
    return f"<w:p><w:pPr><w:tabs>{kinds}</w:tabs></w:pPr>{TAB.join(map(r, cells))}</w:p>"


def test_paragraphs_whose_words_stand_at_tab_stops_are_a_cells() -> None:
    rows = ("Room", "Night", "Week"), ("Attic", "40 EUR", "200 EUR"), ("Cellar", "", "90 EUR")
    lines = "Room: Attic; Night: 40 EUR; Week: 200 EUR\nRoom: Cellar; Week: 90 EUR"
    assert _lines("".join(_tabbed(*row) for row in rows) + p("Breakfast is free.")) == [lines, "Breakfast is free."]


def test_dots_lead_from_a_label_to_its_value() -> None:
    rows = [
        _tabbed(*row, stops='right" w:leader="dot') for row in (("Tea", "3"), ("Fish", "14.20"), ("Rye bread", "2"))
    ]
    assert _lines("".join(rows)) == ["Tea: 3\nFish: 14.20\nRye bread: 2"]


def test_clauses_whose_words_stand_at_a_tab_stop_are_text() -> None:
    clauses = [_tabbed(f"({sign})", "The tenant keeps the yard clean.", stops="left") for sign in "abc"]
    assert _lines("".join(clauses)) == [f"({sign}) The tenant keeps the yard clean." for sign in "abc"]


def test_objects_of_other_programs_are_noted() -> None:
    inside = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet.12"/>'
    found = extract(".docx", word_file(p("Rates:") + p(f"<w:r><w:object>{inside}</w:object></w:r>")))
    assert found.notes == ("objects of other programs in it are not read (Excel.Sheet.12)",)


def test_words_that_are_struck_out_go_where_others_stand_beside_them() -> None:
    struck = "<w:strike/>"
    body = p(r("Open on ") + r("Monday ", struck) + r("Tuesday.")) + p(r("Oil the gears", struck))
    cells = [p(r("Hull")), p(r("40 EUR", struck)) + p(r("55 EUR"))], [p(r("Mast")), p(r("20 EUR"))]
    rows = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in cells)
    assert extract(".docx", word_file(f"{body}<w:tbl>{rows}</w:tbl>")).text.split("\n") == [
        "Open on Tuesday.", "", "Oil the gears", "", "Hull; 55 EUR", "Mast; 20 EUR",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "words", "shown"),
    [
        ("mailto:ann@x.example?subject=Key", "Ann Lee", "Ann Lee (ann@x.example)"),
        ("tel:+46701", "the office", "the office (+46701)"),
        ("mailto:ann@x.example", "Ann@x.example", "Ann@x.example"),
        ("https://x.example/form", "the form", "the form"),
    ],
)
def test_the_address_that_a_link_leads_to_stands_behind_its_words(target: str, words: str, shown: str) -> None:
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    paragraph = document.add_paragraph("Ask ")
    number = document.part.relate_to(target, RELATED, is_external=True)
    paragraph._p.append(parse_xml(f'<w:hyperlink {SPACES} r:id="{number}">{r(words)}</w:hyperlink>'))
    paragraph.add_run(".")
    assert extract(".docx", saved(document)).text == f"Ask {shown}."
