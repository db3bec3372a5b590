"""Raised signs: what they mean beside the word that they follow, so that a note's mark is no digit of a number."""

import re

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"
_PLAIN = str.maketrans(_RAISED, "0123456789+-()n")
_WRITTEN = re.compile(rf"(?<=[^\W_])[{_RAISED}]+|(?<=[)\].,;:!?\"”’])[{_RAISED}]+")
_LAST = re.compile(r"[^\W\d_]+$|[\d.,]+$")
_SIGNED = re.compile(r"[+\-−–]\d+")
_NOTE = re.compile(r"\[?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]?,?")
_FORMULA = re.compile(r"[=+*/·×^]\s*[^\W\d_]{1,3}$")
_UNIT = re.compile(r"(?:[kcdmµμn]?m|ft|in|yd|mi|s|Km|KM|M)")
_SQUARED = {"2": "²", "3": "³"}
_MARK = re.compile(r"[*†‡§¶#ªº°®©™′″'`\"]+|[^\W\d_]{2,}")


def raised(before: str, mark: str) -> str:
    """How to write `mark`, which stands raised after the text `before`.

    Powers are written as "10^6" and "m²", notes as " [3]"; what is part of the word (the "th" of "19th") stays so.
    """
    mark = mark.strip()
    last = _LAST.search(before)
    base = last[0] if last else ""
    if _SIGNED.fullmatch(mark) and base:
        return "^" + mark.replace("−", "-").replace("–", "-")
    if mark in _SQUARED and _UNIT.fullmatch(base):
        return _SQUARED[mark]
    power = base == "10" or (len(base) == 1 and not base.isupper()) or _FORMULA.search(before)
    if mark.isdecimal() and base and power:
        return f"^{mark}"
    if _NOTE.fullmatch(mark):
        return f" [{mark.strip('[],')}]" + ("," if mark.endswith(",") else "")
    if len(mark) == 1 and mark.isalpha() and base[-1:].isdigit():
        return _letter(base, mark)
    if _MARK.fullmatch(mark) or not base or base[-1].isdigit():
        return mark
    if len(mark) == 1 and mark.isalpha() and len(base) > 1:
        return f" [{mark}]"
    return f"^{mark}" if mark.isalnum() else mark


def _letter(number: str, mark: str) -> str:
    """A letter behind a number: the end of an ordinal ("2e"), the mark of a note, or a power."""
    if mark in "aeo" and len(number) < 3:
        return mark
    return f" [{mark}]" if mark.lower() in "abcdefgh" else f"^{mark}"


def spelled(text: str) -> str:
    """`text` with its raised digits, of Unicode's own, written as `raised` does."""
    if text.isascii():
        return text
    return _WRITTEN.sub(lambda found: raised(text[: found.start()][-40:], found[0].translate(_PLAIN)), text)
