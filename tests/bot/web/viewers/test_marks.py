"""What is shown holds the text, each quote marked where it stands, and none of a document's signs as markup."""

import dataclasses
import re
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from bot.web.viewers import markdown, plain, reading
from bot.web.viewers.marks import Piece, Seen
from bot.web.viewers.reading import Part
from ingest.documents import Document, Passage
from ingest.load import File, parsed
from tests.helpers.making import mail, saved, slides, workbook
from tests.helpers.office import p, word_file

TEXT = st.text(min_size=1, max_size=400)


def seen(name: str, data: bytes, quote: str = "") -> Seen:
    document = parsed(File(name, data, 0.0))
    at = document.text.index(quote)
    return Seen(document, (), Path(name), [(at, at + len(quote))] if quote else [], [])


def parts(one: Seen) -> list[Part]:
    return [part for group in reading.groups(one) for part in group.parts]


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.mark >= 0)


@given(TEXT, st.data())
def test_a_text_is_cut_into_blocks_that_hold_every_character_once(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    spans = [(a, b) for a, b in data.draw(st.lists(st.tuples(place, place), max_size=4)) if a < b]
    cuts, stops = data.draw(st.lists(place, max_size=5)), data.draw(st.lists(place, max_size=5))
    passages = [Passage("a.txt", "", cut, cut, "") for cut in cuts]
    made = plain.blocks(Seen(Document("a.txt", "", text, "0" * 64), passages, Path("a.txt"), spans, stops))
    assert "".join(piece.text for block in made for piece in block.pieces) == text
    for block in made:
        for piece in block.pieces:
            assert text[piece.start : piece.start + len(piece.text)] == piece.text
    if spans:
        first = "".join(p.text for block in made for p in block.pieces if p.mark == 0)
        assert first == text[spans[0][0] : spans[0][1]]


def test_a_sheet_is_a_table_with_its_row_marked() -> None:
    one = seen("a.csv", b"City,People\nArdal,1200\nBoren,340\n", "City: Boren; People: 340")
    (part,) = parts(one)
    assert part.grid is not None
    assert part.grid.columns == ("City", "People")
    first, second = part.grid.windows[0].lines
    assert (first.marked, second.marked) == (False, True)
    assert [marked(cell) for cell in second.cells] == ["Boren", "340"]
    assert second.numbers == (False, True)


def test_an_amount_is_set_like_the_numbers_of_its_column() -> None:
    (part,) = parts(seen("a.csv", b"Berth,Fee,Note\nA1,CHF 70,4 %\nB2,55 EUR,none\nC3,\xc2\xa340.50,EUR\nD4,12,70 m\n"))
    assert part.grid is not None
    assert part.grid.numbers == (False, True, False)
    assert [line.numbers for line in part.grid.windows[0].lines] == [
        (False, True, True),
        (False, True, False),
        (False, True, False),
        (False, True, False),
    ]


def test_of_a_long_table_only_the_window_with_the_quote_comes_at_once() -> None:
    rows = "".join(f"Town {n},{n}\n" for n in range(50_000))
    one = seen("a.csv", f"City,People\n{rows}".encode(), "City: Town 31234; People: 31234")
    (part,) = parts(one)
    assert part.grid is not None
    here = [window for window in part.grid.windows if window.lines]
    assert [window.first for window in here] == [0, 31200]
    assert [marked(line.cells[0]) for line in here[1].lines if line.marked] == ["Town 31234"]
    assert sum(window.count for window in part.grid.windows) == 50_000


def test_a_mail_begins_with_its_header_and_folds_what_it_quotes() -> None:
    body = "Thursday suits me.\n\nOn Mon, 3 Feb 2025, Ann Lee wrote:\n> Shall we meet on Thursday?\n> At nine?\n"
    header, *rest = reading.groups(seen("a.eml", mail(body)))
    assert {part.kind for part in header.parts} == {"fact"}
    assert [group.folded for group in rest] == [False, True]
    assert reading.groups(seen("a.eml", mail(body), "Shall we meet"))[-1].folded is False


def test_a_slide_is_its_text_in_order_under_its_number() -> None:
    made = reading.groups(seen("a.pptx", slides()))
    assert [group.label for group in made] == [f"Slide {at}" for at in range(1, len(made) + 1)]
    assert made[0].parts[0].kind == "heading"


LISTS = b"""<title>Yard</title><h1>Yard</h1><p>Read this first.</p><h2>Steps</h2><h3>Before winter</h3>
<ol start="4"><li>Take it out.<ul><li>Wash it.</li><li><p>Dry it.</p><p>Not in the sun.</p></li></ul></li>
<li>Cover it.</li></ol><ol type="a"><li>Rest.</li></ol>"""


def test_a_page_is_read_with_the_levels_of_its_headings_and_its_lists() -> None:
    made = [(part.kind, part.level, part.label, part.pieces[0].text) for part in parts(seen("a.html", LISTS))]
    assert made == [
        ("heading", 1, "", "Yard"),
        ("text", 2, "", "Read this first."),
        ("heading", 2, "", "Steps"),
        ("heading", 3, "", "Before winter"),
        ("item", 0, "4.", "Take it out."),
        ("item", 1, "", "Wash it."),
        ("item", 1, "", "Dry it."),
        ("text", 2, "", "Not in the sun."),
        ("item", 0, "5.", "Cover it."),
        ("item", 0, "a.", "Rest."),
    ]


def test_a_word_document_is_read_with_its_levels_and_bullets() -> None:
    document = docx.Document()
    document.add_heading("Leave", 1)
    document.add_heading("Annual leave", 2)
    for style, words in (("List Bullet", "Ask early."), ("List Bullet 2", "By May."), ("Normal", "It is paid.")):
        document.add_paragraph(words, style)
    made = [(part.kind, part.level) for part in parts(seen("a.docx", saved(document)))]
    assert made == [("heading", 1), ("heading", 2), ("item", 0), ("item", 1), ("text", 2)]


def test_the_lists_of_a_word_document_stand_as_deep_as_in_word_with_their_own_numbers() -> None:
    document = docx.Document()
    for style, words in (
        ("List Number", "Show your card."),
        ("List Number 2", "Wait for the light."),
        ("List Bullet 3", "It is green."),
        ("List Number", "Take the receipt."),
        ("Normal", "Then you may go."),
        ("List Bullet 2", "Come again."),
    ):
        document.add_paragraph(words, style)
    made = [(part.kind, part.level, part.label) for part in parts(seen("a.docx", saved(document)))]
    numbered = [("item", 0, "1."), ("item", 1, "1."), ("item", 2, ""), ("item", 0, "2.")]
    assert made == [*numbered, ("text", 2, ""), ("item", 0, "")]
    forms = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("decimal", "%1.%2.%3"))
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    lists = f'<w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
    lists += '<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>'
    body = "".join(p(f"Boats of kind {at}", listed=(5, at)) for at in (0, 1, 2, 2, 1, 0))
    found = [(part.level, part.label) for part in parts(seen("b.docx", word_file(body, {"numbering": lists})))]
    assert found == [(0, "1."), (1, "(a)"), (2, "1.a.1"), (2, "1.a.2"), (1, "(b)"), (0, "2.")]


