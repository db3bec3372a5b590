"""Where a quote stands among the signs of a PDF, whatever spaces, line breaks and hyphens either of them has."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_ALONE = 12  # letters: so many that stand together are told from chance wherever they stand
_NEAR = 300  # letters: fewer than that many are looked for this far behind what was found last
Span = tuple[int, int, int]  # page, and its signs from the first to one past the last


@dataclass(frozen=True, slots=True)
class Quote:
    """What is looked for.

    Attributes:
        text: words of the extracted text.
        page: where it begins, from 0.
        pages: how many it may stand on.
        before: the extracted text of the first page before it.
    """

    text: str
    page: int
    pages: int
    before: str


@dataclass(frozen=True, slots=True)
class Box:
    """A line of a quote on a page: left, top, width and height as shares of the page's sides."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of some pages one after another, and of each its page and its sign there."""

    text: str
    signs: tuple[tuple[int, int], ...]


def places(quote: str, pages: Sequence[str], before: str = "") -> list[Span]:
    """The signs that say what a quote says.

    The longest beginning that stands somewhere is taken, then that of the rest, and so on: a quote goes on after a
    running line, in the next column, and in cells of another order.

    Args:
        quote: words of the extracted text.
        pages: the signs of the page that it begins on, and of those after it that it may go on on.
        before: the extracted text of the page before the quote, which tells one of two equal places from the other.
    """
    letters = _letters(pages)
    wanted, starts = _wanted(quote)
    earlier = _wanted(before)[0].count(wanted) if wanted else 0
    found: list[Span] = []
    at, last = 0, 0
    while at < len(wanted):
        begin, length = _longest(letters.text, wanted[at:], last, earlier if at == 0 else 0)
        if length == 0:
            at = next((start for start in starts if start > at), len(wanted))
            continue
        length = _whole(wanted, starts, at, length, letters.text)
        found += _spans(letters.signs[begin : begin + length])
        at, last = at + length, begin + length
    return _joined(found)


def _whole(wanted: str, starts: Sequence[int], at: int, length: int, text: str) -> int:
    """The length of what was found from `at` on, without the beginning of a word that stands elsewhere as a whole."""
    number = bisect_left(starts, at + length)
    begin, end = starts[number - 1], starts[number] if number < len(starts) else len(wanted)
    cut = at < begin and at + length < end
    return begin - at if cut and wanted[begin:end] in text else length


def _longest(text: str, wanted: str, last: int, earlier: int) -> tuple[int, int]:
    """Where the longest beginning of `wanted` stands, after `last` rather than before, and its length; 0 for none.

    Args:
        text: where to look.
        wanted: what is looked for.
        last: the place that what is found should follow.
        earlier: how many places of all of it are passed over, as far as there are others.
    """
    if (begin := _nth(text, wanted, last, earlier)) >= 0:
        return begin, len(wanted)
    low, high = 0, min(len(wanted), len(text)) + 1  # it stands somewhere with `low` letters, and nowhere with `high`
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wanted[:middle] in text else (low, middle)
    if low >= _ALONE:
        return _nth(text, wanted[:low], last, 0), low
    while low and (begin := text.find(wanted[:low], last, last + _NEAR)) < 0:
        low -= 1
    return (begin, low) if low > 1 or (low == 1 and wanted == text[begin]) else (0, 0)


def _nth(text: str, wanted: str, last: int, earlier: int) -> int:
    begin = text.find(wanted, last)
    begin = text.find(wanted) if begin < 0 else begin
    for _ in range(earlier):
        following = text.find(wanted, begin + 1)
        begin = following if following >= 0 else begin
    return begin


def _letters(pages: Sequence[str]) -> _Letters:
    signs = [
        (letter, page, at)
        for page, text in enumerate(pages)
        for word in _WORD.finditer(text)
        for at in range(*word.span())
        for letter in _plain(text[at])
    ]
    return _Letters("".join(letter for letter, _, _ in signs), tuple((page, at) for _, page, at in signs))


def _wanted(quote: str) -> tuple[str, list[int]]:
    """The letters of a quote, and where its words begin among them."""
    letters, starts = "", []
    for word in _WORD.findall(quote):
        starts.append(len(letters))
        letters += "".join(map(_plain, word))
    return letters, starts


def _plain(sign: str) -> str:
    """A sign as letters that are equal where they mean the same: "ﬁ" and "fi", "É" and "é"."""
    return "".join(part for part in unicodedata.normalize("NFKC", sign).casefold() if part.isalnum())


def _spans(signs: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Signs as spans, one a page."""
    for page in sorted({page for page, _ in signs}):
        inside = [at for one, at in signs if one == page]
        yield page, inside[0], inside[-1] + 1


def _joined(spans: Sequence[Span]) -> list[Span]:
    """The same with those as one that follow each other, so that the spaces between words belong to them."""
    made: list[Span] = []
    for page, begin, end in spans:
        if made and made[-1][0] == page and 0 <= begin - made[-1][2] <= 2:
            made[-1] = (page, made[-1][1], end)
        else:
            made.append((page, begin, end))
    return made
