"""A follow-up is completed from the conversation; what stands alone stays as it is."""

import pytest

from bot.followup import stand_alone
from bot.intent import intent_of


def history(*turns: str) -> list[dict[str, str]]:
    return [{"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(turns)]


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("How much does the U.S. spend on defense?", "And what about Poland?", "How much does Poland spend on defense?"),
        ("What did Hegseth say about 3% of GDP?", "And what about Poland?", "What about Poland and 3% of GDP?"),
        ("What did Hegseth say about 3% of GDP?", "And 5%?", "What did Hegseth say about 5% of GDP?"),
        ("Who established the Ukraine Defense Contact Group?", "When was it established?",
         "When was the Ukraine Defense Contact Group established?"),
        ("What did Hegseth say about 3% of GDP?", "Did he commit to 5%?", "Did Hegseth commit to 5%?"),
        ("How many NATO members met the 2% target?", "How many of them fall short?", "How many of NATO members fall short?"),
        ("What did Hegseth say about U.S. defense spending?", "Who will decide that?", "Who will decide U.S. defense spending?"),
        ("When is the next NATO summit?", "Where?", "Where: When is the next NATO summit?"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_taken_from_the_question_before(before: str, question: str, whole: str) -> None:
    assert stand_alone(question, history(before, "…")).text == whole


@pytest.mark.parametrize(
    "question", ["What did Trump pledge about the war in Ukraine?", "Who is Lloyd Austin?", "tea prices"]
)
def test_a_question_that_stands_alone_stays_as_it_is(question: str) -> None:
    assert stand_alone(question, ()).text == question


def test_a_question_of_its_own_ignores_the_conversation() -> None:
    asked = stand_alone("Where is the summit of NATO held in June?", history("Who is Lloyd Austin?", "A predecessor."))
    assert asked.text == "Where is the summit of NATO held in June?"


def test_a_chain_of_follow_ups_is_followed() -> None:
    said = history("What is the Ukraine Defense Contact Group?", "A forum.", "Who founded it?", "Lloyd Austin.")
    assert stand_alone("When was it founded?", said).text == "When was the Ukraine Defense Contact Group founded?"


def test_the_new_topic_is_what_the_answer_must_speak_of() -> None:
    assert stand_alone("What about Poland?", history("What did Hegseth say about 3% of GDP?", "…")).focus == "Poland"


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("hello!", "smalltalk", ""),
        ("Thanks a lot", "smalltalk", ""),
        ("what can you do?", "smalltalk", ""),
        ("bye", "smalltalk", ""),
        ("Summarize the article", "summary", ""),
        ("What is this about?", "summary", ""),
        ("Give me a summary in 3 sentences.", "summary", ""),
        ("What are the main points?", "summary", ""),
        ("Summarize the position of Poland", "summary", "the position of Poland"),
        ("Where is Poland mentioned?", "mentions", "Poland"),
        ("“donor fatigue”", "mentions", "donor fatigue"),
        ("every mention of the summit", "mentions", "summit"),
        ("Where is the next summit?", "question", ""),
        ("What is NATO about to do?", "question", ""),
        ("Hello Kitty was designed by whom?", "question", ""),
        ("How many times did it rain?", "question", ""),
    ],
)
def test_what_kind_of_thing_was_said(text: str, kind: str, phrase: str) -> None:
    intent = intent_of(text)
    assert (intent.kind, intent.phrase) == (kind, phrase)
    assert bool(intent.reply) == (kind == "smalltalk")
