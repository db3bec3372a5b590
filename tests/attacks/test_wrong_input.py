"""What is no question, conversation or limit is refused by one line that names it, never by a crash."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import bot.__main__ as bot_cli
from bot.chat import Bot
from bot.errors import HistoryError, QuestionError, SourcesError
from bot.learning.followup import measure as followup_measure
from bot.learning.reader import measure as reader_measure
from bot.web.filters import filters_of
from ingest.console import run
from ingest.errors import FootnoteError
from ingest.text.decoding import json_value
from tests.helpers.browsing import served

HALF = "half \ud83d"
WRONG = (
    ("question", {"question": HALF}),
    ("question", {"question": 5}),
    ("question", {"question": None}),
    ("history", {"history": [{"role": "user", "content": HALF}]}),
    ("history", {"history": [{"role": "user", "content": [{"text": HALF}]}]}),
    ("history", {"history": 5}),
    ("history", {"history": "x"}),
    ("sources", {"sources": 5}),
    ("sources", {"sources": [5]}),
    ("sources", {"sources": [["x"]]}),
    ("sources", {"sources": {"a": 1}}),
    ("sources", {"sources": [HALF]}),
    ("sources", {"sources": HALF}),
    ("folder", {"folder": 5}),
    ("folder", {"folder": ["x"]}),
    ("folder", {"folder": HALF}),
    ("after", {"after": 5}),
    ("before", {"before": ["2020"]}),
    ("before", {"before": HALF}),
)


@pytest.mark.parametrize(("field", "wrong"), WRONG)
def test_a_wrong_value_is_named(towns: Bot, field: str, wrong: dict[str, object]) -> None:
    with pytest.raises((QuestionError, HistoryError, SourcesError), match=f"(?i){field}"):
        towns.ask(**{"question": "When was Ashford founded?", **wrong})


@pytest.mark.parametrize("k", ["3", 3.5, None, True, [3]])
def test_a_wrong_number_of_passages_is_named(towns: Bot, k: object) -> None:
    with pytest.raises(FootnoteError, match="k must be a whole number"):
        towns.search("When?", k)  # type: ignore[arg-type] # what is tried


QUESTION = "How tall is the Stump?"
FIELDS = {"ask": ("question", "sources", "folder", "after", "before")}
FIELDS["search"] = ("question", "k", *FIELDS["ask"][1:])
FITTING = {"question": QUESTION, "k": 3, "sources": None, "folder": "", "after": "", "before": ""}
NOT_TEXT = (5, 0, False, True, 2.5, [], {}, ["x"], {"a": 1}, HALF)
VALUES = [
    *((call, name, value) for call in FIELDS for name in ("folder", "after", "before") for value in NOT_TEXT),
    *((call, "question", value) for call in FIELDS for value in (*NOT_TEXT, None)),
    *((call, "sources", value) for call in FIELDS for value in (5, 0, False, {}, {"a": 1}, [5], [None], [["x"]], [HALF])),
    *(("search", "k", value) for value in ("3", 2.5, None, True, [3], {}, float("inf"), float("nan"), HALF)),
]  # fmt: skip
PAIR = "UTF-8 of half a pair"  # Python's JSON reads it, as it does "\\ud83d"
NO_JSON = {
    "not UTF-8": b'{"data": ["caf\xe9?"]}',
    PAIR: b'{"data": ["\xed\xa0\xbd"]}',
    "cut off": b'{"data": ["When',
    "nothing": b"",
    "zeros": b"\0\0",
    "too deep": b"[" * 100_000,
    "too long a number": b'{"data": [' + b"9" * 5000 + b"]}",
}


@pytest.fixture(scope="module")
def address(towns: Bot) -> Iterator[str]:
    """The page, with an MCP server."""
    bot = Bot.open(towns.settings.index_folder, mcp=True, rate=100_000)
    with served(bot) as one:
        yield one
    bot.close()


@pytest.fixture
def http(address: str, capfd: pytest.CaptureFixture[str]) -> Iterator[httpx.Client]:
    """Whoever asks; the server prints no traceback meanwhile."""
    with httpx.Client(base_url=f"{address}gradio_api/", timeout=60) as one:
        yield one
    assert "Traceback" not in capfd.readouterr().err


def error_of(http: httpx.Client, call: str, data: list[object]) -> str:
    """What `call` says is wrong; as any program asks, without Gradio's client."""
    sent = http.post(f"call/{call}", content=json.dumps({"data": data}), headers={"content-type": "application/json"})
    told = http.get(f"call/{call}/{sent.json()['event_id']}").text
    assert told.startswith("event: error\n")
    return str(json.loads(told.split("data: ")[1])["error"])


