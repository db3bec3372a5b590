"""An answer as the content blocks that Claude's API gives: text, and the citations of each stretch of it.

The form is that of https://platform.claude.com/docs/en/build-with-claude/citations: offsets from 0, pages from 1, ends
exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

from bot.markup import plain

_CITED = re.compile(r"(?P<text>.*?)(?P<markers>(?:\s*\[\d+\](?!\())+)|(?P<rest>.+)", re.DOTALL)
_NUMBER = re.compile(r"\d+")


class _Citation(Protocol):
    """What is read of a `bot.answers.Citation`."""

    @property
    def source(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def page(self) -> int | None: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_Cited = TypeVar("_Cited", bound=_Citation)


def blocks(text: str, citations: Sequence[_Citation]) -> list[dict[str, Any]]:
    """The blocks of a text with markers [1].

    Args:
        text: Markdown; it is given plainly and without its markers.
        citations: the first is that of [1].

    Returns:
        {"type": "text", "text": …, "citations": […]} each; "citations" is missing where there are none.
        "document_index" counts the documents in the order in which they are cited.
    """
    sources = list(dict.fromkeys(citation.source for citation in citations))
    made = []
    for said, cited in stretches(text, citations):
        block: dict[str, Any] = {"type": "text", "text": said}
        if cited:
            block["citations"] = [_location(citation, sources.index(citation.source)) for citation in cited]
        made.append(block)
    return made


def stretches(text: str, citations: Sequence[_Cited]) -> Iterator[tuple[str, tuple[_Cited, ...]]]:
    """The stretches of a text with markers, plainly and without them, each with what it cites."""
    for match in _CITED.finditer(text):
        numbers = _NUMBER.findall(match["markers"] or "")
        yield plain(match["text"] or match["rest"] or ""), tuple(citations[int(number) - 1] for number in numbers)


def _location(citation: _Citation, index: int) -> dict[str, Any]:
    known = {"cited_text": citation.quote, "document_index": index, "document_title": citation.title or citation.source}
    if citation.page is not None:
        pages = {"start_page_number": citation.page, "end_page_number": citation.page + 1}
        return {"type": "page_location", **known, **pages}
    return {
        "type": "char_location",
        **known,
        "start_char_index": citation.start,
        "end_char_index": citation.end,
    }
