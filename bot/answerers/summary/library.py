"""The documents as they are looked through for what a request names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.answerers.summary.names import Named, named
from bot.answerers.summary.outline import Part, outline
from bot.question.analysis import Question
from ingest.documents import Document, Listed, Passage
from ingest.view import View

_MOST = 5_000  # passages of documents that are all read for headings; of more only those that hold a word that was said
_HITS = 50


@dataclass(frozen=True, slots=True)
class Item:
    """A document, or a part of it.

    Attributes:
        document: what is known of it.
        part: the heading that is meant, None for the whole document.
        parts: the outline of the document, or of this part without the part itself.
        passages: those of the part, or all.
    """

    document: Listed
    part: Part | None
    parts: tuple[Part, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The documents that may be meant, and of those that were read their passages and headings."""

    named: tuple[Named, ...]
    passages: Mapping[str, tuple[Passage, ...]]
    parts: Mapping[str, tuple[Part, ...]]

    def item(self, document: Listed, part: Part | None, view: View) -> Item:
        """A document or a part of it with its passages."""
        source = document.source
        if source not in self.passages:
            passages = view.passages(source)
            found = view.document(source)
            return Item(document, None, outline(found.text, passages) if found else (), passages)
        passages, parts = self.passages[source], self.parts[source]
        if part is None:
            return Item(document, None, parts, passages)
        inside = tuple(one for one in parts if part.start < one.start < part.end)
        return Item(document, part, inside, tuple(one for one in passages if part.holds(one.start)))


def library_of(question: Question, view: View, sources: frozenset[str] | None) -> Library:
    """Read the documents, or where they are many those that hold words of the question."""
    listing = [one for one in view.listing() if sources is None or one.source in sources]
    if sum(one.passages for one in listing) <= _MOST:
        read: Iterable[Document] = view.documents() if sources is None else _some(view, sources)
    else:
        read = _some(view, {hit.passage.source for hit in view.lexical(question.text, _HITS, sources)})
    texts = {one.source: one.text for one in read}
    passages = {source: view.passages(source) for source in texts}
    parts = {source: outline(texts[source], those) for source, those in passages.items()}
    first = {source: those[0] for source, those in passages.items() if those}
    headers = {source: next(filter(is_header, those), None) for source, those in passages.items()}
    known = tuple(named(one, first.get(one.source), headers.get(one.source)) for one in listing)
    return Library(known, passages, parts)


def is_mail(source: str) -> bool:
    """Whether a document of that name is an e-mail."""
    return source.lower().endswith(".eml")


def is_header(passage: Passage) -> bool:
    """Whether it is what `ingest.formats.mail` writes of who wrote a mail to whom, and when."""
    return is_mail(passage.source) and passage.heading.startswith("Message header")


def _some(view: View, sources: Iterable[str]) -> Iterable[Document]:
    return (one for source in sorted(sources) if (one := view.document(source)) is not None)
