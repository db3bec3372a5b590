"""Sentences that answer together: the items of a list, or what bears a label that the question names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.answerers.reader.evidence import Sentence
from bot.answerers.reader.listings import heading_at, labelled, listings
from bot.answerers.reader.logistic import Rows
from bot.answerers.reader.ranker import Ranked
from bot.drafts import Claim, Quote
from bot.question.analysis import Question
from bot.question.spellings import DIGITS
from ingest.documents import Document, Hit
from ingest.text.sentences import sentence_spans
from ingest.text.words import stems, words
from ingest.view import View

_ROWS = 40  # of a table that is shown whole
_NAMED = 0.5  # of the question's telling words above a list: then all of its items are asked for
_COUNTED = 0.3  # chance of a list that is meant by how many items it has
_NEAR = 2.5  # log odds by which an item may be less likely than the best, where the list as a whole is not
_HEAD = 300  # characters at the beginning of a document: what it is, and of when
_WORDS = 300  # of all items; of longer ones only the first sentence is shown


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that answer together.

    Attributes:
        source: their document.
        items: (start, end) of what is to be shown, offsets into the document.
        above: what introduces them: the line before, title and heading.
        labelled: whether they bear a label of which the question speaks, each perhaps under a heading of its own.
        sentences: places of those among all sentences that were weighed.
        chance: that the answer is among them, 0 to 1.
        counted: whether they are as many as the question says: "the five recommendations".
    """

    source: str
    items: tuple[tuple[int, int], ...]
    above: str
    labelled: bool
    sentences: tuple[int, ...]
    chance: float
    counted: bool = False


def best_group(question: Question, ranked: Ranked, found: Sequence[Sentence], odds: Rows, view: View) -> Group | None:
    """The list that most likely holds the answer; None if a sentence that stands in no list is likelier."""
    chance = np.exp(odds - odds.max())
    chance /= chance.sum()
    sources = dict.fromkeys(ranked.hits[sentence.hit].passage.source for sentence in found)
    groups = [
        group
        for source in sources
        if (document := view.document(source))
        for group in _groups(question, document, ranked, found, chance)
    ]
    best = max(groups, key=lambda group: group.chance, default=None)
    if best is None:
        return None
    asked = {int(DIGITS[word]) for word in words(question.text) if word in DIGITS} - {2}
    if len(best.items) in asked and best.chance >= _COUNTED:
        return replace(best, counted=True)
    alone = max((float(value) for at, value in enumerate(chance) if at not in best.sentences), default=0.0)
    return _asked_for(question, best, found, odds) if best.chance >= alone else None


def _groups(
    question: Question, document: Document, ranked: Ranked, found: Sequence[Sentence], chance: Rows
) -> Iterator[Group]:
    """The lists of a document that hold any of the sentences, and the lines of a label that the question names."""
    own = {at: one for at, one in enumerate(found) if ranked.hits[one.hit].passage.source == document.source}
    for one in listings(document):
        inside = _inside(own, (one.title, one.intro, *one.items))
        if inside:
            above = f"{ranked.hits[own[inside[0]].hit].passage.above}\n{document.text[slice(*one.intro)]}"
            yield Group(document.source, one.items, above, False, inside, float(chance[list(inside)].sum()))
    for table in document.tables:
        rows = tuple((row.start, row.end) for row in table.rows)
        if 1 < len(rows) <= _ROWS and (inside := _inside(own, rows)):
            above = f"{ranked.hits[own[inside[0]].hit].passage.above}\n{' '.join(one.name for one in table.columns)}"
            yield Group(document.source, rows, above, False, inside, float(chance[list(inside)].sum()))
    terms = [term.stem for term in question.terms]
    for label, items in labelled(document, frozenset(terms)):
        # What is asked for comes first in a question: "the decisions of the board", "who is responsible for the steps".
        inside = tuple(own) if label == terms[0] else _inside(own, items)
        if kept := _spoken_of(question, label, items, document) if inside else ():
            yield Group(document.source, kept, "", True, inside, float(chance[list(inside)].sum()))


def _spoken_of(
    question: Question, label: str, items: tuple[tuple[int, int], ...], document: Document
) -> tuple[tuple[int, int], ...]:
    """The lines of a label that speak of what else the question names, apart from the document itself; all, if none."""
    named = frozenset(stems(f"{document.name} {document.source} {document.text[:_HEAD]}"))
    rest = {term.stem for term in question.terms} - named - {label}
    return tuple(span for span in items if rest & set(stems(document.text[slice(*span)]))) or items


def _inside(own: Mapping[int, Sentence], spans: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The places of the sentences that overlap any of the spans."""
    return tuple(at for at, each in own.items() if any(a < each.end and each.start < b for a, b in spans))


def _asked_for(question: Question, group: Group, found: Sequence[Sentence], odds: Rows) -> Group | None:
    """A list with the items that are asked for: all, if what stands above it says so, else those that fit alone.

    A list of which only one item fits is none.
    """
    if group.labelled:
        return group
    total = sum(term.weight for term in question.terms) or 1.0
    above = frozenset(stems(group.above))
    if sum(term.weight for term in question.terms if term.stem in above) >= _NAMED * total:
        return group
    least = max(odds[at] for at in group.sentences) - _NEAR
    fit = [found[at] for at in group.sentences if odds[at] >= least]
    items = tuple((a, b) for a, b in group.items if any(a < one.end and one.start < b for one in fit))
    return replace(group, items=items) if len(items) > 1 else None


def claims_of(
    document: Document, group: Group, hits: Sequence[Hit], near: int
) -> tuple[tuple[Hit, ...], tuple[Claim, ...]]:
    """The hits with one more for each item, and a claim for each; where the items stand apart, with its heading."""
    said = [document.text[a:b] for a, b in group.items]
    if sum(len(item.split()) for item in said) > _WORDS:
        said = [_first(item) for item in said]
    model = hits[near]
    added: list[Hit] = []
    claims: list[Claim] = []
    headings = [heading_at(document, start) for start, _ in group.items]
    apart = group.labelled and len({*headings}) > 1
    for (start, end), item, heading in zip(group.items, said, headings, strict=True):
        stretch = replace(
            model.passage,
            start=start,
            end=end,
            text=document.text[start:end],
            heading=heading,
            sentences=((start, end),),
        )
        text = " ".join(item.lstrip("#").split())
        under = (heading,) if apart and heading and not text.startswith(heading) else ()
        claims.append(Claim(text, (Quote(len(hits) + len(added), item),), under=under))
        added.append(Hit(stretch, model.score))
    return (*hits, *added), tuple(claims)


def _first(item: str) -> str:
    spans = sentence_spans(item)
    return item[slice(*spans[0])] if spans else item
