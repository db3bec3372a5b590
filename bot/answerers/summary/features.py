"""What speaks for a sentence of a summary."""

import re
from collections.abc import Sequence

import numpy as np

from bot.question.names import names
from ingest.text.words import words

FEATURES = (
    "first", "early", "opens", "unit", "whole", "named", "topic", "length", "short", "long", "numbers", "names",
    "decided", "field", "me", "spoken",
)  # fmt: skip
_SHORT, _LONG = 8, 35  # words
_MOST = 3  # numbers, or names, beyond which more tell no more
_DECIDED = re.compile(
    r"\b(?:decid|agree[ds]?\b|resolv|approv|adopt|reject|vote[ds]?\b|recommend|conclu|propos|beschl|entsch[iel]|genehm"
    r"|abgelehnt|décid|approuv|adopté|rejet|decidi|acord|aprob|rechaz)",
    re.IGNORECASE,
)
# What minutes say was settled, in other words or by marks of their own: "Moved to **2 April**."
_SETTLED = re.compile(
    r"(?<=\w )\*\*[^*\n]{2,}\*\*|\b(?:(?:moved|changed?s?|raised|lowered) (?:from|to)|put off|postpon|deferr|adjourn"
    r"|stays?\b|ordered|accepted|granted|unanim|carried|from now on|verschoben|vertagt|einstimmig|report[ée]|aplaz)",
    re.IGNORECASE,
)
_PROPOSED = re.compile(r"\bpropos", re.IGNORECASE)
_FIELD = re.compile(r"[^:.!?]{1,30}:\s")
_ME = re.compile(r"\b(?:I|me|my|you|your|ich|Sie|je|vous|usted)\b")


def decided(text: str) -> bool:
    """Whether a sentence says that something was decided, proposed or concluded."""
    return bool(_DECIDED.search(text))


def settled(text: str) -> bool:
    """Whether a sentence of minutes says what came out: decided, put off, or left as it was."""
    return bool(_SETTLED.search(text)) or (decided(text) and not _PROPOSED.search(text))


def features(text: str, number: int, cosines: Sequence[float], *, opens: bool, spoken: int) -> tuple[float, ...]:
    """What speaks for a sentence, in the order of `FEATURES`.

    Args:
        text: of the sentence itself.
        number: its place in its unit, from 0.
        cosines: with the centre of its unit, with that of all units, with the name of its unit, and with what is
            asked about, 0 where nothing is.
        opens: whether a paragraph begins with it.
        spoken: characters of the turn that it is said in, 0 where nobody speaks.
    """
    said = words(text)
    count = len(said)
    return (
        float(number == 0),
        1 / (1 + number),
        float(opens),
        *cosines,
        float(np.log1p(count)),
        float(count < _SHORT),
        float(count > _LONG),
        float(min(_MOST, sum(word[0].isdigit() for word in said))),
        float(min(_MOST, len(names(text[1:])))),
        float(decided(text)),
        float(bool(_FIELD.match(text))),
        float(bool(_ME.search(text))),
        float(np.log1p(spoken)),
    )
