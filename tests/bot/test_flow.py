"""What is wanted by a follow-up is told by the conversation as well."""

import pytest

from bot.flow import _readings
from bot.question.followup import leans
from bot.question.kind import Intent, intent_of

SCHOOL = ("Which languages are taught at the school?", "French, Dutch and Greek are taught. [1]")
FOLDER = ("How many e-mails are there?", "There are three e-mails.")


def kinds(question: str, said: tuple[str, str]) -> set[str]:
    history = told(said)
    found, _ = _readings(None, question, history, intent_of(question), leans(question, history))
    return {intent.kind for _, intent in found}


def told(said: tuple[str, str]) -> list[dict[str, str]]:
    return [{"role": role, "content": text} for role, text in zip(("user", "assistant"), said, strict=True)]


@pytest.mark.parametrize(
    ("question", "said", "of_folder"),
    [
        ("How many languages?", SCHOOL, False),  # and not how many documents there are
        ("How many documents are there?", SCHOOL, True),
        ("And presentations?", FOLDER, True),
        ("What else did they point out?", SCHOOL, False),
    ],
)
def test_a_folder_is_asked_about_only_where_documents_are_spoken_of(
    question: str, said: tuple[str, str], *, of_folder: bool
) -> None:
    found = kinds(question, said)
    assert found == {"library"} if of_folder else "library" not in found


@pytest.mark.parametrize(
    ("leaning", "first", "at_all"), [(0.2, True, True), (0.4, True, True), (0.6, False, True), (0.95, False, False)]
)
def test_the_likelier_reading_comes_first_and_the_other_only_where_it_is_doubtful(
    leaning: float, *, first: bool, at_all: bool
) -> None:
    question = "How many languages?"
    found, _ = _readings(None, question, told(SCHOOL), Intent("question"), leaning)
    as_typed = [form.text == question for form, _ in found]
    assert (as_typed[0], any(as_typed)) == (first, at_all)


def test_what_names_only_another_thing_is_not_read_by_itself() -> None:
    found, _ = _readings(None, "And Greek?", told(SCHOOL), Intent("question"), 0.6)
    assert all(form.text != "And Greek?" for form, _ in found)
