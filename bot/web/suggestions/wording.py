"""How a question names a document and a section of it: "remote work in the Employee Handbook"."""

import calendar
import re
from string import capwords

from bot.question.names import OPENERS
from bot.web.suggestions.sentences import ARTICLES, Known
from ingest.text.labels import label_of
from ingest.text.looks import is_capitalized

_NUMBER = re.compile(r"^(?:§\s*)?\d+(?:\.\d+)*\.?\s+")
_POINTS = ":;,.?!()“”/"  # what a name seldom holds
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
    long = len(more) > 1 and not is_capitalized(name)
    if long or any(sign in _POINTS for sign in name) or first.lower() in OPENERS - ARTICLES:
        return f"“{name}”"
    if first.lower() in ARTICLES:
        return name[0].lower() + name[1:]
    common = more and first.lower() in known.lower and first not in known.proper and not first.isupper()
    return f"the {name}" if common and is_capitalized(name) else name


def bare(heading: str) -> str:
    """A heading without its number: "Article 2. Ordering", "III. Concerts"."""
    label = label_of(heading, 0, len(heading))
    marked = label is not None and heading[label.size - 1] in ".:)"
    rest = heading[label.size :].lstrip(" –—-") if label and marked else ""
    return rest or _NUMBER.sub("", heading)


def headed(name: str, known: Known) -> str:
    """A heading as a sentence holds it: a common noun begins with a small letter."""
    if any(sign in _POINTS for sign in name):
        return f"“{name}”"
    first, *more = name.split()
    common = first.lower() in known.lower or (bool(more) and more[0].islower())
    own = first in known.proper or first in TIMES or first.isupper()
    return name[0].lower() + name[1:] if first.lower() in ARTICLES or (common and not own) else name
