"""The comments on the cells of a sheet."""

from collections.abc import Iterator
from typing import Any

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.utils.escape import unescape
from openpyxl.xml.functions import fromstring

from ingest.formats.sheet_parts import parts_of

_T = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_STAND_IN = "tc={"  # begins the author of what old programs show in the place of a thread


def comments_on(book: Any, sheet: Any) -> Iterator[str]:  # noqa: ANN401 (openpyxl ships no types)
    """A line for each comment, by the order of the file: "Comment on B4 by Ann Lee: …"; then those in threads."""
    threads = list(_threaded(book, sheet))
    for root in parts_of(book, sheet, "comments"):
        for place, comment in CommentSheet.from_tree(root).comments:
            text, author = " ".join(unescape(comment.text).split()), " ".join((comment.author or "").split())
            text = text.removeprefix(f"{author}:").strip()  # Excel begins a comment with who writes it
            if text and not (threads and author.startswith(_STAND_IN)):
                yield _line("Comment", place, author, text)
    yield from threads


def _threaded(book: Any, sheet: Any) -> Iterator[str]:  # noqa: ANN401
    people = {
        one.get("id", ""): one.get("displayName", "")
        for name in book._archive.namelist()
        if name.startswith("xl/persons/") and name.endswith(".xml")
        for one in fromstring(book._archive.read(name)).iter(f"{_T}person")
    }
    for root in parts_of(book, sheet, "threadedComment"):
        for one in root.iter(f"{_T}threadedComment"):
            if text := " ".join((one.findtext(f"{_T}text") or "").split()):
                kind = "Reply" if one.get("parentId") else "Comment"
                yield _line(kind, one.get("ref", ""), people.get(one.get("personId", ""), ""), text)


def _line(kind: str, place: str, author: str, text: str) -> str:
    return f"{kind} on {place}{f' by {author}' if author else ''}: {text}"
