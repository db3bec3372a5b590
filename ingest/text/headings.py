"""Which lines are headings: by their mark in Markdown, by their shape and their place in plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.text.lines import is_list_item, is_rule, raw_lines
from ingest.text.looks import LONGEST
from ingest.text.plain_headings import plain_headings
from ingest.text.turns import turns

_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_MARK = re.compile(r"#{1,6}\s+")
# What pandoc, kramdown and others put behind a heading: "{#fees .wide}".
_ATTRIBUTE = r"(?:[#.][^\s{}]+|-|[\w-]+=(?:\"[^\"{}]*\"|[^\s{}\"]+))"
_ATTRIBUTES = re.compile(rf"[ \t]\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}$")
_FIRST = re.compile(r"\S")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and where it stands.

    Attributes:
        start, end: offsets into the text of all its lines, marks included, end exclusive.
        text: its words on one line, without marks, at most 120 characters.
        level: 1 for the title and the highest sections.
    """

    start: int
    end: int
    text: str
    level: int


def headings(text: str, *, markdown: bool) -> list[Heading]:
    """The headings of `text`, in order."""
    if markdown:
        return list(_marked(text))
    first = _FIRST.search(text)
    begins = first.start() if first else 0
    found = list(plain_headings(text))
    # Who speaks, and when, is a line of its own in some transcripts.
    spoken = {turn.start for turn in turns(text)} if found else set()
    return [
        Heading(start, end, _words(text[start:end]), 1 if start == begins else 2)
        for start, end in found
        if start not in spoken
    ]


def title_of(text: str, *, markdown: bool) -> str:
    """The title: in Markdown the first heading of the first level, or the first one; else the first line, or ""."""
    found = headings(text, markdown=markdown)
    if markdown:
        return next((heading.text for heading in found if heading.level == 1), found[0].text if found else "")
    return found[0].text if found and not text[: found[0].start].strip() else ""


def one_line(text: str) -> str:
    """The words of a heading on one line, cut to its 120 characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def marked_words(title: str) -> str:
    """The words of one of Markdown's headings on one line, without the attributes behind them."""
    return one_line(_ATTRIBUTES.sub("", title.rstrip()))


def _marked(text: str) -> Iterator[Heading]:
    """Markdown's headings (CommonMark 0.31, sections 4.2 and 4.3), those in fenced code left out."""
    fence = ""
    above: tuple[int, str] | None = None  # the line before, where an underline would make it a heading
    for start, raw in raw_lines(text):
        line = raw.rstrip()
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
            continue
        if mark:
            fence, above = mark[1], None
        elif found := _ATX.match(line):
            above = None
            if title := _unclosed(line[found.end() :]):
                yield Heading(start, start + len(line), marked_words(title), len(found[1]))
        elif above and _UNDERLINE.match(line):
            yield Heading(above[0], start + len(line), marked_words(above[1]), 1 if "=" in line else 2)
            above = None
        else:
            above = None if not line or above or _no_setext(raw) else (start, line)


def _unclosed(title: str) -> str:
    """A heading's words without the number signs that may close it."""
    title = title.strip(" \t")
    bare = title.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare.endswith((" ", "\t")) else title


def _no_setext(line: str) -> bool:
    return line.startswith(("    ", "\t", ">")) or is_list_item(line) or "|" in line or bool(_UNDERLINE.match(line))


def _words(lines: str) -> str:
    """The words of a heading that may be underlined, overlined, or marked as in Markdown."""
    return one_line(_MARK.sub("", " ".join(line for line in lines.splitlines() if not is_rule(line.strip())), count=1))
