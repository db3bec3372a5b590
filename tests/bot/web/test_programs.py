"""What other programs and agents ask: Gradio's API and MCP over real HTTP, with and without a login."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx
import openai
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from bot.answers import Answer, Citation
from bot.chat import Bot
from bot.errors import QuestionError
from bot.web.openai_api import with_footnotes
from bot.web.rate_limit import RateLimit
from tests.bot.web.conftest import BASIC, PASSWORD, BotOn
from tests.helpers.browsing import Serve, served
from tests.helpers.replies import Slow


@pytest.fixture(scope="module")
def plain(bot: Bot) -> Iterator[str]:
    """The article's server without a login."""
    one = Bot.open(bot.settings.index_folder, mcp=True)
    with served(one) as address:
        yield address
    one.close()


def test_programs_ask_and_search_through_gradios_client(plain: str, guarded: str, bot: Bot) -> None:
    for client in (
        Client(plain, verbose=False, analytics_enabled=False),
        Client(guarded, auth=("ann", PASSWORD), verbose=False, analytics_enabled=False),
    ):
        answer = client.predict("When is the next NATO summit?", api_name="/ask")
        assert answer["answered"]
        assert answer["short"] == "June 24-26"
        cited = answer["citations"][0]
        assert bot.document(cited["source"]).text[cited["start"] : cited["end"]] == cited["quote"]
        found = client.predict("summit", 3, [cited["source"]], api_name="/search")
        assert len(found) == 3
        assert found[0].keys() == {"source", "title", "heading", "text", "start", "end", "score"}
        (listed,) = client.predict(api_name="/list_documents")
        assert listed["source"] == cited["source"]
        with pytest.raises(AppError, match="The question is empty"):
            client.predict(" ", api_name="/ask")
        with pytest.raises(AppError, match="There is no document 'x'"):
            client.predict("When?", ["x"], api_name="/ask")
    described = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(described) == {"/ask", "/verify", "/search", "/open", "/list_documents"}
    assert described["/ask"]["description"].startswith("Answer a question from the documents")
    assert described["/ask"]["returns"][0]["type"]["properties"]["citations"]["type"] == "array"


@pytest.mark.parametrize("login", [False, True])
def test_agents_use_the_tools_of_the_mcp_server(plain: str, guarded: str, login: bool) -> None:
    async def use() -> tuple[list[Any], Any, Any]:
        headers = {"authorization": BASIC} if login else {}
        url = f"{guarded if login else plain}gradio_api/mcp/"
        async with (
            httpx.AsyncClient(headers=headers) as http,
            streamable_http_client(url, http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            answer = await session.call_tool("ask", {"question": "When is the next NATO summit?"})
            said = {"sentence": "Hegseth's visit coincided with a meeting of the Ukraine Defense Contact Group."}
            place = json.loads(answer.content[0].text)["citations"][0]
            around = {key: place[key] for key in ("source", "start", "end")}
            others = [("verify", said), ("open", around), ("list_documents", {})]
            return tools, answer, [json.loads((await session.call_tool(*one)).content[0].text) for one in others]

    # In a thread of its own: Playwright's event loop holds this one.
    with ThreadPoolExecutor(1) as threads:
        tools, answer, (verdict, opened, listed) = threads.submit(lambda: asyncio.run(use())).result()
    assert [tool.name for tool in tools] == ["ask", "verify", "search", "open", "list_documents"]
    assert tools[0].description.startswith("Answer a question from the documents")
    assert set(tools[0].inputSchema["properties"]) == {"question", "sources", "folder", "after", "before"}
    assert not answer.isError
    assert "June 24-26" in answer.content[0].text
    (cited, *_) = json.loads(answer.content[0].text)["citations"]
    assert opened["text"] == cited["quote"]
    assert opened["length"] > opened["end"] == cited["end"]
    assert verdict["verdict"] == "supported"
    assert "Contact Group" in verdict["citations"][0]["quote"]
    assert verdict["near"] == []
    assert listed[0]["source"] == "000_623a27b483240533.txt"


@pytest.mark.parametrize("login", [False, True])
def test_clients_of_openais_protocol_use_it_as_a_model(plain: str, guarded: str, bot: Bot, login: bool) -> None:
    key = f"ann:{PASSWORD}" if login else "none"
    client = openai.OpenAI(base_url=f"{guarded if login else plain}v1", api_key=key, max_retries=0)
    assert [model.id for model in client.models.list()] == ["footnote"]
    asked = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "When is the next NATO summit?"}]
    whole = client.chat.completions.create(model="footnote", messages=asked)
    said = whole.choices[0].message.content
    (cited, *_) = whole.model_extra["citations"]
    assert bot.document(cited["source"]).text[cited["start"] : cited["end"]] == cited["quote"]
    assert "June 24-26" in said
    assert f"\n\n[1] {cited['source']}" in said
    assert whole.model_extra["footnote"]["answered"]
    if login:
        with pytest.raises(openai.AuthenticationError):
            client.with_options(api_key="ann:wrong").models.list()
        return
    follow = [
        *asked,
        {"role": "assistant", "content": said},
        {"role": "user", "content": [{"type": "text", "text": "Where?"}]},
    ]
    usage = {"include_usage": True}
    parts = list(client.chat.completions.create(model="x", messages=follow, stream=True, stream_options=usage))
    assert "".join(one.choices[0].delta.content or "" for one in parts if one.choices).count("[1] ") >= 1
    assert (parts[-2].choices[0].finish_reason, parts[-1].usage.total_tokens) == ("stop", 0)
    assert parts[-2].model_extra["citations"]
    for wrong in ([], [{"role": "user", "content": " "}]):
        with pytest.raises(openai.BadRequestError, match="question is empty"):
            client.chat.completions.create(model="footnote", messages=wrong, stream=True)
    with pytest.raises(openai.BadRequestError, match="last message must be a question"):
        client.chat.completions.create(model="footnote", messages=[*asked, {"role": "assistant", "content": "x"}])
    assert client.models.retrieve("footnote").id == "footnote"
    with pytest.raises(openai.NotFoundError, match="There is no model 'x': it is called 'footnote'"):
        client.models.retrieve("x")
    with pytest.raises(openai.BadRequestError, match="messages"):
        client.post("/chat/completions", body={"model": "x"}, cast_to=object)


