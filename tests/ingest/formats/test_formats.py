"""Every format becomes one text with its headings, pages and rows, or one line that says why it cannot."""

import logging
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.errors import UnreadableFileError
from ingest.formats import READERS, extract
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.columns import Run, reordered
from ingest.formats.ocr import available
from ingest.formats.tables import lines
from ingest.load import SUFFIXES, load
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
from ingest.text.splitting import split
from tests.conftest import Write
from tests.helpers.making import (
    COLUMNS,
    CSV,
    EVERY,
    PDF,
    book,
    columns,
    epub,
    html,
    mail,
    pdf,
    saved,
    scan,
    slides,
    word,
    workbook,
    zipped,
)


@pytest.fixture(autouse=True)
def _silent_and_offline(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """No reader asks the network for anything, or prints a word."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def held(suffix: str, data: bytes) -> list[tuple[str, int | None, str]]:
    """Heading, page and text of each section."""
    found = extract(suffix, data)
    return [(one.heading, one.page, found.text[one.start : one.end]) for one in found.sections]


def refusal(suffix: str, data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        extract(suffix, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_every_format_has_a_file_here() -> None:
    made = {Path(name).suffix for name in EVERY}
    assert made | {".txt", ".md", ".htm"} == SUFFIXES


@pytest.mark.parametrize("name", EVERY)
def test_what_is_extracted_is_the_same_every_time_and_passages_are_its_characters(name: str, write: Write) -> None:
    folder = write({name: EVERY[name]})
    one = load(folder / name, folder)
    assert one == load(folder / name, folder)
    check(one)


def check(one: Document) -> None:
    """No passage lacks or crosses a section, and each is what stands there."""
    passages = split(one)
    for passage in passages:
        assert one.text[passage.start : passage.end] == passage.text
        owner = [s for s in one.sections if s.start <= passage.start and passage.end <= s.end]
        assert [(s.heading, s.page) for s in owner] == [(passage.heading, passage.page)]
        assert all(one.text[a:b] == passage.quote(a, b) == one.text[a:b].strip() for a, b in passage.sentences)
    covered = "".join(p.text for p in passages)
    wanted = "".join(one.text[s.start : s.end] for s in one.sections)
    assert "".join(covered.split()) == "".join(wanted.split())


blocks = st.lists(
    st.builds(
        Block,
        st.text(max_size=90),
        st.sampled_from(["text", "text", "row", "heading"]),
        st.sampled_from([1, 1, 2, 3]),
    ),
    max_size=30,
).map(lambda found: sorted(found, key=lambda block: block.part or 0))


@given(blocks, st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_passage_crosses_a_page_or_a_heading_whatever_the_blocks_are(
    found: list[Block], paged: bool, carry: bool
) -> None:
    made = assemble(found, "", paged=paged, carry=carry)
    made.text.encode()
    check(Document("a.pdf", made.title, made.text, "", sections=made.sections))
    for section in made.sections:
        words = made.text[section.start : section.end].split()
        parts = {block.part for block in found if block.text.split() and set(block.text.split()) <= set(words)}
        assert not paged or not parts or section.page in parts


# What each of them gives.


def test_html_gives_the_article_without_what_is_around_it() -> None:
    found = extract(".html", html())
    assert found.title == "How bees winter"
    assert [(s.heading, s.rows) for s in found.sections] == [
        ("How bees winter", False),
        ("What the keeper does", False),
        ("What the keeper does", True),
    ]
    assert "Month: June; Bees: 40,000" in found.text
    assert not any(word in found.text for word in ("Shop now", "Cookies", "document.title", "color"))


def test_html_keeps_every_heading_and_line_of_code_of_the_article() -> None:
    more = "<h3>A rule</h3><pre>if cold:\n    close()</pre><p>So says the old keeper of Ulm, who has kept 90 hives.</p>"
    assert held(".html", html(more))[-2:] == [
        ("A rule", None, "if cold:\nclose()"),
        ("A rule", None, "So says the old keeper of Ulm, who has kept 90 hives."),
    ]


def test_a_page_that_is_no_article_is_taken_whole() -> None:
    page = b"<title>Hours</title><p>Open from 9 to <b>17</b>.<br>Closed on <i>Monday</i>s.</p>"
    assert held(".htm", page) == [("Hours", None, "Open from 9 to 17.\n\nClosed on Mondays.")]


def test_cells_that_span_columns_and_rows_stand_in_each_row_under_their_names() -> None:
    table = (
        "<table><tr><th>Year</th><th>Town</th><th>Votes</th></tr>"
        "<tr><td rowspan=2>2019</td><td>Kiel</td><td>12</td></tr><tr><td>Jena</td><td>31</td></tr>"
        "<tr><td colspan=2>All</td><td>43</td></tr></table>"
    )
    assert [text for _, _, text in held(".html", table.encode())] == [
        "Year: 2019; Town: Kiel; Votes: 12\nYear: 2019; Town: Jena; Votes: 31\nYear: All; Votes: 43"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_html_is_decoded_as_it_says_or_as_it_is(encoding: str) -> None:
    page = f'<meta charset="{encoding if encoding != "utf-16" else "utf-8"}"><p>Größe – Maß</p>'
    assert extract(".html", page.encode(encoding)).text == "Größe – Maß"


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


def test_pptx_slides_are_numbered_under_their_titles_with_tables_and_notes() -> None:
    assert held(".pptx", slides()) == [
        ("Solar roof", 1, "We ask for money to put panels on the roof."),
        ("Solar roof", 1, "Side: South; Area: 120 m²"),
        (
            "What it costs",
            2,
            "The panels cost 48,000 euros and pay for themselves in 9 years.\n\nThe roof faces south-west.",
        ),
        ("", 3, "Thank you"),
    ]


def test_xlsx_sheets_are_numbered_under_their_names_and_show_what_the_sheet_shows() -> None:
    assert held(".xlsx", workbook()) == [
        ("Members", 1, "Country: Poland; Members: 310; Share: 4.0%\nCountry: Spain; Members: 95.5; Share: 1.2%"),
        ("Fees 2025", 2, "Kind: Pensioner; Fee: 12 euros"),
    ]


def test_csv_rows_name_their_columns() -> None:
    assert extract(".csv", CSV.encode()).text.splitlines()[0] == "river: Elbe; length: 1094 km; mouth: Cuxhaven"
    semicolons = 'Land;Anteil\nPolen;4,5 %\nSpanien;"1;2"\n'.encode("latin-1")
    assert extract(".csv", semicolons).text == "Land: Polen; Anteil: 4,5 %\nLand: Spanien; Anteil: 1;2"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_parts_the_cells_of_csv_is_seen(mark: str) -> None:
    text = "\n".join(mark.join(row) for row in (("name", "note"), ("Ann", "x"), ("Bo", f'"so {mark} so"')))
    assert (
        extract(".csv", text.encode()).text
        == f"name: Ann; note: x\nname: Bo; note: {' '.join(f'so {mark} so'.split())}"
    )


def test_csv_of_nothing_but_quotes_is_read_at_once() -> None:
    assert len(extract(".csv", b'",' * 30_000).text) > 30_000  # guessing took a minute


def test_a_table_without_names_of_columns_stands_as_it_is() -> None:
    assert list(lines([["a", "1"], ["b", "2"]])) == ["a; 1", "b; 2"]
    assert list(lines([["Table 3"], ["Town", "Votes"], ["Kiel", "12"]])) == ["Table 3", "Town: Kiel; Votes: 12"]
    assert list(lines([["Land", "2019", "2020"], ["Oman", "3", "5"]])) == ["Land: Oman; 2019: 3; 2020: 5"]
    assert list(lines([["Oman", "2019"], ["Peru", "2020"]])) == ["Oman; 2019", "Peru; 2020"]


def test_json_objects_are_rows_with_numbers_as_they_are_written() -> None:
    assert extract(".json", EVERY["trees.json"]).text.splitlines() == [
        "title: Lime; height: 30.50; uses: honey, carving; care water: weekly",
        "title: Yew; height: 12; poisonous: yes",
    ]


def test_a_long_value_of_json_is_text_under_the_title_of_its_object() -> None:
    line = b'{"title": "Moss", "year": 2020, "text": "Moss has no roots.\\nIt drinks with its leaves."}\n{"fern": 1}\n'
    assert held(".jsonl", line) == [
        ("Moss", None, "title: Moss; year: 2020"),
        ("Moss", None, "text: Moss has no roots.\n\nIt drinks with its leaves."),
        ("", None, "fern: 1"),
    ]


def test_epub_chapters_stand_in_order_under_their_headings_or_their_names_in_the_contents() -> None:
    assert held(".epub", book()) == [
        ("The lighthouse", None, "The keeper lit 36 lamps every evening. Nobody saw him do it."),
        ("The storm", None, "In November the sea took the jetty. The boat was found in Skagen."),
    ]
    assert extract(".epub", book()).title == "Lamps over the sea"


def test_an_e_mail_has_its_subject_as_heading_and_says_who_wrote() -> None:
    found = held(".eml", mail())
    assert {heading for heading, _, _ in found} == {"Meeting of the board moved"}
    assert [text for _, _, text in found] == [
        "From: Ann Lee <ann@example.org>; To: board@example.org; Date: Mon, 03 Mar 2025 09:00:00 +0000",
        "The meeting moves to Thursday at 15:30, in room B.\n\nPlease bring the minutes.",
        "Attachments: minutes.pdf",
    ]


def test_an_e_mail_of_html_in_an_encoding_that_is_not_known() -> None:
    raw = b"From: a@example.org\nContent-Type: text/html; charset=x-none\n\n<p>Caf\xc3\xa9 at <b>noon</b></p>\n"
    assert extract(".eml", raw).text.endswith("Café at noon")


# What cannot be read.


@pytest.mark.parametrize(
    ("suffix", "data", "line"),
    [
        (".pdf", word(), "is not a PDF, whatever its name says"),
        (".pdf", PDF[: len(PDF) // 2], "is damaged or not a .pdf file"),
        (".pdf", pdf([["Secret"]], password="x"), "is encrypted. Save it without a password"),
        (".docx", b"only text", "is not a .docx file, whatever its name says"),
        (".docx", slides(), "is damaged or not a .docx file"),
        (".pptx", workbook(), "is damaged or not a .pptx file"),
        (".xlsx", word(), "is damaged or not a .xlsx file"),
        (".docx", word()[:5000], "is damaged: the end of the file is missing"),
        (".docx", zipped({"a.txt": "x"}), "is a ZIP archive, but not a .docx file"),
        (".epub", zipped({"a.txt": "x"}), "is a ZIP archive, but not a .epub file"),
        (".epub", epub([("a", "")], extra={"META-INF/container.xml": "<x/>"}), "is damaged or not a .epub file"),
        (".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(600), "is locked with a password or in the old format"),
        (".html", b"\x89PNG\r\n\x1a\n\0\0", "looks like a binary file"),
        (".html", b"only text", "is not HTML, whatever its name says"),
        (".html", b"<div>" * 50_000 + b"deep", "is nested too deeply"),
        (".json", b"[" * 100_000 + b"]" * 100_000, "is nested too deeply"),
        (".json", b'{"a":' * 200 + b"1" + b"}" * 200, "is nested more than 50 levels deep"),
        (".json", b'{"a": 1,\n"b" 2}', "is not valid JSON in line 2"),
        (".jsonl", b'{"a": 1}\n{"a"', "is not valid JSON in line 2"),
        (".json", b"\0\1", "looks like a binary file"),
        (".csv", b"a\0b", "looks like a binary file"),
        (".eml", b"only text\n\nof two lines", "is not an e-mail, whatever its name says"),
    ],
)
def test_a_file_that_is_damaged_locked_or_misnamed_is_refused_in_one_line(suffix: str, data: bytes, line: str) -> None:
    assert line in refusal(suffix, data)


@given(st.sampled_from(sorted(EVERY)), st.integers(0, 10**6), st.binary(min_size=1, max_size=8), st.booleans())
@settings(max_examples=100, deadline=None)
def test_whatever_bytes_are_wrong_a_file_is_read_or_refused_in_one_line(
    name: str, place: int, wrong: bytes, cut: bool
) -> None:
    data = EVERY[name]
    at = place % len(data)
    try:
        extract(Path(name).suffix, data[:at] + wrong + (b"" if cut else data[at + len(wrong) :])).text.encode()
    except UnreadableFileError as error:
        assert "\n" not in str(error)  # noqa: PT017 (both outcomes are right)


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


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx", ".epub"])
def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(suffix: str) -> None:
    names = ("[Content_Types].xml", "META-INF/container.xml", "mimetype")
    bomb = zipped({**dict.fromkeys(names, "x"), "word/document.xml": b" " * 30_000_000})
    assert refusal(suffix, bomb) == "unpacks to 30 MB, more than such a file may. Split it into smaller files."


def test_an_archive_whose_members_are_encrypted_is_refused() -> None:
    data = bytearray(word())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag in the central directory
    assert refusal(".docx", bytes(data)) == "is encrypted. Save it without a password."


def test_a_book_that_is_locked_is_refused_and_one_with_scrambled_fonts_is_not() -> None:
    def lock(path: str) -> dict[str, str]:
        return {"META-INF/encryption.xml": f'<e><c xmlns="x"><CipherReference URI="{path}"/></c></e>'}

    assert "locked by its seller" in refusal(".epub", epub([("a", "<p>x</p>")], extra=lock("OEBPS/text/c%201.xhtml")))
    assert extract(".epub", epub([("a", "<p>x</p>")], extra=lock("OEBPS/font.otf"))).text == "a\n\nx"


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.formats.blocks.MAX_CHARACTERS", 100)
    assert "Split it" in refusal(".csv", b"a,b\n" + b"1,2\n" * 50)


def test_entities_are_neither_fetched_nor_blown_up(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("password123")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    for doctype, entity in ((outside, "&x;"), (laughs + "]>", "&j;")):
        body = f"{doctype}<html><body><p>before {entity} after</p></body></html>"
        texts = []
        for suffix, data in (
            (".html", body.encode()),
            (".epub", epub([("a", "")], extra={"OEBPS/text/c 1.xhtml": body})),
        ):
            texts.append(extract(suffix, data).text)
        container = body.replace("<html>", '<container><rootfile full-path="&x;"/>')
        refusal(".epub", epub([("a", "")], extra={"META-INF/container.xml": container}))
        assert all("password123" not in text and len(text) < 300 for text in texts)


def test_characters_that_are_no_text_are_left_out() -> None:
    text = extract(".json", b'{"a": "x\\ud800y\\u0000z"}').text
    assert text.encode() == b"a: x y z"


def test_libraries_may_not_warn(monkeypatch: pytest.MonkeyPatch) -> None:
    def noisy(_: bytes) -> Extracted:
        warnings.warn("a remark of a library", stacklevel=1)
        return assemble([Block("text")])

    monkeypatch.setattr("ingest.formats.READERS", {**READERS, ".csv": noisy})
    assert extract(".csv", b"x").text == "text"
    assert not [name for name in ("trafilatura",) if logging.getLogger(name).handlers == []]


def test_bad_files_are_reported_in_a_line_each_and_the_others_are_read(write: Write) -> None:
    folder = write(
        {
            "good.csv": CSV,
            "scan.pdf": scan(),
            "text.docx": "no ZIP",
            "nothing.pdf": b"",
            "blank.html": "<p> </p>",
            "deep.json": "[" * 100_000,
        }
    )
    done = sync(IngestSettings(documents=folder))
    assert [line.split(": ")[0] for line in done.problems] == [
        "blank.html",
        "deep.json",
        "nothing.pdf",
        "scan.pdf",
        "text.docx",
    ]
    assert done.problems[0] == "blank.html: has no text in it. Remove it or put text in."
    assert done.problems[2] == "nothing.pdf: is empty. Remove it or put text in."
    assert done.plan.add == ("good.csv",)
