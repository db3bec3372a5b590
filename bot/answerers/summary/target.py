"""What is to be summarized: everything, some documents, a part of one, or what is said about a topic.

The words of the request that ask for a summary are set aside, and the others must name something: a document by its
title, path, author, date or kind, or a part by its heading or number. Rare words count more; what explains most of
their weight is meant, and what they leave over is a topic to keep to, or something that is not there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from bot.answerers.summary.library import Item, Library, is_mail, library_of
from bot.answerers.summary.names import ADDRESSED, OPENED, Named, corresponded, is_kind
from bot.answerers.summary.outline import Part
from bot.answerers.summary.wish import asking_stems, said_stems, whole_stems
from bot.question.analysis import Question
from bot.retrieval.versions import asked_times
from ingest.documents import Listed
from ingest.text.labels import label_of
from ingest.text.words import stem, stems, words
from ingest.view import View

_DAY = 10  # characters of a day in ISO 8601
_NUMBER = 4.0  # what the number of a heading weighs, against a word of a name
_ALIKE = 0.95  # of the weight that the best explains: what explains as much is meant too
_WORDY = 0.05  # what a word of a heading costs that was not said
_UNKNOWN = 0.5  # documents that a word counts for which names none
_EXCHANGE = frozenset(stems("exchange thread correspondence conversation Korrespondenz Schriftwechsel échange"))
_COUNTED = frozenset(
    "chapter section part paragraph clause article rule point item page § kapitel abschnitt teil absatz punkt chapitre "
    "partie capítulo sección parte".split()
)
_NUMBERED = re.compile(
    r"(?=((?:\b[^\W\d_]{2,20}|§+)\s?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,7}|[A-Z]|[^\W\d_]{3,8})\b))"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """What is said with a number as headings are: the word before it, the number, and the stems that say it."""

    key: str
    number: tuple[str, ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Target:
    """What was found to be meant.

    Attributes:
        items: in order of source and place; () where nothing was named.
        left: what the request says besides, in its own words: a topic to keep to, or what is not there.
        topic: the end of the request from the first of them on that stands behind all that names something; "" where
            none does: before that they only tell more of what is named ("the safety notice from Kressbach").
        sure: the share of what was said that names the items, 0 to 1.
        everything: whether all there is is meant.
        others: documents that have a part of that number too.
    """

    items: tuple[Item, ...]
    left: tuple[str, ...]
    sure: float
    everything: bool = False
    others: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """A document or a part of it, the stems of the request that name it, and what they weigh."""

    named: Named
    part: Part | None
    stems: frozenset[str]
    weight: float


def find(question: Question, asked: str, view: View, sources: frozenset[str] | None) -> Target:
    """What a request names.

    Args:
        question: it, taken apart.
        asked: its text without what says how long the summary shall be.
        view: the index.
        sources: only these documents; None for all.
    """
    library = library_of(question, view, sources)
    numbers = _numbers(asked, library)
    counted = {root for one in numbers for root in one.stems}
    terms = {root: word for word in words(asked) if (root := stem(word)) not in counted and _telling(root, word, asked)}
    weights = {root: log(1 + len(library.named) / _spread(root, word, library, view)) for root, word in terms.items()}
    best = _best(library, weights, numbers)
    named = frozenset(root for place in best for root in place.stems)
    void = asking_stems() | whole_stems() | said_stems() | named
    # A word for a kind that nothing is of, where something is named, is a verb: "What does the leaflet report?"
    left = tuple(word for root, word in terms.items() if root not in void and not (best and is_kind(root)))
    if not best and not left and not numbers:
        items = [library.item(one.listed, None, view) for one in library.named]
        return Target(tuple(items), (), 1.0, everything=True)
    of_day = [place for place in best if not _of_another_day(place.named.listed, asked)]
    if (numbers and not any(place.part for place in best)) or (best and not of_day):
        return Target((), left, 0.0)
    best = of_day
    best, others = _longest(best) if numbers else (_threads(best, library, terms), ())
    total = sum(weight for root, weight in weights.items() if root in named or terms[root] in left)
    total += _NUMBER * bool(numbers)
    explained = max((place.weight for place in best), default=0.0)
    if len(best) > 1 and len({_subject(place.named.listed) for place in best}) == 1:  # of a thread all of it together
        explained = sum(weight for root, weight in weights.items() if root in named)
    sure = min(1.0, explained / total) if total else 0.0
    items = [library.item(place.named.listed, place.part, view) for place in best]
    behind = max((at for at, root in enumerate(terms) if root in named), default=-1)
    after = [word for at, word in enumerate(terms.values()) if at > behind and word in left]
    return Target(tuple(items), left, sure, others=others, topic=_from(after[0], asked) if after else "")


def _of_another_day(one: Listed, asked: str) -> bool:
    """Whether a document is of another day than the one that is named: of the minutes of 7 May those of 2 April."""
    days = [time for time in asked_times(asked) if len(time) == _DAY]
    return len(days) == 1 and len(one.date) == _DAY and one.date != days[0]


def _from(word: str, asked: str) -> str:
    """A request from a word of it on, which may be written otherwise there."""
    found = re.search(rf"\b{re.escape(word)}", asked, re.IGNORECASE)
    return asked[found.start() :] if found else word


def _telling(root: str, word: str, asked: str) -> bool:
    """Whether a word may name something; "May" within a sentence does, as "may" does not."""
    if not root[0].isalnum():
        return False
    return root not in asking_stems() or is_kind(root) or bool(re.search(rf"\w,? {word.capitalize()}\b", asked))


def _spread(root: str, word: str, library: Library, view: View) -> float:
    """How many documents a stem names, by themselves or by a heading; of one that names none, in how many it stands."""
    inside = {source for source, parts in library.parts.items() if any(root in stems(part.heading) for part in parts)}
    naming = {one.listed.source for one in library.named if one.match(root) not in (0.0, ADDRESSED, OPENED)} | inside
    documents, passages = view.count()
    return len(naming) or max(_UNKNOWN, view.frequency(word) * documents / max(1, passages))


def _numbers(asked: str, library: Library) -> list[_Number]:
    """What is said with a number as headings are, after one of the words that headings are counted with."""
    keys = _COUNTED | {part.key for parts in library.parts.values() for part in parts}
    found = []
    for said in _NUMBERED.finditer(asked):
        text = said[1][0].upper() + said[1][1:]
        label = label_of(text, 0, len(text))
        if label is None or not label.readings or label.size != len(text) or label.form[1] not in keys:
            continue
        kind, before, last = label.readings[0]
        number = (chr(ord("a") + last - 1),) if kind == "letter" else (*filter(None, before.split(".")), str(last))
        found.append(_Number(label.form[1], number, frozenset(stems(said[1]))))
    return found


def _best(library: Library, weights: Mapping[str, float], numbers: Sequence[_Number]) -> list[_Place]:
    """The documents and parts that explain most."""
    places = [
        place
        for one in library.named
        for place in _places(one, library.parts.get(one.listed.source, ()), weights, numbers)
    ]
    most = max((place.weight for place in places), default=0.0)
    if most <= 0:
        return []
    best = [place for place in places if place.weight >= _ALIKE * most]
    if any(place.part for place in best):
        whole = [place.named for place in best if place.part is None]
        best = [place for place in best if place.part is None or place.named not in whole]
    return [place for place in best if not any(_within(place, other) for other in best)]


def _places(
    one: Named,
    parts: Sequence[Part],
    weights: Mapping[str, float],
    numbers: Sequence[_Number],
) -> Iterator[_Place]:
    own = {root: weight * match for root, weight in weights.items() if (match := one.match(root))}
    base = sum(own.values())
    if own:
        yield _Place(one, None, frozenset(own), base)
    series = [part.key for part in parts]
    for part in parts:
        heading = set(stems(part.heading))
        other = heading - own.keys() - whole_stems()
        more = {root: weight for root, weight in weights.items() if root in other}
        by_number = max((_numbered(part, one, series) for one in numbers), default=0.0)
        gain = sum(more.values()) + by_number
        if gain > 0:
            extra = _WORDY * len(heading - weights.keys()) * (not by_number)
            yield _Place(one, part, frozenset(own) | more.keys(), base + gain - extra)


def _numbered(part: Part, said: _Number, series: Sequence[str]) -> float:
    """What it weighs that a part has the number that was said; less if another word counts it."""
    if part.number != said.number:
        return 0.0
    if part.key == said.key:
        return _NUMBER
    counts = not part.key or series.count(part.key) > 1
    return 0.75 * _NUMBER if counts else 0.0


def _within(place: _Place, other: _Place) -> bool:
    """Whether a place is a part of another one."""
    if place.named is not other.named or place.part is None or other.part is None or place.part == other.part:
        return False
    return other.part.start <= place.part.start and place.part.end <= other.part.end


def _longest(best: Sequence[_Place]) -> tuple[list[_Place], tuple[str, ...]]:
    """Of several parts of one number that of the longest document, and the names of the other documents."""
    first = max(best, key=lambda place: place.named.listed.passages, default=None)
    if first is None:
        return [], ()
    return [first], tuple(_name(one.named.listed) for one in best if one.named is not first.named)


def _threads(best: list[_Place], library: Library, terms: Mapping[str, str]) -> list[_Place]:
    """With the mails found those that answer them or are answered, where the exchange or both who write are named."""
    if not _EXCHANGE & terms.keys() and not any(corresponded(place.named, place.stems) for place in best):
        return best
    subjects = {_subject(place.named.listed) for place in best if is_mail(place.named.listed.source)}
    there = {place.named.listed.source for place in best}
    more = (one for one in library.named if one.listed.source not in there and _subject(one.listed) in subjects)
    return [*best, *(_Place(one, None, frozenset(), 0.0) for one in more)]


def _subject(one: Listed) -> str:
    return one.title.rpartition(": ")[2].strip().lower()


def _name(one: Listed) -> str:
    return one.title or one.source.rsplit("/", 1)[-1]