def test_a_stream_stays_alive_while_a_model_takes_its_time_and_says_nothing_that_it_takes_back(
    bot_on: BotOn, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.openai_api._SILENCE", 0.2)
    model = Slow(
        seconds=1.2, said="For green tea, water should have 80 degrees.", quote="Water for green tea should have"
    )
    address = serve(
        bot_on({"tea.md": "Tea\n\nWater for green tea should have 80 degrees.\n"}, chat_model=model, model_role="judge")
    )
    asked = [{"role": "user", "content": "How many degrees should water for green tea have?"}]
    body = {"model": "footnote", "messages": asked, "stream": True}
    with httpx.stream("POST", f"{address}v1/chat/completions", json=body, timeout=30) as reply:
        lines = [line for line in reply.iter_lines() if line]
    assert sum(line.startswith(":") for line in lines) >= 3
    events = [json.loads(line.removeprefix("data: ")) for line in lines[:-1] if line.startswith("data: ")]
    said = "".join(event["choices"][0]["delta"].get("content", "") for event in events)
    assert said.startswith("For green tea, water should have 80 degrees. [1]\n\n[1] tea.md")
    with openai.OpenAI(base_url=f"{address}v1", api_key="none", max_retries=0) as client:  # which passes comments over
        parts = list(client.chat.completions.create(model="footnote", messages=asked, stream=True))
    assert "".join(one.choices[0].delta.content or "" for one in parts) == said


def test_a_footnote_names_only_what_its_document_has() -> None:
    cited = Citation(1, "a.md", "", "", None, "tea", 0, 3, 1.0)
    answer = Answer(
        "Tea. [1]", "answer", "tea", 1.0, (cited, replace(cited, number=2, title="Tea", page=3)), (), "", ""
    )
    assert with_footnotes(answer) == "Tea. [1]\n\n[1] a.md: “tea”\n\n[2] a.md, Tea › page 3: “tea”"


def test_programs_limit_what_they_ask_to_a_folder_and_a_time(towns: Bot, serve: Serve) -> None:
    client = Client(serve(towns), verbose=False, analytics_enabled=False)
    found = client.predict("How tall is the Stump?", 10, folder="towns", after="2000", api_name="/search")
    assert {one["source"] for one in found} == {"towns/ashford.txt", "towns/boston.md"}
    answer = client.predict("How tall is the Stump?", folder="towns", after="2000", api_name="/ask")
    assert "83 metres" in answer["text"]
    told = answer["citations"][0]
    assert (told["author"], told["date"], told["page"]) == ("", "", None)
    for name in ("/ask", "/search"):
        with pytest.raises(AppError, match="There is no folder 'x'"):
            client.predict("How tall is the Stump?", folder="x", api_name=name)
        with pytest.raises(AppError, match="No document is from 1999 or earlier"):
            client.predict("How tall is the Stump?", before="1999", api_name=name)


def test_questions_and_requests_are_limited(guarded: str, plain: str) -> None:
    client = Client(guarded, auth=("eve", "staple battery"), verbose=False, analytics_enabled=False)
    for _ in range(8):
        client.predict("summit", 1, api_name="/search")
    with pytest.raises(AppError, match=r"more than 8 questions a minute. Ask again in \d+ s"):
        client.predict("summit", 1, api_name="/search")
    assert httpx.post(plain + "gradio_api/queue/join", content=b"x" * 17_000_000).status_code == 413
    with pytest.raises(AppError, match="ask it in at most 2,000"):
        Client(plain, verbose=False, analytics_enabled=False).predict("why " * 5000, api_name="/ask")

    def endless() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 1_000_000

    assert httpx.post(plain + "gradio_api/queue/join", content=endless()).status_code >= 400


def test_a_rate_counts_each_person_for_itself() -> None:
    rate = RateLimit(2)
    for who in ("ann", "ben"):
        rate.count(who)
        rate.count(who)
        with pytest.raises(QuestionError, match="more than 2 questions a minute"):
            rate.count(who)
