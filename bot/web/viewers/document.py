"""A document as the viewer shows it: what it is, its headings, and its view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from urllib.parse import urlencode

from bot.chat import Bot
from bot.question.checks import check_sources
from bot.rendering import shown_heading
from bot.web.render import age, filled
from bot.web.viewers import markdown, pages, paragraphs, plain, reading
from bot.web.viewers.marks import Seen, Span
from ingest.documents import Document, Passage
from ingest.sync.trash import inside
from ingest.text.language import NAMES
from ingest.view import View as IndexView

_OUTLINE = 400  # headings listed
View = Callable[[Seen], str | None]
# How a document looks besides its text, by the end of its name.
_VIEWS: Mapping[str, tuple[str, View]] = {
    ".txt": ("Reading", paragraphs.view),
    ".pdf": ("Page", pages.view),
    ".md": ("Reading", markdown.view),
    ".xlsx": ("Table", reading.view),
    ".csv": ("Table", reading.view),
    ".tsv": ("Table", reading.view),
    ".pptx": ("Slides", reading.view),
}
_ELSE: tuple[str, View] = ("Reading", reading.view)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline: a heading, where the text below it begins, and on which page."""

    heading: str
    start: int
    page: int | None


def document_html(bot: Bot, source: str, spans: Sequence[Span], expected: str, view: str = "") -> str:
    """A document as a piece of HTML.

    Args:
        bot: whose document.
        source: its path.
        spans: (start, end) of what to mark, offsets into its text; the first one is what it opens at.
        expected: the beginning of the SHA-256 that the spans belong to; "" for any.
        view: "text" for its text in any case.

    Raises:
        SourcesError: there is no such document.
    """
    with bot.index.reading() as index:
        document, passages = looked_up(index, source), index.passages(source)
    changed = bool(expected) and not document.sha256.startswith(expected)
    within = [] if changed else [(a, b) for a, b in spans if 0 <= a < b <= len(document.text)]
    entries = outline(document, passages)
    path = inside(bot.settings.documents_folder, source)
    seen = Seen(document, passages, path, within, [entry.start for entry in entries])
    name, original = _VIEWS.get(PurePosixPath(source).suffix.lower(), _ELSE)
    body = None if view == "text" else original(seen)
    fallen = body is None and view != "text" and original is pages.view
    return filled(
        "viewers/document",
        document=document,
        called=shown_heading(document.source, document.title) or document.name,
        age=age(document, document.text),
        language=NAMES.get(document.language, document.language),
        body=body or plain.view(seen),
        original=name if body or view == "text" else "",
        is_text=body is None,
        outline=entries,
        changed=changed,
        why=_no_pages(path, document.sha256) if fallen else "",
        file=urlencode({"doc": source, "hash": document.sha256[:16]}) if path.is_file() else "",
        missing=bool(spans) and not changed and not within,
        hash=document.sha256[:16],
    )


def _no_pages(path: Path, sha256: str) -> str:
    """Why the text of a file is shown instead of its pages."""
    found = digest_of(path)
    if not found:
        return "The file cannot be opened any more; this is the text as it was read."
    if found == sha256:
        return "The pages of this file cannot be shown; this is its text."
    return "The file has changed since it was read; this is the text as it was read."


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; "" if it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def looked_up(index: IndexView, source: str) -> Document:
    """A document of the index.

    Raises:
        SourcesError: there is none.
    """
    check_sources([source], index.hashes())
    document = index.document(source)
    assert document is not None  # noqa: S101 (it was there in the same generation)
    return document


def outline(document: Document, passages: Sequence[Passage]) -> list[Entry]:
    """The headings of a document and where their texts begin, at most 400."""
    found: list[Entry] = []
    for passage in passages:
        if passage.heading and passage.heading != document.title:
            heading = shown_heading(document.source, passage.heading)
            if not found or found[-1].heading != heading:
                found.append(Entry(heading, passage.start, passage.page))
    return found[:_OUTLINE]
