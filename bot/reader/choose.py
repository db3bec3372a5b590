"""The best sentence or two as an answer, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.answers import Claim, Draft, Quote
from bot.reader.evidence import Sentence, sentences
from bot.reader.logistic import logits, sigmoid
from bot.reader.question import Question
from bot.reader.weights import Calibration, weights
from ingest.documents import Hit

SIGNS = (
    "best", "lead", "passage", "tokens", "weakest_token", "words_around", "keys_around", "keys_in_passage", "unknown",
    "unknown_keys", "terms",
)  # fmt: skip
_CLOSE = 0.8  # log odds: a second sentence that comes this near is shown too
_MOST_WORDS = 60  # of an answer
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


def choose(question: Question, hits: Sequence[Hit], learned: Sequence[float]) -> Choice | None:
    """Rank all sentences of the hits; None if there are none.

    Args:
        question: what is asked.
        hits: the passages, best first.
        learned: weights of `evidence.FEATURES`, then the bias.
    """
    found = sentences(question, hits)
    if not found:
        return None
    odds = logits(learned, [sentence.features for sentence in found])
    order = np.argsort(-odds, kind="stable")
    best = found[order[0]]
    lead = float(odds[order[0]] - odds[order[1]]) if len(order) > 1 else 3.0
    near = [found[at] for at in order[1:6] if odds[order[0]] - odds[at] < _CLOSE]
    passage = frozenset(stem for sentence in found if sentence.hit == best.hit for stem in sentence.around)
    return Choice((best, *near), _signs(question, best, passage, float(odds[order[0]]), lead, hits))


def _signs(
    question: Question, best: Sentence, passage: frozenset[str], odds: float, lead: float, hits: Sequence[Hit]
) -> tuple[float, ...]:
    named = dict(
        zip(("meaning", "tokens", "weakest_token", "words", "words_around", "keys_around"), best.features, strict=False)
    )
    keys = [term for term in question.terms if term.key]
    total = sum(term.weight for term in question.terms) or 1.0
    return (
        odds,
        lead,
        hits[best.hit].score,
        named["tokens"],
        named["weakest_token"],
        named["words_around"],
        named["keys_around"],
        sum(term.stem in passage for term in keys) / len(keys) if keys else 1.0,
        sum(term.weight for term in question.terms if not term.known) / total,
        float(any(not term.known for term in keys)),
        float(min(len(question.terms), 8)),
    )


def confidence_of(choice: Choice, own: Calibration) -> float:
    """The probability that the chosen answer is right."""
    odds = own.slope * logits(weights().confidence, [choice.signs]) + own.bias
    return float(sigmoid(odds)[0])


def draft(question: Question, hits: Sequence[Hit], choice: Choice, confidence: float) -> Draft:
    """The chosen sentences as claims: one; a second where it comes close or more is asked for, within 60 words.

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
