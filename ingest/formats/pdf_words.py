"""A page of a PDF -> its words and where they stand, by pypdfium2: as if every one stood upright."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.formats.pdf_signs import NOTHING, Box, Signs
from ingest.formats.superscripts import raised

_PARTED = "\ufffe\x02"  # what PDFium makes of the hyphen at a line's end: the line goes on behind it without a space
_WORD = rf"[^\s{_PARTED}]"
# Its group is there where no digit follows the first sign: a raised one may.
_TOKEN = re.compile(rf"({_WORD}(?:(?!\d){_WORD})*)(?!{_WORD})[{_PARTED}]?|{_WORD}+[{_PARTED}]?")
_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # of Hebrew, Arabic and their kin
MIRRORED = 4  # a page of such text is read as if in a mirror: its lines run to the right there
_EVEN = 0.5  # points that the boxes of signs of one size on one line may differ
_SPACE = 0.3  # of the height: the widest space between two words that are one
_SMALLER, _HIGHER = 0.85, 0.2  # of the sign before it: how high and how far up a raised one is
_TOUCHES = 0.2  # of the height: the widest gap within a word


@dataclass(frozen=True, slots=True)
class Word:
    """Signs that stand together.

    Attributes:
        left, bottom, right, top: where, in points; its line runs to the right, whatever way the page is turned.
        text: they.
        spaced: whether a space or a new line is before it.
        at: the number of its first sign on the page, -1 for what is not written there.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str
    spaced: bool = True
    at: int = -1

    @property
    def height(self) -> float:
        """From the lowest to the highest that its font has."""
        return self.top - self.bottom


def words_of(page: Signs, *, single: bool) -> list[tuple[int, list[Word]]]:
    """The words of a page as they were written, each turn's (in quarters; or `MIRRORED`) apart, most first.

    Words of one size that stand on a line as close as a space sets them are one `Word`, unless `single` asks for each.
    """
    groups: dict[int, list[Word]] = {}
    turn, behind = 0, -1
    left = bottom = right = top = 0.0
    begin = end = -1  # of what is upright and joined so far
    text, box_of = page.text, page.box
    for token in _TOKEN.finditer(text):
        first, last = token.span()
        box, far = box_of(first), box_of(last - 1)
        if box is None or (far := far or box_of(last - 2)) is None:
            continue
        even = -_EVEN < box[1] - far[1] < _EVEN and -_EVEN < box[3] - far[3] < _EVEN
        if not groups or turn or not (even and far[2] > box[0]):
            turn = page.turn(first)
        words = groups.setdefault(turn, [])
        leftwards = far[0] < box[0]
        plain = turn == 0 and even and not leftwards and token.lastindex == 1
        if begin >= 0:
            near = -_EVEN < box[1] - bottom < _EVEN and -_EVEN < box[3] - top < _EVEN
            if plain and near and not single and first == end + 1 and 0 <= box[0] - right < _SPACE * (top - bottom):
                right, end = far[2], last
                continue
            groups[0].append(Word(left, bottom, right, top, text[begin:end], begin != behind, begin))
            begin, behind = -1, end
        if plain:
            (left, bottom, _, top), right, begin, end = box, far[2], first, last
            continue
        spaced = first != behind or text[first - 1] in _PARTED
        upright = turn == 0 and not leftwards
        words += _upright(page, token, box, spaced) if upright else [_turned(token, box, far, turn, spaced)]
        behind = last
    if begin >= 0:
        groups[0].append(Word(left, bottom, right, top, text[begin:end], begin != behind, begin))
    if 2 * len(_LEFTWARDS.findall(text)) > len(text):
        groups[MIRRORED] = [replace(word, left=-word.right, right=-word.left) for word in groups.pop(0, [])]
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _upright(page: Signs, token: re.Match[str], first: Box, spaced: bool) -> Iterator[Word]:
    """The token as one word; as several where it is set in more than one size, or on more than one line."""
    left, bottom, right, top = first
    begin = token.start()
    for at in range(token.start() + 1, token.end()):
        box = page.box(at)
        if (
            box is None
            or page.text[at] == NOTHING
            or (abs(box[1] - bottom) < _EVEN and abs(box[3] - top) < _EVEN and box[2] > left)
        ):
            right = box[2] if box else right
            continue
        yield Word(left, bottom, right, top, page.text[begin:at], spaced, begin)
        (left, bottom, right, top), begin, spaced = box, at, False
    yield Word(left, bottom, right, top, page.text[begin : token.end()], spaced, begin)


def _turned(token: re.Match[str], first: Box, last: Box, turn: int, spaced: bool) -> Word:
    low, high = (min(first[0], last[0]), min(first[1], last[1])), (max(first[2], last[2]), max(first[3], last[3]))
    (x, y), (x2, y2) = turned(*low, turn), turned(*high, turn)
    return Word(min(x, x2), min(y, y2), max(x, x2), max(y, y2), token[0], spaced, token.start())


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Where a place is when text that is turned by so many quarters, clockwise, or mirrored, is put upright."""
    return ((x, y), (-y, x), (-x, -y), (y, -x), (-x, y))[max(turn, 0)]


def is_raised(word: Word, base: Word) -> bool:
    """Whether a word stands raised beside another one, small or not."""
    smaller = word.height <= _SMALLER * base.height
    return smaller and word.bottom - base.bottom >= _HIGHER * base.height and word.bottom < base.top


def joined(words: Sequence[Word]) -> str:
    """The words of a line with the spaces between them, and raised ones as what they mean."""
    text = ""
    base: Word | None = None
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else None
        touches = base is not None and word.left - words[at - 1].right < _TOUCHES * base.height
        if base and touches and is_raised(word, base):
            text += raised(text, word.text)
            continue
        if base is None and following and word.text.isdigit() and is_raised(word, following):
            text += f"[{word.text}]"  # the mark of a note, before the note
        else:
            # Where the size changes, PDFium sees spaces that are none.
            even = base is None or 0.9 < word.height / words[at - 1].height < 1.1
            glued = touches and not (even and word.spaced)
            text += ("" if base is None or glued else " ") + word.text
        base = word
    return text
