"""Dates, times and spans of time -> what Excel shows for their number format."""

from datetime import date, datetime, time, timedelta

from ingest.formats.sheet_codes import Section, sections

_MONTHS = "January February March April May June July August September October November December".split()
_SYSTEM_DAY, _SYSTEM_TIME = "mm-dd-yy", "m/d/yy h:mm"  # formats 14 and 22: each system shows them in its own way
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def shown_moment(value: date | time | timedelta, code: str) -> str:
    """A date, a time or a span of time; in ISO 8601 where the format is none for these, or the system's own."""
    section = sections(code)[0]
    kinds = {kind for kind, _ in section}
    if isinstance(value, date) and code == _SYSTEM_DAY:
        return value.isoformat()[:10]
    if isinstance(value, datetime) and code == _SYSTEM_TIME:
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")
    if not kinds & {"date", "elapsed"}:
        said = value.isoformat() if isinstance(value, (date, time)) else str(value)
        return said.removesuffix("T00:00:00").replace("T", " ")
    out: list[str] = []
    half = "half" in kinds
    for at, (kind, text) in enumerate(section):
        if kind == "date":
            out.append(_part(value, text, minutes=_is_minutes(section, at), half=half))
        elif kind == "elapsed":
            out.append(_elapsed(value, text))
        elif kind == "half":
            out.append(
                ("AM" if _clock(value)[0] < 12 else "PM") if len(text) > 3 else "A" if _clock(value)[0] < 12 else "P"
            )
        elif kind not in ("at", "condition"):
            out.append(text)
    return " ".join("".join(out).split())


def _is_minutes(section: Section, at: int) -> bool:
    """Whether an m stands for minutes: after hours, or before seconds."""
    before = next((text for kind, text in reversed(section[:at]) if kind in ("date", "elapsed")), "")
    after = next((text for kind, text in section[at + 1 :] if kind == "date"), "")
    return before[:1].lower() == "h" or after[:1].lower() == "s"


def _clock(value: date | time | timedelta) -> tuple[int, int, float]:
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
        return int(seconds // 3600) % 24, int(seconds // 60) % 60, seconds % 60
    if isinstance(value, (datetime, time)):
        return value.hour, value.minute, value.second + value.microsecond / 1e6
    return 0, 0, 0.0


def _elapsed(value: date | time | timedelta, text: str) -> str:
    hours, minutes, seconds = _clock(value)
    total = value.total_seconds() if isinstance(value, timedelta) else hours * 3600 + minutes * 60 + seconds
    count = int(total // {"h": 3600, "m": 60, "s": 1}[text[0]])
    return str(count).rjust(len(text), "0")


def _part(value: date | time | timedelta, text: str, *, minutes: bool, half: bool) -> str:
    letter, width = text[0].lower(), len(text)
    hours, clock_minutes, seconds = _clock(value)
    if letter == "h":
        return str((hours % 12 or 12) if half else hours).rjust(min(width, 2), "0")
    if letter == "s":
        _, _, places = text.partition(".")
        return (
            f"{seconds:0{min(width, 2) + (len(places) + 1 if places else 0)}.{len(places)}f}"
            if places
            else str(int(seconds)).rjust(min(width, 2), "0")
        )
    if letter == "m" and minutes:
        return str(clock_minutes).rjust(min(width, 2), "0")
    if not isinstance(value, date):
        return ""
    if letter == "y" or letter == "e":
        return f"{value.year % 100:02d}" if width <= 2 and letter == "y" else str(value.year)
    names, number = (_MONTHS[value.month - 1], value.month) if letter == "m" else (_DAYS[value.weekday()], value.day)
    if width <= 2:
        return str(number).rjust(width, "0")
    return names[:3] if width == 3 else names[0] if width == 5 else names
