"""A question is read in the words of the documents: their abbreviations, their spelling, and past its slips."""

import pytest

from bot.chat import Bot
from bot.question.wording import forms, mended
from tests.conftest import Write


def test_a_slip_in_the_ending_of_a_word_does_not_mislead_the_reader(bot: Bot) -> None:
    answer = bot.ask("What did Hegseth say about fiscal responsability?")
    assert answer.searched == "What did Hegseth say about fiscal responsibility?"
    assert answer.notes == ()
    assert "fiscally constrained times" in answer.text


def test_a_word_is_no_slip_of_one_that_only_binds_sentences_in_another_language(write: Write) -> None:
    bot = Bot.from_folder(write({"miete.txt": "Die Miete ist am Ersten fällig. Das ist so. Die Wohnung ist hell.\n"}))
    with bot.index.reading() as view:
        assert mended(view, "Give me the gist of it") == ("Give me the gist of it", ())


def test_a_form_of_a_word_that_the_documents_hold_in_another_is_no_slip(write: Write) -> None:
    bot = Bot.from_folder(write({"news.txt": "The old mill reopens on 4 April 2026 with an exhibition about bread.\n"}))
    with bot.index.reading() as view:
        assert mended(view, "When does the mill reopen?") == ("When does the mill reopen?", ())


def test_slips_of_spelling_are_mended_with_a_note_and_real_words_are_left_alone(towns: Bot) -> None:
    answer = towns.ask("When was Ashfrod founded?")
    assert "893" in answer.text
    assert answer.notes == ("“Ashfrod” was read as “Ashford”.",)
    assert towns.ask("Which planet is steamed?").searched == "Which planet is steamed?"


def reads(bot: Bot, question: str) -> tuple[str, tuple[str, ...]]:
    with bot.index.reading() as view:
        return mended(view, question)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("How much has the UK given?", "How much has the United Kingdom given?"),
        ("what has the u.k. given", "what has the United Kingdom given"),
        ("Who set up the UDCG?", "Who set up the Ukraine Defense Contact Group?"),
        ("Is the Ukraine Defence Contact Group new?", "Is the Ukraine Defense Contact Group new?"),
        ("Was the North Atlantic Treaty Organization founded in 1949?", "Was the NATO founded in 1949?"),
        ("What is their decisionmaking?", "What is their decision making?"),
        ("Who do they cooperate with?", "Who do they co operate with?"),
        ("What did Hegseht take?", "What did Hegseth take?"),
        ("What did Ehgseth take?", "What did Hegseth take?"),
        ("Who is Zelenskyy?", "Who is Zelensky?"),
        ("What was Rumsfild?", "What was Rumsfeld?"),
        ("What did Macron say about the IMF?", "What did Macron say about the IMF?"),
        ("What is the PH of water?", "What is the PH of water?"),
        ("Tell us who they are", "Tell us who they are"),
    ],
)
def test_a_question_is_read_in_words_that_the_documents_hold(aid: Bot, question: str, read: str) -> None:
    assert reads(aid, question)[0] == read


def test_what_a_word_was_taken_to_mean_is_noted_and_a_mere_spelling_is_not(aid: Bot) -> None:
    assert reads(aid, "Has the UK's minister met the EU?")[1] == ("“UK” was read as “United Kingdom”.",)
    assert reads(aid, "defence")[1] == ()


def test_a_name_that_the_documents_abbreviate_otherwise_is_not_declined(aid: Bot) -> None:
    answer = aid.ask("How much has the UK given?")
    assert "12 billion pounds" in answer.text
    assert "mention" not in aid.ask("How many members met the target, 23 or fewer?").text
    assert aid.ask("How much has the USA given?").text == "The documents don't mention USA."


def test_both_forms_are_searched_for_where_the_documents_hold_both(aid: Bot) -> None:
    with aid.index.reading() as view:
        found = {(form.said, form.written) for form in forms(view, "What was the GDP of the 3 members?")}
    assert (("gdp",), ("gross", "domestic", "product")) in found
    assert (("3",), ("three",)) in found
