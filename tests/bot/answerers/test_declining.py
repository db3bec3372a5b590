"""What the documents do not say is declined."""

import pytest

from bot.chat import Bot

NEAR = "How tall is the church tower in Boston?"
LACKING = "How many workers did the railway works in Boston employ?"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("What did Macron say about Ashford?", "The documents don't mention Macron."),
        ("What happened in Ashford in 1066?", "The documents don't mention 1066."),
        ("Did Ann Lee or Bob Ray visit Boston?", "The documents don't mention Ann Lee or Bob Ray."),
        ("photosynthesis", "The documents don't mention photosynthesis."),
    ],
)
def test_what_the_documents_do_not_say_is_declined_by_name(towns: Bot, question: str, message: str) -> None:
    answer = towns.ask(question)
    assert (answer.kind, answer.answered, answer.citations) == ("declined", False, ())
    assert answer.text.startswith(message)


def test_a_number_that_only_limits_what_is_asked_for_need_not_stand_anywhere_but_no_sentence_answers(
    towns: Bot,
) -> None:
    answer = towns.ask("Which towns had more than 1,217 workers in the railway works?")
    assert answer.text == "I am not sure enough. These passages may help."


def test_what_comes_near_is_shown_beside_the_name_that_no_document_has(towns: Bot) -> None:
    answer = towns.ask("How tall is the church tower, the Stump, in Zanzibar?")
    assert answer.text == "The documents don't mention Zanzibar."
    assert "83 metres" in answer.near[0].quote


def test_a_question_that_only_looks_answered_gets_passages_and_no_claim(towns: Bot) -> None:
    careful = Bot(towns.index, towns.settings.model_copy(update={"max_wrong": 1e-9}))
    answer = careful.ask(NEAR)
    assert (answer.kind, answer.answered, answer.citations) == ("declined", False, ())
    assert answer.text == "I am not sure enough. These passages may help."
    assert answer.near
    for place in answer.near:
        assert careful.document(place.source).text[place.start : place.end] == place.quote
    assert len({(place.source, place.start) for place in answer.near}) == len(answer.near)
    assert answer.near[0].quote in towns.ask(NEAR).citations[0].quote, "the likeliest words come first"


def test_the_verb_that_a_question_begins_with_is_no_name_that_a_passage_lacks(towns: Bot) -> None:
    careful = Bot(towns.index, towns.settings.model_copy(update={"max_wrong": 1e-9}))
    answer = careful.ask("Port how many workers at the railway works of the town?")
    assert answer.text == "I am not sure enough. These passages may help."


def test_a_name_or_number_that_the_nearest_passage_lacks_is_told(towns: Bot) -> None:
    careful = Bot(towns.index, towns.settings.model_copy(update={"max_wrong": 1e-9}))
    answer = careful.ask(LACKING)
    assert "the nearest passage doesn't mention" in answer.text
    named = answer.text.split("mention ")[1].split(".")[0]
    assert named in LACKING
    nearest = answer.near[0]
    assert named not in next(hit.passage.text for hit in answer.passages if hit.passage.source == nearest.source)
