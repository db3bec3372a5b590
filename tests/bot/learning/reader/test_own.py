"""Our own folders and passages teach what they answer, and what they only seem to."""

import json
from pathlib import Path

import pytest
import torch

from bot.answerers.reader.spans import ADAPTER
from bot.errors import EvaluationError
from bot.evaluation.questions import load_questions
from bot.learning.reader.datasets import load_examples
from bot.learning.reader.network import loaded, rows_of
from bot.learning.reader.own import short
from ingest.embedding.pairs import pairs
from tests.conftest import ROOT, Write

OURS = ROOT / "bot" / "learning" / "folders"


def test_a_passage_answers_some_of_its_questions_and_others_not(tmp_path: Path) -> None:
    asked = [{"q": "When is the pump oiled?", "a": "May"}, {"q": "Who oils the pump?", "a": None}]
    path = tmp_path / "passages.jsonl"
    path.write_text(json.dumps({"title": "Pump", "text": "It is oiled in May, each May.", "asked": asked}) + "\n")
    answered, not_answered = load_examples(path)
    assert (answered.answers, not_answered.answers) == (("May",), ())
    assert [answered.own[0].text[slice(*span)] for span in answered.own[0].spans] == ["May", "May"]
    assert not_answered.own[0].spans == ()


def test_a_folder_gives_each_question_what_proves_it_and_what_deceives(write: Write) -> None:
    folder = write(
        {
            "mill/docs/notes/pump.txt": "The pump\n\nThe pump was oiled in May by Ada Holt. It stands in the yard.",
            "mill/docs/prices.csv": "Item,Price\nOil,4\nGrease,7\n",
            "mill/questions.jsonl": "\n".join(
                json.dumps(one)
                for one in (
                    {"question": "When was the pump oiled?", "answers": ["May"], "source": "notes/pump.txt",
                     "quote": "The pump was oiled in May", "kind": "lookup"},
                    {"question": "How much does the pump weigh?", "kind": "unanswerable-near"},
                    {"question": "What do both cost?", "answers": ["11"], "source": "prices.csv", "kind": "table-count-sum"},
                )
            ),
        },
        "folders",
    )  # fmt: skip
    answered, not_answered = load_examples(folder)
    assert answered.question == "When was the pump oiled?"
    assert [answered.own[0].text[slice(*span)] for span in answered.own[0].spans] == ["May"]
    assert answered.wrong
    assert all("May" not in one.text for one in answered.wrong)
    assert not_answered.own[0].text.startswith("The pump")
    assert not any(one.spans for one in not_answered.own)
    assert [case.question for case in short(folder / "mill")] == [
        "When was the pump oiled?",
        "How much does the pump weigh?",
    ]
    with pytest.raises(EvaluationError, match="Give folders"):
        load_examples(folder / "mill" / "docs" / "notes")


def test_what_is_asked_of_our_folders_stands_where_it_is_said_to() -> None:
    folders = sorted(path.parent for path in OURS.glob("*/*/questions.jsonl"))
    assert {path.parent.name for path in folders} == {"learn", "tune", "report"}
    for folder in folders:
        texts = {str(path.relative_to(folder / "docs")) for path in (folder / "docs").rglob("*")}
        cases = load_questions(folder / "questions.jsonl").cases
        assert {source for case in cases for source in case.sources} <= texts
        assert sum(not case.answerable for case in cases) > 20


def test_only_the_last_layers_learn_where_no_more_shall() -> None:
    network = loaded(ADAPTER).learn_only(2).train()
    rows = rows_of(pairs("Who built it?", [("Mill", "Ada Holt built it.")]))
    network(rows)[2].sum().backward()
    learns = {name.split("_")[2] for name, part in network.up.items() if part.grad is not None and part.grad.any()}
    assert learns == {"4", "5"}
    assert network.head.weight.grad is not None
    whole = loaded(ADAPTER).eval()
    with torch.no_grad():
        assert torch.allclose(network.eval()(rows)[2], whole(rows)[2], atol=1e-4)
