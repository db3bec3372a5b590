"""A question about a folder teaches what kind it may be, and no more."""

import json
from pathlib import Path

import pytest

from bot.learning.kind import folders
from bot.learning.kind.examples import Example
from bot.question.classifier import model
from tests.conftest import Write

ASKED = (
    {"question": "Which oils are in stock?", "kind": "table-filter", "all": ["rape"], "source": "oils.csv"},
    {"question": "Who oils the pump?", "kind": "lookup", "answers": ["Ada"], "source": "notes.txt"},
    {"question": "How much is grease?", "kind": "version", "answers": ["7"], "source": "prices.csv"},
    {"question": "How many mails are there?", "kind": "library", "answers": ["3"]},
    {"question": "What does the pump weigh?", "kind": "unanswerable-near"},
    {"question": "And why?", "kind": "follow-up", "answers": ["dust"],
     "history": [{"role": "user", "content": "Is it oiled?"}]},
)  # fmt: skip


def test_what_a_question_tests_leaves_some_kinds_open(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    root: Path = write({"learn/mill/questions.jsonl": "\n".join(map(json.dumps, ASKED))}, "folders")
    monkeypatch.setattr(folders, "FOLDERS", root)
    found = {
        one.text: {kind.split(".")[0] for kind in model().classes if one.fits(kind)}
        for one in folders.asked("learn", 1.0)
    }
    assert found == {
        "Which oils are in stock?": {"table"},
        "Who oils the pump?": {"question"},
        "How much is grease?": {"table", "question"},
        "How many mails are there?": {"library", "mail"},
        "What does the pump weigh?": {"question", "table", "list", "comparison"},
    }


def test_a_kind_holds_all_that_is_wanted_of_it() -> None:
    one = Example("How many mails are there?", "library", "en", 1.0)
    assert one.fits("library.count")
    assert not one.fits("list")
