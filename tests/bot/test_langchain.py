"""The parts for LangChain hold to LangChain's own standard tests."""

import asyncio
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate

from bot.chat import Bot
from bot.errors import HistoryError
from bot.langchain import FootnoteRetriever, FootnoteTool, FootnoteVerifier, footnote_chat
from tests.helpers.replies import QUESTION

pytest.importorskip("langchain_tests", reason="the extra `test` brings LangChain's standard tests")
from langchain_tests.integration_tests import RetrieversIntegrationTests, ToolsIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _bot(bot: Bot) -> None:
    """The suites make their own parts, from what their class gives them."""
    _Own.bot = bot


@pytest.fixture(autouse=True)
def _no_loop() -> Iterator[None]:
    """Tests that drive a browser in the same process leave an event loop running in this thread."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


class _Own:
    bot: ClassVar[Bot]


@pytest.mark.anyio
class TestRetriever(RetrieversIntegrationTests):
    @property
    def retriever_constructor(self) -> type[FootnoteRetriever]:
        return FootnoteRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"bot": _Own.bot}

    @property
    def retriever_query_example(self) -> str:
        return QUESTION


class _Answering:
    tool_constructor: ClassVar[type[FootnoteTool]] = FootnoteTool
    tool_invoke_params_example: ClassVar[dict[str, Any]] = {"question": QUESTION}

    @property
    def tool_constructor_params(self) -> dict[str, Any]:
        return {"bot": _Own.bot}


class _Verifying(_Answering):
    tool_constructor: ClassVar[type[FootnoteVerifier]] = FootnoteVerifier
    tool_invoke_params_example: ClassVar[dict[str, Any]] = {"sentence": "The next NATO summit is in June."}


class TestTool(_Answering, ToolsUnitTests):
    pass


@pytest.mark.anyio
class TestToolInUse(_Answering, ToolsIntegrationTests):
    pass


class TestVerifier(_Verifying, ToolsUnitTests):
    pass


@pytest.mark.anyio
class TestVerifierInUse(_Verifying, ToolsIntegrationTests):
    pass


def test_a_document_tells_where_it_stands(bot: Bot) -> None:
    found = FootnoteRetriever(bot=bot, k=2).invoke(QUESTION)
    first = found[0].metadata
    assert bot.excerpt(first["source"], first["start"], first["end"]) == found[0].page_content
    assert first["score"] >= found[1].metadata["score"]


def test_the_tool_gives_the_quotes_and_the_answer_and_errors_as_words(bot: Bot) -> None:
    tool = FootnoteTool(bot=bot)
    message = tool.invoke({"name": "ask_documents", "args": {"question": QUESTION}, "id": "1", "type": "tool_call"})
    assert message.artifact.citations[0].quote in message.content
    assert tool.invoke({"question": " "}).startswith("The question is empty")


def test_the_verifier_gives_its_verdict_and_the_quotes(towns: Bot) -> None:
    tool = FootnoteVerifier(bot=towns)
    said = {"sentence": "Water for green tea should have 80 degrees."}
    message = tool.invoke({"name": "verify_statement", "args": said, "id": "1", "type": "tool_call"})
    assert message.artifact.verdict == "supported"
    assert message.content.startswith("supported\n[1] ")
    assert message.artifact.citations[0].quote in message.content
    assert tool.invoke({"sentence": "Whales sing at night."}) == "not found"


def test_all_of_them_are_limited_to_documents_or_a_folder(towns: Bot) -> None:
    asked = "How many degrees should water for green tea have?"
    for limits, inside in (({"folder": "towns"}, False), ({"sources": ["tea.txt"]}, True), ({}, True)):
        found = FootnoteRetriever(bot=towns, k=9, **limits).invoke(asked)
        assert ("tea.txt" in {one.metadata["source"] for one in found}) == inside
        assert ("80 degrees" in FootnoteTool(bot=towns, **limits).invoke(asked)) == inside
        said = "Water for green tea should have 80 degrees."
        assert FootnoteVerifier(bot=towns, **limits).invoke(said).startswith("supported") == inside
    assert FootnoteTool(bot=towns, folder="x").invoke(asked).startswith("There is no folder 'x'")


def test_messages_become_a_message_with_citations_and_a_follow_up_is_understood(bot: Bot) -> None:
    chat = footnote_chat(bot)
    asked = [SystemMessage("Be brief."), HumanMessage(QUESTION)]
    first = chat.invoke(asked)
    (block, *_) = first.content_blocks
    cited = block["annotations"][0]
    place = cited["extras"]
    assert bot.excerpt(place["source"], place["start"], place["end"]) == cited["cited_text"]
    second = chat.invoke([*asked, AIMessage(first.text), HumanMessage("And what about Poland?")])
    assert "Poland" in second.text
    with pytest.raises(HistoryError):
        chat.invoke([first])


def test_a_runnable_takes_what_chat_models_take_and_stands_in_a_chain(bot: Bot) -> None:
    chat = footnote_chat(bot)
    said = chat.invoke([HumanMessage(QUESTION)]).text
    for given in (QUESTION, [("user", QUESTION)], [{"role": "user", "content": QUESTION}]):
        assert chat.invoke(given).text == said
    chain = ChatPromptTemplate.from_messages([("human", "{asked}")]) | chat | StrOutputParser()
    assert chain.invoke({"asked": QUESTION}) == said
    for wrong in (5, [5], [{"text": QUESTION}], [("robot", QUESTION)]):
        with pytest.raises(HistoryError):
            chat.invoke(wrong)


def test_no_passages_are_found_where_none_are_wanted(bot: Bot) -> None:
    found = FootnoteRetriever(bot=bot, k=2)
    assert [len(found.invoke(QUESTION, k=wanted)) for wanted in (1, 0, -1)] == [1, 0, 0]
