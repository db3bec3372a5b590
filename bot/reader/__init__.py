"""The embedded answerer: passages -> Draft, with no language model."""

from collections.abc import Sequence
from pathlib import Path

from bot.answers import Draft
from bot.reader.choose import choose, confidence_of, draft
from bot.reader.decline import decline, missing_keys
from bot.reader.question import Question
from bot.reader.weights import calibration, threshold, weights
from ingest.documents import Hit


def read(question: Question, hits: Sequence[Hit], index: Path, max_wrong: float | None) -> Draft:
    """Answer from the hits with their own sentences, or decline.

    Args:
        question: what is asked.
        hits: the passages that were retrieved, best first.
        index: folder of the index, where its calibration is.
        max_wrong: the share of answers that may be wrong; None for the default.
    """
    missing = missing_keys(question)
    choice = choose(question, hits, weights().choice)
    if missing or choice is None:
        return decline(question, 0.0, missing)
    own = calibration(index)
    confidence = confidence_of(choice, own)
    asked_now = all(stem in choice.chosen[0].around for stem in question.required)
    if confidence < threshold(own, max_wrong) or not asked_now:
        return decline(question, confidence)
    return draft(question, hits, choice, confidence)
