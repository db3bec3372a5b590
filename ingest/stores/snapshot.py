"""Reading the manifest: what one generation of it says of documents, passages and abbreviations."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from ingest.documents import Document, Listed, Passage, Section
from ingest.formats.metadata import written
from ingest.stores.faults import page_trouble
from ingest.tables import Column, Table
from ingest.text.abbreviations import Abbreviation

_DOCUMENT = "SELECT source, title, text, sha256, language, sections, author, date, modified, notes FROM documents "
_PASSAGE = (
    'SELECT p.source, d.title, p.start, p."end", p.text, p.heading, p.sentences, p.page, p.columns, p.vector_id '
    "FROM passages p JOIN documents d ON d.source = p.source "
)
_WHOLE = len("2025-06-05")  # of a day that is known
_BATCH = 500  # values bound in one statement
_T = TypeVar("_T")


class Snapshot:
    """One generation of the manifest: everything read through it belongs together."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Use a connection that is inside a transaction."""
        self._db = db

    def meta(self) -> dict[str, str]:
        """What shaped the index, and `generation`, which grows with every change."""
        return dict(self._db.execute("SELECT key, value FROM meta"))

    def foreign(self) -> bool:
        """Whether this is a database of another program."""
        tables = {row[0] for row in self._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        return bool(tables) and not {"meta", "documents", "passages"} <= tables

    def sound(self) -> bool:
        """Whether SQLite can read every page of it."""
        rows = [row[0] for row in self._db.execute("PRAGMA integrity_check(1)")]
        if trouble := page_trouble(rows):
            raise trouble
        return rows == ["ok"]

    def hashes(self) -> dict[str, str]:
        """SHA-256 of each document's file, by source."""
        return dict(self._db.execute("SELECT source, sha256 FROM documents ORDER BY source"))

    def modified(self) -> dict[str, float]:
        """When each document's file was last changed, seconds since 1970, by source."""
        return dict(self._db.execute("SELECT source, modified FROM documents"))

    def unreadable(self) -> dict[str, tuple[str, str]]:
        """SHA-256 and what is wrong, by source, of the files that could not be read as documents."""
        rows = self._db.execute("SELECT source, sha256, reason FROM unreadable ORDER BY source")
        return {source: (sha256, reason) for source, sha256, reason in rows}

    def document(self, source: str) -> Document | None:
        """One document, or None if it is not there."""
        row = self._db.execute(f"{_DOCUMENT}WHERE source = ?", (source,)).fetchone()
        return self._document(row) if row else None

    def documents(self) -> Iterator[Document]:
        """All documents, in order of source, one at a time."""
        for row in self._db.execute(f"{_DOCUMENT}ORDER BY source"):
            yield self._document(row)

    def tables(self, source: str) -> tuple[Table, ...]:
        """The tables of one document, in order."""
        rows = self._db.execute(
            "SELECT caption, heading, page, columns, packed FROM tables WHERE source = ? ORDER BY number", (source,)
        )
        return tuple(
            Table(caption, heading, page, tuple(Column(*one) for one in json.loads(columns)), packed)
            for caption, heading, page, columns, packed in rows
        )

    def tables_named(
        self, parts: Sequence[str], limit: int, sources: Collection[str] | None = None
    ) -> tuple[tuple[str, int], ...]:
        """The source and number of some tables, those first that are called by most of some parts of words.

        A table is called by its columns' names, its caption, the heading above it and the path of its document.

        Args:
            parts: of words, at most 100 of them count.
            limit: how many tables.
            sources: only of these documents; None for all.
        """
        sought = [f"%{part}%" for part in parts if part.isalnum()][:100]
        if not sought:
            return ()
        score = " + ".join("(columns || caption || heading || source LIKE ?)" for _ in sought)
        rows = self._db.execute(
            f"SELECT source, number, {score} AS score FROM tables "  # noqa: S608 (only question marks)
            "ORDER BY score DESC, source, number",
            sought,
        )
        among = ((str(row[0]), int(row[1])) for row in rows if sources is None or row[0] in sources)
        return tuple(islice(among, limit))

    def tables_like(self, source: str, number: int) -> tuple[tuple[str, int], ...]:
        """The source and number of the tables whose columns have the same names and units, in the same order."""
        rows = self._db.execute(
            "SELECT other.source, other.number FROM tables JOIN tables other ON other.columns = tables.columns "
            "WHERE tables.source = ? AND tables.number = ? AND other.source != tables.source "
            "ORDER BY other.source, other.number",
            (source, number),
        )
        return tuple((str(one), int(at)) for one, at in rows)

    def listing(self) -> tuple[Listed, ...]:
        """Every document without its text, in order of source."""
        rows = self._db.execute(
            "SELECT d.source, d.title, d.sha256, d.language, d.size, d.added, count(p.start), d.author, d.date, "
            "d.notes, d.modified FROM documents d "
            "LEFT JOIN passages p ON p.source = d.source GROUP BY d.source ORDER BY d.source"
        )
        return tuple(Listed(*(*told, tuple(json.loads(notes)), modified)) for *told, notes, modified in rows)

    def dates(self, sources: Collection[str]) -> dict[str, str]:
        """When some documents were written, by source; see `Document.date`."""
        return dict(self._for_each("SELECT source, date FROM documents WHERE source IN (*)", list(sources)))

    def notes(self) -> dict[str, tuple[str, ...]]:
        """What of documents could not be read, by source, of those that have such notes."""
        rows = self._db.execute("SELECT source, notes FROM documents WHERE notes != '[]' ORDER BY source")
        return {source: tuple(json.loads(notes)) for source, notes in rows}

    def within(self, folder: str = "", after: str = "", before: str = "") -> frozenset[str]:
        """The documents in a folder and below it, from a time: by `written`, else by the date of their file.

        Args:
            folder: path in the documents' folder, "" for all of it.
            after: the first day, month or year ("2025-06-05", "2025-06", "2025"), "" for no limit. A document of which
                no more than the month or year is known is in if it may be.
            before: the last one, likewise.
        """
        rows = self._db.execute(
            "SELECT source, title, date, strftime('%Y-%m-%d', modified, 'unixepoch', 'localtime') FROM documents "
            "WHERE ?1 = '' OR (source >= ?1 || '/' AND source < ?1 || '0')",  # "0" comes right after "/"
            (folder,),
        )
        days = {source: written(source, title, day) or changed for source, title, day, changed in rows}
        # Text is compared sign by sign, so "2025" is before all days of it, and "2025-~" after them.
        return frozenset(
            source
            for source, day in days.items()
            if (day if len(day) == _WHOLE else f"{day}-~") >= after and (not before or day <= f"{before}-~")
        )

    def count(self) -> tuple[int, int]:
        """How many documents and passages there are."""
        row = self._db.execute("SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM passages)").fetchone()
        return int(row[0]), int(row[1])

    def passages(self, source: str | None = None, limit: int = -1) -> tuple[Passage, ...]:
        """The passages of one document, or of all, in order of source and start; at most `limit` if it is not -1."""
        where = "" if source is None else "WHERE p.source = ? "
        rows = self._db.execute(
            f"{_PASSAGE}{where}ORDER BY p.source, p.start LIMIT ?", (limit,) if source is None else (source, limit)
        )
        return tuple(_passage(row) for row in rows)

    def places(self, vector_ids: Sequence[str]) -> dict[str, list[Passage]]:
        """Where each of the vectors' texts stands, in order of source and start; ids that are not live are absent."""
        found: dict[str, list[Passage]] = defaultdict(list)
        for row in self._for_each(f"{_PASSAGE}WHERE p.vector_id IN (*) ORDER BY p.source, p.start", vector_ids):
            found[row[-1]].append(_passage(row))
        return dict(found)

    def entries(self, vector_ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """For each of the vectors its id, the text that was embedded and that of the passage, as they are searched."""
        for batch in _batches(vector_ids):
            for name, (first, *_) in self.places(batch).items():
                yield name, first.embedded, first.text

    def neighbours(self, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Passage]:
        """The passage before each of `places`, (source, start) of passages of one document or of several.

        One step in the primary key for each: what it costs does not grow with the index.
        """
        found = {}
        for batch in _batches(places):
            rows = self._db.execute(
                f"WITH w (source, place) AS (VALUES {','.join(['(?, ?)'] * len(batch))}) "  # noqa: S608
                f"{_PASSAGE.replace('p.vector_id', 'w.place')} JOIN w ON p.source = w.source AND p.start = "
                "(SELECT max(b.start) FROM passages b WHERE b.source = w.source AND b.start < w.place)",
                [value for place in batch for value in place],
            )
            found.update({(str(row[0]), int(row[-1])): _passage(row) for row in rows})
        return found

    def abbreviations(self, shorts: Sequence[str], longs: Sequence[str]) -> tuple[Abbreviation, ...]:
        """What the documents say that any of `shorts` stands for, or any of `longs` is abbreviated to.

        Found by two indexes, in about 0.1 ms whatever the number of documents; in all of them there are about three
        abbreviations a kilobyte of text, and half of these are written once. Defined ones and frequent ones first.
        """
        found: dict[tuple[str, str], tuple[bool, int, str]] = {}
        for column, values in (("short", shorts), ("long", longs)):
            rows = self._for_each(
                "SELECT short, long, max(defined), count(*), min(written) FROM abbreviations "  # noqa: S608
                f"WHERE {column} IN (*) GROUP BY short, long",
                values,
            )
            found.update({(row[0], row[1]): (bool(row[2]), int(row[3]), str(row[4])) for row in rows})
        ranked = sorted(found.items(), key=lambda item: (not item[1][0], -item[1][1], item[0]))
        return tuple(Abbreviation(*name, written, defined) for name, (defined, _, written) in ranked)

    def vector_ids(self, sources: Iterable[str] | None = None) -> set[str]:
        """The live vectors, of some documents or of all."""
        query = "SELECT DISTINCT vector_id FROM passages"
        if sources is None:
            return {row[0] for row in self._db.execute(query)}
        return {row[0] for row in self._for_each(f"{query} WHERE source IN (*)", list(sources))}

    def records(self) -> dict[str, str]:
        """What each document is called on a server that shares the index, by source; empty for an embedded one."""
        return dict(self._db.execute("SELECT source, name FROM records"))

    def _document(self, row: Sequence[Any]) -> Document:
        source, title, text, sha256, language, marked, author, date, modified, notes = row
        sections = tuple(map(_section, json.loads(marked)))
        about = author, date, modified, self.tables(source), tuple(json.loads(notes))
        return Document(source, title, text, sha256, language, sections, *about)

    def _for_each(self, query: str, values: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows that a query with `IN (*)` gives for values, of which there may be too many for one statement."""
        for batch in _batches(values):
            yield from self._db.execute(query.replace("IN (*)", f"IN ({','.join('?' * len(batch))})"), batch)


def _passage(row: Sequence[object]) -> Passage:
    source, title, start, end, text, heading, sentences, page, columns, _ = row
    spans = tuple((a, b) for a, b in json.loads(str(sentences)))
    return Passage(source, title, start, end, text, heading, spans, page, columns)  # type: ignore[arg-type]  # STRICT tables


def _section(kept: Sequence[Any]) -> Section:
    """A section as it was kept: levels and items came later, so an older index has none."""
    section = Section(*kept[:6])
    levels, items = kept[6:] or ((), ())
    return replace(section, levels=tuple(levels), items=tuple((depth, number) for depth, number in items))


def _batches(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (values[at : at + _BATCH] for at in range(0, len(values), _BATCH))
