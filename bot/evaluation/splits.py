"""Which articles the reader learns from, which it is tuned with, and which are kept apart to report on."""

import re
from hashlib import sha256
from typing import Literal

Part = Literal["learn", "tune", "report"]
_PARTS = 20  # of the articles, by the hash of their names: 4 to report on, 3 to tune with, the others to learn from


def part_of(source: str) -> Part:
    """Which part an article belongs to: the same in every run."""
    place = hashed(re.sub(r"\.\w+$", "", source).replace("_", " ")) % _PARTS
    return "report" if place < 4 else "tune" if place < 7 else "learn"


def hashed(name: str) -> int:
    """A number of a name that is the same in every run, to part things by."""
    return int(sha256(name.encode()).hexdigest(), 16)
