"""Learning of yes and no: what its lines teach, what is saved, and that a training goes on where it stopped."""

import json
from pathlib import Path

import pytest
import torch

from bot.answerers.reader.verdict.verdict import VERDICTS, load_judge
from bot.learning.verdict.train import (
    Line,
    _batches,
    figures,
    line,
    loss,
    of_folders,
    of_passages,
    taught,
    written,
)
from ingest.embedding.pairs import as_tokens, pairs


def lines() -> list[Line]:
    return [
        line("Are dogs allowed?", "Dogs are not allowed.", "no"),
        line("Are dogs allowed?", "Dogs are allowed.", "yes"),
        line("Are dogs allowed?", "Somebody asked about dogs.", "neither", 0.5),
    ]


def test_lines_are_read_with_their_verdict(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(
        "".join(json.dumps({"q": "Is it so?", "s": "It is.", "v": v}) + "\n" for v in ("yes", "no", "neither"))
    )
    assert [VERDICTS[one.verdict] for one in written(path)] == ["Yes", "No", ""]


def test_of_a_passage_the_nearest_sentence_teaches_what_says_neither(tmp_path: Path) -> None:
    asked = [{"q": "Is it so?", "a": "It is.", "v": "yes"}, {"q": "Is it?", "a": None, "near": "So.", "v": "neither"}]
    path = tmp_path / "passages.jsonl"
    path.write_text(json.dumps({"title": "", "text": "It is. So.", "asked": asked}), encoding="utf-8")
    first, second = of_passages(path, 0.25)
    assert [VERDICTS[one.verdict] for one in (first, second)] == ["Yes", ""]
    assert first.weight == second.weight == 0.25
    assert len(second.pair.ids) < len(pairs("Is it?", [("", "It is. So.")])[0].ids)


def test_of_folders_only_what_is_asked_for_yes_or_no_teaches(tmp_path: Path) -> None:
    folder = tmp_path / "club"
    folder.mkdir()
    cases = [
        {"question": "May I smoke?", "answers": ["no"], "kind": "yes-no", "quote": "Smoking is forbidden."},
        {"question": "May I sing?", "answers": ["on Sundays"], "kind": "yes-no", "quote": "Singing on Sundays only."},
        {"question": "Who sings?", "answers": ["no"], "kind": "lookup", "quote": "Nobody sings."},
    ]
    (folder / "questions.jsonl").write_text("".join(json.dumps(one) + "\n" for one in cases), encoding="utf-8")
    assert [VERDICTS[one.verdict] for one in of_folders(tmp_path)] == ["No"]


def test_a_line_that_counts_less_weighs_less() -> None:
    odds = torch.tensor([[0.0, 2.0, 0.0], [0.0, 2.0, 0.0], [0.0, 2.0, 0.0]])
    right, wrong, slight = lines()
    light = loss(odds, [right, wrong, slight])
    heavy = loss(odds, [right, wrong, Line(slight.pair, slight.verdict)])
    assert light < heavy


def test_every_line_is_seen_in_each_round() -> None:
    those = lines() * 20
    seen = [id(one) for batch in _batches(those, 1, 2) for one in batch]
    assert sorted(seen) == sorted(map(id, those))


@pytest.mark.slow
def test_a_training_learns_and_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.learning.verdict.train._BATCH", 3)
    steps: list[int] = []
    network = taught(lines(), 12, 1, tmp_path, lambda _, done, __: steps.append(done))
    assert steps == list(range(1, 13))
    told = figures(network, lines(), 0.4)
    assert (told["says yes or no"], told["right of these"], told["says the opposite"]) == (2 / 3, 1.0, 0.0)
    taught(lines(), 12, 1, tmp_path, lambda _, done, __: steps.append(done))
    assert steps == list(range(1, 13))  # all was learned: the checkpoint is taken over


@pytest.mark.slow
def test_what_is_saved_says_the_same(tmp_path: Path) -> None:
    network = taught(lines(), 11, 1, tmp_path, lambda *_: None)
    network.save(tmp_path, 0.7)
    own, pair = load_judge(tmp_path), lines()[0].pair
    (state,) = own.body.states(*as_tokens([pair]))
    with torch.inference_mode():
        odds = network(lines()[:1])[0].numpy()
    assert own.threshold == 0.7
    assert own.weight @ state + own.bias == pytest.approx(odds, abs=0.3)  # fast arithmetic rounds
