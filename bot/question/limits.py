"""What a question is limited to: some documents, a folder of them, a time."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.errors import SourcesError
from bot.question.checks import check_sources, check_text
from ingest.view import View

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
Day = str | date


@dataclass(frozen=True, slots=True)
class Scope:
    """Limits that hold together; None for none.

    Attributes:
        sources: documents by name.
        folder: path in the documents' folder, with all below it.
        after, before: "2025-06-05", "2025-06" or "2025", both inclusive: by `ingest.formats.metadata.written`, else by
            the file. A document of which only the year or month is known is in if it may be.
    """

    sources: tuple[str, ...] | None = None
    folder: str | None = None
    after: str | None = None
    before: str | None = None

    def chosen(self, view: View) -> frozenset[str] | None:
        """The documents that are left in one generation of the index; None for all.

        Raises:
            SourcesError: a document or the folder is not there, or nothing is left.
        """
        named = check_sources(self.sources, view.hashes()) if self.sources is not None else None
        if self.folder is None and self.after is None and self.before is None:
            return None if named is None else frozenset(named)
        below = view.within(self.folder or "")
        if not below:
            raise SourcesError(f"There is no folder {self.folder!r} with documents in the index.")
        left = view.within(self.folder or "", self.after or "", self.before or "")
        left = left if named is None else left & frozenset(named)
        if not left:
            raise SourcesError(f"{self._which(named is not None)} is {self._when()}.")
        return left

    def _which(self, named: bool) -> str:
        where = f" of '{self.folder}'" if self.folder is not None else ""
        return f"None of the chosen documents{where and f' in {self.folder!r}'}" if named else f"No document{where}"

    def _when(self) -> str:
        if self.after and self.before:
            return f"from {self.after} to {self.before}"
        return (
            f"from {self.after} or later" if self.after else f"from {self.before} or earlier" if self.before else "left"
        )


def scope_of(
    sources: Sequence[str] | None = None,
    folder: str | None = None,
    after: Day | None = None,
    before: Day | None = None,
    called: tuple[str, str] = ("after", "before"),
) -> Scope:
    """The limits as a person gives them; `called` is how that person knows the two times.

    Raises:
        SourcesError: one is of another type, a date is none, or the two leave no day.
    """
    named = None if sources is None else _named(sources)
    first, last = _day(called[0], after), _day(called[1], before)
    if first and last and first > (last + "-99-99")[:10]:
        raise SourcesError(f"There is no day from {first} to {last}. Exchange {called[0]} and {called[1]}.")
    inside = None if folder is None else check_text("folder", folder).strip().removeprefix("./").strip("/")
    return Scope(named, None if inside in ("", ".") else inside, first, last)


def _named(sources: object) -> tuple[str, ...]:
    if isinstance(sources, str):
        return (check_text("sources", sources),)
    if not isinstance(sources, Iterable) or isinstance(sources, (bytes, Mapping)):
        raise SourcesError(f"sources must be a list of names, not {type(sources).__name__}.")
    return tuple(check_text("each of sources", source) for source in sources)


def is_time(text: str) -> bool:
    """Whether a text is a day, month or year as limits are written."""
    found = _DAY.fullmatch(text)
    try:
        date(*(int(part or 1) for part in (found.groups() if found else ("0", "0", "0"))))
    except ValueError:
        return False
    return True


def _day(name: str, value: Day | None) -> str | None:
    if value is None:
        return None
    text = value.isoformat()[:10] if isinstance(value, date) else check_text(name, value).strip()
    if not is_time(text):
        raise SourcesError(f"{name}: {text!r} is no date; write 2024, 2024-05 or 2024-05-31.")
    return text
