"""The best sentence or two as an answer, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.answers import Claim, Draft, Quote
from bot.reader.evidence import FEATURES, Sentence
from bot.reader.logistic import logits, sigmoid
from bot.reader.question import Question
from bot.reader.weights import Calibration, weights
from ingest.documents import Hit

SIGNS = (
    "best", "share", "lead", "passage", "meaning", "tokens", "weakest_token", "words", "words_around", "keys_around",
    "numbers", "cue", "no_cue", "keys_in_passage", "terms",
)  # fmt: skip
_TAKEN = SIGNS[4:12]  # from the features of the best sentence
_SAME_SUM = 0.8  # log odds; set by hand: the public questions seldom ask about a share or a sum
_CLOSE = 1.8  # log odds: a second sentence that comes this near is shown too
_MOST_WORDS = 75  # of an answer
_LEANS = ("he ", "she ", "it ", "they ", "his ", "her ", "its ", "their ", "this ", "these ", "those ", "such ")


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences that answer best.

    Attributes:
        chosen: in the order of their worth.
        signs: what speaks for and against the first being right, in the order of `SIGNS`.
    """

    chosen: tuple[Sentence, ...]
    signs: tuple[float, ...]


def choose(
    question: Question, hits: Sequence[Hit], found: Sequence[Sentence], learned: Sequence[float]
) -> Choice | None:
    """Rank sentences; None if there are none.

    Args:
        question: what is asked.
        hits: the passages, best first.
        found: their sentences.
        learned: weights of `evidence.FEATURES`, then the bias.
    """
    if not found:
        return None
    odds = logits(learned, [sentence.features for sentence in found])
    if question.sums:
        odds += _SAME_SUM * np.array([question.sums <= sentence.stems for sentence in found])
    order = np.argsort(-odds, kind="stable")
    best = found[order[0]]
    lead = float(odds[order[0]] - odds[order[1]]) if len(order) > 1 else 3.0
    near = [found[at] for at in order[1:6] if odds[order[0]] - odds[at] < _CLOSE]
    passage = frozenset(stem for sentence in found if sentence.hit == best.hit for stem in sentence.around)
    share = -float(np.log(np.exp(odds - odds[order[0]]).sum()))
    return Choice((best, *near), (float(odds[order[0]]), share, lead, *_signs(question, best, passage, hits)))


def _signs(question: Question, best: Sentence, passage: frozenset[str], hits: Sequence[Hit]) -> tuple[float, ...]:
    named = dict(zip(FEATURES, best.features, strict=True))
    keys = [term for term in question.terms if term.key]
    return (
        hits[best.hit].score,
        *(named[name] for name in _TAKEN),
        float(named["cue"] == 0),
        sum(term.stem in passage for term in keys) / len(keys) if keys else 1.0,
        float(min(len(question.terms), 8)),
    )


def confidence_of(choice: Choice, own: Calibration) -> float:
    """The probability that the chosen answer is right."""
    odds = own.slope * logits(weights().confidence, [choice.signs]) + own.bias
    return float(sigmoid(odds)[0])


def draft(question: Question, hits: Sequence[Hit], choice: Choice, confidence: float) -> Draft:
    """The chosen sentences as claims: one; a second where it comes close or more is asked for, within 75 words.

    A sentence that leans on the one before it ("He …") is quoted together with it.
    """
    claims: list[Claim] = []
    count = 0
    for sentence in choice.chosen[: 3 if question.more else 2]:
        claim = _claim(sentence, hits)
        size = len(claim.text.split())
        if claims and (count + size > _MOST_WORDS or any(claim.text in other.text for other in claims)):
            continue
        claims.append(claim)
        count += size
    return Draft("answer", tuple(claims), confidence=confidence)


def _claim(sentence: Sentence, hits: Sequence[Hit]) -> Claim:
    passage = hits[sentence.hit].passage
    text = passage.quote(sentence.start, sentence.end)
    if text.lower().startswith(_LEANS) and sentence.number:
        start, _ = passage.sentences[sentence.number - 1]
        both = passage.quote(start, sentence.end)
        if len(both.split()) <= _MOST_WORDS:
            text = both
    return Claim(text, (Quote(sentence.hit, text),))
