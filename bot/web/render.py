"""What the page shows -> HTML. Every character of a document passes through here, and is escaped."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from bot.answers import dated
from bot.proof.citations import plain
from bot.web.cited import Cited, Place
from bot.web.conversation import Conversation, Reply, dump
from bot.web.folding import WHOLE, folded
from bot.web.found import Found
from ingest.documents import Document, Listed
from ingest.formats import metadata
from ingest.sync.plan import other_kinds
from ingest.sync.trash import Trashed

BATCH = 20  # turns that are settled at once
_SAVED = ".pdf", ".docx", ".pptx", ".xlsx"  # which keep when a program saved them
_PIECE = re.compile(r"\[(?P<mark>\d+)\](?!\()|(?P<escaped>\\[\\`*\[\]_<&#>+-])|(?P<bold>\*\*)")
# The page takes HTML through two more template languages on its way to the browser; in entities these signs are inert.
_INERT = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer's line: text, bold or not, or where `number` is not 0 the marker of a citation."""

    text: str
    number: int = 0
    bold: bool = False


def conversation(said: Conversation, editing: int = -1, begin: int = 0) -> str:
    """A conversation from the turn at place `begin` on.

    Args:
        said: it.
        editing: the place of the question that is being edited: what comes from there on will be replaced.
        begin: the place.
    """
    kept = dump(said) if all(turn.done for turn in said.turns) else ""
    return _inert("conversation", said=said, editing=editing, kept=kept, live=True, begin=begin, end=len(said.turns))


def settled(said: Conversation) -> int:
    """How many turns, from the first on, stay as they are for some questions to come: there are always more behind."""
    return max(len(said.turns) - 1, 0) // BATCH * BATCH


def old(said: Conversation, editing: int = -1) -> str:
    """The turns that are settled: in a long conversation they are much, and seldom sent."""
    return _inert("conversation", said=said, editing=editing, kept="", live=False, begin=0, end=settled(said))


def earlier(said: Conversation, editing: int = -1) -> str:
    """The turns between these and the last, apart from it since they stay as they are while that grows."""
    shown = {"begin": settled(said), "end": max(len(said.turns) - 1, 0)}
    return _inert("conversation", said=said, editing=editing, kept="", live=False, **shown)


def sources(said: Conversation) -> str:
    """The sources of every answer; shown are those of the last one, and of the one before while it has not ended."""
    known = [at for at, turn in enumerate(said.turns) if turn.done or (turn.reply and turn.reply.cited)]
    return _inert("sources", said=said, shown=known[-1] if known else -1)


def chip(words: str) -> str:
    """The one control of the filters: what is on, "" for nothing."""
    return _inert("filter", words=words)


def listing(
    documents: Sequence[Listed],
    trash: Sequence[Trashed],
    hits: Sequence[Found],
    wanted: str,
    problems: Sequence[str],
    others: Sequence[str],
    *,
    may_change: bool,
) -> str:
    """The table of the documents, with what a search found in them, and the trash.

    Args:
        documents: those to list.
        trash: what is in it.
        hits: passages that were found.
        wanted: what was searched for, "" for nothing.
        problems: what could not be read, a line each.
        others: the files whose kind is not read.
        may_change: whether documents can be removed here.
    """
    hashes = {one.source: one.sha256[:16] for one in documents}
    shown = {"documents": documents, "trash": trash, "hits": hits, "wanted": wanted, "problems": problems}
    return _inert("documents", **shown, others=others, hashes=hashes, may_change=may_change)


def status(lines: Sequence[str], problems: Sequence[str] = (), undo: str = "") -> str:
    """What came of an upload, a sync or a removal; `undo` names what in the trash can be put back."""
    return _inert("status", lines=lines, problems=problems, undo=undo)


def rest(line: str) -> str:
    """What is being done with the documents, and how far it is."""
    return _inert("rest", line=line)


def refused(lines: Sequence[str]) -> str:
    """What of the last change could not be taken in, a line each."""
    return _inert("refused", lines=lines)


def icon(name: str) -> Markup:
    """A sign of `icons.html`, for the eye alone."""
    return Markup(f'<svg class="fn-icon" aria-hidden="true"><use href="#fn-i-{name}"></use></svg>')  # noqa: S704 (names of ours)


