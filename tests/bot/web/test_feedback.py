"""What is kept of a conversation: judgements that become cases."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.chat import Bot
from bot.evaluation.metrics import holds_any
from bot.evaluation.questions import load_questions
from bot.web.feedback import Judged, case, forget, keep
from ingest.sync.feedback import FEEDBACK
from tests.bot.web.conftest import BotOn, Visit
from tests.helpers.browsing import ask


def judged(**values: object) -> Judged:
    quote = {"source": "a.txt", "start": 0, "end": 5, "quote": "It is 83 metres tall."}
    base = Judged("How tall is it?", (), "It is **83 metres** tall. [1]", "83 metres", True, (quote,), {"v": "1"}, True)
    return replace(base, **values)


@pytest.mark.parametrize(
    ("values", "answers", "review"),
    [
        ({}, ["83 metres"], False),
        ({"short": None}, ["It is 83 metres tall."], False),
        ({"good": False}, [], True),
        ({"good": False, "right": " 84  metres "}, ["84 metres"], False),
        ({"answered": False, "short": None, "citations": ()}, [], False),
        ({"answered": False, "short": None, "citations": (), "good": False}, [], True),
    ],
)
def test_a_judgement_is_a_case(values: dict, answers: list[str], review: bool) -> None:
    made = case(judged(**values))
    assert made["answers"] == answers
    assert made.get("review", False) == review


def test_a_good_answer_is_right_when_it_is_replayed(towns: Bot, tmp_path: Path) -> None:
    for question in ("How tall is the Stump?", "When was Ashford founded?", "How is green tea kept green?"):
        answer = towns.ask(question)
        cited = [{"source": c.source, "start": c.start, "end": c.end, "quote": c.quote} for c in answer.citations]
        keep(tmp_path, Judged(question, (), answer.text, answer.short, True, cited, {}, True))
    for one in load_questions(tmp_path / FEEDBACK).cases:
        assert holds_any(towns.ask(one.question).text, one.answers)


def test_feedback_forgets_a_document(tmp_path: Path) -> None:
    for source in ("a.txt", "b.txt", "a.txt"):
        keep(tmp_path, judged(citations=({"source": source, "start": 0, "end": 1, "quote": "x"},)))
    assert forget(tmp_path, ["a.txt"]) == 2
    assert [one.source for one in load_questions(tmp_path / FEEDBACK).cases] == ["b.txt"]
    assert forget(tmp_path, []) == 0


@pytest.mark.browser
def test_judgements_become_cases_that_are_replayed(bot_on: BotOn, visit: Visit) -> None:
    text = "# Tea\n\nTea was first brewed in China. Water for green tea should have 80 degrees.\n"
    with_feedback = bot_on({"tea.md": text})
    page = visit(with_feedback)
    ask(page, "Where was tea first brewed?")
    page.get_by_role("button", name="Good answer").click()
    expect(page.locator(".fn-thanks")).to_have_text("Kept as a test.")
    ask(page, "How many degrees should water for green tea have?")
    page.get_by_role("button", name="Bad answer").nth(1).click()
    page.get_by_label("What would be right?").last.fill("80 degrees Celsius")
    page.keyboard.press("Enter")
    expect(page.locator(".fn-thanks")).to_have_count(2)
    ask(page, "Where was tea brewed?")
    page.get_by_role("button", name="Bad answer").nth(2).click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".fn-thanks")).to_have_count(3)
    file = with_feedback.settings.index_folder / "feedback.jsonl"
    good, bad, unknown = load_questions(file).cases
    assert (good.question, good.answers, good.source) == ("Where was tea first brewed?", ("China",), "tea.md")
    assert (bad.answers, bad.review) == (("80 degrees Celsius",), False)
    assert len(bad.history) == 2
    assert (unknown.answers, unknown.review) == ((), True)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert all(row["versions"]["footnote"] and row["versions"]["document tea.md"] and row["citations"] for row in rows)
