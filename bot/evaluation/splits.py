"""Which articles the reader learns from, which it is tuned with, and which are kept apart to report on."""

import re
from hashlib import sha256
from typing import Literal

Part = Literal["learn", "tune", "report"]
_PARTS = 20  # of the articles, by the hash of their names: 4 to report on, 3 to tune with, the others to learn from


def part_of(source: str) -> Part:
    """Which part an article belongs to: the same in every run."""
    name = re.sub(r"\.\w+$", "", source).replace("_", " ")
    place = int(sha256(name.encode()).hexdigest(), 16) % _PARTS
    return "report" if place < 4 else "tune" if place < 7 else "learn"
