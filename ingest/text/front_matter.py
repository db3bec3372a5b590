"""The front matter of Markdown and text: YAML between two lines of three dashes at the top.

It stays in the text, whose offsets are those of the file, but no passage is made of it: its lists of tags and names of
layouts would answer questions badly. What it says of title, author, date and language is kept as such.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

_FENCED = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST = 8_000  # characters: a longer header is text
_DEEPEST = 10  # brackets within brackets: what is deeper is text, as reading it takes time that grows with its square
_BRACKET = re.compile(r"[\[{]|[\]}]")
_TELLING = frozenset("title author authors date published lang language".split())


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a text.

    Attributes:
        end: offset of the first character after it; 0 if there is none.
        values: what it says, by names in small letters.
    """

    end: int = 0
    values: Mapping[str, object] = field(default_factory=dict)

    def first(self, *names: str) -> object:
        """The value of the first of these names that has one, else None."""
        return next((self.values[name] for name in names if self.values.get(name)), None)


def front_matter(text: str, *, markdown: bool) -> Front:
    """The front matter; in a text that is no Markdown it must name a title, an author, a date or a language.

    A header of more than 8,000 characters, or with more than ten brackets within each other, is none.
    """
    found = _FENCED.match(text, 0, _LONGEST)
    if found is None or _depth(found["yaml"]) > _DEEPEST:
        return Front()
    import yaml

    try:
        # The loader that makes nothing but texts, lists and mappings: a date stays as it is written.
        values = yaml.load(found["yaml"], yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return Front()
    if not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
        return Front()
    named = {name.lower(): value for name, value in values.items()}
    return Front(found.end(), named) if markdown or named.keys() & _TELLING else Front()


def _depth(header: str) -> int:
    """How many brackets are open at once at most."""
    return max(accumulate(1 if found.group() in "[{" else -1 for found in _BRACKET.finditer(header)), default=0)
