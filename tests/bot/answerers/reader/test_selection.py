"""The sentence or two that are shown, and the words in bold."""

from bot.chat import Bot
from bot.proof.citations import plain


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
    assert answer.short == "should not drop below 3% of GDP"
    assert f"**{answer.short}**" in answer.text


def test_bold_holds_both_of_a_pair_of_quotation_marks(bot: Bot) -> None:
    answer = bot.ask("What are the concerns about support for Ukraine?")
    assert answer.short == "the potential for “donor fatigue”"
    assert f"**{answer.short}**" in answer.text
