"""The sentence or two that are shown, and the words in bold."""

import numpy as np
import pytest

from bot.answerers.reader.evidence import Sentence
from bot.answerers.reader.selection import Choice, draft
from bot.answerers.reader.spans import Span
from bot.chat import Bot
from bot.proof.citations import plain
from bot.question.analysis import Question
from ingest.documents import Hit, Passage


def test_a_sentence_that_leans_on_the_one_before_is_quoted_with_it(towns: Bot) -> None:
    answer = towns.ask("When did the railway works open?")
    assert answer.text.startswith("It was founded") or "Its railway works" in answer.text
    assert "1847" in answer.text


def test_whether_there_is_any_is_answered_by_what_says_that_there_is_none(bot: Bot) -> None:
    # Another sentence tells which country has come nearest.
    assert "no country has yet achieved" in plain(bot.ask("Has any country reached 5% of GDP on defense?").text)


def test_an_answer_speaks_of_whoever_is_asked_about(bot: Bot) -> None:
    # All countries together have contributed $126 billion.
    assert bot.ask("How much did the United Kingdom contribute to Ukraine?").kind == "declined"
    for country in ("the U.S.", "the United States"):
        assert "3.3%" in bot.ask(f"How much of its GDP does {country} currently spend on defense?").text


def test_answers_stay_short(bot: Bot) -> None:
    for question in ("What did Trump do?", "Why is the war a threat?", "What are the challenges?"):
        answer = bot.ask(question)
        assert len(answer.text.split()) <= 60 + len(answer.citations)


def test_the_exact_words_are_bold_in_their_sentence_and_given_alone(towns: Bot) -> None:
    answer = towns.ask("How tall is the Stump?")
    assert answer.short
    assert answer.short.startswith("83 metres")
    assert f"**{answer.short}**" in answer.text
    assert answer.passages[0].passage.source == "towns/boston.md"
    scores = [hit.score for hit in answer.passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_words_are_bold_in_what_somebody_said_too(bot: Bot) -> None:
    answer = bot.ask("What did Hegseth say about 3% of GDP?")
    assert answer.short is not None
    assert "should not drop below 3%" in answer.short
    assert f"**{answer.short}**" in answer.text


def bold(said: str, start: int, end: int) -> str:
    """What is bold of a sentence, in which these characters are the likeliest answer."""
    nothing: frozenset[str] = frozenset()
    question = Question("?", np.zeros(1), (), nothing, nothing, nothing, nothing, nothing, "other", more=False)
    sentence = Sentence(0, 0, 0, len(said), nothing, nothing, (), Span(start, end, 0.0))
    hit = Hit(Passage("a.txt", "", 0, len(said), said, sentences=((0, len(said)),)), 1.0)
    made = draft(question, (hit,), Choice((sentence,), ()), 1.0)
    (claim,) = made.claims
    assert claim.bold
    assert made.short == claim.text[slice(*claim.bold)]
    return made.short


@pytest.mark.parametrize("pair", ["“”", "()", "[]"])
@pytest.mark.parametrize(
    ("likeliest", "shown"),
    [
        ("the potential for <donor fatigue", "the potential for <donor fatigue>"),
        ("the potential for <donor fatigue>", "the potential for <donor fatigue>"),
        ("<donor fatigue> in Europe.", "<donor fatigue> in Europe"),
        ("<donor fatigue>", "<donor fatigue>"),
        ("<donor fatigue", "donor fatigue"),
        ("donor fatigue>", "donor fatigue"),
        ("donor fatigue", "donor fatigue"),
    ],
)
def test_bold_holds_both_of_a_pair_of_quotation_marks(pair: str, likeliest: str, shown: str) -> None:
    marks = str.maketrans("<>", pair)
    said = "They fear the potential for <donor fatigue> in Europe.".translate(marks)
    start = said.index(likeliest.translate(marks))
    assert bold(said, start, start + len(likeliest)) == shown.translate(marks)


def test_a_phrase_in_quotation_marks_is_bold_in_its_sentence(bot: Bot) -> None:
    answer = bot.ask("What are the concerns about support for Ukraine?")
    assert answer.short
    assert f"**{answer.short}**" in answer.text
    assert answer.short.count("“") == answer.short.count("”")
