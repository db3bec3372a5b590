"""Documents that say different things about the same: the newest counts, or that of the year that is asked about.

Where their dates do not tell which is which, all are shown, since nobody can tell here who is right.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.answerers.reader.evidence import Sentence
from bot.answerers.reader.selection import Choice, short_of
from bot.answers import dated
from bot.proof.measures import measure_of, measures
from bot.question.analysis import Question
from bot.question.names import weak_stems
from bot.question.spellings import DIGITS
from bot.retrieval.versions import Era, asked_times, era_of, is_of, older, said_on
from ingest.documents import Hit
from ingest.text.words import stem, words

_LIKELY = 0.5  # probability that the other document's passage answers; or as likely as the best, all but a bit
_BIT = 0.8
# Log odds by which its span may be less likely than the best, where both are numbers and where they are words, of which
# several may be right; more where the two are of different times and speak of the same.
_NEAR = (4.0, 2.0)
_NEAR_IN_TIME = (8.0, 4.0)
_OF_AN_ERA = 0.3  # the same, of the best one's, where what counts now is asked for, or what counted before,
_NEAR_OF_AN_ERA = 10.0  # and by how much its span may be less likely
_BESIDE = 24  # characters between two values of which the one takes the place of the other
_INSTEAD = re.compile(r"\b(?:instead of|rather than|statt|au lieu de|en lugar de|en vez de) $", re.IGNORECASE)
_MOST = 3  # answers that are shown where nobody can tell which is right


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left to say where documents may disagree.

    Attributes:
        choice: with the sentence first that counts, and none of those that it has replaced.
        rivals: sentences of other documents that are to be shown as well.
        notes: on what they say, or what an older one said.
    """

    choice: Choice
    rivals: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()


def settle(
    question: Question, choice: Choice, found: Sequence[Sentence], hits: Sequence[Hit], dates: Mapping[str, str]
) -> Settled:
    """Tell which of the documents that answer differently counts.

    Args:
        question: what is asked.
        choice: of the sentences, the best first.
        found: all sentences.
        hits: their passages, whose scores are the probability that they answer.
        dates: when the documents are from, by source; see `bot.retrieval.versions.written`.
    """
    best = choice.chosen[0]
    asked = frozenset(term.stem for term in question.terms)
    when = {one: said_on(hits[one.hit].passage, dates.get(_source(one, hits), "")) for one in found}
    era = era_of(question.text)
    changes = frozenset(one for one in found if _changes(best, one, hits, when))
    # The mails of a thread are about the same, so less will do.
    likely = [
        one
        for one in found
        if era or one in changes or one.span.score > 0 or (_source(one, hits) == _source(best, hits) and when[one])
    ]
    said = [best, *_rivals(best, likely, hits, when, asked, era, changes)]
    replaced = frozenset(one for one in {*said, *choice.chosen} if _changes(one, best, hits, when))
    if times := asked_times(question.text):
        meant = {one for one in found if is_of(when[one], times) or times & one.stems}
        if left := [one for one in said if one in meant]:
            said = left
            choice = _led_by(choice, said[0], [one for one in choice.chosen if when[one] and one not in meant])
    if len(said) == 1:
        old = [one for one in choice.chosen if one in replaced or (era == "now" and older(when[one], when[best]))]
        return Settled(_led_by(choice, best, old))
    about = [one for one in said if era or one in changes or asked & said[0].around <= one.around]
    newest = max(about, key=lambda one: (one in changes, one not in replaced, when[one]))
    passed = replaced if newest is best else {best} if newest in changes else ()
    old = [one for one in said if older(when[one], when[newest]) or one in passed]
    if not old:
        return Settled(choice, tuple(said[1:_MOST]), (_disagreement(said[:_MOST], hits),))
    if era == "before":
        counts = max(old, key=lambda one: when[one])
        return Settled(_led_by(choice, counts, [one for one in said if one is not counts]))
    notes = tuple(_before(one, when[one], when[newest], hits) for one in old)
    return Settled(_led_by(choice, newest if said[0] in old else said[0], old), notes=notes)


def _led_by(choice: Choice, first: Sentence, without: Sequence[Sentence]) -> Choice:
    """The choice with another sentence first, and without those that do not count."""
    return replace(choice, chosen=(first, *(one for one in choice.chosen if one is not first and one not in without)))


