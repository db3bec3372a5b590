"""By what a document can be named: title, path, author, date, format, language, and the words for its kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.answers import dated
from bot.question.tongues import tongues
from ingest.documents import Listed, Passage
from ingest.text.words import stems

_PART, _WORD = 0.8, 5  # and how surely a part of a compound does, of so many letters: "Vertrag" names a Mietvertrag
_KIND = 0.7  # how surely a word for the same kind names a document that bears another one
_SIGN = 0.6  # and how surely a word of its first lines does
OPENED = 0.4  # and how surely one of its very first words does: "The Sound. Newsletter for friends and neighbours"
ADDRESSED = 0.75  # how surely the others in a mail's header do, beside who wrote it
_NONE: frozenset[str] = frozenset()
_HEAD, _OPENING = 400, 120  # characters of these, and of the first of them
_DOMAIN = re.compile(r"@[\w.-]+")  # of an address: it names a whole house
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](0[1-9]|1[0-2])(?:[-_.](0[1-9]|[12]\d|3[01]))?(?!\d)")


@dataclass(frozen=True, slots=True)
class Named:
    """A document and the stems that name it.

    `head` are those of its first lines, `opening` of the very first words, `addressed` of a mail's header.
    """

    listed: Listed
    stems: frozenset[str]
    head: frozenset[str]
    opening: frozenset[str]
    addressed: frozenset[str] = _NONE

    def match(self, term: str) -> float:
        """How surely a stem of the question names it, itself or by a word for the same kind: 0 to 1."""
        if term in self.stems or tongues().get(term) == (self.listed.language or "?"):
            return 1.0
        if term in self.addressed:
            return ADDRESSED
        if len(term) >= _WORD and any(name.startswith(term) or name.endswith(term) for name in self.stems):
            return _PART
        alike, signs = _kinds().get(term, (_NONE, _NONE))
        if alike & self.stems:
            return _KIND
        if signs & (self.stems | self.head):
            return _SIGN
        return OPENED if term in self.opening else 0.0


def named(one: Listed, first: Passage | None, header: Passage | None = None) -> Named:
    """A document as it can be named; `first` is its first passage, `header` a mail's, as far as they are known."""
    path = one.source.replace("_", " ").replace("/", " ").replace("-", " ")
    name, _, suffix = path.rpartition(".")
    known = f"{one.title} {name} {one.author} {dated(one.date, 0.0)} {dated(_date(one.source), 0.0)}"
    head = first.text[:_HEAD] if first else ""
    people = _DOMAIN.sub("", header.text) if header else ""
    own = frozenset([*stems(known), f".{suffix.lower()}"])
    return Named(one, own, frozenset(stems(head)), frozenset(stems(head[:_OPENING])), frozenset(stems(people)))


def _date(source: str) -> str:
    """The date that a file is named by: "2024-02-06 meeting.md"."""
    found = _DATE.search(source)
    return "-".join(filter(None, found.groups())) if found else ""


@cache
def _kinds() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """For a stem: those that name the same kind of document, and signs of it in the first lines."""
    lines = (files("bot.answerers.summary") / "kinds.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for line in lines:
        if line.startswith("#"):
            continue
        names, _, signs = line.partition("|")
        own, shown = _forms(names.split()), _forms(signs.split())
        for one in own:
            before = found.get(one, (frozenset(), frozenset()))
            found[one] = (before[0] | own, before[1] | shown)
    return found


def corresponded(one: Named, terms: frozenset[str]) -> bool:
    """Whether some stems name both who wrote a mail and somebody else in its header."""
    return bool(terms & {*stems(one.listed.author)}) and any(one.match(term) == ADDRESSED for term in terms)


def is_kind(term: str) -> bool:
    """Whether a stem is a word for a kind of document."""
    return term in _kinds()


def _forms(parts: Sequence[str]) -> frozenset[str]:
    return frozenset(form for part in parts for form in ([part] if part[0] == "." else stems(part)))
