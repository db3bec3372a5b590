"""A conversation about hostile documents, exported: nothing in it is markup for the program that opens it."""

import json
import re
from dataclasses import replace

import pytest

from bot.chat import Bot
from bot.web.conversation import Conversation, Turn, dump, load
from bot.web.export import to_json, to_markdown
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


@pytest.mark.parametrize("text", HOSTILE)
def test_json_holds_no_tag_and_the_same_values(honest: Conversation, text: str) -> None:
    said = _everywhere(honest, text)
    made = to_json(said)
    assert "<" not in made
    assert json.loads(made) == json.loads(dump(said))
    again = load(made)
    assert again is not None
    assert again.turns == said.turns
