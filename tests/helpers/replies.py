"""What a scripted language model is asked, and what it replies."""

import json
from collections.abc import Callable

from bot.answers import Answer
from bot.chat import Bot
from ingest.documents import Hit, Passage
from ingest.text.sentences import sentence_spans
from tests.conftest import ARTICLE

TEXT = ARTICLE.read_text(encoding="utf-8")
QUESTION = "What did Hegseth say about 3% of GDP?"
SECRET = "sk-very-secret-0123456789"
Speak = Callable[..., Bot]


def reply(*sentences: tuple[str, str], short: str | None = None, missing: str | None = None, passage: int = 1) -> str:
    listed = [{"text": text, "quotes": [{"passage": passage, "text": quote}]} for text, quote in sentences]
    return json.dumps({"sentences": listed, "short": short, "missing": missing})


GOOD = reply(
    ("Hegseth said that spending should not drop below 3% of GDP.", "should not drop below 3% of GDP"),
    ("He promised 9% by 2031.", "should not drop below 3% of GDP"),
    ("He said that U.S. defense spending should not drop below 3%.", "should not drop below 3% of GDP"),
    short="3% of GDP",
)


def check(answer: Answer) -> None:
    for citation in answer.citations:
        assert TEXT[citation.start : citation.end] == citation.quote
        assert f"[{citation.number}]" in answer.text
    assert answer.answered == bool(answer.citations)


def hit(text: str) -> Hit:
    """What was found is this text."""
    return Hit(Passage("a.txt", "Title", 0, len(text), text, "Part", tuple(sentence_spans(text))), 1.0)
