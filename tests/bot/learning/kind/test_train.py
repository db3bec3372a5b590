"""The adapter learns the kinds of questions, and is the same once it is saved."""

from pathlib import Path

import pytest

from bot.learning.kind.examples import Example, families, messages
from bot.learning.kind.train import Network, classes_of, counted, taught
from bot.question import encoded
from bot.question.classifier import joined

SAID = (("Add up the rents.", "table"), ("Who may open the sluice?", "question"), ("Thanks a lot", "smalltalk.thanks"))
EXAMPLES = [Example(text, kind, "en", 1.0) for text, kind in SAID]


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def test_messages_are_of_kinds_that_have_wordings() -> None:
    assert {one.kind for one in messages()} <= {one.kind for one in families()}


def test_a_kind_with_few_examples_counts_more_than_they_alone_would() -> None:
    kinds, share = counted([*EXAMPLES[:1] * 4, EXAMPLES[1]])
    assert kinds[0].tolist() == [one == "table" for one in classes_of()]
    assert float(share.sum()) == pytest.approx(1)
    assert float(share[4]) == pytest.approx(2 * float(share[0]))


def test_what_both_say_is_joined_by_the_mean_of_their_log_odds() -> None:
    both = joined({"table": 0.8, "list": 0.2}, {"table": -2.0, "list": -2.0})
    assert both == pytest.approx({"table": 2 / 3, "list": 1 / 3})


@pytest.mark.slow
def test_the_adapter_learns_and_is_the_same_once_it_is_saved(tmp_path: Path) -> None:
    network = taught(EXAMPLES * 64, 12, 1, tmp_path / "kind", quiet)
    for text, kind in SAID:
        logs = network.logs(text)
        assert max(logs, key=logs.__getitem__) == kind
    (tmp_path / "saved").mkdir()
    network.save(tmp_path / "saved")
    own = encoded.encoded(tmp_path / "saved")
    assert own.classes == classes_of()
    for text, kind in SAID:
        (state,) = encoded.states_of(own.encoder, [encoded.read(text)])
        logs = dict(zip(own.classes, encoded.log_shares(own.weight @ state + own.bias), strict=True))
        assert max(logs, key=logs.__getitem__) == kind


def test_before_it_has_learned_all_kinds_are_as_likely() -> None:
    assert len({*Network().logs("Who may open the sluice?").values()}) == 1
