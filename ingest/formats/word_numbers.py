"""The numbers that Word sets before paragraphs by itself: "3.2", "(a)", "Article IV"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN = tuple(zip(_VALUES, ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True))
_SILENT = ("bullet", "none")
_INDENT = 100  # twentieths of a point: what is no further in stands as deep


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    start: int
    form: str
    text: str
    restart: int | None  # after which level (1 for the highest) it begins anew, 0 for never, None for any higher
    legal: bool  # whether all its numbers are decimal
    indent: int | None  # twentieths of a point


@dataclass(slots=True)
class Numbers:
    """The lists of a document, and how far each of them was counted.

    Attributes:
        levels: of each list, by its number and the level counted from 0.
        lists: the number of the definition that a list follows: those of one definition count on in each other.
        styled: the list and the level of each paragraph style that has one.
        begins: the lists' own beginnings, which hold when they are met first.
    """

    levels: Mapping[str, Mapping[int, _Level]]
    lists: Mapping[str, str]
    styled: Mapping[str, tuple[str, int]]
    begins: dict[str, dict[int, int]]
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _open: list[int] = field(default_factory=list)  # the indents of the items that the last one stands in, and its own

    def before(self, paragraph: Any) -> str:  # noqa: ANN401 (lxml ships no types)
        """What stands before the paragraph; "" for nothing, or a bullet. To be asked in order, once for each."""
        number, at = self._place(paragraph)
        levels = self.levels.get(number, {})
        if at not in levels or at >= _LEVELS:
            return ""
        counts = self._counts.setdefault(self.lists[number], [None] * _LEVELS)
        for place, start in self.begins.pop(number, {}).items():
            counts[min(place, _LEVELS - 1)] = start - 1
        level = levels[at]
        last = counts[at]
        counts[at] = level.start if last is None else last + 1
        for lower in range(at + 1, _LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or (restart > 0 and at < restart):
                counts[lower] = None
        if level.form in _SILENT:
            return ""
        return _PLACE.sub(lambda found: self._written(levels, counts, int(found[1]) - 1, level.legal), level.text)

    def listed(self, paragraph: Any) -> tuple[int, int]:  # noqa: ANN401
        """How deep in lists a paragraph stands, see `ingest.documents.Section.items`; to be asked in order.

        A list of its own that is further in than what stands before it is a deeper one: styles such as "List Bullet 2"
        have each their own.
        """
        number, at = self._place(paragraph)
        level = self.levels.get(number, {}).get(at)
        if level is None or level.form == "none":
            self.unlisted()
            return 0, 0
        own = paragraph.find(f"{W}pPr/{W}ind")
        indent = level.indent if own is None else _left(own)
        if indent is not None:
            while self._open and indent < self._open[-1] + _INDENT:
                self._open.pop()
            self._open.append(indent)
        return max(at + 1, len(self._open)), 0 if level.form == "bullet" else -1

    def unlisted(self) -> None:
        """What comes next stands in no item of before."""
        self._open.clear()

    def _place(self, paragraph: Any) -> tuple[str, int]:  # noqa: ANN401
        """The number of the paragraph's list and its level; what its style says, where it does not itself."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        number, at = self.styled.get(style.get(f"{W}val") if style is not None else "", ("", 0))
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            number, at = _value(own, "numId") or number, _integer(_value(own, "ilvl"), at)
        return number, at

    @staticmethod
    def _written(levels: Mapping[int, _Level], counts: list[int | None], at: int, legal: bool) -> str:
        level = levels.get(at)
        if level is None:
            return ""
        count = counts[at]
        return formed(level.start if count is None else count, "decimal" if legal else level.form)


def numbers_of(numbering: Any, styles: Any) -> Numbers:  # noqa: ANN401
    """The lists that a document's parts "numbering" (None where there is none) and "styles" describe."""
    if numbering is None:
        return Numbers({}, {}, {}, {})
    kinds: dict[str, Any] = {one.get(f"{W}abstractNumId"): one for one in numbering.iter(f"{W}abstractNum")}
    linked = {name: one for one in kinds.values() if (name := _value(one, "styleLink"))}
    levels: dict[str, dict[int, _Level]] = {}
    lists: dict[str, str] = {}
    begins: dict[str, dict[int, int]] = {}
    for one in numbering.iter(f"{W}num"):
        number, found = one.get(f"{W}numId"), kinds.get(_value(one, "abstractNumId") or "")
        if found is None:
            continue
        found = linked.get(_value(found, "numStyleLink") or "", found)
        levels[number], lists[number] = dict(_levels(found)), found.get(f"{W}abstractNumId")
        for other in one.iter(f"{W}lvlOverride"):
            levels[number].update(_levels(other))
            if (start := _value(other, "startOverride")) is not None:
                begins.setdefault(number, {})[_integer(other.get(f"{W}ilvl"))] = _integer(start, 1)
    return Numbers(levels, lists, dict(_styled(styles, kinds, lists)), begins)


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:  # noqa: ANN401
    for one in parent.findall(f"{W}lvl"):
        restart = _value(one, "lvlRestart")
        legal = one.find(f"{W}isLgl") is not None
        level = _Level(
            _integer(_value(one, "start")),
            _value(one, "numFmt") or "decimal",
            _value(one, "lvlText") or "",
            None if restart is None else _integer(restart),
            legal,
            _left(one.find(f"{W}pPr/{W}ind")),
        )
        yield _integer(one.get(f"{W}ilvl")), level


def _styled(
    styles: Any,  # noqa: ANN401
    kinds: Mapping[str, Any],
    lists: Mapping[str, str],
) -> Iterator[tuple[str, tuple[str, int]]]:
    """The list and level of each paragraph style: its own, or that of the style which it is based on."""
    known = {one.get(f"{W}styleId"): one for one in styles.iter(f"{W}style")}
    for name in known:
        style, seen = name, set[str]()
        while style in known and style not in seen:
            seen.add(style)
            own = known[style].find(f"{W}pPr/{W}numPr")
            if own is not None and (number := _value(own, "numId")):
                levels = kinds.get(lists.get(number, ""))
                named = levels.iter(f"{W}lvl") if levels is not None else ()
                at = next((one.get(f"{W}ilvl") for one in named if _value(one, "pStyle") == style), None)
                yield name, (number, _integer(at or _value(own, "ilvl")))
                break
            style = _value(known[style], "basedOn") or ""


def _left(indent: Any) -> int | None:  # noqa: ANN401
    """The side where lines begin has one of two names."""
    if indent is None:
        return None
    told = indent.get(f"{W}left") or indent.get(f"{W}start")
    return int(told) if told and told.lstrip("-").isdecimal() else None


def _integer(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def _value(parent: Any, name: str) -> str | None:  # noqa: ANN401
    one = parent.find(f"{W}{name}")
    return None if one is None else one.get(f"{W}val")


def formed(count: int, form: str) -> str:
    """A number in one of Word's forms; decimal in those that are not known here."""
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 780:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        letters = ""
        for value, sign in _ROMAN:
            letters += sign * (count // value)
            count %= value
        return letters.upper() if form == "upperRoman" else letters
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "ordinal":
        tens = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{tens}"
    return str(count)
