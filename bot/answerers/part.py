"""The part of a document that bears a label: who was at a meeting, what is to be done, what a study recommends.

The document is found as one that is to be summarized is, by its title, date, author and kind; the part by the labels
that such parts bear ("Present: …", "## Actions"), see `bot.answerers.summary.labels`.
"""

import re
from collections.abc import Iterator, Sequence

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.summary import summary
from bot.answerers.summary.labels import GATHERED, LEAD, PEOPLE, headings, labels
from bot.answerers.summary.target import find
from bot.drafts import Claim, Draft, Quote
from bot.question.classifier import model
from bot.question.kind import task_of
from bot.question.names import weak_stems
from ingest.documents import Document, Hit, Listed, Passage
from ingest.tables import Table
from ingest.text.words import stem, stems
from ingest.view import View

_TOLD_BY_SENTENCES = ("reason", "yes or no")  # kinds of questions: a list of names gives no reason
_SUREST = 0.95
_LEAST = 0.5  # how sure it is where that part is hardly likelier meant than anything else
_SURE = 0.4  # share of what was said that must name the document
_GATHERED = 12  # documents, at most, whose parts are told together
_MOST = 20  # sentences of a part; what is longer is no list
_LABELS = 0.5  # of the points of minutes, how many have what was decided beside a label, for that to be all
_NUMBER = re.compile(r"[\W_]*\d{1,2}[.)]")
_LABELLED = re.compile(rf"{LEAD}[^\W\d_][^\n:.]{{1,40}}:")
_ITEM = re.compile(r"\s*(?:[-*+•–]|\d{1,2}[.)])\s")
_WORD = re.compile(r"[^\W_]+")


def answer(request: Request, view: View) -> Reply | None:
    """The part that is asked for, a sentence or row a line; None where no document is named that has such a part.

    It is that of the newest document that is meant; what was decided is told of all of them, unless it is about
    something; where most of it bears no label, the minutes are summed up, which begins with what was decided.
    """
    if request.question.kind in _TOLD_BY_SENTENCES:
        return None
    task, meant = task_of(request.question.text, "part")
    target = find(request.question, _without_asking(request.question.text), view, request.sources)
    gathered = task in GATHERED
    if not target.items or target.everything or target.sure < _SURE or (gathered and target.left):
        return None
    documents = sorted((item.document for item in target.items), key=lambda one: one.date, reverse=True)
    parts: list[tuple[Listed, Passage, int, int]] = []
    for one in documents[: _GATHERED if gathered else 1]:
        if document := view.document(one.source):
            passages, tables = view.passages(one.source), view.tables(one.source)
            found = [(one, *each) for each in part_of(document, passages, tables, task)]
            if gathered and len({passage.start for _, passage, *_ in found}) < _LABELS * _points(document, passages):
                return summary.answer(request, view)  # most of what was decided bears no label
            parts += found
    if not 0 < len(parts) <= (_GATHERED if gathered else 1) * _MOST:
        return None
    several = len({one.source for one, *_ in parts}) > 1
    held = list(dict.fromkeys(passage for _, passage, *_ in parts))
    claims = tuple(
        Claim(text, (Quote(held.index(passage), text),), under=(one.title or one.source,) if several else ())
        for one, passage, start, end in parts
        if (text := passage.quote(start, end))
    )
    draft = Draft("answer", claims, listed=len(claims) > 1, confidence=min(target.sure, _SUREST, _LEAST + meant))
    return Reply(tuple(Hit(passage, target.sure) for passage in held), growing(lambda: draft))


def _points(document: Document, passages: Sequence[Passage]) -> int:
    """How many points minutes have: by their headings, or by numbers before their paragraphs."""
    headed = len({passage.heading for passage in passages if _NUMBER.match(passage.heading.rpartition(" › ")[2])})
    return max(headed, sum(bool(_NUMBER.match(line)) for line in document.text.splitlines()))


def part_of(
    document: Document, passages: Sequence[Passage], tables: Sequence[Table], task: str
) -> Iterator[tuple[Passage, int, int]]:
    """The sentences, items or rows that stand under a label of a kind, or beside it.

    Args:
        document: any.
        passages: of it, in order.
        tables: of it.
        task: one of labels.json.

    Yields:
        The passage of each, and its start and end in the document.
    """
    label, named, people = labels()[task], headings()[task], task in PEOPLE
    rows = {row.start for table in tables for row in table.rows}
    own = {row.start for table in tables if _columns(table) & named for row in table.rows}
    under, headed = "", False  # the heading that the part stands under, and whether it is its label
    last, done, items = "", 0, False
    for passage, start, end in _sentences(passages):
        said, heading = document.text[start:end], passage.heading.rpartition(" › ")[2]
        apart = document.text[done:start].count("\n") > 1
        item = start in rows or bool(_ITEM.match(said))
        done = end
        if passage.heading != last:
            headed = frozenset(stems(heading)) in named or bool(heading and label.fullmatch(heading))
            under, items, last = passage.heading if headed else "", False, passage.heading
        if (said.lstrip().startswith("|") and start not in rows) or stems(said) == stems(heading):
            continue  # the names of the columns, or the heading itself
        if found := label.match(said):
            under, headed, items = passage.heading or " ", False, item
            if said[found.end() :].strip(" *_"):
                yield passage, start, end
        elif under:
            over = (people and (apart or _LABELLED.match(said))) or (apart and not item and (items or not headed))
            under, items = ("" if over else under), items or item
            if not over:
                yield passage, start, end
        elif start in own:
            yield passage, start, end


def _columns(table: Table) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(stems(column.name)) for column in table.columns)


def _sentences(passages: Sequence[Passage]) -> Iterator[tuple[Passage, int, int]]:
    """Each sentence of a document once."""
    done = -1
    for passage in passages:
        for start, end in passage.sentences:
            if start > done:
                yield passage, start, end
                done = start


def _without_asking(text: str) -> str:
    """A question without the words that ask for a part; what is left names the document."""
    asking = model().asking["part"]

    def without(found: re.Match[str]) -> str:
        word = found.group()
        named = found.start() > 0 and word[0].isupper()
        return word if named or word.casefold() not in asking or stem(word.casefold()) in weak_stems() else ""

    return _WORD.sub(without, text)
