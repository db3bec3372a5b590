"""Which lines are headings: by their mark in Markdown, by their shape and their place in plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.text.lines import Paragraph, ends_sentence, is_list_item, paragraphs

_LONGEST = 120  # characters of a line that can be a heading, and of a heading that is kept
_MOST_WORDS, _FEW_WORDS = 18, 10  # words of a heading that is capitalized, and of one that is not
_FEW_IN_FIELD = 3  # words after a colon: "Conclusion: A Turning Point" is a heading, "Name: Ann Lee" is not
_STACKED = 2  # short lines one upon the other that can be headings; more are an address, a table, verse
_TEXT = 80  # characters that make a line text when the heading above it has no blank line before it
_SMALL = frozenset("a an and as at but by for from in into nor of on or per so than the to up via vs with yet".split())
_WORD = re.compile(r"[^\W_][^\s—–-]*")
_FIELD = re.compile(r"[^:]{1,40}:\s")
_TABLE = re.compile(r"\t|\S {3,}\S|\|")
_BYLINE = re.compile(r"[Bb]y [A-Z]")
_RULE = re.compile(r"([=~*_-])\1{2,}")
_MARK = re.compile(r"#{1,6}\s+")
_ABBREVIATION = re.compile(r"(?:\b\w|\b(?:Inc|Jr|Sr|Co|Ltd|Corp|St|Bros|Mr|Mrs|Dr))\.$")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
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
    return list(_marked(text)) if markdown else _plain(text)


def title_of(text: str, *, markdown: bool) -> str:
    """The title: in Markdown the first heading of the first level, or the first one; else the first line, or ""."""
    found = headings(text, markdown=markdown)
    if markdown:
        return next((heading.text for heading in found if heading.level == 1), found[0].text if found else "")
    return found[0].text if found and not text[: found[0].start].strip() else ""


def one_line(text: str) -> str:
    """The words of a heading on one line, cut to its 120 characters."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _marked(text: str) -> Iterator[Heading]:
    """Markdown's headings (CommonMark 0.31, sections 4.2 and 4.3), those in fenced code left out."""
    at, fence = 0, ""
    above: tuple[int, str] | None = None  # the line before, where an underline would make it a heading
    for raw in text.splitlines(keepends=True):
        line = raw.rstrip()
        start, at = at, at + len(raw)
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
            continue
        if mark:
            fence, above = mark[1], None
        elif found := _ATX.match(line):
            above = None
            if found[2]:
                yield Heading(start, start + len(line), one_line(found[2]), len(found[1]))
        elif above and _UNDERLINE.match(line):
            yield Heading(above[0], start + len(line), one_line(above[1]), 1 if "=" in line else 2)
            above = None
        else:
            above = None if not line or above or _no_setext(raw) else (start, line)


def _no_setext(line: str) -> bool:
    return line.startswith(("    ", "\t", ">")) or is_list_item(line) or "|" in line or bool(_UNDERLINE.match(line))


def _plain(text: str) -> list[Heading]:
    """The lines of plain text that stand where a heading stands and look like one."""
    blocks = paragraphs(text)
    lines = [text[block.start : block.end] for block in blocks]
    crowded = _crowded(blocks, lines)
    found: list[Heading] = []
    stacked = 0  # headings right below this line, with no text between them
    for at in range(len(blocks) - 2, -1, -1):
        block, line = blocks[at], lines[at]
        ruled = _RULE.fullmatch(lines[at + 1]) is not None and not blocks[at + 1].gap
        heads = stacked if found and found[-1].start == blocks[at + 1].start else 0
        if at == 0 and blocks[1].gap:
            fits = _is_name(line) and (bool(heads) or len(lines[1]) > len(line))
        else:
            fits = at not in crowded and heads < _STACKED and _stands(blocks, lines, at, below_is_heading=heads > 0)
        if block.lines == 1 and _has_room(line) and (fits or (ruled and _begins(line))):
            end = blocks[at + 1].end if ruled else block.end
            found.append(Heading(block.start, end, one_line(_MARK.sub("", line)), 1 if at == 0 else 2))
            stacked = heads + 1
    return found[::-1]


def _crowded(blocks: list[Paragraph], lines: list[str]) -> set[int]:
    """The numbers of the lines that stand in runs of short lines: addresses, tables, verse, contents, logs."""
    crowded: set[int] = set()
    run: list[int] = []
    for at, block in enumerate(blocks):
        above = [] if block.gap else run[-_STACKED:]
        run = [*above, at] if _is_short(block, lines[at]) else []
        if len(run) > _STACKED:
            crowded.update(run)
    return crowded


def _is_short(block: Paragraph, line: str) -> bool:
    return block.lines == 1 and len(line) <= _LONGEST and not ends_sentence(line)


def _has_room(line: str) -> bool:
    return len(line) <= _LONGEST and len(line.split()) <= _MOST_WORDS and _RULE.fullmatch(line) is None


def _stands(blocks: list[Paragraph], lines: list[str], at: int, *, below_is_heading: bool) -> bool:
    """Whether the line has the look that its place asks for: the less it stands apart, the more it must look so."""
    line, below = lines[at], lines[at + 1]
    if not _begins(line) or ends_sentence(line) or line.endswith((",", ";", ":")) or _BYLINE.match(line):
        return False
    if at and not blocks[at].gap and not (ends_sentence(lines[at - 1]) or _is_short(blocks[at - 1], lines[at - 1])):
        return False
    apart = blocks[at].gap and (blocks[at + 1].gap or len(below) > _LONGEST)
    between = at > 0 and len(lines[at - 1]) > _LONGEST and len(below) > _LONGEST
    over = below_is_heading or _is_text(blocks[at + 1], below, len(line) if blocks[at].gap else _TEXT)
    if is_capitalized(line):
        return over
    return over and (apart or between) and len(line.split()) <= _FEW_WORDS and not _FIELD.match(line)


def _is_text(block: Paragraph, line: str, least: int) -> bool:
    """Whether the paragraph can be what a heading stands over: a list, a byline, or text longer than `least`."""
    if is_list_item(line) or _BYLINE.match(line):
        return True
    return not _is_short(block, line) and len(line) > least


def _is_name(line: str) -> bool:
    """Whether the first line, which stands alone, can be the name of what follows."""
    if line.endswith((",", ";", ":")) or _TABLE.search(line) or line.startswith(("-", "*", ">", "[")):
        return False
    if _FIELD.match(line) and not is_capitalized(line):
        return False
    if not ends_sentence(line) or _ABBREVIATION.search(line):
        return True
    return not line.endswith((".", "。")) and is_capitalized(line)


def _begins(line: str) -> bool:
    """Whether the line begins as a heading may: with a capital, a digit, or a letter of a script without capitals."""
    if _TABLE.search(line) or line.startswith(("-", "*", "•", "[", "<", "|")):
        return False
    letters = [character for character in line if character.isalnum()]
    if not letters or 2 * sum(character.isalpha() for character in letters) < len(letters):
        return False
    return not letters[0].islower()


def is_capitalized(line: str) -> bool:
    """Whether the line's words begin with capitals as in a title, or it is all in capitals."""
    field = _FIELD.match(line)
    if field and len(line[field.end() :].split()) < _FEW_IN_FIELD:
        return False
    words = [word for word in _WORD.findall(line) if word not in _SMALL]
    return bool(words) and 4 * sum(word[0].isupper() or word[0].isdigit() for word in words) >= 3 * len(words)
