"""What was learned belongs to this code, and a calibration moves it."""

import json
from pathlib import Path

import pytest

from bot.answerers.reader.confidence import SIGNS as LOOKS
from bot.answerers.reader.evidence import FEATURES
from bot.answerers.reader.ranker import RANKING
from bot.answerers.reader.selection import SIGNS
from bot.answerers.reader.spans import ADAPTER
from bot.answerers.reader.weights import CALIBRATION, Calibration, calibration, threshold, weights
from bot.chat import Bot
from ingest.errors import IndexUnusableError


def test_the_packaged_weights_belong_to_the_features_of_this_code() -> None:
    data = json.loads((ADAPTER / "weights.json").read_text())
    assert data["ranking"] == list(RANKING)
    assert data["features"] == list(FEATURES)
    assert len(weights().rank) == len(RANKING) + 1
    assert data["signs"] == list(SIGNS)
    assert data["looks"] == list(LOOKS)
    assert len(weights().looked) == 3
    assert len(weights().sure) == len(LOOKS) + 1
    assert len(weights().unread) == 2
    assert len(weights().choice) == len(FEATURES) + 1
    assert len(weights().knots) == len(SIGNS)
    assert len(weights().confidence) == 2 * len(SIGNS) + 1
    assert 0 < weights().threshold < 1


def test_being_wrong_less_often_means_declining_more(bot: Bot) -> None:
    strict = threshold(Calibration(), 0.05)
    assert strict > threshold(Calibration(), 0.4) or strict > weights().threshold
    assert threshold(Calibration(threshold=0.7), None) == 0.7
    assert threshold(Calibration(), 1e-9) == 1.0
    careful = Bot(bot.index, bot.settings.model_copy(update={"max_wrong": 0.0001}))
    assert careful.ask("When is the next NATO summit?").kind == "declined"


def test_a_calibration_is_kept_beside_the_index_and_a_damaged_one_says_so(tmp_path: Path) -> None:
    assert calibration(tmp_path) == Calibration()
    Calibration(0.5, -1.0, 0.4).save(tmp_path)
    assert calibration(tmp_path) == Calibration(0.5, -1.0, 0.4)
    (tmp_path / CALIBRATION).write_text("{")
    with pytest.raises(IndexUnusableError, match="--calibrate"):
        calibration(tmp_path)
