"""The number that a line may bear as a heading does: "2.", "1.1", "Appendix B", "Chapter Two", "§ 4", "IV."."""

import re
from dataclasses import dataclass

_SPELLED = {
    name: at
    for at, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        1,
    )
}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LABEL = re.compile(
    r"(?P<open>[(\[]?)"
    r"(?:(?P<key>§{1,2}|(?:[^\W\d_]{2,20} ){0,1}[^\W\d_]{2,20}\.?(?= )) ?)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,7}|[A-Za-z]|(?i:" + "|".join(_SPELLED) + r"))"
    r"(?P<mark>[.:)\]]{0,2})(?P<dash>[ \t]*[–—-])?(?=\s|$)"
)
_LONGEST = 60  # characters that a label can have


@dataclass(frozen=True, slots=True)
class Label:
    """The number that a line bears.

    Attributes:
        form: what the numbers of one series have in common: key word, marks, depth.
        readings: what it can be, the likelier first: its kind, what stands before its last part ("9." of "9.12"), and
            its last part as a number. "I" is the first of Roman numbers and the ninth letter.
        size: characters of the label and its marks.
    """

    form: tuple[str, ...]
    readings: tuple[tuple[str, str, int], ...]
    size: int

    @property
    def keyed(self) -> bool:
        """Whether a word says what is counted: "Appendix B"."""
        return bool(self.form[1])


UNNUMBERED = Label(("", "", "", "", ""), (), 0)


def label_of(text: str, start: int, end: int) -> Label | None:
    """The number that begins the line from `start` to `end`, or None."""
    found = _LABEL.match(text, start, min(end, start + _LONGEST))
    if found is None or not _bears(found, alone=found.end() == end):
        return None
    key, number, mark = found["key"] or "", found["number"], found["mark"]
    depth = str(number.count("."))
    form = (found["open"], key.casefold(), "" if key else mark, depth, "" if key else "-" if found["dash"] else "")
    return Label(form, _readings(number), found.end() - start)


def _bears(found: re.Match[str], *, alone: bool) -> bool:
    """Whether it is a number and no word: "A. Scope" and "Part A" are, "A house" and "in 3 days" are not."""
    key, number = found["key"], found["number"]
    if key:
        return not key[0].islower()
    if number[0].isdigit():
        return not alone
    told = found["mark"] or found["dash"] or (alone and len(number) > 1)
    return bool(told) and number.lower() not in _SPELLED


def _readings(number: str) -> tuple[tuple[str, str, int], ...]:
    if number[0].isdigit():
        before, _, last = number.rpartition(".")
        return (("number", before, int(last)),)
    if number.lower() in _SPELLED:
        return (("number", "", _SPELLED[number.lower()]),)
    roman = [("roman", "", _roman(number))] if set(number) <= _ROMAN.keys() else []
    if len(number) > 1:
        return tuple(roman)
    letter = ("letter", "upper" if number.isupper() else "lower", ord(number.upper()) - ord("A") + 1)
    return (*roman, letter) if number == "I" else (letter, *roman)


def _roman(number: str) -> int:
    values = [_ROMAN[sign] for sign in number]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
