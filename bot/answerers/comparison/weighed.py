"""What one sentence sets against each other is compared, and by how much it differs is computed by the proof."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.comparison.sides import Sides, sides_of
from bot.answerers.reader.confidence import confidence_of
from bot.answerers.reader.evidence import Sentence, answering, sentences
from bot.answerers.reader.ranker import rank
from bot.answerers.reader.selection import choice_of, odds_of
from bot.answerers.reader.weights import calibration, threshold, weights
from bot.drafts import Claim, Comparison, Draft, Quote
from bot.proof.measures import of_time
from bot.question.analysis import Question
from bot.question.parts import Wanted, asks_amount, asks_difference, taken_apart, wanted_of
from bot.question.spellings import DIGITS
from bot.retrieval.rows import Rows, rows_of
from ingest.documents import Hit
from ingest.text.words import stems, words
from ingest.view import View

_NEAR = 1.0  # log odds: a sentence that is further behind the likeliest one is not it


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence, its place among all, and what it sets against each other."""

    at: int
    text: str
    sides: Sides


def answer(request: Request, view: View) -> Reply | None:
    """The sentence that sets two things against each other, with the one that is asked for; None where none does."""
    question = request.question
    wanted, apart = wanted_of(question.text), asks_difference(question.text)
    ranked = rank(question.text, request.hits)
    found = answering(sentences(question, ranked), ranked.hits)
    if not found or not (wanted or apart):
        return None
    odds = odds_of(question, found, weights().choice)
    near = [at for at, one in enumerate(odds) if max(odds) - one < _NEAR]
    order = sorted(near, key=lambda at: -odds[at])
    best = _best(question, found, ranked.hits, order, rows_of(view, question.text, ranked.hits), apart=apart)
    if best is None:
        return None
    choice = choice_of(question, found, odds, (best.at,))
    own = calibration(request.settings.index_folder)
    sure = confidence_of(question, ranked.hits, choice, own)
    if sure < threshold(own, request.settings.max_wrong):
        return None
    draft = _draft(best, found[best.at].hit, wanted, apart=apart)
    return Reply(ranked.hits, growing(lambda: replace(draft, confidence=sure)))


def _best(
    question: Question,
    found: Sequence[Sentence],
    hits: Sequence[Hit],
    order: Sequence[int],
    rows: Rows,
    *,
    apart: bool,
) -> _Found | None:
    """The likeliest sentence that sets what is asked about against each other: both of it, else one of it."""
    asked = frozenset(term.stem for term in question.terms)
    numbers = frozenset(word for word in words(question.text) if word[0].isdigit() or word in DIGITS)
    keys = frozenset(term.stem for term in question.terms if term.key)
    parts = taken_apart(question.text)
    things = [asked & {*stems(thing)} for thing in parts.things] if parts else []
    amount = asks_amount(question.text)
    best: _Found | None = None
    for at in order:
        if not keys <= found[at].around:  # of Poland and Germany nothing is told where only one of them is named
            continue
        passage = hits[found[at].hit].passage
        text = passage.quote(found[at].start, found[at].end)
        place = (passage.source, found[at].start)
        row = place in rows
        if row and rows[place] is None:
            continue  # other rows are asked about
        named = all(not thing or thing & found[at].around for thing in things)
        every = sides_of(text, asked, numbers)
        for sides in [one for one in every if not (amount and of_time(one.first.measure, text))][:1]:
            plain = sides.alone and sides.told > 0 if row else named or apart
            enough = sides.told == 2 or (plain and (sides.told == 1 or sides.alone))
            if enough and (best is None or sides.told > best.sides.told):
                best = _Found(at, text, sides)
    return best


def _draft(best: _Found, hit: int, wanted: Wanted, *, apart: bool) -> Draft:
    """The sentence, with that side in bold which is asked for, and by how much they differ where that is asked."""
    first, second = best.sides.first, best.sides.second
    quote = Quote(hit, best.text)
    ahead = (first.measure.value > second.measure.value) == (wanted == "most")
    chosen = (first if ahead else second) if wanted else None
    said = Claim(best.text, (quote,), (chosen.start, chosen.end) if chosen else None)
    values = tuple(best.text[one.measure.start : one.measure.end] for one in (first, second))
    differ = Claim("", (quote, quote), comparison=Comparison(("", ""), (values[0], values[1]), "difference"))
    short = best.text[chosen.start : chosen.end] if chosen else None
    return Draft("answer", (said, differ) if apart else (said,), short=short)