def test_the_bullets_of_a_slide_are_those_of_its_content() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Costs"
    slide.placeholders[1].text = "Panels\nWork"
    slide.placeholders[1].text_frame.paragraphs[1].level = 1
    slide.shapes.add_textbox(0, 6_000_000, 900_000, 900_000).text_frame.text = "As of May"
    made = [(part.kind, part.level) for part in parts(seen("a.pptx", saved(presentation)))]
    assert made == [("heading", 2), ("item", 0), ("item", 1), ("text", 2)]


def test_every_line_of_a_workbook_is_shown() -> None:
    one = seen("a.xlsx", workbook())
    shown = "".join(p.text for part in parts(one) if part.grid is None for p in part.pieces)
    cells = [
        "".join(piece.text for piece in cell)
        for part in parts(one)
        if part.grid
        for window in part.grid.windows
        for line in window.lines
        for cell in line.cells
    ]
    for table in one.document.tables:
        for row in table.rows:
            assert set(filter(None, row.cells)) <= set(cells)
    assert shown


MARKDOWN = """---
title: Bees
---
# The *hive*

Bees are **kept** in [hives](https://example.org/x) &amp; boxes, \\*not\\* `barns`. ![A queen](q.png)

- first
  - deeper
1. one
2. two

> quoted words

```
code = "<b>"
```

| Month | Yield |
|---|---|
| May | 12 |

<div onclick="x()">In <b>HTML</b></div>
"""


def test_markdown_is_read_without_its_signs() -> None:
    html = markdown.view(seen("a.md", MARKDOWN.encode()))
    assert html is not None
    words = " ".join(re.sub(r"<[^<>]*>", "", html).split())
    assert words.startswith("title: Bees The hive")
    assert "Bees are kept in hives &amp; boxes, *not* barns. A queen" in words
    assert "In HTML" in words
    assert "code = &#34;&lt;b&gt;&#34;" in words
    for sign in ("**", "](", "---", "|", "onclick", "example.org", "```"):
        assert sign not in html, sign
    assert html.count("<table>") == 1
    assert re.search(
        r'fn-sign" dir="ltr">•</span><span><span[^>]*>first</span></span></p>', html
    )  # one box beside its sign


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Bees are **kept** in [hives]", "Bees are kept in hives"),
        ("boxes, \\*not\\* `barns`", "boxes, *not* barns"),
        ("deeper", "deeper"),
        ("| May | 12 |", "May12"),
        ("quoted words", "quoted words"),
    ],
)
def test_a_quote_of_markdown_is_marked_as_it_is_shown(quote: str, shown: str) -> None:
    html = markdown.view(seen("a.md", MARKDOWN.encode(), quote))
    assert html is not None
    assert "".join(re.findall(r"<mark[^>]*>([^<]*)</mark>", html)) == shown


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs", "Cc"]), max_size=200), st.data())
def test_any_markdown_is_shown(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    document = Document("a.md", "", text, "0" * 64)
    one = Seen(document, (), Path("a.md"), [(start, end)] if start < end else [], [])
    assert markdown.view(one) is not None
    assert plain.view(dataclasses.replace(one)) is not None
