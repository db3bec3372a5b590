"""Of what was found, the passages that speak of what the request keeps to; and what is said of a topic anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.relevance import passages_relevance
from bot.answerers.summary.library import Item
from bot.answerers.summary.outline import Part, innermost
from bot.answerers.summary.target import Target
from bot.answerers.summary.units import cut
from bot.question.analysis import Question
from bot.retrieval.retriever import look_up
from ingest.documents import Hit, Passage
from ingest.text.words import stem, stems, words
from ingest.view import View

_PASSAGES, _PIECES = 10, 32  # looked at for a topic: passages, and their paragraphs
_RELEVANT = 0.35  # score of a passage that speaks of it: of what is about something else the best reaches 0.2
_NEAR = 0.6  # of the best one's score
_SMALL = 4  # passages of a section that is taken whole
_UNKNOWN = 0.5  # of how sure it is, where a word of the topic stands nowhere
_NAMED = 0.75  # of what was said: where so much names something, the rest need not be found
_AGREED = 0.5  # how sure what is named is where it is what was retrieved, too
# Log odds of a cross-encoder that a paragraph speaks of a topic in other words ("Music stops at 22:00" of "being loud":
# -5.6): of what a document does not speak of the best has less, of five such topics between -7.3 and -11. Set by hand.
_SPEAKS, _BESIDE = -7.2, 2.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What is summarized.

    Attributes:
        items: documents, parts or passages of them.
        topic: the embedding of what they are asked about, shape (384,); None for all that they say.
        sure: that this is what was meant, 0 to 1.
        scores: of the passages that were found for the topic, as `bot.retrieval.hybrid` gives them.
    """

    items: tuple[Item, ...]
    topic: NDArray[np.float32] | None
    sure: float
    scores: Mapping[Passage, float] = field(default_factory=dict)


def kept(
    target: Target, question: Question, view: View, sources: frozenset[str] | None, hits: Sequence[Hit] = ()
) -> Kept:
    """Narrow what was found to what the rest of the request is about.

    Args:
        target: what was found.
        question: the request.
        view: the index.
        sources: only these documents; None for all.
        hits: what was retrieved for the whole request: where the best of it is in what was found, that is surely meant.
    """
    left = tuple(word for word in target.left if stem(word) not in _heads(target))
    agreed = bool(hits) and any(_inside(item, hits[0].passage) for item in target.items)
    sure = max(target.sure, _AGREED) if agreed else target.sure
    if not left:
        return Kept(target.items, None, target.sure)
    keys = {term.word for term in question.terms if term.key and not term.known}
    if keys & {word for word in left if not view.frequency(word)}:
        return Kept((), None, 0.0)
    if target.items and not target.topic:  # the rest only tells more of what is named
        meant = [item for item in target.items if _inside(item, hits[0].passage)] if agreed else target.items
        return Kept(tuple(meant), None, sure) if sure >= _AGREED else Kept((), None, 0.0)
    return _about(target, view, sources, sure)


def _inside(item: Item, passage: Passage) -> bool:
    return any((one.source, one.start) == (passage.source, passage.start) for one in item.passages)


def _about(target: Target, view: View, sources: frozenset[str] | None, sure: float) -> Kept:
    """The passages that speak of the topic: by their words and meaning, else by what a cross-encoder reads in them."""
    unknown = any(not view.frequency(word) for word in target.left if word in words(target.topic))
    within = frozenset(item.document.source for item in target.items) or sources
    found = look_up(view, " ".join(word for word in words(target.topic) if word in target.left), _PASSAGES, within)
    among = {passage for item in target.items for passage in item.passages}
    hits = [hit for hit in found.hits if not among or hit.passage in among]
    best = max((hit.score for hit in hits), default=0.0)
    pieces = [replace(hit, passage=piece) for hit in hits for piece in cut(hit.passage, apart=False)][:_PIECES]
    told = passages_relevance(target.topic, [hit.passage for hit in pieces]) if target.items else ()
    if max(told, default=-np.inf) >= _SPEAKS:
        near = [hit for hit, odds in zip(pieces, told, strict=True) if odds >= max(told) - _BESIDE]
    elif best >= _RELEVANT:
        near = [hit for hit in hits if hit.score >= max(_RELEVANT, _NEAR * best) or _holds(hit, target.left)]
        sure = max(sure if target.items else 0.0, min(1.0, best)) * (_UNKNOWN if unknown else 1.0)
    else:
        return Kept(target.items, None, sure) if target.items and target.sure >= _NAMED else Kept((), None, 0.0)
    return Kept(_items(near, target, view), found.vector, sure, {hit.passage: hit.score for hit in near})


def _heads(target: Target) -> frozenset[str]:
    """The stems of the first passages of whole documents: who wrote them, for whom and when stands there."""
    first = (item.passages[0] for item in target.items if item.part is None and item.passages)
    return frozenset(root for passage in first for root in stems(passage.embedded))


def _holds(hit: Hit, left: Sequence[str]) -> bool:
    there = set(stems(hit.passage.embedded))
    return all(stem(word) in there for word in left)


def _items(hits: Sequence[Hit], target: Target, view: View) -> tuple[Item, ...]:
    """The passages as items, in order of source and place, with all of a small section that one stands in."""
    known = {item.document.source: item for item in target.items}
    listing = {one.source: one for one in view.listing()}
    found: dict[tuple[str, Part | None], list[Passage]] = {}
    for passage in sorted((hit.passage for hit in hits), key=lambda one: (one.source, one.start)):
        item = known.get(passage.source)
        section = _section(passage, item) if item else None
        found.setdefault((passage.source, section), []).append(passage)
    items = []
    for (source, section), passages in found.items():
        document = listing[source]
        item = known.get(source)
        if item and len(known) > 1 and len(item.passages) <= _SMALL:  # a mail among others
            items.append(item)
        elif item and section:
            passages = [one for one in item.passages if section.holds(one.start)]
            items.append(Item(document, section, (), tuple(passages)))
        else:
            items.append(Item(document, item.part if item else None, (), tuple(passages)))
    return tuple(items)


def _section(passage: Passage, item: Item) -> Part | None:
    """The innermost part that a passage stands in, where it is small."""
    section = innermost([part for part in item.parts if part.level], passage.start)
    small = section and sum(section.holds(one.start) for one in item.passages) <= _SMALL
    return section if small else None
