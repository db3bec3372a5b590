"""What nobody is shown of a Markdown text: comments of HTML and Obsidian ("%% so %%"), styles, pictures as letters."""

import re
from collections.abc import Iterable, Iterator

# The letters of a picture within the text are no words: they stand where it does, or where its label is told.
_DATA = r"(?:!\[[^\]\n]*\]\(<?data:[^\s<>()]*>?\)|\[[^\]\n]+\]:[ \t]*<?data:[^\s<>]*>?)(?=[ \t]*\r?$)"
_OPENS = re.compile(
    rf"^ {{0,3}}(?:(?P<mark>`{{3,}}|~{{3,}}|<!--|%%|<style\b|<script\b)|(?P<data>{_DATA}))", re.MULTILINE
)
_CLOSES = {"<!--": "-->", "%%": "%%", "<style": "</style>", "<script": "</script>"}
_END = re.compile(r"[ \t]*\r?$", re.MULTILINE)
_SIGN = re.compile(r"\S")


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the comments of a Markdown text that have lines of their own; none is in fenced code."""
    at, closed = 0, set(_CLOSES)
    while found := _OPENS.search(text, at):
        mark, at = found["mark"], found.end()
        if found["data"]:
            yield found.span("data")
        elif mark in closed:
            end = text.find(_CLOSES[mark], at)
            if end < 0:
                closed.remove(mark)
            elif _END.match(text, end + len(_CLOSES[mark])):
                at = end + len(_CLOSES[mark])
                yield found.start("mark"), at
        elif mark not in _CLOSES:
            fence = re.compile(rf"^ {{0,3}}{mark}{mark[0]}*[ \t]*\r?$", re.MULTILINE).search(text, at)
            at = fence.end() if fence else len(text)


def uncommented(text: str) -> str:
    """A Markdown text with blanks in the place of its comments, as long and with the same lines."""
    return blanked(text, comments(text))


def blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with blanks in some places, each from start to end, as long and with the same lines."""
    parts, at = [], 0
    for start, end in sorted(places):
        parts += [text[at:start], _SIGN.sub(" ", text[max(at, start) : end])]
        at = max(at, end)
    return "".join([*parts, text[at:]])
