"""The names of days and months, whole and abbreviated, in the languages whose question words are known."""

from collections.abc import Callable, Mapping
from functools import cache

_LANGUAGES = ("en", "de", "fr", "es")


@cache
def days() -> tuple[tuple[str, str], ...]:
    """Each day of the week in each language: its name, and the abbreviation of that."""
    from babel.dates import get_day_names

    return _named(get_day_names)


@cache
def months() -> tuple[tuple[str, str], ...]:
    """The same of the months."""
    from babel.dates import get_month_names

    return _named(get_month_names)


def _named(names_of: Callable[..., Mapping[int, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, names_of("abbreviated", locale=language)[at])
        for language in _LANGUAGES
        for at, name in names_of("wide", locale=language).items()
    )
