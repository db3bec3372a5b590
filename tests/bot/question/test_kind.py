"""What a message wants is told by its meaning."""

import pytest

from bot.question.kind import Intent, intent_of, likely, names_documents, phrase_of


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
        ("Summarize the position of Poland", "summary", "position of Poland"),
        ("Where is Poland mentioned?", "mentions", "Poland"),
        ("“donor fatigue”", "mentions", "donor fatigue"),
        ("every mention of the summit", "mentions", "summit"),
        ("Sum up the gardening rules, please", "summary", "gardening rules"),
        ("tldr of chapter 4", "summary", "chapter 4"),
        ("What documents have you got?", "library", ""),
        ("wie viele dateien gibt es", "library", ""),
        ("Do you have anything on compost?", "library", "compost"),
        ("Which files mention Will Harper?", "mentions", "Will Harper"),
        ("Which spades cost more than 30 pounds?", "table", ""),
        ("cheapest lawn mower", "table", ""),
        ("Name all members of the committee.", "list", ""),
        ("What is the difference between mulch and compost?", "comparison", ""),
        ("Write me a sonnet about tulips", "smalltalk", ""),
        ("Vielen Dank!", "smalltalk", ""),
        ("Why was the greenhouse closed?", "question", ""),
        ("Is watering at noon allowed?", "question", ""),
        ("who looks after the hedges", "question", ""),
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


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("What is the most recent letter?", "newest"),
        ("How many files are in here?", "count"),
        ("Any mails from Rosa Klein?", "author"),
        ("Are there documents in Spanish?", "language"),
        ("What topics are covered?", "topics"),
    ],
)
def test_what_is_wanted_of_the_folder_is_told(text: str, task: str) -> None:
    assert intent_of(text).task == task


def test_the_language_of_small_talk_is_answered() -> None:
    assert intent_of("Danke schön").reply.startswith("Gern geschehen")
    assert intent_of("Merci beaucoup").reply.startswith("Je vous en prie")
    assert intent_of("¿Quién eres?").reply.startswith("Soy Footnote")


def test_within_a_conversation_only_clear_small_talk_is_small_talk() -> None:
    assert intent_of("and where?", within=True).kind == "question"
    assert intent_of("Thank you!", within=True).kind == "smalltalk"


def test_what_is_unsure_goes_to_the_reader_and_what_may_decline_is_asked_first() -> None:
    assert likely({"library.list": 0.4, "question": 0.6}) == ("question",)
    assert likely({"question": 0.6, "table": 0.35, "summary": 0.05}) == ("question", "table")
    assert intent_of("a" * 600).kinds == ("table", "question")


def test_a_summary_that_may_be_meant_is_tried_and_before_a_part_where_it_is_likelier() -> None:
    assert likely({"question": 0.7, "library.about": 0.2, "table": 0.1}) == ("question", "table", "summary")
    unsure = likely({"summary": 0.4, "question": 0.35, "part.proposals": 0.25})
    assert unsure == ("question", "summary", "part")
    assert Intent(unsure[0], others=unsure[1:], sure=0.35).kinds == ("summary", "part", "list", "table", "question")


def test_a_list_that_is_nearly_as_likely_is_asked_before_a_summary_would_answer_anything() -> None:
    assert likely({"summary": 0.47, "list": 0.45, "question": 0.08}) == ("question", "list", "summary")


def test_whatever_a_question_sounds_like_a_table_may_answer_it() -> None:
    assert Intent("question").kinds == ("table", "question")
    assert Intent("summary", sure=0.9).kinds == ("summary", "question")


def test_numbers_are_asked_with_or_asked_about() -> None:
    assert phrase_of("Summarize section 7 in 3 sentences", "summary") == "section 7"
    assert phrase_of('Where is "the old mill" mentioned?', "mentions") == "the old mill"


def test_rows_of_a_table_are_chosen_before_a_list_gives_all_unless_surely_a_list_is_wanted() -> None:
    assert Intent("list", others=("table",), sure=0.5).kinds == ("table", "list", "question")
    assert Intent("list", others=("table",), sure=0.9).kinds == ("list", "table", "question")


def test_only_words_for_documents_name_documents() -> None:
    assert names_documents("How many PDFs?")
    assert names_documents("how many sets of minutes")
    assert not names_documents("And how many of those got released?")
