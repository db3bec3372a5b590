"""A statement -> the question that it answers, by turning its subject and auxiliary: "The fair is on 4 May" -> When?"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.question.names import OPENERS, names
from bot.question.spellings import DIGITS

ARTICLES = frozenset({"the", "a", "an"})
_MODAL = "will can must may should has have had"  # the verb that follows one belongs to the question
_IS = "is are was were"
_HAVE = frozenset({"has", "have", "had"})
_FEW = 3  # words before a sum: what is longer tells what it is paid for
_STATED = re.compile(
    rf"(?P<subject>[A-Z][\w’'-]*(?: [\w’'-]+){{0,6}}?) (?P<aux>{'|'.join(f'{_MODAL} {_IS}'.split())}) (?P<rest>\S.*)"
)
_TIMES = (*calendar.month_name[1:], *calendar.day_name, *(f"{day}s" for day in calendar.day_name))
_WHEN = re.compile(rf"\b(?:(?:1[89]|20)\d\d|{'|'.join(_TIMES)})\b")
_PARTICIPLE = re.compile(r"\w+(?:ed|en|ne|lt|ld|nt|pt|ft)\b")
_LOWER, _PROPER = re.compile(r"\b[a-z][\w-]*"), re.compile(r"(?<=[a-z,;] )[A-Z][\w-]*")
_BY = re.compile(r"(?P<did>\w+ed) by (?=[A-Z])")
# What leads to a time or a sum, and belongs to the answer; "bought for" asks for it.
_LEADS = re.compile(
    r"(?:^|[\s,]+)(?:(?:on|in|at|by|since|from|until|till|to|of|before|after|during|around|about|between|over|up|the|"
    r"every|early|late|mid|end|next|last|first|second|third|fourth|half|quarter|spring|summer|autumn|winter|a|an|"
    r"only|\d{1,2}(?:st|nd|rd|th)?|approximately|nearly|almost)(?:[\s,]+|$))+$"
)
_SINCE = re.compile(r"\bsince\b[\s\w]*$")  # what is still so, and of which "when" would ask for the end as well
_CLAUSE = re.compile(r"[^\w\s’'-]|\b(?:and|or|that|which|who|because|if|when|where|while|but|not)\b")
_AT = re.compile(r"\bat\b[^.;:]*$")
_LONGEST = 6  # words of what is said before the time or the sum


@dataclass(frozen=True, slots=True)
class Known:
    """How the words of a document are written.

    Attributes:
        lower: those in lower case.
        proper: those with a capital though no sentence begins there.
        text: all of them, in lower case.
    """

    lower: frozenset[str]
    proper: frozenset[str]
    text: str


def known_in(text: str) -> Known:
    """How the words of a text are written."""
    return Known(frozenset(_LOWER.findall(text)), frozenset(_PROPER.findall(text)), text.lower())


def is_stated(text: str) -> bool:
    """Whether a text is a sentence with a subject and an auxiliary."""
    return _STATED.fullmatch(text) is not None


def questions(sentence: str, known: Known) -> Iterator[str]:
    """The questions that a sentence answers with a person, a time, or a price.

    Args:
        sentence: English, white space as one space.
        known: of its document; it tells whether the first word is a name's.
    """
    found = _STATED.fullmatch(sentence)
    if not found:
        return
    subject, aux, rest = found["subject"], found["aux"], found["rest"].rstrip(".")
    first, *more = subject.split()
    if subject[-1].isdigit() or not DIGITS.keys().isdisjoint(more):
        return  # "Surplus 2024" heads a line; of "chairs beyond the ten" the ten stand elsewhere
    if not more and first.lower() not in known.lower and first not in known.proper and not first.isupper():
        return  # nobody can tell whether it is a name
    if (first.lower() in OPENERS and first.lower() not in ARTICLES) or not OPENERS.isdisjoint(
        word.lower() for word in more if word in {"that", "which", "who", "and", "or", "not"}
    ):
        return
    plain = first not in known.proper and not first.isupper() and any(word.islower() for word in more)
    if first.lower() in known.lower or first.lower() in ARTICLES or plain:
        subject = first.lower() + subject[len(first) :]
    done = _BY.match(rest)
    if done and aux in ("was", "were"):
        yield f"Who {done['did']} {subject}?"
    when = _WHEN.search(rest)
    since = when and _SINCE.search(rest[: when.start()])
    asks = "Since when" if since else "When"
    sum_at = next((at for at, sign in enumerate(rest) if unicodedata.category(sign) == "Sc"), None)
    if when and (said := _before(rest[: when.start()], aux)) is not None:
        yield " ".join((asks, aux, subject, *said)) + "?"
    elif not when and sum_at is not None and (said := _before(rest[:sum_at], aux)) is not None and len(said) < _FEW:
        at = ["at"] if said and _AT.search(rest[:sum_at]) else []  # "estimated at"
        yield " ".join(("How much", aux, subject, *said, *at)) + "?"
    elif aux in ("is", "was") and rest[0].isupper() and not when and names(rest) and not _PARTICIPLE.match(rest):
        yield f"Who {aux} {subject}?"


def _before(text: str, aux: str) -> list[str] | None:
    """The words of a sentence between its auxiliary and the time or sum; None where they make no question."""
    said = _LEADS.sub("", text.rstrip()).split()
    # "Has missed three rehearsals since": what is counted until now is not so since then.
    if (
        len(said) > _LONGEST
        or _CLAUSE.search(" ".join(said))
        or any(word[0].isdigit() or word in DIGITS for word in said)
    ):
        return None
    if aux in _IS.split():
        return said
    begun = bool(said) and said[0] not in ARTICLES
    if aux in _HAVE:
        return said if begun and _PARTICIPLE.match(said[0]) else None
    return said if begun else None
