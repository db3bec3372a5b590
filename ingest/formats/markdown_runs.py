"""What is shown of a block of Markdown, by markdown-it, and where in the text every sign of it stands."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_LOOKS = {"strong": "strong", "em": "em"}
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_LINE_END = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_BREAK = re.compile(r"\r?\n")
_TOKEN = re.compile(r"\S{1,80}|\s+")
_TARGET = re.compile(r"[*_`]*\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])")


@dataclass(frozen=True, slots=True)
class Run:
    """Signs that are shown in a row.

    Attributes:
        text: they.
        start: offset of the first into the text.
        look: "strong", "em" or "code", or "" for none.
        written: whether the text has them there as they are shown; else all of them stand for what is written there.
    """

    text: str
    start: int
    look: str = ""
    written: bool = True


def is_break(tag: str) -> bool:
    """Whether HTML ends a line with a tag; in the cells of tables, which are lines, it is all that can."""
    return _LINE_END.fullmatch(tag) is not None


def after(run: Run) -> int:
    """Where what is written for a run has ended, or at least begun."""
    return run.start + (len(run.text) if run.written else 1)


def block(text: str, token: "Token", at: int, end: int) -> list[Run]:
    """What is shown of code, and of HTML without its tags, which stand between these offsets."""
    if token.type == "html_block":
        return list(_between_tags(text, at, end))
    begin = text.find("\n", at, end) + 1 if token.type == "fence" else at
    return placed(text, token.content.rstrip("\n"), begin, end)[0]


def _between_tags(text: str, at: int, end: int) -> Iterator[Run]:
    edges = [at, *(edge for tag in _TAG.finditer(text, at, end) for edge in tag.span()), end]
    told = False
    for begin, stop in zip(edges[::2], edges[1::2], strict=True):
        words = " ".join(html.unescape(text[begin:stop]).split())
        if words and told:
            yield Run(" ", begin, written=False)
        yield from placed(text, words, begin, stop)[0]
        told = told or bool(words)


def inline(text: str, token: "Token", at: int, end: int) -> Iterator[Run]:
    """The words of a paragraph between these offsets; of links and pictures too, which lead nowhere."""
    looks = []
    for child in token.children or ():
        name = child.type.rsplit("_", 1)[0]
        if child.nesting == 1:
            looks.append(_LOOKS.get(name, ""))
        elif child.nesting == -1:
            looks.pop()
            target = _TARGET.match(text, at, end) if name == "link" else None
            at = target.end() if target else at
        elif child.type in ("softbreak", "hardbreak"):
            found = _BREAK.search(text, at, end)
            yield Run(" " if child.type == "softbreak" else "\n", found.start() if found else at, written=False)
            at = found.end() if found else at
        elif child.type == "html_inline":
            begin = text.find(child.content, at, end)
            if is_break(child.content):
                yield Run(" ", max(at, begin), written=False)
            at = max(at, begin + len(child.content))
        else:
            look = "code" if child.type == "code_inline" else next((one for one in reversed(looks) if one), "")
            runs, at = placed(text, child.content, at, end, look)
            yield from runs


def placed(text: str, words: str, at: int, end: int, look: str = "") -> tuple[list[Run], int]:
    """What is shown as runs of the text from `at` on, and where it ends there."""
    begin = text.find(words, at, end)
    if begin >= 0:
        return [Run(words, begin, look)] if words else [], begin + len(words)
    runs: list[Run] = []
    for token in _TOKEN.findall(words):
        space = token.isspace()
        found = (_SPACE if space else _written(token)).search(text, at, end)
        if not found or space:
            runs.append(Run(token, found.start() if found else at, look, written=False))
        else:
            runs += _signs(token, found, look)
        at = found.end() if found else at
    return runs, at


def _written(word: str) -> re.Pattern[str]:
    r"""How a word that is shown may be written, a group for each sign: "\*" is shown as "*", and "&amp;" as "&"."""
    return re.compile(
        "".join(f"({re.escape(sign)})" if sign.isalnum() else rf"(&#?\w+;|\\?{re.escape(sign)})" for sign in word)
    )


def _signs(word: str, found: re.Match[str], look: str) -> list[Run]:
    """The signs of a word, those in a row that are written as they are shown together."""
    runs: list[Run] = []
    for number, sign in enumerate(word, 1):
        written = found[number] == sign
        if runs and written and runs[-1].written and after(runs[-1]) == found.start(number):
            runs[-1] = Run(runs[-1].text + sign, runs[-1].start, look)
        else:
            runs.append(Run(sign, found.start(number), look, written))
    return runs
