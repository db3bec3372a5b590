"""A question for the part of a document that bears a label gets all of that part, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answerers.part import part_of
from bot.answerers.summary.labels import headings, labels
from bot.answers import Answer
from bot.chat import Bot
from ingest.load import File, parsed
from ingest.text.splitting import split
from tests.bot.conftest import opened

MARCH = """# Choir committee, 4 March 2025

Present: Orla Finch (chair), Tam Reedy, Bea Holloway.
In attendance: Jun Sato (minutes).
Apologies: Gil Marsh.

**1 Robes.** The blue robes are worn out. Agreed: new ones are ordered from Sandell for £1,240.

**2 Concert.** The hall is booked for 14 June.

## Actions

| Task | Who | By |
|---|---|---|
| Order robes | Tam | 20 March |
| Print posters | Bea | 1 May |

Next meeting: 6 May.
"""
MAY = """# Choir committee, 6 May 2025

In the vestry. There: Orla, Bea, Gil. Sorry: Tam Reedy. Minutes: Bea.

The posters are late. Gil knows a printer in Wellow.

To do: Bea calls the printer (8 May). Gil tunes the organ (1 June).
"""
STUDY = """# Why tenors leave: a study

By Jun Sato, autumn 2024.

## What was asked
Eleven tenors filled in a form; four said that Tuesdays do not suit them.

## What I recommend
1. Rehearse on Thursdays.
2. Pay the fare of those who come by ferry.

## Doubts
Eleven is not many.
"""


@pytest.fixture(scope="module")
def choir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(
        tmp_path_factory.mktemp("choir"), {"2025-03-04.md": MARCH, "2025-05-06.md": MAY, "tenors.md": STUDY}
    ) as bot:
        yield bot


def lines(answer: Answer) -> list[str]:
    return [line.rsplit(" [", 1)[0].removeprefix("- ") for line in answer.plain.splitlines()]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Who attended the committee meeting of 4 March 2025?",
            ["Orla Finch", "Tam Reedy", "Bea Holloway", "Jun Sato"],
        ),
        ("Who was at the committee meeting in May?", ["Orla", "Bea", "Gil"]),
        ("Who sent apologies for the March meeting?", ["Gil Marsh"]),
        ("What was decided at the committee meeting in March?", ["new ones are ordered from Sandell"]),
        (
            "Which tasks were handed out at the meeting of 4 March?",
            ["Order robes", "Print posters", "20 March", "1 May"],
        ),
        ("What are the action items of the May meeting?", ["calls the printer", "tunes the organ"]),
        ("What does the study of the tenors recommend?", ["Thursdays", "ferry"]),
    ],
)
def test_the_part_that_is_asked_for_is_told_whole(choir: Bot, question: str, said: list[str]) -> None:
    answer = choir.ask(question)
    assert answer.kind == "answer"
    assert all(one in answer.plain for one in said)
    for one in answer.citations:
        assert choir.document(one.source).text[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        ("Who attended the committee meeting of 4 March 2025?", ["Gil Marsh", "robes"]),
        ("Which tasks were handed out at the meeting of 4 March?", ["Next meeting", "Concert"]),
        ("What does the study of the tenors recommend?", ["Eleven"]),
    ],
)
def test_what_stands_beside_it_is_not(choir: Bot, question: str, beside: list[str]) -> None:
    assert not any(one in choir.ask(question).plain for one in beside)


def test_of_a_day_on_which_nobody_met_nothing_is_told(choir: Bot) -> None:
    assert "Sandell" not in choir.ask("What was decided at the committee meeting of 5 March 2025?").plain


def test_a_part_that_a_document_has_not_is_not_told_from_another_one(choir: Bot) -> None:
    assert "Thursdays" not in choir.ask("What does the committee meeting of 4 March 2025 recommend?").plain


def test_who_was_at_a_meeting_is_no_line_of_its_summary(choir: Bot) -> None:
    answer = choir.ask("Summarise the committee meeting of 4 March 2025")
    assert answer.kind == "summary"
    assert "robes" in answer.plain
    assert "Present" not in answer.plain


@pytest.mark.parametrize(
    ("label", "task"),
    [
        ("Present: Ann", "present"),
        ("**Present:** Ann", "present"),
        ("Also there: Ann", "present"),
        ("Anwesend: Anna", "present"),
        ("Apologies from Bo", "absent"),
        ("Actions (open):", "tasks"),
        ("- To do: nothing", "tasks"),
        ("Recommendations", "proposals"),
    ],
)
def test_labels_are_known_as_they_are_written(label: str, task: str) -> None:
    assert {one for one, pattern in labels().items() if pattern.match(label)} == {task}


@pytest.mark.parametrize(
    "text", ["Presents were given to Ann.", "The actions of the board were praised.", "Therefore: no."]
)
def test_a_word_like_a_label_is_none(text: str) -> None:
    assert not any(pattern.match(text) for pattern in labels().values())


def test_a_part_ends_where_its_items_do() -> None:
    document = parsed(File("a.md", b"# Board\n\n## To do\n- Ann: call Bo\n- Bo: wait\n\nClosed at nine.\n", 0.0))
    told = [document.text[start:end] for _, start, end in part_of(document, split(document), (), "tasks")]
    assert [one.strip("- \n") for one in told] == ["Ann: call Bo", "Bo: wait"]
    assert frozenset({"do"}) not in headings()["tasks"]


PARISH = """# Parish council, 2 June 2031

Present: Ida Brook, Noor Sands.

**1. Minutes.** Agreed: "12 tons" should read "12 bales".

**2. Well.** The well is dry. From 1 July nobody waters gardens.

**3. Fair.** Moved to 4 August, since the band cannot come before.

**4. Van.** Put off until the next meeting.
"""


def test_minutes_of_which_most_bears_no_label_are_summed_up(tmp_path: Path) -> None:
    with opened(tmp_path, {"2031-06-02.md": PARISH, "wells.md": "# Wells\n\nA well is as deep as it is dug.\n"}) as bot:
        answer = bot.ask("What was decided at the council meeting in June?")
    assert "4 August" in answer.plain
    assert "1 July" in answer.plain
