"""What a shared index is made of on its server: generations, each a listing of documents, and the documents."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ingest.documents import Document, Passage
from ingest.shared.object_store import Facts
from ingest.stores.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What a document is on the server.

    Attributes:
        size: of its file, bytes.
        added: when it was indexed, seconds since 1970.
    """

    document: Document
    size: int
    added: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation.

    Attributes:
        number: grows with every commit.
        listing: the blob that names its documents.
        committed: by the server's clock, nanoseconds.
        meta: what the manifest's `meta` says of it.
    """

    number: int
    listing: str
    committed: int
    meta: dict[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents of a generation: their blobs by source, and hash and reason of each unreadable file."""

    documents: dict[str, str]
    unreadable: dict[str, tuple[str, str]]


def generation_of(facts: Facts) -> Generation:
    """What a claim says of the generation that it makes."""
    number, committed = int(facts["number"]), int(facts["committed"])
    return Generation(number, str(facts["listing"]), committed, json.loads(str(facts["meta"])))


@cache
def _form() -> TypeAdapter[StoredDocument]:
    return TypeAdapter(StoredDocument)


def packed(snapshot: Snapshot, sources: Iterable[str]) -> Iterator[bytes]:
    """Documents as they are stored: the text of a passage is that of its document, and not stored again."""
    listed: dict[str, Any] = {one.source: one for one in snapshot.listing()}
    for source in sources:
        document = snapshot.document(source)
        assert document is not None  # noqa: S101 (the same transaction)
        passages = tuple(replace(p, text="") for p in snapshot.passages(source))
        yield _form().dump_json(StoredDocument(document, listed[source].size, listed[source].added, passages))


def unpacked(blob: bytes) -> StoredDocument:
    """What `packed` gave, with the texts of the passages."""
    one = _form().validate_json(blob)
    text = one.document.text
    return replace(one, passages=tuple(replace(p, text=text[p.start : p.end]) for p in one.passages))
