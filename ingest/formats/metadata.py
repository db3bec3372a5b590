"""What a file says of itself besides its title: who wrote it, when, in which language. What says nothing is dropped.

Where its metadata has no date, one may stand in its name, its title or alone in one of its first lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from ingest.cells import dates_in

_LONGEST = 120  # characters of an author that are kept
_EARLIEST = 1450  # before there was print, a year in a file's metadata is a slip or a program's zero
_WRITTEN = re.compile(
    # ISO 8601 in its long and its short form, as far as it is given; PDF puts "D:" before the short one.
    r"(?:D:)?(?P<year>\d{4})(?:(?P<dash>-?)(?P<month>\d\d)(?:(?P=dash)(?P<day>\d\d))?)?"
    r"(?:(?:[T ]|(?<=\d{8})\d{2}).*)?",
    re.DOTALL,
)
# What programs and their templates write where nobody has given an author.
_NOBODY = re.compile(
    r"(?:python-(?:docx|pptx)|openpyxl|xlsxwriter|reportlab|anonymous|unknown|author|admin(?:istrator)?|user|owner|root"
    r"|(?:microsoft|ms) (?:office|word|excel|powerpoint)?(?: ?user| ?benutzer)?|office user|windows user|hp inc\.?|pc"
    r"|\(?(?:none|unspecified|anonymous)\)?|steve canny)?",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/]|[.,]\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)[_-]?([01]\d)[_-]?([0-3]\d)(?!\d)")
_FIRST_LINES = 8
_FEW_WORDS = 8  # besides the date, in a line that says when a document was written
_ANOTHER = re.compile(r"(?:\b(?:until|till|to|before|next|bis|jusqu\S*|hasta|born|died)\b|[–-])[^,;]{0,20}$", re.I)
# When the templates of python-docx and python-pptx were saved: not when what is made from them was written.
_TEMPLATES = frozenset({"2013-12-23T23:15", "2013-01-27T09:14", "2013-01-27T09:15"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who wrote a document, when, and in which language it says that it is.

    Attributes:
        author: the name, several with commas between; "" if unknown.
        date: the day as "2025-06-05", or "2025-06" or "2025" where no more is known; "" if unknown.
        language: ISO 639-1 code, or "" if the file does not say.
    """

    author: str = ""
    date: str = ""
    language: str = ""


NO_METADATA = Metadata()


def cleaned_metadata(author: object = None, date: object = None, language: object = None) -> Metadata:
    """What is left of a file's metadata.

    Args:
        author: a name, or several.
        date: a date, or a text that begins with one in ISO 8601's or PDF's form.
        language: a tag such as "en" or "en-US".
    """
    return Metadata(person(author), day(date), tongue(language))


def person(value: object) -> str:
    """A name, several with commas between; "" for those that a program has put in."""
    given = value if isinstance(value, Sequence) and not isinstance(value, (str, bytes)) else [value]
    names = [" ".join(one.split()) for one in given if isinstance(one, str) and one.isprintable()]
    text = ", ".join(dict.fromkeys(name for name in names if not _NOBODY.fullmatch(name)))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def day(value: object) -> str:
    """A date as far as it is known; "" for one that cannot be when something was written."""
    if isinstance(value, (datetime, date)):
        value = value.isoformat()
    found = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or found.string[:16].replace(" ", "T") in _TEMPLATES:
        return ""
    parts = [part for part in (found["year"], found["month"], found["day"]) if part]
    try:
        first = date(int(parts[0]), *(int(part) for part in (*parts[1:], "1", "1")[:2]))
    except ValueError:
        return ""
    return "-".join(parts) if first.year >= _EARLIEST and first <= datetime.now(UTC).astimezone().date() else ""


def written(source: str, title: str, date: str) -> str:
    """When a document is from: the date or the only year in its name or title, else its own date; "" if unknown.

    A price list of 2024 that was saved again in 2025 is still that of 2024.

    Args:
        source: of the document; see `ingest.documents.Document`.
        title: of it.
        date: of it.
    """
    if named := dated_by(source, title):
        return named
    name = source.rsplit("/", 1)[-1]
    years = {year for text in (name, title) for year in YEAR.findall(re.sub(r"[_-]", " ", text))}
    year = next(iter(years)) if len(years) == 1 else ""
    return date if date.startswith(year) else year


def dated_by(source: str, title: str, text: str = "") -> str:
    """When a document was written, by its file's name, its title or one of its first lines; "" if none says so.

    A line says so if it has but few words besides its only date, as in "As of 3 March 2025". A date that another one
    leads up to, or that something lasts until, is none of the document.

    Args:
        source: its path; folders may be named by dates too.
        title: of the document.
        text: its text, from its beginning.
    """
    for part in reversed(source.split("/")):
        name = part.rsplit(".", 1)[0]
        found = _COMPACT.search(name)
        if written := day("-".join(found.groups())) if found else _only_day(name.replace("_", " ")):
            return written
    lines = (line for line in text[:5_000].splitlines() if line.strip() and not line.startswith("|"))
    return next(filter(None, map(_only_day, [title, *islice(lines, _FIRST_LINES)])), "")


def _only_day(line: str) -> str:
    """The one date in a line of few words; "" if there is none, or something else is dated by it."""
    found = list(dates_in(line)) if any(sign.isdigit() for sign in line) else []
    if len(found) != 1:
        return ""
    written, start, end = found[0]
    others = len(line[:start].split()) + len(line[end:].split())
    return "" if others > _FEW_WORDS or _ANOTHER.search(line[:start]) else day(written)


def office_properties(said: Any) -> Metadata:  # noqa: ANN401 (python-docx and python-pptx have one each)
    """Author, language, and when it was last saved: a file begun from last year's may be this year's."""
    return cleaned_metadata(said.author, said.modified or said.created, said.language)


def tongue(value: object) -> str:
    """The two-letter code of a language tag; "" if it has none."""
    found = re.match(r"\s*([A-Za-z]{2})(?:[-_].*)?\s*\Z", value) if isinstance(value, str) else None
    return found[1].lower() if found else ""
