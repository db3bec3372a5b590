"""Whether a question is about what has changed between two editions of a table, and what of it is wanted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.question.parts import asks_difference, wanted_of
from bot.retrieval.versions import asked_times, era_of, is_of
from ingest.formats.metadata import YEAR
from ingest.text.words import stem

Kind = Literal["new", "gone", "raised", "lowered", "same"]
_GO = r"\b(?:go|goes|going|gone|went)\s+(?:\w+\s+)?"
_LOWERED = (
    rf"{_GO}down\b|\b(?:fall|fell|fallen|lowered|reduced|decreased?|decreases|(?:drop|dropped) in (?:price|cost))\b"
)
_RAISED = rf"{_GO}up\b|\b(?:rises?|rose|risen|raised?|increased?|increases|grown(?!-)|grew|climbed|jumped)\b"
_GONE = r"\bno longer\b|\bany ?more\b|\b(?:dropped|removed|discontinued|missing|disappeared|withdrawn)\b"
_NEW = (
    r"(?:\b(?:is|are|was|were)|['’]s)\s+(?:(?!the\b|an?\b|our\b)\w+\s+)?new\b|\b(?:which|what|any)\s+new\b"
    r"|^\W*new\b|\bnew (?:on|in|since)\b|\bnewly\b|\badd(?:ed|itions?)?\b|\bintroduced\b|\bfor the first time\b"
)
_KINDS: Mapping[Kind, re.Pattern[str]] = {
    "lowered": re.compile(_LOWERED, re.I),
    "raised": re.compile(_RAISED, re.I),
    "gone": re.compile(_GONE, re.I),
    "new": re.compile(_NEW, re.I),
    "same": re.compile(r"\bsame (?:in|price|on|as)\b|\b(?:the same|unchanged)\W*$|\b(?:stay(?:ed)?|kept)\b", re.I),
}
_BECOME = re.compile(
    r"\b(?:became|become|got|gotten)\b|\bthan (?:in |on )?(?:the )?(?:\d{4}|year|last|old|previous)", re.I
)
_THAN = re.compile(r"\bthan\s+", re.I)
_TIME = re.compile(r"(?:(?:in|on|before|it was)\b|(?:the\s+)?(?:\d{4}|years?|last|old|previous|before))", re.I)
_CHANGED = re.compile(r"\bchang|\bris|\brais|\bincreas", re.I)
_MOST = re.compile(r"\b(?:most|(?:bigg|larg|great|high|steep|strong)est)\b", re.I)
_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.I)
_LIMITED = re.compile(r"\b(?:than|under|over|above|below|least|most)\s+[£$€]?\s*(?!(?:19|20)\d\d\b)\d", re.I)
_THERE = re.compile(r"\s+(?:\w+\s+)?(?:on|in)\b", re.I)
_WAS = re.compile(r"(?:^\W*\w|\b)(?:before|old|older|then|previous(?:ly)?|was|were|last|earlier|former)\b")
_IS = re.compile(r"\b(?:now|current(?:ly)?|new|newer|today|present|this|is)\b", re.I)
_BOTH = re.compile(r"\b(?:and|versus|vs|against|compared)\b|[,;:]", re.I)
_WHETHER = re.compile(r"(?:^|[.?!]\s)\W*(?:has|have|had|is|are|was|were|did|do|does)\b", re.I)
_ROWS = re.compile(r"\b(?:which|what|how many|anything|list|name)\b|^\W*new\b", re.I)
_ASIDE = re.compile(r"\b(?:by how|how (?:much|long|often|far|old)|who|when|where|why)\b", re.I)
_SINCE = re.compile(
    r"\b(?:since|compared|between|before|both|years?|seasons?|became|become|got|gone|went|up|down|has|have|did|lists?|(?:un)?changed)\b",
    re.I,
)
_SIDES: Mapping[str, Kind] = {"most": "raised", "least": "lowered"}
_LAST = re.compile(r"\b(?:the )?(?:last|previous|first) (?:year|season|list|edition|time)\b", re.I)
_BACK = re.compile(r"\b(?:since|than in|from)\b", re.I)
_BEFORE_IT = re.compile(r"\bbefore (?:the|its?|they|we)\b", re.I)
_LONGEST = 200  # characters: a longer message tells a story
_CUES = frozenset(
    map(
        stem,
        "drop add new old same stay keep rise raise increase fall lower reduce decrease change difference dear cheap "
        "expensive cost price pay charge compare versus against then year last more less much most list both "
        "between first time appear become became got gotten pound euro dollar cent penny pence dearer cheaper costlier "
        "pricier higher lower go went gone up down".split(),
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for.

    Attributes:
        kind: see `bot.drafts.Change`.
        most: whether only what has changed most.
    """

    kind: Kind
    most: bool


def is_cue(root: str) -> bool:
    """Whether a stem asks for a change, or for a price, and so names no row."""
    return root in _CUES


def asks_both(text: str, newer: str = "") -> bool:
    """Whether what was and what is are asked for, or what is between them.

    Args:
        text: the question.
        newer: date of the newer edition: where only its year is named, two things of that year may be compared.
    """
    years = [time for time in asked_times(text) if YEAR.fullmatch(time)]
    if len(text) > _LONGEST or _LIMITED.search(text):
        return False
    if len(years) > 1 or (_WAS.search(text) and _IS.search(text) and _BOTH.search(text)):
        return True
    if len(years) == 1 and is_of(newer, years) and not (_WAS.search(text) or _BACK.search(text)):
        return False
    if (than := _THAN.search(text)) and not _TIME.match(text, than.end()):
        return False  # of two things
    verb = _KINDS["raised"].search(text) or _KINDS["lowered"].search(text)
    differ = asks_difference(text) and (years or verb or _timed(text))
    return bool(
        differ or (_WHETHER.search(text) and (wanted_of(text) or verb) and not _MOST.search(text) and _timed(text))
    )


def _timed(text: str) -> bool:
    return bool(era_of(text) or _SINCE.search(text))


def wanted_in(text: str, newer: str = "", before: str = "") -> Wanted | None:
    """Which rows are asked for; None if none are.

    Args:
        text: the question.
        newer: date of the newer edition, and
        before: of the older one: they tell what "not on the list of 2024" means.
    """
    years = frozenset(time for time in asked_times(text) if YEAR.fullmatch(time))
    if (
        not _ROWS.search(text)
        or _ASIDE.search(text)
        or _LIMITED.search(text)
        or len(text) > _LONGEST
        or not (years or _timed(text))
    ):
        return None
    kind = next((kind for kind, pattern in _KINDS.items() if pattern.search(text)), None)
    if (denied := _NOT.search(text)) and kind in ("raised", "lowered", None):
        if _CHANGED.search(text):
            kind = "same"
        elif kind is None and years and _THERE.match(text, denied.end()):
            meant = years & asked_times(text[denied.end() :]) or years
            kind = "gone" if is_of(newer, meant) and not is_of(before, meant) else "new"
    if kind in ("raised", "lowered") and _BEFORE_IT.search(text):
        return None  # "what did we pay before the increase?"
    if kind is None and _BECOME.search(text):
        kind = _SIDES.get(wanted_of(_LAST.sub("", text)))
    return Wanted(kind, bool(_MOST.search(text))) if kind else None
