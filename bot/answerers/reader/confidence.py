"""How sure an answer is: what speaks for it in the reader's eyes, and what the judge makes of it.

The two are joined by a stacked logistic regression (Wolpert 1992), fitted on several public sets of questions and on
our own folders by `bot/learning/reader/second_look.py`: what the reader is sure of on text like that it learned from,
it need not be sure of elsewhere, and the judge has another body and has learned from other text.
"""

from collections.abc import Sequence

from bot.answerers.reader.judge.judge import judged
from bot.answerers.reader.logistic import logits, sigmoid
from bot.answerers.reader.selection import Choice, first_look, said
from bot.answerers.reader.weights import Calibration, weights
from bot.question.analysis import Question
from ingest.documents import Hit

SIGNS = ("first_look", "judged")


def confidence_of(question: Question, hits: Sequence[Hit], choice: Choice, own: Calibration) -> float:
    """The probability that the chosen answer is right.

    Args:
        question: stand-alone.
        hits: the passages that were read, best first.
        choice: of their sentences.
        own: the calibration for the documents.
    """
    return float(sigmoid([own.slope * sureness(question, hits, choice) + own.bias])[0])


def sureness(question: Question, hits: Sequence[Hit], choice: Choice) -> float:
    """Log odds that the chosen answer is right, as the package has learned them."""
    return float(logits(weights().sure, [signs_of(question, hits, choice)])[0])


def signs_of(question: Question, hits: Sequence[Hit], choice: Choice) -> tuple[float, ...]:
    """What speaks for and against an answer, in the order of `SIGNS`."""
    best = choice.chosen[0]
    return (first_look(choice), *judged(question.sought, [said(question, best, hits)], question.language))
