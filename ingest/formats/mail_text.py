"""The text of a mail -> blocks: folded lines joined, what is quoted under a heading of its own that says so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, groupby, takewhile

from ingest.formats.blocks import Block
from ingest.formats.tables import table_blocks
from ingest.formats.text_tables import tables_in
from ingest.text.lines import paragraphs

QUOTED = "Quoted"  # the heading of an older message, with its header after it
HEADER = re.compile(r"From: [^\n]+; (?:To|Cc|Sent): ")  # how `ingest.formats.mail` puts down who wrote to whom
_QUOTED = re.compile(r"(?:> ?)+")
_FIELD = re.compile(r"\W{0,2}[^\W\d_][\w .-]{0,24}[*_]?\s?:[*_]?\s+\S")
_RULE = re.compile(r"[-_=]{3,}.*")
_FIELDS = 3  # lines that an older message's header has at least, where it stands above its text
_WHEN = re.compile(r"\d:\d\d|\b(?:19|20)\d\d\b")
_ATTRIBUTION = 3  # lines that "On ... wrote:" has at most


def written(text: str, subject: str, *, flowed: bool = False, joined: bool = False) -> Iterator[Block]:
    """The blocks of a plain text.

    Args:
        text: it, with the marks of what is quoted.
        subject: the heading of what is not quoted.
        flowed: whether a space at the end of a line means that it goes on (RFC 3676).
        joined: whether that space itself is no part of the text (its `DelSp`).
    """
    lines = list(_unfolded(text, joined=joined) if flowed else map(_depth, text.splitlines()))
    attribution, below = "", False
    groups = [(depth, [line for _, line in group]) for depth, group in groupby(lines, key=lambda one: one[0])]
    for at, (depth, group) in enumerate(groups):
        if depth:
            if not attribution:
                group, attribution = _opening(group)
            yield Block(f"{QUOTED}: {attribution}" if attribution else QUOTED, "heading")
        elif below and any(group):
            yield Block(subject or "Reply", "heading")
        below = depth > 0
        deeper = at + 1 < len(groups) and groups[at + 1][0] > depth
        group, attribution = _attributed(group) if deeper else (group, "")
        yield from older(_laid_out("\n".join(group)), subject)


def _laid_out(content: str) -> Iterator[tuple[Block, bool]]:
    """The paragraphs of a text, and the rows of the tables in it; each with whether a blank line is above it."""
    at = 0
    for table in tables_in(content):
        yield from _paragraphs(content[at : table.start])
        yield from ((block, False) for block in table_blocks(table.grid()))
        at = table.end
    yield from _paragraphs(content[at:])


def _paragraphs(content: str) -> Iterator[tuple[Block, bool]]:
    return ((Block(content[p.start : p.end]), p.gap) for p in paragraphs(content))


def older(blocks: Iterable[tuple[Block, bool]], subject: str) -> Iterator[Block]:
    """The blocks, those of an older message below this one under a heading made of its header.

    Its header are lines such as "Sent: Monday" in any language, below a rule, or with the subject that both share; a
    blank line ends it, if there is none between them.

    Args:
        blocks: each with whether a blank line is above it.
        subject: of the message.
    """
    pairs = list(blocks)
    found, gaps = [block for block, _ in pairs], [gap for _, gap in pairs]
    texts = [block.text for block in found]
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and found[end].kind != "heading" and _FIELD.match(texts[end]):
            if end - at >= _FIELDS and gaps[end] and not any(gaps[at + 1 : end]):
                break
            end += 1
        ruled = at > 0 and _RULE.fullmatch(texts[at - 1])
        if end - at >= _FIELDS and (ruled or any(_same(text, subject) for text in texts[at:end])):
            yield Block(f"{QUOTED}: {'; '.join(texts[at:end])}", "heading")
            at = end
        else:
            yield from found[at : end + 1]
            at = end + 1


def _same(field: str, subject: str) -> bool:
    """Whether a line of a header gives the subject, whatever "Re:" stands before either."""
    return bool(subject) and field.rpartition(": ")[2].strip().lower() == subject.rpartition(": ")[2].strip().lower()


def _depth(line: str) -> tuple[int, str]:
    """How often a line is quoted, and what it says."""
    found = _QUOTED.match(line)
    return (found[0].count(">"), line[found.end() :]) if found else (0, line)


def _unfolded(text: str, *, joined: bool) -> Iterator[tuple[int, str]]:
    """The lines as they were before they were folded, and how often each is quoted."""
    kept, last = "", 0
    for raw in text.splitlines():
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        if kept and depth != last:
            yield last, kept
            kept = ""
        last, kept = depth, kept + line
        if not line.endswith(" ") or line == "-- ":
            yield depth, kept
            kept = ""
        elif joined:
            kept = kept[:-1]
    if kept:
        yield last, kept


def _attributed(lines: Sequence[str]) -> tuple[list[str], str]:
    """The lines without the last ones, if these say whom what follows is quoted from, and these."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    if not kept or not kept[-1].rstrip().endswith(":"):
        return list(lines), ""
    begin = len(kept) - 1
    while begin > 0 and kept[begin - 1].strip() and len(kept) - begin < _ATTRIBUTION:
        begin -= 1
    begin = begin if begin == 0 or not kept[begin - 1].strip() else len(kept) - 1
    return kept[:begin], _as_one(kept[begin:]).rstrip(":")


def _as_one(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


def _opening(lines: Sequence[str]) -> tuple[list[str], str]:
    """The lines without the first ones, if these say whom they are quoted from, and when, and these."""
    kept = list(dropwhile(lambda line: not line.strip(), lines))
    first = list(takewhile(str.strip, kept))
    said = _as_one(first)
    if len(first) > _ATTRIBUTION or not said.endswith(":") or not _WHEN.search(said):
        return list(lines), ""
    return kept[len(first) :], said.rstrip(":")
