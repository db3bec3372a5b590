"""A number format of a workbook -> its sections as tokens (ECMA-376, part 1, section 18.8.31).

Colours, padding and filling are left out: they do not show in text.
"""

import re
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<sign>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<half>AM/PM|A/P)'
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|b+|e+(?![+-]))|(?P<exponent>E[+-])|(?P<digit>[0#?])|(?P<at>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
Token = tuple[str, str]  # its kind, and its text
Section = tuple[Token, ...]


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format, parted by semicolons, as tokens of a kind and their text."""
    made: list[list[Token]] = [[]]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "space"
        if kind == "other" and found["other"] == ";":
            made.append([])
        elif kind == "bracket":
            made[-1] += _bracket(found["bracket"])
        elif kind in ("sign", "other"):
            made[-1].append(("text" if kind == "sign" or found[0] not in ".,%/" else found[0], found[kind]))
        elif kind != "space":
            made[-1].append((kind, found[kind]))
    return tuple(map(tuple, made))


def _bracket(inside: str) -> list[Token]:
    if inside.startswith("$"):
        sign = inside[1:].partition("-")[0]
        return [("text", sign)] if sign else []
    if _ELAPSED.fullmatch(inside):
        return [("elapsed", inside.lower())]
    return [("condition", inside)] if CONDITION.fullmatch(inside) else []
