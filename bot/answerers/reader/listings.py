"""Lists in a document's text: the line that introduces them and their items, and lines that bear the same label."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.documents import Document
from ingest.text.headings import headings
from ingest.text.lines import Paragraph, ends_sentence, paragraphs
from ingest.text.sentences import sentence_spans
from ingest.text.words import stems

_MARK = re.compile(
    r"\s*(?:(?P<bullet>[-*+•‣▪◦·–—])|\(?(?P<number>\d{1,3}|[a-zA-Z]|[ivx]{1,4})(?P<close>[.)]))\s+(?=\S)"
)
_CELL = re.compile(r"\s\|\s|\t")
_LABEL = re.compile(
    r"(?:#{1,6}\s+|[-*+•]\s+|\d{1,2}[.)]\s+)?(?:\*\*)?"
    r"(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,2}?)(?: \d{1,3})?(?:\*\*)?\s?[:–—]"
)
_MOST = 40  # items
_LONGEST = 600  # characters of an item; what is longer is running text
_SHORT = 60  # characters of a line without a mark that may stand in any list
_WORDS, _HEADED = 5, 3  # words, at most, of a line that heads lines without a colon, and those lines, at least
_ALIKE = 3.0  # times the items' usual length that a line without a mark may have


@dataclass(frozen=True, slots=True)
class Listing:
    """A list.

    Attributes:
        intro: (start, end) of the sentence or line that introduces it, offsets into the document; empty if none does.
        title: (start, end) of the line right above that, where it is none that ends as a sentence; else empty.
        items: (start, end) of each item, without its mark.
        numbered: whether its items are counted: steps, as a rule.
    """

    intro: tuple[int, int]
    items: tuple[tuple[int, int], ...]
    numbered: bool = False
    title: tuple[int, int] = (0, 0)

    @property
    def start(self) -> int:
        """Where it begins, its introduction with it."""
        return min(self.intro[0], self.items[0][0]) if self.intro[0] < self.intro[1] else self.items[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.items[-1][1]


def listings(document: Document) -> list[Listing]:
    """The lists of a document in order: marked lines one after the other, or lines of one shape after a colon."""
    text = document.text
    titles = {section.heading for section in document.sections}
    lines = [line for line in paragraphs(text) if text[line.start : line.end] not in titles]
    found: list[Listing] = []
    at = 0
    while at < len(lines):
        run = _marked(text, lines, at) or _unmarked(text, lines, at)
        if len(run) > 1:
            found.append(_listing(text, lines, at, run))
        at += max(1, len(run))
    return found


def labelled(document: Document, asked: frozenset[str]) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """The sentences and lines that begin with the same label, of which the question speaks: "Decision: …", "Step 2: …".

    Args:
        document: any.
        asked: stems of the question's telling words.

    Yields:
        The stem by which the question names the label, and (start, end) of all that bear it, in order.
    """
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    text = document.text
    for line in paragraphs(text):
        said = text[line.start : line.end]
        if not re.search("[:–—]", said) or _CELL.search(said):
            continue
        for start, end in sentence_spans(said):
            match = _LABEL.match(said, start, end)
            if match and end > match.end() and {*stems(match["label"])} & asked:
                found.setdefault(tuple(stems(match["label"])), []).append((line.start + start, line.start + end))
    for label, places in found.items():
        if 1 < len(places) <= _MOST:
            yield next(one for one in label if one in asked), tuple(places)


def heading_at(document: Document, at: int) -> str:
    """The heading that a place of a document stands under; "" if there is none."""
    if document.sections:
        return next((one.heading for one in document.sections if one.start <= at < one.end), "")
    found = headings(document.text, markdown=document.source.lower().endswith((".md", ".markdown")))
    return next((one.text for one in reversed(found) if one.end <= at), "")


def _kind(text: str, line: Paragraph) -> str:
    """What marks a line as an item: its bullet, or the way it is counted; "" if nothing does."""
    found = _MARK.match(text, line.start, line.end)
    if not found or _CELL.search(text, line.start, line.end):
        return ""
    if found["bullet"]:
        return found["bullet"]
    return ("1" if found["number"].isdigit() else "a") + found["close"]


def _marked(text: str, lines: Sequence[Paragraph], at: int) -> list[tuple[int, int]]:
    """The items that begin at a line, those below an item with it."""
    kind = _kind(text, lines[at])
    items: list[tuple[int, int]] = []
    for line in lines[at:] if kind else ():
        goes_on = bool(items) and not line.gap and _indented(text, line)
        if not (_kind(text, line) or goes_on) or line.end - line.start > _LONGEST:
            break
        items.append((line.start, line.end))
    return items


def _indented(text: str, line: Paragraph) -> bool:
    return line.start > 0 and text[line.start - 1] in " \t"


def _unmarked(text: str, lines: Sequence[Paragraph], at: int) -> list[tuple[int, int]]:
    """The lines of one shape that follow a line which ends with a colon, or short ones below a line that heads them."""
    first = lines[at]
    headed = bool(at) and _heads(text, lines[at - 1], first)
    colon = bool(at) and text[: lines[at - 1].end].endswith(":") and lines[at - 1].end - lines[at - 1].start <= _LONGEST
    if not (colon or headed):
        return []
    items: list[tuple[int, int]] = []
    for line in lines[at : at + _MOST]:
        said = text[line.start : line.end]
        usual = sum(end - start for start, end in items) / len(items) if items else len(said)
        apart = line.gap and not first.gap and bool(items)
        other = said.endswith(":") or (said.endswith(".") != text[: first.end].endswith("."))
        long = len(said) > (max(_ALIKE * usual, _SHORT) if colon else _SHORT) or (headed and ends_sentence(said))
        if apart or other or long or _CELL.search(said):
            break
        items.append((line.start, line.end))
    return items if colon or len(items) >= _HEADED else []


def _heads(text: str, before: Paragraph, first: Paragraph) -> bool:
    """Whether a line of a few words stands apart from what is above it, right above the first of several others."""
    said = text[before.start : before.end]
    return before.gap and not first.gap and len(said.split()) <= _WORDS and not ends_sentence(said)


def _listing(text: str, lines: Sequence[Paragraph], at: int, run: Sequence[tuple[int, int]]) -> Listing:
    before = lines[at - 1] if at else None
    intro = (run[0][0], run[0][0])
    if before and _introduces(text, before, lines[at]):
        intro = (_last_sentence(text, before), before.end)
    kind = _kind(text, lines[at])
    inner = _indented(text, lines[at])
    those = zip(run, lines[at:], strict=False)
    top = [span for span, line in those if _kind(text, line) == kind and _indented(text, line) == inner]
    ends = [*(start for start, _ in top[1:]), run[-1][1] + 1]
    items = [(_said(text, span), _trimmed(text, span[0], end)) for span, end in zip(top, ends, strict=True)]
    above = lines[at - 2] if at > 1 and intro[0] < intro[1] and before and intro[0] == before.start else None
    title = (above.start, above.end) if above and not ends_sentence(text[above.start : above.end]) else (0, 0)
    return Listing(intro, tuple(items[:_MOST]), kind[:1] == "1", title)


def _introduces(text: str, before: Paragraph, first: Paragraph) -> bool:
    """Whether a line belongs to the list below: it ends with a colon, or stands right above."""
    return text[: before.end].endswith(":") or not first.gap


def _last_sentence(text: str, line: Paragraph) -> int:
    spans = sentence_spans(text[line.start : line.end])
    return line.start + (spans[-1][0] if spans else 0)


def _said(text: str, span: tuple[int, int]) -> int:
    """Where an item's words begin, behind its mark."""
    found = _MARK.match(text, *span)
    return found.end() if found else span[0]


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
