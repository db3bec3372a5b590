"""A question is limited to documents, a folder and a time, all of them together; what is wrong with it is one line."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.chat import Bot
from bot.errors import SourcesError


def text(name: str, when: str = "") -> str:
    front = f"---\ndate: {when}\n---\n" if when else ""
    return f"{front}# {name}\n\nThe club of {name} has {len(name) * 7} members and meets in the mill.\n"


@pytest.fixture(scope="module")
def clubs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("clubs") / "docs"
    for name, when in (
        ("old/a", "2023-05-01"),
        ("old/b", "2023"),
        ("new/a", "2024-02"),
        ("new/x/c", ""),
        ("other", ""),
    ):
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(name.title(), when))
        stamp = datetime(2020, 2, 29, 12).timestamp()
        os.utime(path, (stamp, stamp))
    one = Bot.from_folder(folder)
    yield one
    one.close()


ALL = ["new/a", "new/x/c", "old/a", "old/b", "other"]


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        ({}, ALL),
        ({"folder": "new"}, ["new/a", "new/x/c"]),
        ({"folder": "./new/x/"}, ["new/x/c"]),
        ({"folder": "."}, ALL),
        ({"after": "2024"}, ["new/a"]),
        ({"after": "2024-02-29"}, ["new/a"]),
        ({"after": "2024-02"}, ["new/a"]),
        ({"after": "2023-05-01", "before": "2023-05-01"}, ["old/a", "old/b"]),
        ({"after": "2023-05-02", "before": "2023"}, ["old/b"]),
        ({"after": "2023-06", "before": "2023-07"}, ["old/b"]),
        ({"before": "2020-02-29"}, ["new/x/c", "other"]),
        ({"before": date(2020, 2, 29), "after": date(2020, 2, 29)}, ["new/x/c", "other"]),
        ({"before": "2020", "folder": "new"}, ["new/x/c"]),
        ({"after": "2020-03", "sources": ["old/a.md", "other.md"]}, ["old/a"]),
    ],
)  # fmt: skip
def test_only_the_documents_that_are_left_are_searched(clubs: Bot, limits: dict, left: list[str]) -> None:
    found = clubs.search("How many members has the club?", 10, **limits)
    assert sorted({passage.source.removesuffix(".md") for hit in found for passage in (hit.passage, *hit.also)}) == left
    answer = clubs.ask("How many members has the club that meets in the mill?", **limits)
    assert {citation.source.removesuffix(".md") for citation in answer.citations} <= set(left)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"folder": "2025"}, "There is no folder '2025'"),
        ({"folder": "../docs"}, "There is no folder"),
        ({"after": "2024-13"}, "after: '2024-13' is no date"),
        ({"before": "2023-02-30"}, "before: '2023-02-30' is no date"),
        ({"after": "soon"}, "'soon' is no date"),
        ({"after": "2024", "before": "2023"}, "no day from 2024 to 2023"),
        ({"folder": "old", "after": "2024"}, "No document of 'old' is from 2024 or later."),
        ({"before": "2019"}, "No document is from 2019 or earlier."),
        ({"sources": ["other.md"], "folder": "old"}, "None of the chosen documents in 'old' is left."),
        ({"sources": ["absent.md"], "folder": "old"}, "There is no document 'absent.md'"),
        ({"sources": []}, "No documents are chosen"),
    ],
)
def test_what_cannot_be_is_one_line(clubs: Bot, limits: dict, said: str) -> None:
    for ask in (clubs.ask, clubs.search):
        with pytest.raises(SourcesError) as caught:
            ask("How many members has the club?", **limits)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_follow_up_keeps_to_it_and_a_file_without_a_date_is_as_old_as_its_file(clubs: Bot) -> None:
    history = [
        {"role": "user", "content": "How many members has the club of Other?"},
        {"role": "assistant", "content": "The club of Other has 35 members."},
    ]
    answer = clubs.ask("Where does it meet?", history, before="2020")
    assert {citation.source for citation in answer.citations} <= {"new/x/c.md", "other.md"}
    assert {citation.dated for citation in answer.citations} == {"file of 29 February 2020"}


def test_a_summary_keeps_to_it(clubs: Bot) -> None:
    assert {one.source for one in clubs.ask("Summarize", folder="new/x").citations} <= {"new/x/c.md"}


def test_the_year_in_a_name_counts_before_the_time_of_the_file(tmp_path: Path) -> None:
    for name in ("prices_2023.csv", "prices 2024.csv"):
        (tmp_path / name).write_text("Item,Price\nhose,3.00\nrake,4.00\n")
    with closing(Bot.from_folder(tmp_path, tmp_path / "index")) as bot:
        found = bot.search("What does the rake cost?", before="2023")
        assert {hit.passage.source for hit in found} == {"prices_2023.csv"}
