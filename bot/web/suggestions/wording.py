"""How a question names a document, a section of it, and a row: "remote work in the Employee Handbook"."""

import calendar
import re
from functools import cache
from string import capwords

from bot.question.names import OPENERS
from bot.web.suggestions.sentences import ARTICLES, Known, is_stated
from ingest.text.labels import label_of
from ingest.text.language import stop_words
from ingest.text.looks import is_capitalized

_NUMBER = re.compile(r"^(?:§\s*)?\d+(?:\.\d+)*\.?\s+")
_DONE = re.compile(r" \w+ed$")  # "Lecture moved"
_LONG = 2  # words behind the first of a title
_SHORT = 4  # letters of an abbreviation
_OF_THE = " of the "  # what is so much of one thing is no person: "Minutes of the Board"
_POINTS = ':;,.?!()“”"/–—'  # what a name seldom holds
_SMALL = frozenset("a an and at by for from in of on or the to with".split())
TIMES = frozenset((*calendar.month_name, *calendar.day_name))


def titled(name: str, known: Known) -> str:
    """A title or a heading as a sentence holds it: "the Employee Handbook", “Two fires: what we know”.

    What is more than a name is quoted, and capitals alone are written as those of a name.
    """
    if name.isupper() and " " in name:
        name = capwords(name)
        name = " ".join(word.lower() if at and word.lower() in _SMALL else word for at, word in enumerate(name.split()))
    first, *more = name.split()
    long = len(more) > 1 and any(word[0].islower() and word not in _SMALL for word in more)
    if long or any(sign in _POINTS for sign in name) or first.lower() in OPENERS - ARTICLES:
        return f"“{name}”"
    if first.lower() in ARTICLES:
        return name[0].lower() + name[1:]
    own = not more or first in known.proper or first.isupper() or "'" in first or "’" in first
    if not own and all(map(str.islower, more)):  # "Volunteer handbook"
        return f"the {name}"
    common = not own and first.lower() in known.lower
    if (common or _OF_THE in name) and is_capitalized(name):
        return f"the {name}"
    return name if len(more) < _LONG and own else f"“{name}”"  # nobody can tell if it has an article


def bare(heading: str) -> str:
    """A heading without its number: "Article 2. Ordering", "III. Concerts", "Article 1 – Purpose"."""
    label = label_of(heading, 0, len(heading))
    marked = label is not None and heading[label.size - 1] in ".:)–—-"
    rest = heading[label.size :].lstrip(" –—-") if label and marked else ""
    return rest or _NUMBER.sub("", heading)


def spoken(name: str, known: Known) -> str:
    """A heading in capitals as it is spoken of, "VAT returns"; one short word may be an abbreviation."""
    if not name.isupper() or len(name) <= _SHORT:
        return name
    return " ".join(word if word in known.proper else word.lower() for word in name.split())


def headed(name: str, known: Known) -> str:
    """A heading as a sentence holds it: a common noun begins with a small letter."""
    if any(sign in _POINTS for sign in name) or is_stated(name) or _DONE.search(name):
        return f"“{name}”"
    if name.islower():
        return name
    first, *more = name.split()
    common = first.lower() in known.lower or (bool(more) and more[0].islower())
    own = _is_name(first, known)
    if first.lower() in ARTICLES or (common and not own):
        small = f"{name[0].lower()}{name[1:]}"
        some = more[:1] == ["of"] and first.lower() not in stop_words("en")  # "Steps of a count"
        one = _told(indefinite(small), small, known) or (bool(more) and _told("the", small, known))
        return f"the {small}" if some or one else small
    return f"“{name}”" if not more and not own else name


def rowed(kind: str, label: str, known: Known, *, paid: bool) -> str:
    """The row of a table as a sentence holds it: "the loan instrument", "an adult", "Ida Holm".

    One word with a capital may be a name or none; what is paid for is of the column's kind then: "a Child ticket".

    Args:
        kind: the name of the column that holds the label.
        label: of the row.
        known: of its document.
        paid: whether what is asked for is paid for each of its kind.
    """
    first, *more = label.split()
    if not ARTICLES.isdisjoint(map(str.lower, more)):  # "Build a stool" is a title
        return f"“{label}”"
    if all(map(str.islower, more)) if more else first.lower() in known.lower and first not in known.proper:
        small = f"{label[0].lower()}{label[1:]}"
        if not paid:
            return f"the {small}"
        article = indefinite(small)
        return f"{article} {small}" if _told(article, small, known) else small
    told = more or _is_name(first, known) or not first.isalpha()
    kind = kind.lower()
    if not paid or told or not kind.isalpha() or kind.endswith(("s", "name")) or first in _countries():
        return label
    return f"{indefinite(label)} {label} {kind}"


def _told(article: str, name: str, known: Known) -> bool:
    """Whether a document speaks of something with an article: of "an adult", but not of "a public liability"."""
    return re.search(rf"\b{article} {re.escape(name.lower())}\b", known.text) is not None


def indefinite(name: str) -> str:
    """The article before a name: "an" before a vowel, but before no "U", which often sounds as in "UK"."""
    return "an" if name[0] in "aeiouAEIO" else "a"


def _is_name(word: str, known: Known) -> bool:
    return word in known.proper or word in TIMES or word.isupper()


@cache
def _countries() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").territories.values())
