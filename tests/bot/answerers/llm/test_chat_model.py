"""Any language model answers over its own protocol, held to the same proof; when it fails, the embedded reader answers."""

import json
import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from diskcache import Cache, JSONDisk

from bot.answers import Answer, total_usage
from bot.chat import Bot
from bot.errors import AnswererError
from bot.settings import load_settings
from ingest.stores.answer_cache import FOLDER
from tests.conftest import ROOT, Write
from tests.helpers.peer import Act, Peer, serving

TEXT = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8")
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


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with serving() as one:
        yield one


@pytest.fixture
def speak(bot: Bot, peer: Peer) -> Iterator[Speak]:
    """The article's bot with the scripted server as its language model."""

    def make(*acts: Act | str, model: str = "openai:scripted", **settings: object) -> Bot:
        peer.will(*acts)
        base = peer.url + ("" if model.startswith("ollama") else "/v1")
        values = {"model": model, "model_url": base, "model_key": SECRET, "model_timeout": 20, "cache_answers": False}
        chosen = load_settings(index=bot.settings.index, documents=bot.settings.documents, **{**values, **settings})
        return Bot(bot.index, chosen)

    return make


def check(answer: Answer) -> None:
    for citation in answer.citations:
        assert TEXT[citation.start : citation.end] == citation.quote
        assert f"[{citation.number}]" in answer.text
    assert answer.answered == bool(answer.citations)


@pytest.mark.parametrize("model", ["openai:scripted", "ollama:scripted", "scripted", "qwen2.5:7b"])
def test_a_model_answers_over_its_own_protocol(speak: Speak, peer: Peer, model: str) -> None:
    answer = speak(GOOD, model=model).ask(QUESTION)
    check(answer)
    assert answer.text.startswith("Hegseth said that spending should not drop below 3% of GDP. [1] He said")
    assert (answer.answerer, answer.short) == (model, "3% of GDP")
    assert answer.notes == ("A sentence without support in the documents was left out.",)
    assert peer.asked[0]["model"] == model.removeprefix("openai:").removeprefix("ollama:")
    assert answer.usage["total_tokens"] == answer.usage["input_tokens"] + answer.usage["output_tokens"] > 100
    assert answer.usage["output_tokens"] == len(GOOD.split())


def test_the_form_is_asked_for_in_the_way_of_each_protocol(speak: Speak, peer: Peer) -> None:
    speak(GOOD).ask(QUESTION)
    assert peer.asked[0]["response_format"]["json_schema"]["schema"]["required"] == ["sentences", "short", "missing"]
    speak(GOOD, model="ollama:scripted").ask(QUESTION)
    assert peer.asked[0]["format"]["required"] == ["sentences", "short", "missing"]
    assert peer.asked[0]["options"]["num_ctx"] == 8000


def test_a_server_that_knows_no_schema_and_no_usage_is_asked_plainly(speak: Speak, peer: Peer) -> None:
    plain = Act(
        "Spending should not drop below 3% of GDP, said Hegseth [1].", without=("response_format", "stream_options")
    )
    answer = speak(plain, plain).ask(QUESTION)
    check(answer)
    assert answer.answered
    assert answer.answerer == "openai:scripted"
    assert "response_format" not in peer.asked[-1]
    assert "temperature" not in peer.asked[-1]


def test_sentences_are_shown_one_by_one_once_each_is_verified(speak: Speak) -> None:
    parts = list(speak(GOOD).stream(QUESTION))
    assert parts[0].kind == "reading"
    assert parts[0].text == f"Reading {len(parts[0].passages)} passages…"
    assert not parts[0].answered
    assert len(parts) >= 3
    for part in parts:
        check(part)
        assert "9%" not in part.text
    assert [part.answered for part in parts] == [False, *[True] * (len(parts) - 1)]
    assert all(later.text.startswith(part.text) for part, later in pairwise(parts[1:]))
    assert parts[1].text != parts[-1].text
    whole = speak(GOOD).ask(QUESTION)
    assert (whole.text, whole.citations, whole.notes) == (parts[-1].text, parts[-1].citations, parts[-1].notes)


