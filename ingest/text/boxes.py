"""The boxes and tabs of MkDocs, whose text Markdown takes for code since it stands four spaces further in.

They are at https://squidfunk.github.io/mkdocs-material/reference/admonitions/ and …/content-tabs/.
"""

import re
from collections.abc import Iterator

_OPENS = re.compile(
    r'^[ \t]*(?:===[!+]{0,2}[ \t]+(?=")|(?:!!!|\?\?\?\+?)[ \t]+[a-z][\w -]*)(?:"(?P<label>[^"\n]*)")?[ \t]*$',
    re.MULTILINE,
)
_STEP = re.compile(r"\t| {4}")


def unboxed(text: str) -> str:
    """A Markdown text whose boxes stand no further in than what is around them, with the same lines."""
    return "".join(line for _, line, _ in _lines(text)) if _OPENS.search(text) else text


def labels(text: str) -> list[tuple[int, str]]:
    """From which offset on text stands in a box, and what that is called, "" for text in none; in order."""
    return [(start, label) for start, _, label in _lines(text)] if _OPENS.search(text) else []


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Each line: where it starts, as it stands in its boxes, and what the inner one is called."""
    open_: list[tuple[int, str]] = []  # from which column on, and how it is called
    at = 0
    for line in text.splitlines(keepends=True):
        begin = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while open_ and line.strip() and begin < open_[-1][0]:
            open_.pop()
        shown, label = line, open_[-1][1] if open_ else ""
        for _ in open_:
            shown = _STEP.sub("", shown, count=1) if _STEP.match(shown) else shown
        yield at, shown, label
        if found := _OPENS.match(line.rstrip("\r\n")):
            open_.append((begin + 4, found["label"] or ""))
        at += len(line)
