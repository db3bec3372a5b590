"""What follow-ups leave out can be learned from a small file, is saved, and is measured on what taught nothing."""

import json
import shutil
from pathlib import Path

import pytest

from bot.evaluation.metrics import precision_recall_f1
from bot.learning.followup import measure, signs, train
from bot.learning.followup.canard import example, learnable, left_out, load_canard
from bot.learning.followup.folders import (
    KEPT,
    about,
    of_conversations,
    of_folder_questions,
    of_rewrites,
    questions_of,
    that_teach,
)
from bot.question.followup.terms import ADAPTER, judged, load_head
from bot.question.followup.tokens import reading
from ingest.console import run
from ingest.embedding.model_files import DEFAULT_MODEL
from ingest.embedding.models import token_model
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold" / "conversations"


@pytest.fixture(scope="module")
def dialogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half of our own conversations, in CANARD's format."""
    rows = []
    lines = (GOLD / "conversations-docs.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[:40]):
        row = json.loads(line)
        turns = ["A library", "Documents", *(message["content"] for message in row["history"])]
        rows.append(
            {
                "QuAC_dialog_id": f"C_{number}_0",
                "History": turns,
                "Question": row["question"],
                "Rewrite": row["standalone"],
            }
        )
    path = tmp_path_factory.mktemp("canard") / "own.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # peft's and transformers' own deprecations
def test_it_learns_saves_and_reports(dialogues: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("peft")
    few = ["--talks", str(about("tune")[0])]
    assert run(train.app, [str(dialogues), *few, "--epochs", "2", "--rank", "4", "--save", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "Learned from" in said
    assert "F1" in said
    settings = json.loads((tmp_path / "adapter_config.json").read_text(encoding="utf-8"))
    assert settings["base_model_name_or_path"] == DEFAULT_MODEL
    assert not (tmp_path / "README.md").exists()
    head = load_head(tmp_path)
    found = judged(token_model().adapted(tmp_path), head, "When was it built?", ["Who built the Stump in Boston?"])
    assert {word.word.roots for word in found} == {("stump",), ("boston",)}  # "built" is in the question
    assert all(0 <= word.chance <= 1 for word in found)


@pytest.mark.slow
def test_what_is_made_of_the_adapter_s_word_is_fitted(
    dialogues: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ADAPTER, tmp_path / "own", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    assert run(signs.app, [str(dialogues), "--save", str(tmp_path / "own")]) == 0
    assert "Fitted to" in capsys.readouterr().out
    before, after = load_head(ADAPTER), load_head(tmp_path / "own")
    assert before.signs != after.signs
    assert after.signs[0] > 0  # what the adapter holds likely is likelier
    assert (before.weight == after.weight).all()


@pytest.mark.slow
def test_it_is_measured_on_the_other_half(dialogues: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = load_canard(dialogues)
    taught = learnable(asked)
    assert 0 < len(taught) < len(asked)
    assert not any(one.measured for one in taught)
    assert run(measure.app, [str(dialogues)]) == 0
    assert f"CANARD: {sum(one.measured for one in asked)} questions" in capsys.readouterr().out


def test_the_conversations_that_teach_are_turned_into_examples() -> None:
    found = list(of_conversations(that_teach(), 1))
    assert {one.turn for one in found} == {"alone", "leans", "changes"}
    assert all(len(one.turns) % 2 == 0 and one.turns for one in found)
    kept = {one.group for one in of_conversations([*about("tune"), *about("report"), KEPT], 1)}
    assert kept.isdisjoint(one.group for one in found)


def test_what_leans_in_a_conversation_teaches_what_it_leaves_out() -> None:
    found = list(questions_of(that_teach(), 1))
    leaning = [one for one in found if one.rewrite != one.question]
    assert len(found) > len(leaning) > 0
    assert all(left_out(one.question, one.question, one.turns) == set() for one in found)
    taking = sum(bool(left_out(one.question, one.rewrite, one.turns)) for one in leaning)
    assert taking > 0.9 * len(leaning)


def test_other_questions_about_folders_that_teach_are_turned_into_examples() -> None:
    found = list(of_folder_questions("learn", 1))
    assert {one.turn for one in found} == {"leans", "changes"}
    assert all(one.question not in one.turns and len(one.turns) % 2 == 0 and one.turns for one in found)
    assert {one.turn for one in of_rewrites(that_teach(), 1)} == {"alone"}


def test_no_section_teaches_and_measures(tmp_path: Path) -> None:
    row = {"History": ["T", "S"], "Question": "Why?", "Rewrite": "Why S?"}
    rows = [{**row, "QuAC_dialog_id": f"C_{section}_{at}"} for section in range(40) for at in (0, 1)]
    path = tmp_path / "two.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    asked = load_canard(path)
    measured = {one.dialogue.rpartition("_")[0] for one in asked if one.measured}
    assert measured.isdisjoint(one.dialogue.rpartition("_")[0] for one in learnable(asked))


@pytest.mark.parametrize(
    ("content", "said"),
    [("[]", "no questions"), ("{}", "no questions"), ("[1]", "CANARD"), ("?", "CANARD"), (None, "Cannot read")],
)
def test_a_wrong_file_is_one_line(
    tmp_path: Path, content: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert run(measure.app, [str(path)]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_what_is_left_out_is_in_the_conversation_and_in_the_rewrite() -> None:
    turns = ["Who led the LUMEN study?", "The trial was led by Dr. Helena Brandt."]
    assert left_out("Where was she born?", "Where was Helena Brandt born in Norway?", turns) == {"helena", "brandt"}
    lesson = example("Where was she born?", turns, "Where was Helena Brandt born?")
    wanted = [lesson.read.words[at].roots for at, good in zip(lesson.words, lesson.wanted, strict=True) if good]
    assert wanted == [("helena",), ("brandt",)]


def test_a_long_conversation_keeps_its_topic_and_its_end() -> None:
    turns = [
        "Frogs in ponds",
        *(f"Filler number {at} about toads and newts." for at in range(60)),
        "The last word is Boston.",
    ]
    read = reading("Why?", turns, most=96)
    assert len(read.ids) <= 96
    assert {word.turn for word in read.words} >= {0, len(turns) - 1}
    assert 1 not in {word.turn for word in read.words}
    for word in read.words:
        assert turns[word.turn][word.start : word.end].strip()


def test_scores_of_sets_of_terms() -> None:
    assert precision_recall_f1([{"a", "b"}, set()], [{"a"}, {"c"}]) == (0.5, 0.5, 0.5)
    assert precision_recall_f1([set()], [set()]) == (0.0, 0.0, 0.0)
