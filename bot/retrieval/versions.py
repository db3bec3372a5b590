"""Which of several documents counts, by when they were written and what time a question asks about."""

import calendar
import re
from collections.abc import Collection, Sequence
from typing import Literal

from ingest.cells import dates_in
from ingest.documents import Hit, Passage
from ingest.formats.mail_text import QUOTED
from ingest.formats.metadata import YEAR, written
from ingest.view import View

_MONTHS = {name: f"-{number:02}" for number, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")
_YEAR = 4  # characters of a date that says no more
Era = Literal["now", "before", ""]
_NOW = re.compile(  # in English, German, French and Spanish
    r"\b(?:now|nowadays|current(?:ly)?|at present|presently|today|these days|in the end|finally|after all|latest|newest"
    r"|at the moment|as (?:it|things|matters) stands?|in force|after (?:the|its|this|that) (?:\w+ )?(?:change|decision)"
    r"|as last decided|this (?:year|season|term)|jetzt|derzeit|aktuell\w*|zurzeit|heute|inzwischen"
    r"|maintenant|actuel(?:le(?:ment)?)?|aujourd'hui|désormais|ahora|actual(?:mente)?|hoy)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:last (?:year|season|winter|summer|term)|previous(?:ly)?|former(?:ly)?|originally|used to"
    r"|the old(?:er)? (?:\d{4} )?(?:price |fee )?(?:list|prices?|rates?|tariff|rules?|scale|version|edition|card|fees?)"
    r"|(?:had|was|were) (?:first|once) \w+|had (?:been )?(?:set|decided|planned)"
    r"|before (?:it|they|we|that|its|the) (?:\w+ )?(?:chang\w+|increas\w+|went|rose|rise|raised|moved|reform)"
    r"|letztes jahr|vorige[srn]? jahr|früher|ursprünglich|l'an dernier|l'année dernière|auparavant|avant le changement"
    r"|el año pasado|antes)\b",
    re.IGNORECASE,
)


def asked_times(question: str) -> frozenset[str]:
    """The times that a question names: days, months and years in ISO 8601, and months without a year as "-03"."""
    found = list(dates_in(question))
    rest = question
    for _, start, end in reversed(found):
        rest = rest[:start] + rest[end:]
    months = (_MONTHS[name] for name in _MONTH.findall(rest))
    return frozenset((*(day for day, _, _ in found), *YEAR.findall(rest), *months))


def era_of(question: str) -> Era:
    """Whether a question wants what counts now, what counted before that, or says nothing of it."""
    if _BEFORE.search(question):
        return "before"
    return "now" if _NOW.search(question) else ""


def dates_of(view: View, hits: Sequence[Hit]) -> dict[str, str]:
    """When the documents of passages are from, by source; see `written`."""
    titles = {hit.passage.source: hit.passage.title for hit in hits}
    return {source: written(source, titles[source], date) for source, date in view.dates(sorted(titles)).items()}


def said_on(passage: Passage, date: str) -> str:
    """When a passage was written: what a mail quotes, when its own header says, else all of its document on a date."""
    _, quoted, header = passage.heading.rpartition(f"{QUOTED}: ")
    return next((day for day, _, _ in dates_in(header)), date) if quoted else date


def older(one: str, other: str) -> bool:
    """Whether one date is before the other for sure: "2025" may be before "2025-06-05" or after it."""
    return bool(one and other) and one < other and not other.startswith(one)


def is_of(date: str, times: Collection[str]) -> bool:
    """Whether something dated so is from one of the times that are asked about: what is of a year, from all of it."""
    return any(
        date[4:7] == time if time[0] == "-" else date.startswith(time) or (len(date) == _YEAR and time.startswith(date))
        for time in times
    )
