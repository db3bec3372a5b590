"""How sure the answer of a language model is: whether the reader agrees, how much its proof says, what it thought."""

from collections.abc import Sequence
from math import sqrt

from bot.drafts import Claim, Draft
from bot.proof.alignment import Place
from bot.proof.places import evidence
from bot.proof.support import share
from ingest.documents import Hit
from ingest.text.words import stands_in, words

_TRUST = 0.7  # how likely a model that proves its sentence answers what was asked, where it does not tell its chances


def of_written(own: Draft, chance: float | None) -> float:
    """Of a sentence that says what the reader has found: as sure as the reader is, and as the wording is likely."""
    return own.confidence * (1.0 if chance is None else sqrt(chance))


def of_judged(
    claims: Sequence[tuple[Claim, tuple[Place, ...]]],
    short: str,
    own: Draft,
    hits: Sequence[Hit],
    chance: float | None,
) -> float:
    """Of what a model has judged and written: two witnesses, the model and the reader, agree or not.

    Args:
        claims: the sentences that are proved, each with what proves it.
        short: the words that answer, as the model says; "" for none.
        own: the reader's draft for the same question.
        hits: the passages.
        chance: how likely the model thought its words; None where it does not tell.
    """
    if not claims:
        return 0.0
    support = min(share(claim.text, evidence(places, hits, frozenset())) for claim, places in claims)
    model = (chance if chance is not None else 1.0) * _TRUST * support
    said = " ".join(claim.text for claim, _ in claims)
    if own.claims and (_within(own.short, said) or _within(short, " ".join(claim.text for claim in own.claims))):
        return 1 - (1 - model) * (1 - own.confidence)
    return model * (1 - own.confidence) if own.claims else model


def _within(short: str | None, text: str) -> bool:
    said = words(short or "")
    return bool(said) and stands_in(said, words(text))
