"""The comments on the cells of a sheet, which openpyxl does not read together with its rows."""

from collections.abc import Iterator
from typing import Any

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.xml.functions import fromstring

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


def comments_on(book: Any, sheet: Any) -> Iterator[str]:  # noqa: ANN401 (openpyxl ships no types)
    """A line for each comment, by the order of the file: "Comment on B4 by Ann Lee: …"."""
    links = get_rels_path(sheet._worksheet_path)
    if links not in book._archive.namelist():
        return
    for link in get_dependents(book._archive, links):
        if link.Type != _KIND:  # a comment in threads is kept in this form as well
            continue
        for place, comment in CommentSheet.from_tree(fromstring(book._archive.read(link.target))).comments:
            text, author = " ".join(comment.text.split()), " ".join((comment.author or "").split())
            text = text.removeprefix(f"{author}:").strip()  # Excel begins a comment with who writes it
            if text:
                yield f"Comment on {place}{f' by {author}' if author else ''}: {text}"
