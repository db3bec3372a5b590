"""A statement -> the question that it answers, by turning its subject and auxiliary: "The fair is on 4 May" -> When?"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.question.names import OPENERS, names

ARTICLES = frozenset({"the", "a", "an"})
_MODAL = "will can must may should has have had"  # the verb that follows one belongs to the question
_IS = "is are was were"
_STATED = re.compile(
    rf"(?P<subject>[A-Z][\w’'-]*(?: [\w’'-]+){{0,6}}?) (?P<aux>{'|'.join(f'{_MODAL} {_IS}'.split())}) (?P<rest>\S.*)"
)
_TIMES = (*calendar.month_name[1:], *calendar.day_name, *(f"{day}s" for day in calendar.day_name))
_WHEN = re.compile(rf"\b(?:(?:1[89]|20)\d\d|{'|'.join(_TIMES)})\b")
_PARTICIPLE = re.compile(r"\w+(?:ed|en|ne|lt|ld|nt|pt|ft)\b")
_LOWER, _PROPER = re.compile(r"\b[a-z][\w-]*"), re.compile(r"(?<=[a-z,;] )[A-Z][\w-]*")
_BY = re.compile(r"(?P<did>\w+ed) by (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Known:
    """How the words of a document are written: in lower case, and with a capital though no sentence begins there."""

    lower: frozenset[str]
    proper: frozenset[str]


def known_in(text: str) -> Known:
    """How the words of a text are written."""
    return Known(frozenset(_LOWER.findall(text)), frozenset(_PROPER.findall(text)))


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
    if (first.lower() in OPENERS and first.lower() not in ARTICLES) or not OPENERS.isdisjoint(
        word.lower() for word in more if word in {"that", "which", "who", "and", "or", "not"}
    ):
        return
    plain = first not in known.proper and not first.isupper() and any(word.islower() for word in more)
    if first.lower() in known.lower or first.lower() in ARTICLES or plain:
        subject = first.lower() + subject[len(first) :]
    verb = rest.split()[0] if aux in _MODAL.split() or _PARTICIPLE.match(rest) else ""
    turned = " ".join(part for part in (aux, subject, verb) if part)
    done = _BY.match(rest)
    if done and aux in ("was", "were"):
        yield f"Who {done['did']} {subject}?"
    if _WHEN.search(rest):
        yield f"When {turned}?"
    elif any(unicodedata.category(sign) == "Sc" for sign in rest):
        yield f"How much {turned}?"
    elif not verb and aux in ("is", "was") and rest[0].isupper() and names(rest):
        yield f"Who {turned}?"
