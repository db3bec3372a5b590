"""The lines of a text, and its paragraphs: which newlines end one, and which only wrap it."""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby, islice, pairwise
from operator import itemgetter

_LIST_ITEM = re.compile(r"\s*(?:[-*+•‣▪◦·–—]|\(?(?:\d{1,3}|[a-zA-Z])[.)]|#{1,6})\s")
_RULE = re.compile(r"([=~*_-])\1{2,}")
_NARROWEST, _WIDEST = 40, 120  # characters: between them text is wrapped by hand or by an editor
_ENOUGH = 5  # lines without a blank one among them tell by themselves whether they were wrapped
_TELLING = 2_000  # lines of a longer block that tell it for all of it: a log without a blank line is not kept whole
_TELL, _EXACT = 3, 0.9  # pairs of lines that tell it by their lengths alone, and how many of them are full
_FULL = 0.85  # of the width: how far a line may fall short and still be one that was wrapped
_CLOSERS = "\"'”’»›)]}*_」』）】》"
_MOST_CLOSERS = 80  # looked at, at the end of a line
_FINAL = tuple(".!?…。！？｡।؟۔")
_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_RAW = re.compile(f"[^{_BREAKS}]*(?:\r\n|[{_BREAKS}])|[^{_BREAKS}]+")
_FIRST_WORD = re.compile(r"\S+")
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


def is_rule(line: str) -> bool:
    """Whether the line is drawn: it underlines a heading, or parts two stretches of text."""
    return _RULE.fullmatch(line) is not None


def ends_sentence(line: str) -> bool:
    """Whether the line's last sign, closing quotes and brackets apart, ends a sentence."""
    return line[-_MOST_CLOSERS:].rstrip().rstrip(_CLOSERS).endswith(_FINAL)


def raw_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of `text` as `str.splitlines(keepends=True)` has them, one at a time, and where each starts."""
    return ((found.start(), found.group()) for found in _RAW.finditer(text))


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of `text`, in order: every character that is no white space is in exactly one.

    Where lines were wrapped to a width, a newline is as good as a space; elsewhere every line is a paragraph, as in
    text that has one paragraph a line, in lists, tables and verse.
    """
    overall = _Pairs()
    for block in _blocks(text):
        overall.add(block)
    width = overall.width()
    for block in _blocks(text):
        first = list(islice(block, _TELLING))
        own = _Pairs()
        own.add(first)
        yield from _joined(chain(first, block), own.width() if len(first) > _ENOUGH else width)


def laid_out(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a page that was set in lines: a line goes on in the next one unless it shows that it ends."""
    for block in _blocks(text):
        first = list(islice(block, _TELLING))
        lengths = sorted(len(line) for _, line in first)
        yield from _joined(chain(first, block), lengths[len(lengths) * 19 // 20])


def _blocks(text: str) -> Iterator[Iterator[_Line]]:
    """The runs of lines that no blank line parts, each of which is read before the next one."""
    for _, lines in groupby(_lines(text), itemgetter(0)):
        yield ((start, line) for _, start, line in lines)


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """The lines that are not blank: the number of their block, where they start, and their characters."""
    block = 0
    for at, raw in raw_lines(text):
        line = raw.strip()
        if line:
            yield block, at + raw.index(line[0]), line
        else:
            block = at + 1


@dataclass(slots=True)
class _Pairs:
    """What pairs of lines, one upon the other, tell of how their text was wrapped.

    Attributes:
        lengths: of the upper lines, characters.
        words: lengths of the lower lines' first words.
        amid: how many of the lower ones seem to begin in the middle of a sentence.
        open: how many of the upper ones end no sentence.
    """

    lengths: "array[int]" = field(default_factory=lambda: array("q"))
    words: "array[int]" = field(default_factory=lambda: array("q"))
    amid: int = 0
    open: int = 0

    def add(self, block: Iterable[_Line]) -> None:
        """Take in the pairs of a block."""
        for (_, line), (_, following) in pairwise(block):
            self.lengths.append(len(line))
            self.words.append(_first_word(following))
            opened = not ends_sentence(line)
            self.amid += opened and not following[0].isupper()
            self.open += opened

    def width(self) -> int:
        """The width that the lines were wrapped to, 0 if they were not.

        Wrapped text shows in two ways at once: most lines leave no room for the next one's first word, and many of the
        next ones begin in the middle of a sentence. Where nouns have capitals, few seem to: there all lines are full to
        the very width of the longest, though they are not of one length, and many end no sentence.
        """
        many = len(self.lengths)
        if not many:
            return 0
        width = sorted(self.lengths)[many * 19 // 20]
        if not _NARROWEST <= width <= _WIDEST:
            return 0
        sizes = list(zip(self.lengths, self.words, strict=True))
        full = sum(length + 1 + word > _FULL * width for length, word in sizes)
        if 2 * full >= many and 5 * self.amid >= 2 * many:
            return width
        exact = sum(length + 1 + word > width for length, word in sizes)
        varied = many >= _TELL and len(set(self.lengths)) > many // 3 + 1
        return width if varied and exact >= _EXACT * many and 3 * self.open >= many else 0


def _first_word(line: str) -> int:
    """The length of a line's first word."""
    found = _FIRST_WORD.match(line)
    return found.end() if found else 0


def _joined(block: Iterator[_Line], width: int) -> Iterator[Paragraph]:
    """The paragraphs of one block that was wrapped to `width`, or was not wrapped (0)."""
    first, lines, gap = -1, 0, True
    for (start, line), (_, following) in pairwise(chain(block, [(0, "")])):
        first, lines = (start if lines == 0 else first), lines + 1
        if following and width and not is_list_item(following) and _goes_on(line, following, width):
            continue
        yield Paragraph(first, start + len(line), lines, gap)
        lines, gap = 0, False


def _goes_on(line: str, following: str, width: int) -> bool:
    if is_rule(line) or is_rule(following):
        return False
    full = len(line) + 1 + _first_word(following) > _FULL * width
    return full or (following[0].islower() and not ends_sentence(line))
