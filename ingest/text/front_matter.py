"""The front matter of Markdown and text: YAML between two lines of three dashes at the top, or TOML between plus signs.

It stays in the text, whose offsets are those of the file. What it says of title, author, date and language is kept as
such; who owns the document, when it is due and the like are passages. The rest is in none: lists of tags and names of
layouts would answer questions badly.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

_FENCED = re.compile(
    r"(?:---[ \t]*\r?\n(?P<yaml>.*?\r?\n)(?:---|\.\.\.)|\+{3}[ \t]*\r?\n(?P<toml>.*?\r?\n)\+{3})[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_LONGEST = 8_000  # characters: a longer header is text
_DEEPEST = 10  # brackets within brackets: what is deeper is text, as reading it takes time that grows with its square
_BRACKET = re.compile(r"[\[{]|[\]}]")
_TELLING = frozenset("title author authors date published lang language".split())
_ENTRY = re.compile(r"^(?P<name>[\w-]+)[ \t]*[:=](?P<said>.*(?:\n(?:[ \t-].*)?(?=\n))*)", re.MULTILINE)
_WORD = re.compile(r"\w")
# What programs for notes and web sites keep there for themselves.
_OWN = frozenset(
    "layout template theme permalink slug url id uid uuid guid type draft publish weight order position toc hidden"
    " share comments math image cover banner icon color thumbnail parent sidebar aliases alias redirect_from"
    " tags tag keywords categories category cssclass cssclasses modified lastmod output csl".split()
)
_PROGRAMS = ("nav_", "nav-", "sidebar_", "sidebar-", "og_", "og-", "twitter", "feed_", "dg-", "kanban-", "excalidraw-")


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a text.

    Attributes:
        end: offset of the first character after it; 0 if there is none.
        values: what it says, by names in small letters.
        facts: from where to where its lines stand that say more than what is kept as such.
    """

    end: int = 0
    values: Mapping[str, object] = field(default_factory=dict)
    facts: tuple[tuple[int, int], ...] = ()

    def first(self, *names: str) -> object:
        """The value of the first of these names that has one, else None."""
        return next((self.values[name] for name in names if self.values.get(name)), None)


def front_matter(text: str, *, markdown: bool) -> Front:
    """The front matter; in a text that is no Markdown it must name a title, an author, a date or a language.

    A header of more than 8,000 characters, or with more than ten brackets within each other, is none.
    """
    found = _FENCED.match(text, 0, _LONGEST)
    written = "" if found is None else found["yaml"] or found["toml"]
    if found is None or _depth(written) > _DEEPEST:
        return Front()
    try:
        values = _toml(written) if found["toml"] else _yaml(written)
    except (ValueError, RecursionError):
        return Front()
    if not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
        return Front()
    named = {name.lower(): value for name, value in values.items()}
    facts = tuple(_facts(text, *found.span("yaml" if found["yaml"] else "toml")))
    return Front(found.end(), named, facts) if markdown or named.keys() & _TELLING else Front()


def _yaml(written: str) -> object:
    """What YAML says. `ValueError`, if it is none."""
    import yaml

    try:
        # The loader that makes nothing but texts, lists and mappings: a date stays as it is written.
        return yaml.load(written, yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error


def _toml(written: str) -> object:
    """What TOML says, its dates as they are written. `ValueError`, if it is none."""
    said = tomllib.loads(written.replace("\r\n", "\n"))
    return {name: value if isinstance(value, str | list | dict) else str(value) for name, value in said.items()}


def _facts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of the entries that tell something of the document, those below each other as one."""
    places: list[tuple[int, int]] = []
    for entry in _ENTRY.finditer(text, start, end):
        name = entry["name"].lower()
        if name in _TELLING | _OWN or name.startswith(_PROGRAMS) or not _WORD.search(entry["said"]):
            continue
        if places and not text[places[-1][1] : entry.start()].strip():
            places[-1] = (places[-1][0], entry.end())
        else:
            places.append(entry.span())
    return ((begin, begin + len(text[begin:stop].rstrip())) for begin, stop in places)


def _depth(header: str) -> int:
    """How many brackets are open at once at most."""
    return max(accumulate(1 if found.group() in "[{" else -1 for found in _BRACKET.finditer(header)), default=0)
