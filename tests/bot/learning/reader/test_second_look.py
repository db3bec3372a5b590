"""How sure to be is learned from several sets at once, each counting the same, and told of those that taught nothing."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.answerers.reader.confidence import SIGNS
from bot.answerers.reader.logistic import logits
from bot.answerers.reader.spans import ADAPTER
from bot.errors import EvaluationError
from bot.learning.reader import second_look
from bot.learning.reader.second_look import Looked, learned, report, threshold_of, without
from tests.conftest import Write


def made(count: int, seed: int, telling: int, able: float = 0.7) -> Looked:
    """Answers of which one sign tells whether they are right; the others are noise."""
    draw = np.random.default_rng(seed)
    signs = draw.normal(size=(count, len(SIGNS)))
    answerable = draw.random(count) < able
    return Looked(signs, (signs[:, telling] > 0) & answerable, answerable)


def test_the_sign_that_tells_what_is_right_gets_the_weight() -> None:
    sure = learned([made(400, seed, telling=1) for seed in range(3)])
    assert len(sure) == len(SIGNS) + 1
    assert int(np.argmax(np.abs(sure[:-1]))) == 1
    assert sure[1] > 0


def test_a_large_set_counts_no_more_than_a_small_one() -> None:
    small, large = made(200, 1, telling=0), made(200, 2, telling=1)
    often = Looked(*(np.tile(part, (9, 1)) if part.ndim == 2 else np.tile(part, 9) for part in _parts(large)))
    assert learned([small, large]) == pytest.approx(learned([small, often]), rel=0.15, abs=0.1)


def _parts(one: Looked) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return one.signs, one.right, one.able


def test_a_third_of_what_counts_is_not_answerable_however_few_such_questions_there_are() -> None:
    for share in (0.5, 0.9):
        one = made(300, 5, telling=0, able=share)
        assert one.weight.sum() == pytest.approx(1)
        assert one.weight[~one.able].sum() == pytest.approx(1 / 3)
    whole = made(300, 5, telling=0, able=1.1)
    assert whole.weight[whole.able].sum() == pytest.approx(2 / 3)


def test_the_threshold_declines_a_fixed_share_of_the_right_answers() -> None:
    sets = [made(2000, seed, telling=0) for seed in range(2)]
    sure = learned(sets)
    least = threshold_of(sets, sure)
    for one in sets:
        odds = logits(sure, one.signs)[one.right]
        assert np.mean(1 / (1 + np.exp(-odds)) < least) == pytest.approx(second_look._WRONG_DECLINES, abs=0.02)
    figures = report(sets[0], sure, least)
    assert figures["area under ROC"] > 0.8
    assert figures["unanswerable, declined"] == pytest.approx(1 - np.mean(1 / (1 + np.exp(-logits(sure, sets[0].signs)))[~sets[0].able] >= least), abs=1e-9)  # fmt: skip


def test_a_set_is_reported_on_by_what_the_others_taught() -> None:
    sets = {"one": made(50, 0, 0), "two": made(50, 1, 0), "three": made(50, 2, 0)}
    assert without(sets, "two") == [sets["one"], sets["three"]]


@pytest.mark.slow
def test_the_command_learns_from_sets_and_changes_only_what_it_learns(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "weights.json"
    saved.write_text((ADAPTER / "weights.json").read_text())
    folders = [
        _set(write, name, kinds) for name, kinds in (("orchard", "apple pear plum"), ("quarry", "slate chalk flint"))
    ]
    assert second_look.main(folders, within=[folders[0]], most=200, save=saved) == 0
    before, after = json.loads((ADAPTER / "weights.json").read_text()), json.loads(saved.read_text())
    assert {key for key in after if before.get(key) != after[key]} <= {
        "looked", "looks", "sure", "risks", "threshold", "nothing",
    }  # fmt: skip
    assert len(after["sure"]) == len(SIGNS) + 1
    shown = capsys.readouterr().out
    assert shown.count("area under ROC, first look") == 3
    with pytest.raises(EvaluationError, match="at least two"):
        second_look.main(folders[:1], most=30, save=saved)


def _set(write: Write, name: str, kinds: str) -> Path:
    """Documents that each tell one thing, and questions about that and about what none of them tells."""
    things = [
        f"{kind} of {place}" for kind in kinds.split() for place in "Orme Ulver Tarn Wick Holt Fenn Lund Berg".split()
    ]
    texts = {f"docs/{one}.txt": f"The {one}\n\nThe {one} weighs {at + 20} grams. Carts bring it to town on Mondays.\n"
             for at, one in enumerate(things)}  # fmt: skip
    folder = write(texts, name)
    rows = [{"question": f"How many grams does the {one} weigh?", "answers": [f"{at + 20} grams"], "source": f"{one}.txt"}
            for at, one in enumerate(things)]  # fmt: skip
    rows += [{"question": f"Who paints the {one}?", "answers": [], "source": f"{one}.txt"} for one in things]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder
