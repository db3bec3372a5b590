"""The numbers that count the lines of a text, as courts and editors print them -> the text without them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.text.lines import ends_sentence

_LEFT = re.compile(r"[ \t]{0,8}(?P<number>\d{1,5})(?P<rest>[ \t].*|)", re.DOTALL)
_RIGHT = re.compile(r"(?P<rest>.*?)[ \t]{2,}(?P<number>\d{1,5})", re.DOTALL)
_LEAST = 5  # lines
_MOST = 0.8  # of the lines with words: how many are counted at least
_SOON = 20  # lines that show that a text has no such numbers
_AMID = 0.15  # of the lines: how many begin in the middle of a sentence because the one above was full
_FULL, _MANY = 0.8, 0.5  # of the width of the text, and of its lines: how many are full to there
_NARROWEST = 30  # characters of such a text


def unnumbered(text: str) -> str:
    """The text without numbers that stand at one side of its lines and count them, from its first or on each page.

    The numbers of a list or a table are told from them by sentences, which do not go on over these.
    """
    lines = text.split("\n")
    for side in (_LEFT, _RIGHT):
        rests = _counted(lines, side)
        if len(rests) >= _LEAST and _flow(list(rests.values())):
            inner = min(len(rest) - len(rest.lstrip()) for rest in rests.values() if rest.strip())
            return "\n".join(rests[at][inner:] if at in rests else line for at, line in enumerate(lines))
    return text


def _counted(lines: Sequence[str], side: re.Pattern[str]) -> dict[int, str]:
    """What stands beside the number, where one counts the line; nothing where too many others have words."""
    rests: dict[int, str] = {}
    last = filled = 0
    for at, line in enumerate(lines):
        filled += bool(line.strip())
        found = side.fullmatch(line.rstrip())
        if found and int(found["number"]) in (1, last + 1):
            last = int(found["number"])
            rests[at] = " " * found.start("rest") + found["rest"]
        elif filled > _SOON and len(rests) < _MOST * filled / 2:
            return {}
    return rests if len(rests) >= _MOST * filled else {}


def _flow(lines: Sequence[str]) -> bool:
    """Whether sentences go on from line to line because these were full."""
    said = [line.strip() for line in lines]
    width = sorted(map(len, said))[len(said) * 19 // 20]
    pairs = [(one, other) for one, other in pairwise(said) if one and other]
    full = [(one, other) for one, other in pairs if len(one) + len(other.split()[0]) >= _FULL * width]
    amid = sum(other[0].islower() and not ends_sentence(one) for one, other in full)
    return width >= _NARROWEST and amid >= max(2, _AMID * len(pairs)) and len(full) >= _MANY * len(pairs)
