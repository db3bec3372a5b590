"""Of what was found, the passages that speak of what the request keeps to; and what is said of a topic anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.answerers.summary.library import Item
from bot.answerers.summary.outline import Part
from bot.answerers.summary.target import Target
from bot.question.analysis import Question
from bot.retrieval.retriever import look_up
from ingest.documents import Hit, Passage
from ingest.text.words import stem, stems
from ingest.view import View

_PASSAGES = 10  # looked at for a topic
_RELEVANT = 0.35  # score of a passage that speaks of it: of what is about something else the best reaches 0.2
_NEAR = 0.6  # of the best one's score
_SMALL = 4  # passages of a section that is taken whole
_UNKNOWN = 0.5  # of how sure it is, where a word of the topic stands nowhere
_NAMED = 0.75  # of what was said: where so much names something, the rest need not be found


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


def kept(target: Target, question: Question, view: View, sources: frozenset[str] | None) -> Kept:
    """Narrow what was found to what the rest of the request is about."""
    left = tuple(word for word in target.left if stem(word) not in _heads(target))
    if not left:
        return Kept(target.items, None, target.sure)
    unknown = tuple(word for word in left if not view.frequency(word))
    keys = {term.word for term in question.terms if term.key and not term.known}
    if keys & {*unknown}:
        return Kept((), None, 0.0)
    within = frozenset(item.document.source for item in target.items) or sources
    found = look_up(view, " ".join(left), _PASSAGES, within)
    inside = {passage for item in target.items for passage in item.passages}
    hits = [hit for hit in found.hits if not inside or hit.passage in inside]
    best = max((hit.score for hit in hits), default=0.0)
    if best >= _RELEVANT:
        near = [hit for hit in hits if hit.score >= max(_RELEVANT, _NEAR * best) or _holds(hit, left)]
        sure = target.sure if target.items else 0.0
        sure = max(sure, min(1.0, best)) * (_UNKNOWN if unknown else 1.0)
        return Kept(_items(near, target, view), question.vector, sure, {hit.passage: hit.score for hit in near})
    if target.items and target.sure >= _NAMED:
        return Kept(target.items, None, target.sure)
    return Kept((), None, 0.0)


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
        if item and section:
            passages = [one for one in item.passages if section.holds(one.start)]
            items.append(Item(document, section, (), tuple(passages)))
        else:
            items.append(Item(document, item.part if item else None, (), tuple(passages)))
    return tuple(items)


def _section(passage: Passage, item: Item) -> Part | None:
    """The innermost part that a passage stands in, where it is small."""
    inside = [part for part in item.parts if part.level and part.holds(passage.start)]
    if not inside:
        return None
    section = inside[-1]
    return section if sum(section.holds(one.start) for one in item.passages) <= _SMALL else None