FAULTS = {
    "the key is wrong": (Act(status=401, error=f"Incorrect API key provided: {SECRET}"), "refused the key"),
    "the key may not": (Act(status=403, error="no"), "refused the key"),
    "there is no such model": (Act(status=404, error="no such model"), "is not there"),
    "the limit is reached": (Act(status=429, error="slow down", headers={"Retry-After": "0.01"}), "is at its limit"),
    "the server fails": (
        Act(status=500, error="oops", headers={"Retry-After": "0.01"}),
        r"failed at its server \(500\)",
    ),
    "the connection is cut": (Act(GOOD, cut=3), "cannot be reached, or broke off"),
    "the JSON is malformed": (Act(GOOD.replace('"quotes"', "quotes", 1)), "not of the form"),
    "it is another JSON": (Act('{"answer": "3%"}'), "not of the form"),
    "it says nothing": (Act(""), "said nothing"),
    "it refuses": (Act(refusal="I cannot help with that."), "refused to answer"),
    "it refuses in prose": (Act("I'm sorry, but I can't help with that."), "not of the form"),
    "it is slow": (Act(GOOD, wait=3), "took too long"),
    "it drips": (Act(GOOD, drip=0.2), "took too long"),
    "it asks to wait for long": (Act(status=429, error="later", headers={"Retry-After": "30"}), "took too long"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_when_the_model_fails_the_embedded_reader_answers_and_says_why(
    speak: Speak, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    act, why = FAULTS[fault]
    late = why == "took too long"
    talking = speak(act, model_timeout=0.8 if late else 20)
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        answer = talking.ask(QUESTION)
    assert time.monotonic() - began < 20
    check(answer)
    assert answer.answerer == "embedded"
    assert "should not drop below 3% of GDP" in answer.text
    (note,) = [note for note in answer.notes if "embedded reader" in note]
    assert re.search(why, note)
    assert "\n" not in note
    assert SECRET not in json.dumps(answer.to_dict()) + caplog.text


def test_no_server_at_all_is_no_end_of_it(speak: Speak) -> None:
    answer = speak(GOOD, model_url="http://127.0.0.1:9/v1").ask(QUESTION)
    assert answer.answerer == "embedded"
    assert any("cannot be reached" in note for note in answer.notes)


def test_a_connection_that_is_cut_leaves_no_half_answer(speak: Speak) -> None:
    parts = list(speak(Act(GOOD, cut=25)).stream(QUESTION))
    for part in parts:
        check(part)
    assert parts[1].answerer == "openai:scripted"
    assert parts[-1].answerer == "embedded"


def test_too_much_text_is_asked_again_with_less_of_it(speak: Speak, peer: Peer) -> None:
    over = Act(status=400, error="This model's maximum context length is 900 tokens.", code="context_length_exceeded")
    answer = speak(over, GOOD).ask(QUESTION)
    assert answer.answerer == "openai:scripted"
    first, second = peer.prompts()
    assert first.count("<passage number") > second.count("<passage number")
    assert "cannot take that much text" in " ".join(speak(over).ask(QUESTION).notes)


@pytest.mark.parametrize("model", ["openai:scripted", "ollama:scripted"])
def test_how_much_a_model_takes_is_a_setting_and_no_sentence_is_cut(
    speak: Speak, peer: Peer, bot: Bot, model: str
) -> None:
    speak(GOOD, model=model, model_context=2000).ask(QUESTION)
    (prompt,) = peer.prompts()
    sentences = {p.quote(a, b) for p in bot.passages() for a, b in p.sentences}
    given = prompt.split("</passage>")[:-1]
    assert 1 <= len(given) - 1 < 8
    last = given[-1].split(">\n", 1)[-1].strip()
    assert any(last.endswith(sentence) for sentence in sentences)


def test_follow_ups_are_rewritten_by_the_model_and_by_rules_where_it_fails(speak: Speak, peer: Peer) -> None:
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "Not below 3%. [1]"}]
    answer = speak("What does Poland spend of its GDP?", GOOD).ask("And what about Poland?", history)
    assert answer.searched == "What does Poland spend of its GDP?"
    assert "assistant: Not below 3%." in peer.prompts()[0]
    assert answer.usage["output_tokens"] == len(GOOD.split()) + 7
    for bad in (Act(status=401), "two\nlines", "?", "x" * 3000):
        answer = speak(bad, GOOD).ask("And what about Poland?", history)
        assert any(note.endswith("The question was completed by rules instead.") for note in answer.notes)
        assert "Poland" in answer.searched
        assert answer.searched != "And what about Poland?"


def test_tokens_of_a_conversation_are_summed(speak: Speak, bot: Bot) -> None:
    two = [speak(GOOD).ask(QUESTION), speak(GOOD).ask(QUESTION), bot.ask(QUESTION)]
    total = total_usage(two)
    assert total["total_tokens"] == sum(answer.usage.get("total_tokens", 0) for answer in two) > 0
    assert bot.ask(QUESTION).usage == {}


def test_a_key_is_sent_to_its_own_server_alone(speak: Speak, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-openai-alone")
    peer.keys.clear()
    speak(GOOD, model_key=None).ask(QUESTION)
    speak(GOOD).ask(QUESTION)
    assert peer.keys == ["Bearer none", f"Bearer {SECRET}"]
    assert SECRET not in repr(load_settings(model_key=SECRET))


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("mistralai:small", r"needs a package: run `pip install langchain-mistralai`"),
        ("gpt", r"has no provider"),
        ("nosuch:model", r"no provider"),
    ],
)
def test_a_model_that_cannot_be_used_is_one_line_that_says_what_to_do(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, model: str, said: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(AnswererError, match=said) as caught:
        Bot(bot.index, bot.settings.model_copy(update={"model": model}))
    assert "\n" not in str(caught.value)


def test_without_a_key_the_embedded_reader_answers_and_says_why(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    keyless = Bot(bot.index, bot.settings.model_copy(update={"model": "openai:gpt-x"}))
    answer = keyless.ask(QUESTION)
    assert (answer.text, answer.answerer) == (bot.ask(QUESTION).text, "embedded")
    assert answer.notes[0] == (
        "The model 'openai:gpt-x' needs a key: set FOOTNOTE_MODEL_KEY or OPENAI_API_KEY. "
        "This is the embedded reader's answer."
    )


def test_a_missing_package_says_which_extra_to_install(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from langchain.chat_models import base

    base._get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    with pytest.raises(AnswererError, match=r"pip install -e '\.\[openai\]'"):
        Bot(bot.index, bot.settings.model_copy(update={"model": "openai:x"}))
    base._get_chat_model_creator.cache_clear()


def test_an_answer_is_kept_and_proved_anew_and_the_switch_turns_it_off(speak: Speak, peer: Peer, bot: Bot) -> None:
    keeping = speak(GOOD, cache_answers=True)
    first, again = keeping.ask(QUESTION), keeping.ask(QUESTION)
    assert len(peer.asked) == 1
    assert (again.text, again.citations, again.notes) == (first.text, first.citations, first.notes)
    assert again.usage == {"cached_answers": 1}
    assert [part.text for part in keeping.stream(QUESTION)][-1] == first.text
    keeping.ask("What did Hegseth say about 5% of GDP?")
    assert len(peer.asked) == 2
    speak("{}", model="other", cache_answers=True).ask(QUESTION)
    assert len(peer.asked) == 1
    speak("{}").ask(QUESTION)
    assert len(peer.asked) == 1


def test_what_is_kept_goes_with_the_documents_that_it_rests_on(write: Write, peer: Peer, tmp_path: Path) -> None:
    folder = write(
        {"a.txt": "The mill\n\nThe old mill opened in 1847.\n", "b.txt": "Tea\n\nGreen tea is steamed in Fukien.\n"}
    )
    peer.will(reply(("The old mill opened in 1847.", "The old mill opened in 1847.")))
    values = {"model": "scripted", "model_url": f"{peer.url}/v1", "index": tmp_path / "index"}
    bot = Bot.from_folder(folder, **values)
    for source in ("a.txt", "b.txt"):
        bot.ask("When was the old mill opened?", sources=[source])
    kept = tmp_path / "index" / FOLDER
    assert len(list(Cache(str(kept), disk=JSONDisk))) == 2
    bot.close()
    (folder / "a.txt").write_text("The mill\n\nThe old mill opened in 1848.\n")
    bot = Bot.from_folder(folder, **values)
    with Cache(str(kept), disk=JSONDisk) as cache:
        (left,) = (cache[key] for key in cache)
    assert list(left["documents"]) == ["b.txt"]
    assert b"1847" not in b"".join(path.read_bytes() for path in kept.rglob("*.val"))
    bot.close()


def test_kept_answers_that_are_damaged_are_thrown_away_and_a_full_disk_is_a_note(
    write: Write, peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"a.txt": "The mill\n\nThe old mill opened in 1847.\n"})
    peer.will(reply(("The old mill opened in 1847.", "The old mill opened in 1847.")))
    values = {"model": "scripted", "model_url": f"{peer.url}/v1", "index": tmp_path / "index"}
    bot = Bot.from_folder(folder, **values)
    for _ in range(2):
        assert bot.ask("When was the old mill opened?").answered
        for path in (tmp_path / "index" / FOLDER).glob("cache.db*"):
            path.write_bytes(b"not a database" * 100)
    (folder / "b.txt").write_text("Tea is steamed.")
    bot.close()
    bot = Bot.from_folder(folder, **values)

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Cache, "set", full)
    answer = bot.ask("When was the old mill opened?")
    assert answer.answered
    assert any("could not be kept" in note and "Free some space" in note for note in answer.notes)
    bot.close()


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (Act(status=500, error="oops"), "failed at its server"),
        (Act(status=404, error="no such model"), "is not there"),
        (Act(GOOD, cut=3), "cannot be reached, or broke off"),
        (Act(GOOD, wait=3), "took too long"),
        (Act(GOOD[:60]), "not of the form"),
    ],
)
def test_ollamas_faults_are_told_apart_too(speak: Speak, act: Act, why: str) -> None:
    answer = speak(act, model="ollama:scripted", model_timeout=0.8 if act.wait else 20).ask(QUESTION)
    check(answer)
    assert answer.answerer == "embedded"
    assert any(why in note for note in answer.notes)


def test_tracing_is_off_unless_langchains_own_variables_turn_it_on(
    speak: Speak, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langsmith import utils

    for name in [name for name in os.environ if name.startswith(("LANGSMITH", "LANGCHAIN"))]:
        monkeypatch.delenv(name)
    utils.get_env_var.cache_clear()
    with serving() as tracer:
        tracer.will("{}")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", tracer.url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "x")
        speak(GOOD).ask(QUESTION)
        assert tracer.asked == []
        assert not utils.tracing_is_enabled()
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        utils.get_env_var.cache_clear()
        assert utils.tracing_is_enabled()
    monkeypatch.undo()
    utils.get_env_var.cache_clear()
