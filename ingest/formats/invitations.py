"""iCalendar (.ics) -> a line for each appointment: what, when, where, and who is asked."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import NoneType
from typing import Any

from ingest.formats.blocks import Block, Extracted, assemble
from ingest.text.decoding import decoded


def read(data: bytes) -> Extracted:
    """The appointments of a calendar, each under a heading of its own."""
    return assemble(appointments(decoded(data, "a calendar"), headed=True))


def appointments(text: str, *, headed: bool = False) -> Iterator[Block]:
    """The appointments of a calendar file; nothing of one that is damaged."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(text, multiple=True)
        events = [(event, str(one.get("METHOD", ""))) for one in calendars for event in one.walk("VEVENT")]
    except ValueError:
        return
    for event, method in events:
        status = str(event.get("STATUS", "")) or ("cancelled" if method.upper() == "CANCEL" else "")
        said = {
            "What": str(event.get("SUMMARY", "")),
            "When": _when(event),
            "Repeated": _repeated(event),
            "Where": str(event.get("LOCATION", "")),
            "Organizer": _people(event.get("ORGANIZER")),
            "Invited": _people(event.get("ATTENDEE")),
            "Status": status.capitalize(),
        }
        if headed:
            yield Block(said["What"] or said["When"], "heading")
        yield Block("; ".join(f"{name}: {value}" for name, value in said.items() if value), "row")
        texts = [str(one) for name in ("DESCRIPTION", "COMMENT") for one in _several(event.get(name))]
        yield from (Block(line) for text in texts for line in text.splitlines())


def _when(event: Any) -> str:  # noqa: ANN401 (its properties are of many types)
    try:
        start, end = event.decoded("DTSTART", None), event.decoded("DTEND", None)
        if end is None and "DURATION" in event and start is not None:
            end = start + event.decoded("DURATION")
        if not all(isinstance(at, (date, NoneType)) for at in (start, end)):
            return str(event.get("DTSTART"))
    except (ValueError, TypeError, AttributeError):  # a time that is none is shown as it stands
        return str(event.get("DTSTART"))
    if end is not None and start is not None and not isinstance(start, datetime):
        end -= timedelta(days=1)  # the day on which it is over
    if start is None or end is None or start == end:
        return _moment(start)
    shown = f"{end:%H:%M}" if isinstance(end, datetime) and end.date() == start.date() else _moment(end)
    return f"{_moment(start)} to {shown}"


def _moment(at: date | None) -> str:
    if at is None:
        return ""
    if not isinstance(at, datetime):
        return f"{at:%A}, {at.day} {at:%B %Y}"
    zone = getattr(at.tzinfo, "key", None) or (at.tzname() if at.tzinfo else "")
    return f"{at:%A}, {at.day} {at:%B %Y %H:%M}" + (f" ({zone})" if zone else "")


def _repeated(event: Any) -> str:  # noqa: ANN401
    rule = event.get("RRULE")
    return " ".join(str(value).lower() for value in rule.get("FREQ", [])) if rule else ""


def _people(value: Any) -> str:  # noqa: ANN401
    named = ((str(one).split(":", 1)[-1], str(one.params.get("CN", ""))) for one in _several(value))
    return ", ".join(f"{name} <{address}>" if name and name != address else address for address, name in named)


def _several(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value] if value else []