def test_a_wrong_value_is_named_to_programs(http: httpx.Client) -> None:
    for call, name, value in VALUES:
        said = error_of(http, call, [value if name == one else FITTING[one] for one in FIELDS[call]])
        assert name in said, (call, name, value, said)
        assert "\n" not in said


def test_values_that_are_missing_are_named_to_programs(http: httpx.Client) -> None:
    for call, names in FIELDS.items():
        assert error_of(http, call, []) == f"'{call}' takes {len(names)} values ({', '.join(names)}), not 0."
        assert error_of(http, call, [QUESTION]) == f"'{call}' takes {len(names)} values ({', '.join(names)}), not 1."
    assert "'ask' was sent a value that it cannot take" in error_of(
        http, "ask", [{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}, None, "", "", ""]
    )


def test_what_is_no_json_is_one_line_to_programs_and_agents(http: httpx.Client) -> None:
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    for name, body in NO_JSON.items():
        for path in ("call/ask", "call/search", "run/ask", "queue/join") if name != PAIR else ():
            assert http.post(path, content=body, headers=headers).status_code in (400, 422), (name, path)
        told = http.post("mcp/", content=body, headers=headers)
        assert told.status_code == 400, name
        assert told.json()["error"]["message"] == "The request is no JSON in UTF-8."
    asked = {"name": "ask", "arguments": {"question": HALF}}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asked}).encode()
    assert http.post("mcp/", content=body, headers=headers).status_code == 400


def test_the_page_s_own_events_refuse_what_is_not_theirs(http: httpx.Client) -> None:
    for data in ([], [None] * 9, [5] * 9, [HALF] * 9, [{}] * 9):
        body = json.dumps({"data": data, "fn_index": 0, "session_hash": "x"})
        answer = http.post("run/predict", content=body, headers={"content-type": "application/json"})
        assert answer.json().get("error", "") is not None


def test_limits_that_are_empty_are_none_and_others_stay() -> None:
    assert set(filters_of([], "", "", "").values()) == set(filters_of(None, *[None] * 3).values()) == {None}  # type: ignore[arg-type] # what is tried
    assert filters_of(0, {}, [], False) == {"sources": 0, "folder": {}, "after": [], "before": False}  # type: ignore[arg-type] # what is tried


def squad(**wrong: object) -> bytes:
    """A question in SQuAD's format."""
    one = {
        "title": "Mill",
        "context": "The mill was built in 1822.",
        "question": "When was it built?",
        "text": "1822",
        **wrong,
    }
    asked = {"question": one["question"], "answers": [{"text": one["text"], "answer_start": 22}]}
    return json.dumps(
        {"data": [{"title": one["title"], "paragraphs": [{"context": one["context"], "qas": [asked]}]}]}
    ).encode()


CONVERSATION = b'[{"QuAC_dialog_id": "C_1_0", "History": ["%s"], "Question": "Why?", "Rewrite": "Why?"}]'
BROKEN = (
    *NO_JSON.values(),
    b'{"question": "caf\xe9?"}',
    b'{"question": "half \\ud83d?", "answers": ["x"]}',
    b'{"question": "When?", "answers": ["\\ud83d"]}',
    b'{"question": "When?", "history": [{"role": "user", "content": "caf\xe9"}]}',
    b'{"question": "When?", "history": [{"role": "user", "content": "\\ud83d"}]}',
    b'{"question": "When?", "history": "x"}',
    b'{"question": 5}',
    *(squad(**{name: value}) for name in ("title", "context", "question", "text") for value in (HALF,)),
    *(squad(**{name: 5}) for name in ("context", "question")),
    CONVERSATION % b"caf\xe9",
    CONVERSATION % b"\\ud83d",
)


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_file_of_questions_or_conversations_is_one_line(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    for command in (
        lambda: run(bot_cli.app, ["evaluate", str(path)]),
        lambda: run(followup_measure.app, [str(path)]),
        lambda: run(reader_measure.app, [str(path)]),
    ):
        assert command() == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert str(path) in said


def test_json_that_cannot_be_written_down_again_is_none() -> None:
    assert json_value('{"a": ["\\ud83d\\ude00", 1.5, null]}') == {"a": ["\U0001f600", 1.5, None]}
    for text in ("", "{", '"\\ud83d"', '{"\\udc00": 1}', "[" * 100_000):
        with pytest.raises(ValueError):
            json_value(text)
