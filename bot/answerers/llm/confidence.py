"""How sure the answer of a language model is: what reader and judge make of it, how much it proves, what it thought."""

from collections.abc import Iterator, Sequence
from math import sqrt

from bot.answerers.reader.logistic import logit, sigmoid
from bot.drafts import Claim, Draft, Quote
from bot.proof.alignment import Place, locate
from bot.proof.places import evidence
from bot.proof.support import share
from ingest.documents import Hit
from ingest.text.words import stands_in, words

_TRUST = 0.7  # how likely a model that proves its sentence answers what was asked, where it does not tell its chances
_SURE = 0.02  # nobody is surer than that of anything


def of_written(own: Draft, chance: float | None) -> float:
    """Of a sentence that says what the reader has found: as sure as the reader is, and as the wording is likely."""
    return own.confidence * (1.0 if chance is None else sqrt(chance))


def of_judged(
    claims: Sequence[tuple[Claim, tuple[Place, ...]]],
    short: str,
    own: Draft,
    hits: Sequence[Hit],
    chance: float | None,
    odds: float,
) -> float:
    """Of what a model has judged and written: the model, the reader and the reader's judge are witnesses.

    What the judge says of the sentence is added to the model's own log odds. A reader that answers the same makes it
    surer, one that answers from elsewhere less sure, and one that answers otherwise from the same place neither; with
    one that declines the mean of the log odds is taken (the logarithmic opinion pool, Genest and Zidek 1986).

    Args:
        claims: the sentences that are proved, each with what proves it.
        short: the words that answer, as the model says; "" for none.
        own: the reader's draft for the same question.
        hits: the passages.
        chance: how likely the model thought its words; None where it does not tell.
        odds: log odds that they answer the question, by the reader's judge.
    """
    if not claims:
        return 0.0
    support = min(share(claim.text, evidence(places, hits, frozenset())) for claim, places in claims)
    model = _log_odds((chance if chance is not None else 1.0) * _TRUST * support) + odds
    if not own.claims:
        return _probability((model + _log_odds(own.confidence)) / 2)
    said = " ".join(claim.text for claim, _ in claims)
    theirs = "" if own.short else " ".join(claim.text for claim in own.claims)
    if _within(own.short, said) or _within(short, theirs):
        return 1 - (1 - _probability(model)) * (1 - own.confidence)
    together = any(_meet(place, quote, hits) for _, places in claims for place in places for quote in _quotes(own))
    return _probability(model) * (1.0 if together else 1 - own.confidence)


def _quotes(own: Draft) -> Iterator[Quote]:
    return (quote for claim in own.claims for quote in claim.quotes)


def _meet(place: Place, quote: Quote, hits: Sequence[Hit]) -> bool:
    other = locate(quote, hits)
    return other is not None and place.hit == other.hit and place.start < other.end and other.start < place.end


def _log_odds(probability: float) -> float:
    return logit(min(max(probability, _SURE), 1 - _SURE))


def _probability(odds: float) -> float:
    return float(sigmoid([odds])[0])


def _within(short: str | None, text: str) -> bool:
    said = words(short or "")
    return bool(said) and stands_in(said, words(text))
