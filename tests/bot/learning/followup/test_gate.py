"""The gate learns what leans on a conversation, goes on where it stopped, and is the same once it is saved."""

from pathlib import Path

import pytest
import torch

from bot.learning.followup.gate import Network, line, loss, taught
from bot.learning.followup.turns import Example
from bot.question.followup.gate import gate, read
from ingest.embedding.heads import states_of

SAID = ("Who repairs the pump?", "Ida repairs the pump.", "When?", "On Mondays.")
EXAMPLES = [
    Example("pump", SAID, "And the boiler?", "leans"),
    Example("pump", SAID, "What does a berth in the harbour cost?", "changes"),
]


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def test_the_last_answer_is_read_first_and_a_change_of_topic_counts_more() -> None:
    leaning, changing = map(line, EXAMPLES)
    assert leaning.pair.ids.tolist() == read("And the boiler?", (SAID[:2], SAID[2:])).ids.tolist()
    assert leaning.pair.ids.tolist() != read("And the boiler?", (SAID[2:], SAID[:2])).ids.tolist()
    assert (leaning.leans, changing.leans) == (True, False)
    assert leaning.weight < changing.weight


@pytest.mark.slow
def test_a_training_learns_goes_on_where_it_stopped_and_is_the_same_once_it_is_saved(tmp_path: Path) -> None:
    network = taught(EXAMPLES * 32, 20, 1, tmp_path / "gate.pt", quiet).eval()
    lines = [line(one) for one in EXAMPLES]
    with torch.inference_mode():
        odds = network(lines)
    assert odds[0] > odds[1] + 1
    assert loss(odds, lines) < 0.5
    again: list[int] = []
    other = taught(EXAMPLES * 32, 20, 1, tmp_path / "gate.pt", lambda _what, done, _total: again.append(done))
    assert again == []
    with torch.inference_mode():
        assert torch.equal(other.eval()(lines), odds)
    network.save(tmp_path / "saved")
    own = gate(tmp_path / "saved")
    for one, wanted in zip(lines, odds.tolist(), strict=True):
        (state,) = states_of(own.encoder, [one.pair])
        assert float(own.weight @ state) + own.bias == pytest.approx(wanted, abs=0.6)  # 8 bits where that is quicker


def test_before_it_has_learned_nothing_leans_more_than_anything_else() -> None:
    with torch.inference_mode():
        assert Network().eval()([line(one) for one in EXAMPLES]).tolist() == [0.0, 0.0]
