"""What the index knows of documents besides their text, and whether a claim says just that."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.answers import dated
from bot.drafts import Claim, Fact
from bot.proof.support import unknown_parts
from ingest.documents import Document, Listed
from ingest.formats.metadata import written
from ingest.text.language import NAMES
from ingest.text.words import places, words

# How the formats that are read are called: one, several.
_FORMATS = {
    "eml": ("e-mail", "e-mails"),
    "pptx": ("presentation", "presentations"),
    "xlsx": ("spreadsheet", "spreadsheets"),
    "csv": ("CSV file", "CSV files"),
    "pdf": ("PDF", "PDFs"),
    "docx": ("Word document", "Word documents"),
    "html": ("web page", "web pages"),
    "htm": ("web page", "web pages"),
    "epub": ("e-book", "e-books"),
    "json": ("JSON file", "JSON files"),
    "jsonl": ("JSON file", "JSON files"),
}
_TEXT = ("text file", "text files")


def format_of(source: str, *, several: bool = False) -> str:
    """What a document is by the end of its file's name: "e-mail"."""
    return _FORMATS.get(source.rsplit(".", 1)[-1].lower(), _TEXT)[several]


def day(listed: Listed) -> str:
    """When a document was written, by its name or itself, else when its file was changed: ISO 8601, "" if unknown."""
    changed = datetime.fromtimestamp(listed.modified).date().isoformat() if listed.modified else ""
    return written(listed.source, listed.title, listed.date) or changed


def said(field: str, listed: Listed) -> str:
    """A field of a document in words; see `bot.drafts.Fact.field`."""
    file = listed.source.rsplit("/", 1)[-1]
    return {
        "name": listed.title or file,
        "file": listed.source,
        "format": format_of(listed.source),
        "author": listed.author,
        "date": dated(listed.date, listed.modified),
        "language": NAMES.get(listed.language, listed.language),
        "size": f"{max(1, round(listed.size / 1000)):,} kB",
    }[field]


def known(claim: Claim, there: str, listing: Sequence[Listed], documents: Mapping[str, Document]) -> bool:
    """Whether the index says what a claim's facts say, and its other names and numbers stand in what it cites."""
    by_source = {one.source: one for one in listing}
    rest = claim.text
    there += "\n"
    for fact in claim.facts:
        if fact.text not in rest or not fact.sources or not {*fact.sources} <= by_source.keys():
            return False
        if not _holds(fact, by_source, documents):
            return False
        rest = rest.replace(fact.text, " ", 1) if fact.text else rest
    # How many there are of a format was looked up, so the claim may name the format.
    counted = {source for fact in claim.facts if fact.field == "count" for source in fact.sources}
    there += " ".join(format_of(source, several=several) for source in counted for several in (False, True))
    return not unknown_parts(rest, there)


def _holds(fact: Fact, by_source: Mapping[str, Listed], documents: Mapping[str, Document]) -> bool:
    meant = [by_source[source] for source in fact.sources]
    if fact.field == "count":
        of = {one for one in by_source if format_of(one) == fact.of} if fact.of else {*fact.sources}
        return fact.text == str(len(of)) and of == {*fact.sources} and len(of) == len(fact.sources)
    if fact.field == "times":
        document = documents.get(meant[0].source)
        return document is not None and fact.text == often(times(fact.of, document.text))
    if fact.field in ORDERS:
        values = [order(fact.field, one) for one in meant]
        return values[0] == max(values)
    return fact.text == said(fact.field, meant[0])


ORDERS = ("newest", "oldest", "largest", "smallest")


def order(field: str, listed: Listed) -> tuple[float, ...]:
    """What a document is put in order by: the first has most of it."""
    if field in ("largest", "smallest"):
        return (listed.size if field == "largest" else -listed.size,)
    parts = [float(part) for part in day(listed).split("-") if part]
    return tuple(parts if field == "newest" else [-part for part in parts])


def often(count: int) -> str:
    """How often something is: "once", "3 times"."""
    return "once" if count == 1 else f"{count} times"


def times(phrase: str, text: str) -> int:
    """How often the words of a phrase stand in a text one after the other."""
    sought = words(phrase)
    return sum(1 for _ in places(sought, words(text))) if sought else 0
