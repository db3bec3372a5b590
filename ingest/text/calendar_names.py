"""The names of days and months, whole and abbreviated, in the languages whose question words are known."""

from functools import cache

_LANGUAGES = ("en", "de", "fr", "es")


@cache
def days() -> tuple[tuple[str, str], ...]:
    """Each day of the week in each language: its name, and the abbreviation of that."""
    from babel.dates import get_day_names

    return tuple(
        (name, get_day_names("abbreviated", locale=language)[at])
        for language in _LANGUAGES
        for at, name in get_day_names("wide", locale=language).items()
    )


@cache
def months() -> tuple[tuple[str, str], ...]:
    """The same of the months."""
    from babel.dates import get_month_names

    return tuple(
        (name, get_month_names("abbreviated", locale=language)[at])
        for language in _LANGUAGES
        for at, name in get_month_names("wide", locale=language).items()
    )
