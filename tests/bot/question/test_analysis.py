"""What a question asks about, and what would deny it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.chat import Bot
from bot.question.analysis import analyze
from bot.retrieval.retriever import look_up


@pytest.mark.parametrize(
    ("asked", "denials"),
    [
        ("Has any country reached 5% of GDP on defense?", {"no", "countri"}),
        ("Did anyone object to any of it?", {"no", "one"}),
        ("Was anything decided?", {"noth"}),
        ("Are there any?", set()),
        ("Which members object to any change?", set()),
    ],
)
def test_what_is_asked_about_as_any_is_denied_by_none(bot: Bot, asked: str, denials: set[str]) -> None:
    with bot.index.reading() as view:
        found = look_up(view, asked, 0)
        assert analyze(view, found.text, found.vector).denials == denials


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("How much did the United Kingdom contribute to Ukraine?", {"unit", "kingdom"}),
        (
            "How much does the United States spend on defense?",
            {"unit", "state", "us", "usa"},
        ),  # the article says "the U.S." too
        ("How much does the U.S. spend on defense?", set()),  # initials: a sentence may write them out
        ("What was promised?", set()),
    ],
)
def test_who_is_asked_about_is_known_in_every_form_that_the_documents_have(bot: Bot, asked: str, who: set[str]) -> None:
    with bot.index.reading() as view:
        found = look_up(view, asked, 5)
        assert analyze(view, found.text, found.vector).doer == who


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("boxes")
    text = "The largest box is hired daily. Please mark it. It was brought back by Mark. Rutger paid."
    (folder / "boxes.txt").write_text(text, encoding="utf-8")
    with closing(Bot.from_folder(folder, tmp_path_factory.mktemp("index"))) as own:
        yield own


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Largest box?", False),
        ("Daily hire of the box: how much is it?", False),
        ("Mark: how many boxes does he hire?", True),  # the documents mark boxes, and know a Mark
        ("Rutger: how many boxes does he hire?", True),
        ("Nobbs: how many boxes does he hire?", False),  # the documents don't know any
    ],
)
def test_a_word_that_begins_a_question_is_a_name_where_the_documents_use_it_as_one(
    boxes: Bot, asked: str, name: bool
) -> None:
    with boxes.index.reading() as view:
        found = look_up(view, asked, 0)
        first = analyze(view, found.text, found.vector).terms[0]
    assert (first.word == asked.lower().partition(" ")[0].strip(":") and first.key) == name


@pytest.mark.parametrize(("asked", "word"), [("What is on in November?", "november"), ("Is it shut on Sundays?", "sundays")])  # fmt: skip
def test_documents_may_tell_of_days_and_months_in_other_ways(bot: Bot, asked: str, word: str) -> None:
    with bot.index.reading() as view:
        question = analyze(view, asked, look_up(view, asked, 1).vector)
    assert [term.known for term in question.terms if term.word == word] == [True]
