"""Which of several documents counts, by when they were written and what time a question asks about."""

import calendar
import re
from collections.abc import Collection, Sequence

from ingest.cells import dates_in
from ingest.documents import Hit
from ingest.formats.metadata import dated_by
from ingest.view import View

_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/]|[.,]\d)")
_MONTHS = {name: f"-{number:02}" for number, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")


def asked_times(question: str) -> frozenset[str]:
    """The times that a question names: days, months and years in ISO 8601, and months without a year as "-03"."""
    found = list(dates_in(question))
    rest = question
    for _, start, end in reversed(found):
        rest = rest[:start] + rest[end:]
    months = (_MONTHS[name] for name in _MONTH.findall(rest))
    return frozenset((*(day for day, _, _ in found), *_YEAR.findall(rest), *months))


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
    years = {year for text in (name, title) for year in _YEAR.findall(re.sub(r"[_-]", " ", text))}
    year = next(iter(years)) if len(years) == 1 else ""
    return date if date.startswith(year) else year


def dates_of(view: View, hits: Sequence[Hit]) -> dict[str, str]:
    """When the documents of passages are from, by source; see `written`."""
    titles = {hit.passage.source: hit.passage.title for hit in hits}
    return {source: written(source, titles[source], date) for source, date in view.dates(sorted(titles)).items()}


def older(one: str, other: str) -> bool:
    """Whether one date is before the other for sure: "2025" may be before "2025-06-05" or after it."""
    return bool(one and other) and one < other and not other.startswith(one)


def is_of(date: str, times: Collection[str]) -> bool:
    """Whether something dated so is from one of the times that are asked about."""
    return any(date[4:7] == time if time[0] == "-" else date.startswith(time) for time in times)
