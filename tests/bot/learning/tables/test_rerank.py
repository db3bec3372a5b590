"""The second look at tables learns from what the first one makes likely, and is the same once it is saved."""

from pathlib import Path

import numpy as np
import pytest
import torch

from bot.answerers.tables.reranker import READ, load_other, load_reranker
from bot.learning.tables.examples import Case, Example, example, tables_of
from bot.learning.tables.rerank import Look, Network, _batches, answered, look, loss, taught
from ingest.errors import ModelError

STALLS = (
    "Stall,Sells,Rent,Since\nNorth,cheese,£40,2011\nSouth,bread,£55,2019\nEast,tools,£30,2023\nWest,fish,£60,2002\n"
)
ASKED = [
    ("Which stall pays the highest rent?", "West"),
    ("Which stall has been here longest?", "West"),
    ("Which stall is the newest?", "East"),
    ("What does the South stall sell?", "bread"),
    ("What does the North stall pay?", "£40"),
    ("How many stalls are there?", "4"),
]


def of(question: str, answer: str) -> Example:
    return example(
        Case(question, (answer,), "Stalls", "Market stalls", STALLS), tables_of("Stalls", "Market stalls", STALLS)
    )


@pytest.fixture(scope="module")
def looks() -> list[Look]:
    return [evenly(of(*one)) for one in ASKED]


def evenly(one: Example) -> Look:
    shares = np.full(len(one.right) + 1, 1 / (len(one.right) + 1), dtype=np.float32)
    return look(one, shares)


def test_a_look_knows_which_results_are_right_or_that_none_is() -> None:
    one = of(*ASKED[0])
    shares = np.where([*one.right, False], 0.1, 1e-4).astype(np.float32)
    seen = look(one, shares)
    assert len(seen.rows) <= READ
    assert len(seen.first) == len(seen.right) == len(seen.rows) + 1
    assert seen.right[0]
    assert not seen.right[-1]
    none = look(of("Which stall is closed on Mondays?", "nobody knows"), shares)
    assert none.right[-1]
    assert not none.right[:-1].any()


def test_every_question_is_learned_from_once_an_epoch(looks: list[Look]) -> None:
    batches = [*_batches(looks * 5, 1, 3)]
    assert len(batches) == 3
    assert sorted(id(one) for batch in batches for one in batch) == sorted(id(one) for one in looks * 5)
    assert len([*_batches(looks * 5, 1, 7)]) == 7


@pytest.mark.slow
def test_what_is_learned_is_right_more_often_and_goes_on_where_it_stopped(looks: list[Look], tmp_path: Path) -> None:
    told: list[int] = []
    network = taught(looks, 8, 1, tmp_path, lambda _, done, __: told.append(done))
    untaught = Network().eval()
    with torch.inference_mode():
        assert loss(network(looks), looks) < loss(untaught(looks), looks)
    assert told == [1, 2, 3, 4]
    taught(looks, 8, 1, tmp_path, lambda _, done, __: told.append(done))
    assert told == [1, 2, 3, 4]  # all was learned: the checkpoint is taken over


@pytest.mark.slow
@pytest.mark.parametrize("other", [False, True])
def test_what_is_saved_says_the_same(looks: list[Look], tmp_path: Path, other: bool) -> None:
    network = taught(looks, 8, 1, tmp_path, lambda *_: None, other=other)
    network.save(tmp_path)
    own, rows = (load_other if other else load_reranker)(tmp_path), looks[0].rows
    with torch.inference_mode():
        total = network(looks[:1])[0].numpy()
    saved = np.append(own.states(rows) @ own.weight, own.none) + own.first * looks[0].first
    assert saved == pytest.approx(total, abs=0.2)  # fast arithmetic rounds


@pytest.mark.slow
def test_how_sure_it_is_goes_with_whether_it_is_right(looks: list[Look]) -> None:
    for share, right in answered([Network(), Network(other=True)], looks):
        assert 0 < share < 1
        assert right in {True, False}


@pytest.mark.slow
def test_learning_goes_on_with_what_was_saved(looks: list[Look], tmp_path: Path) -> None:
    network = taught(looks, 8, 1, tmp_path / "work", lambda *_: None)
    network.save(tmp_path)
    with torch.inference_mode():
        again, saved = Network(tmp_path).eval()(looks)[0], network(looks)[0]
    assert again.numpy() == pytest.approx(saved.numpy(), abs=0.02)  # saved in half precision
    with pytest.raises(ModelError, match="Cannot read the reranker"):
        Network(tmp_path / "nowhere")