def _rivals(
    best: Sentence,
    found: Sequence[Sentence],
    hits: Sequence[Hit],
    when: Mapping[Sentence, str],
    asked: frozenset[str],
    era: Era,
    changes: Collection[Sentence],
) -> list[Sentence]:
    """Of each other document, or mail in one, the likeliest sentence that answers differently, if it is likely.

    The likeliest comes first.
    """
    least = _OF_AN_ERA * hits[best.hit].score if era else min(_LIKELY, _BIT * hits[best.hit].score)
    said = [best]
    for other in sorted(found, key=lambda one: (one not in changes, -one.span.score)):
        enough = _OF_AN_ERA * hits[best.hit].score if other in changes else least
        if hits[other.hit].score < enough or any(_same(one, other, hits, when) for one in said):
            continue
        apart = older(when[best], when[other]) or older(when[other], when[best])
        about = asked & best.around
        in_time = apart and about <= other.around
        near = (_NEAR_IN_TIME if in_time else _NEAR)[not _numbers(short_of(other, hits))]
        akin = 2 * len(about & other.around) >= len(about) or _akin(best, other)
        if other in changes or (era and apart and akin):
            near = _NEAR_OF_AN_ERA
        differs = other in changes or all(_differs(one, other, hits) for one in said)
        if best.span.score - other.span.score <= near and differs:
            said.append(other)
    return said[1:]


def _akin(one: Sentence, other: Sentence) -> bool:
    """Whether a sentence holds half of another one's telling words, numbers apart: "Entry limited to"."""
    telling = {root for root in one.stems if root[0].isalpha()} - weak_stems()
    return bool(telling) and 2 * len(telling & other.stems) >= len(telling)


def _changes(best: Sentence, other: Sentence, hits: Sequence[Hit], when: Mapping[Sentence, str]) -> bool:
    """Whether another document names the value of the best sentence beside that which takes its place: "from 55 to 50".

    It is not the older one; where the dates do not tell, the value must stand first, or after "instead of".
    """
    own = measure_of(short_of(best, hits))
    if own is None or _same(best, other, hits, when) or older(when[other], when[best]):
        return False
    text = hits[other.hit].passage.quote(other.start, other.end)
    if any(own.value == old.value for old in measures(text) if _INSTEAD.search(text[: old.start])):
        return True
    beside = [
        (one.value, two.value)
        for one, two in pairwise(one for one in measures(text) if one.unit == own.unit)
        if two.start - one.end <= _BESIDE and one.value != two.value
    ]
    return any(own.value == one or (own.value == two and older(when[best], when[other])) for one, two in beside)


def _differs(one: Sentence, other: Sentence, hits: Sequence[Hit]) -> bool:
    """Whether two answers cannot both be meant: other numbers, or the same or none with other words."""
    texts = short_of(one, hits), short_of(other, hits)
    numbers, others = map(_numbers, texts)
    if numbers and others and numbers != others:
        return not (numbers <= others or others <= numbers)
    telling, also = (frozenset(map(stem, filter(str.isalpha, words(text)))) - weak_stems() for text in texts)
    alike = bool(numbers) == bool(others) or one.of_kind == other.of_kind == 1.0
    return alike and bool(telling and also) and telling.isdisjoint(also)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(DIGITS.get(word, word) for word in words(text) if word in DIGITS or word[0].isdigit())


def _same(one: Sentence, other: Sentence, hits: Sequence[Hit], when: Mapping[Sentence, str]) -> bool:
    """Whether two sentences are of one document, and of one mail in it."""
    return (_source(one, hits), when[one]) == (_source(other, hits), when[other])


def _source(sentence: Sentence, hits: Sequence[Hit]) -> str:
    return hits[sentence.hit].passage.source


def _before(old: Sentence, then: str, now: str, hits: Sequence[Hit]) -> str:
    """A note on what an older document says: of last year's list, or until the day of the newer one."""
    until = dated(then if len(then) == len("2024") else now, 0)
    return f"Until {until}: “{short_of(old, hits)}” in {_source(old, hits)}."


def _disagreement(rivals: Sequence[Sentence], hits: Sequence[Hit]) -> str:
    said = ", ".join(f"“{short_of(one, hits)}” in {_source(one, hits)}" for one in rivals)
    return f"The documents disagree: {said}."
