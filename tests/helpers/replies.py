"""What a scripted language model is asked, and what it replies."""

import json
import time
from collections.abc import Callable, Mapping

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

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


# What a model that completes follow-ups makes of those that it is tried with.
COMPLETED = {
    "What did it cost?": "What did the crane cost?",
    "How much can it lift?": "How much can the crane lift?",
    "And the one to Norvik?": "When does the ferry to Norvik leave?",
    "Since when has he been that?": "Since when has Jonas Lie been the treasurer?",
    "What about the treasurer?": "What did the treasurer say about the ferry?",
    "And in winter?": "How much does a berth cost in winter?",
    "What about Tuesdays?": "When is the office open on Tuesdays?",
    "Who paid for that?": "Who paid for painting the Terna?",
    "And her deputy?": "What does the deputy of the harbour master earn?",
    "When did she die?": "When did Ida Holm die?",
}


def completing(others: Mapping[str, str]) -> Callable[[str], str]:
    """A model that completes follow-ups, these besides those of the trial or instead of them, and declines the rest."""
    known = {**COMPLETED, **others}

    def say(prompt: str) -> str:
        return next((said for asked, said in known.items() if f"user: {asked}\n\nReply" in prompt), reply(missing="it"))

    return say


def check(answer: Answer) -> None:
    for citation in answer.citations:
        assert TEXT[citation.start : citation.end] == citation.quote
        assert f"[{citation.number}]" in answer.text
    assert answer.answered == bool(answer.citations)


class Slow(BaseChatModel):
    """A model that takes its time."""

    seconds: float
    said: str = "Tea is brewed."
    quote: str = "Tea is brewed."

    @property
    def _llm_type(self) -> str:
        return "slow"

    def _generate(self, messages: list[BaseMessage], *_: object, **__: object) -> ChatResult:
        time.sleep(self.seconds)
        usage = {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
        message = AIMessage(reply((self.said, self.quote)), usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])


def hit(text: str) -> Hit:
    """What was found is this text."""
    return Hit(Passage("a.txt", "Title", 0, len(text), text, "Part", tuple(sentence_spans(text))), 1.0)
