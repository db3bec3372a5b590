"""The names of languages as questions say them."""

from functools import cache

from ingest.text.language import NAMES
from ingest.text.words import stem, words


@cache
def tongues() -> dict[str, str]:
    """The codes of languages by the stems of their names, in the languages that questions are in."""
    from babel import Locale

    found = {stem(word): code for code, name in NAMES.items() for word in words(name)}
    for tongue in ("de", "fr", "es"):
        for code in NAMES:
            name = Locale(tongue).languages.get(code, "")
            found |= {stem(word): code for word in words(name) if " " not in name}
    return found
