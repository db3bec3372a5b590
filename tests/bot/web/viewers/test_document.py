"""A document as the viewer opens it: what it says where the pages of a file cannot be shown."""

import re

from bot.web.viewers.document import document_html
from tests.bot.web.conftest import BotOn
from tests.helpers.making import pdf

CHANGED = "The file has changed since it was read; this is the text as it was read."


def test_a_file_whose_pages_are_not_those_that_were_read_says_so_above_its_text(bot_on: BotOn) -> None:
    kept, changed = pdf([["The mill of Ardal stands."]]), pdf([["The kiln of Boren fell in."]])
    bot = bot_on({"kiln.pdf": changed, "mill.pdf": kept, "note.txt": "Boren is a town.\n"})
    path = bot.settings.documents_folder / "kiln.pdf"
    assert "as it was read" not in document_html(bot, "mill.pdf", [], "")
    path.write_bytes(pdf([["Another text."]]) + b"\n")
    bot.settings.documents_folder.joinpath("note.txt").write_text("Changed.")
    html = document_html(bot, "kiln.pdf", [], "")
    assert CHANGED in html
    assert "The kiln of Boren fell in." in html
    assert CHANGED not in document_html(bot, "kiln.pdf", [], "", "text")
    assert CHANGED not in document_html(bot, "note.txt", [], "")
    path.unlink()
    assert "The file cannot be opened any more" in document_html(bot, "kiln.pdf", [], "")


def test_the_name_and_the_headings_of_markdown_have_no_marks(bot_on: BotOn) -> None:
    bot = bot_on({"a.md": "# The *yard*\n\nBoats.\n\n## Ask **Ann**\n\nShe has the key.\n"})
    html = document_html(bot, "a.md", [], "")
    assert ">The yard</h2>" in html
    assert ">Ask Ann</a>" in html


def test_what_a_row_of_a_calendar_says_stands_line_by_line_behind_its_label(bot_on: BotOn) -> None:
    event = "BEGIN:VEVENT\nUID:1\nSUMMARY:Fair\nDTSTART:20260905T100000\nLOCATION:Quay; east: pier 2\nEND:VEVENT\n"
    bot = bot_on({"fair.ics": f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n"})
    facts = re.findall(r'<p class="fn-fact"[^>]*>(.*?)</p>', document_html(bot, "fair.ics", [], ""))
    assert [re.sub(r"<[^<>]*>", "", fact) for fact in facts] == [
        "What: Fair",
        "When: Saturday, 5 September 2026 10:00",
        "Where: Quay; east: pier 2",
    ]
    assert all(fact.count('class="fn-strong"') == 1 for fact in facts)


def test_a_date_is_that_of_the_document_only_where_it_says_so_and_its_path_stands_where_it_says_more(
    bot_on: BotOn,
) -> None:
    paper = pdf([["The mill of Ardal stands."]], title="Mills")
    bot = bot_on({"mills.pdf": paper, "mills 2023-05-04.pdf": paper, "note.txt": "Boren is a town.\n"})
    about = {
        one.source: re.findall(r'class="fn-path" dir="auto">(.*?) <a', document_html(bot, one.source, [], ""))
        for one in bot.documents()
    }
    assert about["note.txt"][0].startswith("file of ")
    assert about["mills.pdf"] == ["file of 1 January 2000"]  # as the program says that has written it
    assert about["mills 2023-05-04.pdf"] == ["mills 2023-05-04.pdf · 4 May 2023"]
