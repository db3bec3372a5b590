"""How sure an answer is: what speaks for it in the reader's eyes, then a second look by a cross-encoder.

The two are joined by a stacked logistic regression (Wolpert 1992), fitted on several public sets of questions by
`bot/learning/reader/second_look.py`: what the reader is sure of on text like that it learned from, it need not be sure
of elsewhere, and the cross-encoder learned from other text.
"""

from collections.abc import Sequence

from bot.answerers.reader.evidence import Sentence
from bot.answerers.reader.logistic import logits, sigmoid
from bot.answerers.reader.relevance import LOOKED, passages_relevance
from bot.answerers.reader.selection import Choice, first_look
from bot.answerers.reader.weights import Calibration, weights
from ingest.documents import Hit

SIGNS = ("first_look", "behind", "lead")
_ALONE = 3.0  # the lead where there is no other passage


def confidence_of(question: str, hits: Sequence[Hit], choice: Choice, own: Calibration) -> float:
    """The probability that the chosen answer is right.

    Args:
        question: stand-alone.
        hits: the passages that were read, best first.
        choice: of their sentences.
        own: the calibration for the documents.
    """
    return float(sigmoid([own.slope * sureness(question, hits, choice) + own.bias])[0])


def sureness(question: str, hits: Sequence[Hit], choice: Choice) -> float:
    """Log odds that the chosen answer is right, as the package has learned them."""
    return float(logits(weights().sure, [signs_of(question, hits, choice)])[0])


def signs_of(question: str, hits: Sequence[Hit], choice: Choice) -> tuple[float, ...]:
    """What speaks for and against an answer, in the order of `SIGNS`."""
    return (first_look(choice), *_second_look(question, hits, choice.chosen[0]))


def _second_look(question: str, hits: Sequence[Hit], chosen: Sentence) -> tuple[float, ...]:
    """How a cross-encoder sees the passage of an answer among the first passages.

    By how much it is behind the best of them, 0 or less, and by how much that one leads the next. What the
    cross-encoder makes of a text by itself does not travel: of reviews it thinks little, whatever they answer.
    """
    first = [hit.passage for hit in hits[:LOOKED]]
    *scores, own = passages_relevance(question, [*first, hits[chosen.hit].passage])
    best = sorted(scores, reverse=True)
    return own - max(own, best[0]), best[0] - best[1] if len(best) > 1 else _ALONE
