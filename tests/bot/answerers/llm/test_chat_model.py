"""Any language model answers over its own protocol; one that cannot be used says what to do."""

import os

import pytest

from bot.chat import Bot
from bot.errors import AnswererError
from bot.settings import load_settings
from tests.helpers.peer import Act, Peer, serving
from tests.helpers.replies import GOOD, QUESTION, SECRET, Speak, check


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
