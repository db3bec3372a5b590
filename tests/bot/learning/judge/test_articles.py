"""What public questions teach the judge: the sentence that answers, and those that come near."""

import json
from pathlib import Path

import pytest

from bot.evaluation.splits import part_of
from bot.learning.judge.articles import of_articles
from bot.learning.judge.lines import Line

TEXT = "The mill was built in 1820. A flood took its wheel in 1911. Nobody knows who owned the mill."
WHO = "Who owned the mill in 1820?"
WHEN = "When was the mill built?"


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Two articles, one of which teaches; the other is kept apart."""
    names = (f"Mill {number}" for number in range(100))
    first = next(name for name in names if part_of(name) == "learn")
    other = next(name for name in names if part_of(name) == "report")
    when = {"question": WHEN, "answers": [{"text": "1820", "answer_start": TEXT.index("1820")}]}
    who = {"question": WHO, "answers": [], "is_impossible": True}
    data = [{"title": name, "paragraphs": [{"context": TEXT, "qas": [when, who]}]} for name in (first, other)]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return path


def lines(path: Path, most: int = 50) -> list[Line]:
    return of_articles(path, within=True, most=most, seed=1, bar=quiet)


def test_the_sentence_with_the_answer_answers_and_the_nearest_other_does_not(articles: Path) -> None:
    asked = {line.said.text: line for line in lines(articles) if line.question == WHEN}
    assert asked["The mill was built in 1820."].answers
    others = [line for text, line in asked.items() if text != "The mill was built in 1820."]
    assert len(others) == 1
    assert not others[0].answers


def test_what_is_not_answered_stands_beside_what_comes_near_and_articles_kept_apart_teach_nothing(
    articles: Path,
) -> None:
    asked = [line for line in lines(articles) if line.question == WHO]
    assert len(asked) == 2
    assert not any(line.answers for line in asked)
    assert asked[0].weight > asked[1].weight
    assert all(part_of(line.said.title) == "learn" for line in lines(articles))


def test_a_set_gives_so_many_lines_at_most_and_the_same_each_time(articles: Path) -> None:
    assert len(lines(articles, most=3)) == 3
    assert lines(articles) == lines(articles)