def pieces(text: str) -> list[list[Piece]]:
    """An answer's Markdown as paragraphs of pieces."""
    return [_line(line) for line in re.split(r"\n+", text) if line.strip()]


def _line(line: str) -> list[Piece]:
    found: list[Piece] = []
    at = 2 if line.startswith("- ") else 0
    bold = False
    for match in _PIECE.finditer(line, at):
        if match["mark"]:
            found += [Piece(plain(line[at : match.start()].rstrip()), bold=bold), Piece("", int(match["mark"]))]
        elif match["bold"]:
            found.append(Piece(plain(line[at : match.start()]), bold=bold))
            bold = not bold
        else:
            continue
        at = match.end()
    found.append(Piece(plain(line[at:]), bold=bold))
    return [piece for piece in found if piece.text or piece.number]


def footnotes(reply: Reply) -> str:
    """An answer as plain text with its references as footnotes, or with the passages that may help."""
    notes = [f"[{one.number}] {_quoted(one)}" for one in reply.cited]
    near = [f"- {_quoted(one, whole=True)}" for one in reply.near]
    below = [*filter(None, [reply.lead]), *(notes or near)]
    return "\n".join([plain(reply.text), *([""] if below else []), *below])


def _quoted(one: Cited, *, whole: bool = False) -> str:
    quote, rows = one.told(whole=whole)
    said = f"{one.whereabouts}{f': “{quote}”' if quote else ''} ({one.place.source})"
    return "\n    ".join([said, *(rows.lines if rows else ())])


def link(place: Place) -> str:
    """The part of an address that opens a place in a document."""
    return "?" + urlencode({"doc": place.source, "start": place.start, "end": place.end, "hash": place.hash})


def size(count: int) -> str:
    """Bytes as a person reads them."""
    return f"{count} B" if count < 1000 else f"{count / 1e3:.0f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


def moment(seconds: float) -> str:
    """The day of a time as a person reads it, in the server's zone: "10 December 2024"."""
    return written(day(seconds))


def day(seconds: float) -> str:
    """The day of a time in the server's zone, as "2024-12-10"."""
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def written(date: str) -> str:
    """When a document says that it was written, in words; "" where it does not."""
    return dated(date, 0.0)


def since(one: Listed | Document) -> str:
    """The day that a document is sorted by: by its name, else what it says of itself, else its file."""
    return metadata.written(one.source, one.title, one.date) or day(one.modified)


def age(one: Listed | Document, text: str = "") -> str:
    """How old a document is, in words, by the same: "5 June 2025", or "file of 5 June 2025".

    A date that stands nowhere in a PDF or an office document is that of the program which has saved it.
    """
    said = metadata.written(one.source, one.title, one.date)
    saved = said == one.date != metadata.dated_by(one.source, one.title, text) and one.source.lower().endswith(_SAVED)
    return f"file of {written(said)}" if said and saved else dated(said, one.modified)


def path(one: Listed | Document) -> str:
    """Where a document stands; "" where that says no more than its title and kind."""
    told = one.title or one.source
    return "" if _bare(told) in (_bare(one.source), _bare(one.source.rpartition(".")[0])) else one.source


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum() or sign == "/")


def kind(source: str) -> str:
    """The type of a document, by its name."""
    return source.rsplit(".", 1)[-1].upper() if "." in source else ""


def asset(name: str) -> str:
    """A file of this package: HTML, CSS or JavaScript."""
    return (files("bot.web") / name).read_text(encoding="utf-8")


@cache
def _template(name: str) -> Template:
    loader = FunctionLoader(lambda one: asset(f"{one}.html"))
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=loader
    )
    shared = (pieces, footnotes, link, size, moment, since, age, path, kind, plain, folded, icon, other_kinds, Place)
    environment.globals.update({one.__name__.lower(): one for one in shared}, whole=WHOLE)
    return environment.get_template(name)


def filled(name: str, **values: object) -> str:
    """The template of that name with its values, escaped."""
    return _template(name).render(**values)


def inert(html: str) -> str:
    """HTML with no sign in it that the page would take for a template's."""
    return html.translate(_INERT)


def _inert(name: str, **values: object) -> str:
    return inert(filled(name, **values))
