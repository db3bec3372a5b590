"""A language model that fails in whatever way is told apart, and the embedded reader answers."""

import json
import logging
import random
import re
import time

import pytest

from bot.answerers.llm.faults import repeats
from tests.helpers.peer import Act, Peer
from tests.helpers.replies import GOOD, QUESTION, SECRET, Speak, check

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
    assert "should not drop below 3% of GDP" in answer.plain
    (note,) = [note for note in answer.notes if "embedded reader" in note]
    assert re.search(why, note)
    assert "\n" not in note
    assert SECRET not in json.dumps(answer.to_dict()) + caplog.text


def test_no_server_at_all_is_no_end_of_it(speak: Speak) -> None:
    answer = speak(GOOD, model_url="http://127.0.0.1:9/v1").ask(QUESTION)
    assert answer.answerer == "embedded"
    assert any("cannot be reached" in note for note in answer.notes)


FIRST = "Hegseth said that spending should not drop below 3% of GDP. [1]"
ENDS = {
    "a connection that is cut": (Act(GOOD, cut=25), "broke off"),
    "a stream that just ends": (Act(GOOD[:300]), "not of the form"),
    "a reply that is too long": (Act(GOOD[:300], finish="length"), "the length that it may write"),
    "a time that is up": (Act(GOOD[:300], stall=3), "took too long"),
    "a model that repeats itself": (Act(GOOD[:300] + "no " * 400), "repeated itself and was stopped"),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_was_proved_before_the_model_broke_off_stays_and_a_note_says_so(speak: Speak, end: str) -> None:
    act, why = ENDS[end]
    parts = list(speak(act, model_timeout=1.2 if act.stall else 20).stream(QUESTION))
    for part in parts:
        check(part)
    last = parts[-1]
    assert (last.answerer, last.text) == ("openai:scripted", FIRST)
    (note,) = [note for note in last.notes if why in note]
    assert note.endswith("What it had said by then, and could be proved, is shown.")


def test_a_model_that_repeats_itself_is_not_read_to_its_end(speak: Speak) -> None:
    began = time.monotonic()
    answer = speak(Act("\n" * 5000, drip=0.01)).ask(QUESTION)
    assert time.monotonic() - began < 4
    assert answer.answerer == "embedded"


def test_what_comes_three_times_in_a_row_is_a_repetition_however_long_it_is() -> None:
    for size in (1, 30, 289, 700):
        loop = "".join(random.Random(size).choices("abcdefgh ", k=size))
        start = "It begins with something else. "
        again = max(3, 600 // size + 1)
        assert repeats(start + loop * again), size
        assert not repeats(start + loop * 2)
        assert not repeats(start + loop * again + ", which then goes on in another way.")
    assert not repeats("")


@pytest.mark.parametrize("status", [400, 405, 415, 422, 501])
def test_a_server_that_refuses_both_forms_of_a_request_leaves_the_readers_answer(speak: Speak, status: int) -> None:
    answer = speak(Act(status=status, error="no", headers={"Retry-After": "0.01"})).ask(QUESTION)
    assert answer.answerer == "embedded"
    assert any(f"({status}). This is the embedded reader's answer." in note for note in answer.notes)


def test_a_server_that_breaks_at_a_schema_is_asked_plainly_from_then_on(speak: Speak, peer: Peer) -> None:
    talking = speak(Act(GOOD, held=500))
    for held in (3, 0):  # its client tries what a server breaks at again
        peer.asked.clear()
        assert talking.ask(QUESTION).answerer == "openai:scripted"
        assert ["response_format" in asked for asked in peer.asked] == [True] * held + [False]
        assert peer.asked[-1]["max_completion_tokens"]


def test_the_length_is_limited_until_that_is_refused_too(speak: Speak, peer: Peer) -> None:
    talking = speak(Act(GOOD, without=("response_format", "max_completion_tokens")))
    for limited in ([True, True, False], [False]):
        peer.asked.clear()
        assert talking.ask(QUESTION).answerer == "openai:scripted"
        assert ["max_completion_tokens" in asked for asked in peer.asked] == limited


def test_a_reply_may_begin_with_pieces_that_hold_nothing(speak: Speak) -> None:
    assert speak(Act(GOOD, hollow=True)).ask(QUESTION).text.startswith(FIRST)


def test_a_model_that_loads_is_waited_for_and_that_is_said(speak: Speak, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.answerers.llm.generator._PAUSE", 0.05)
    loading = Act(status=503, error="Loading model", headers={"Retry-After": "0.01"})
    parts = list(speak(*[loading] * 4, GOOD).stream(QUESTION))
    assert "The language model is loading…" in [part.text for part in parts]
    assert parts[-1].text.startswith(FIRST)
    answer = speak(loading, model_timeout=1).ask(QUESTION)
    assert answer.answerer == "embedded"
    assert any("is still loading" in note or "took too long" in note for note in answer.notes)


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
