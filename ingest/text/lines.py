"""The lines of a text, and its paragraphs: which newlines end one, and which only wrap it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_LIST_ITEM = re.compile(r"\s*(?:[-*+•‣▪◦·–—]|\(?(?:\d{1,3}|[a-zA-Z])[.)]|#{1,6})\s")
_NARROWEST, _WIDEST = 40, 120  # characters: between them text is wrapped by hand or by an editor
_ENOUGH = 5  # lines without a blank one among them tell by themselves whether they were wrapped
_FULL = 0.85  # of the width: how far a line may fall short and still be one that was wrapped
_CLOSERS = "\"'”’»›)]}*_」』）】》"
_FINAL = tuple(".!?…。！？｡।؟۔")
_Line = tuple[int, str]  # where it starts in the text, and its characters without the white space around them


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, without the white space around them.

    Attributes:
        start, end: offsets into the text, end exclusive.
        lines: how many lines it has.
        gap: whether a blank line, or the start of the text, is before it.
    """

    start: int
    end: int
    lines: int
    gap: bool


def is_list_item(line: str) -> bool:
    """Whether the line begins with a bullet, a number or a Markdown heading's mark."""
    return _LIST_ITEM.match(line) is not None


def ends_sentence(line: str) -> bool:
    """Whether the line's last sign, closing quotes and brackets apart, ends a sentence."""
    return line.rstrip().rstrip(_CLOSERS).endswith(_FINAL)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text`, in order: every character that is no white space is in exactly one.

    Where lines were wrapped to a width, a newline is as good as a space; elsewhere every line is a paragraph, as in
    text that has one paragraph a line, in lists, tables and verse.
    """
    blocks = list(_blocks(text))
    overall = _width([pair for block in blocks for pair in pairwise(block)])
    found: list[Paragraph] = []
    for block in blocks:
        width = _width(list(pairwise(block))) if len(block) > _ENOUGH else overall
        found += _joined(block, width)
    return found


def laid_out(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a page that was set in lines: a line goes on in the next one unless it shows that it ends."""
    for block in _blocks(text):
        lengths = sorted(len(line) for _, line in block)
        yield from _joined(block, lengths[len(lengths) * 19 // 20])


def _blocks(text: str) -> Iterator[list[_Line]]:
    """The runs of lines that no blank line parts."""
    block: list[_Line] = []
    at = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if line:
            block.append((at + raw.index(line[0]), line))
        elif block:
            yield block
            block = []
        at += len(raw)
    if block:
        yield block


def _width(pairs: list[tuple[_Line, _Line]]) -> int:
    """The width that these lines were wrapped to, 0 if they were not.

    Wrapped text shows in two ways at once: most lines leave no room for the next one's first word, and many of the
    next ones begin in the middle of a sentence.
    """
    lengths = sorted(len(line) for (_, line), _ in pairs)
    if not lengths:
        return 0
    width = lengths[len(lengths) * 19 // 20]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = sum(_full(line, following, width) for (_, line), (_, following) in pairs)
    amid = sum(not following[0].isupper() and not ends_sentence(line) for (_, line), (_, following) in pairs)
    return width if 2 * full >= len(pairs) and 5 * amid >= 2 * len(pairs) else 0


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of `following` had no room on `line`."""
    return len(line) + 1 + len(following.split(None, 1)[0]) > _FULL * width


def _joined(block: list[_Line], width: int) -> Iterator[Paragraph]:
    """The paragraphs of one block that was wrapped to `width`, or was not wrapped (0)."""
    first, gap = 0, True
    for at, (start, line) in enumerate(block):
        following = block[at + 1][1] if at + 1 < len(block) else ""
        if following and width and not is_list_item(following) and _goes_on(line, following, width):
            continue
        yield Paragraph(block[first][0], start + len(line), at + 1 - first, gap)
        first, gap = at + 1, False


def _goes_on(line: str, following: str, width: int) -> bool:
    return _full(line, following, width) or (following[0].islower() and not ends_sentence(line))
