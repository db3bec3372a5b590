"""A document as the viewer opens it: what it says where the pages of a file cannot be shown."""

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
