"""A conversation about hostile documents, exported: nothing in it is markup for the program that opens it."""

import json
import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree, html

from bot.chat import Bot
from bot.web.conversation import Conversation, Turn, dump, load
from bot.web.export import files, to_html, to_json, to_markdown
from bot.web.replies import reply

HOSTILE = (
    "](javascript:alert(1))",
    "[a](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "http://evil.example/",
    "`code` *bold* [^1]",
    "# Heading",
)

ELEMENTS = set("html head meta title style body h1 h2 section p strong sup a ol li q span".split())


@pytest.fixture(scope="module")
def honest(towns: Bot) -> Conversation:
    question = "How tall is the Stump?"
    with towns.index.reading() as view:
        made = reply(towns.ask(question), view.hashes(), {})
    return Conversation().with_turn(0, Turn(question, made, done=True))


def _everywhere(honest: Conversation, text: str) -> Conversation:
    """The conversation with a text as question, title, file name, heading, quote, note and error."""
    turn = honest.turns[0]
    assert turn.reply is not None
    cited = tuple(
        replace(one, where=text, quote=text, place=replace(one.place, source=text)) for one in turn.reply.cited
    )
    made = replace(turn, question=f"{text}\n{text}", reply=replace(turn.reply, cited=cited, notes=(text,)))
    failed = replace(turn, question=text, reply=None, error=text)
    return replace(honest, turns=(made, failed))


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_it_as_it_is(honest: Conversation, text: str) -> None:
    made = to_markdown(_everywhere(honest, text))
    assert not re.search(r"(?<!\\)\]\(", made)
    assert not re.search(r"(?<!\\)<[a-z/]", made)
    assert not re.search(r"(?<!\\)`|(?<!\\):(?=//)", made)
    assert not re.search(r"^> #", made, flags=re.M)
    notes = re.findall(r"^\[\^\d+\]: ", made, flags=re.M)
    assert len(notes) == len(re.findall(r"(?<!\\)\[\^\d+\](?!:)", made)) == 1


@pytest.mark.parametrize("text", [*HOSTILE, "<w:instrText>INCLUDETEXT</w:instrText>", "a\x01b\ud800\x00]]>"])
def test_html_and_word_hold_it_as_text_alone(honest: Conversation, text: str) -> None:
    said = _everywhere(honest, text)
    page = html.fromstring(to_html(said).encode("utf-8", "replace"))
    assert {one.tag for one in page.iter() if isinstance(one.tag, str)} == ELEMENTS
    assert {one.get("href")[:6] for one in page.iter("a")} == {"#note-"}
    assert {name for one in page.iter() for name in one.attrib if name.startswith("on")} == set()
    file = files(said, "docx")
    assert file is not None
    with ZipFile(BytesIO(file.data)) as archive:
        for name in ("word/document.xml", "word/footnotes.xml"):
            tags = {etree.QName(one).localname for one in etree.fromstring(archive.read(name)).iter()}
            assert not tags & {"instrText", "hyperlink", "fldSimple", "object", "drawing", "altChunk"}
        relations = archive.read("word/_rels/document.xml.rels")
        assert b"External" not in relations


@pytest.mark.parametrize("text", HOSTILE)
def test_json_holds_no_tag_and_the_same_values(honest: Conversation, text: str) -> None:
    said = _everywhere(honest, text)
    made = to_json(said)
    assert "<" not in made
    assert json.loads(made) == json.loads(dump(said))
    again = load(made)
    assert again is not None
    assert again.turns == said.turns
