"""Questions about the folder itself, answered from what the index knows of each document, each with its beginning."""

from collections import Counter
from collections.abc import Sequence

from bot.answerers.answerer import Reply, Request
from bot.answerers.library.chosen import Chosen, choose
from bot.answerers.library.lines import beginning, line, listed, opening
from bot.answerers.library.topics import SURE, about, topics
from bot.drafts import Claim, Draft, Fact, Quote
from bot.proof.facts import ORDERS, format_of, order
from ingest.documents import Hit, Listed
from ingest.formats.metadata import written
from ingest.view import View

_SHOWN = 40  # documents; a note says how many more there are
_CITED = 12  # documents that a number of them is shown with
_ASKED_FOR = {"property": ("author", "date", "language", "size"), "language": ("language", "date")}


def answer(request: Request, view: View) -> Reply | None:
    """See the module; None if the question names what is no document and nothing that documents have."""
    task = request.intent.task or "list"
    listing = [
        one for one in view.listing() if one.passages and (request.sources is None or one.source in request.sources)
    ]
    if task == "find":
        return about(request, view, listing)
    chosen = choose(request, view, listing)
    if chosen is None or not listing:
        return None
    unsigned = request.question.kind == "person" and not any(one.author for one in chosen.documents)
    if unsigned or (not chosen.documents and (task == "author" or request.intent.sure < SURE)):
        return None  # who wrote it, or what a document speaks of, the document may say
    if not chosen.documents:
        message = f"None of the {len(listing)} documents is meant by “{chosen.asked}”."
        return Reply((), iter([Draft("declined", message=message, confidence=0.2)]))
    if task in ("topics", "about"):
        return topics(chosen.documents, view)
    if task in ORDERS:
        return _first(task, chosen, view)
    if task == "count":
        return _count(chosen, view)
    return _list(chosen, view, _ASKED_FOR.get(task, ("format", "author", "date")))


def _list(chosen: Chosen, view: View, fields: Sequence[str]) -> Reply:
    shown = chosen.documents[:_SHOWN]
    hits = _hits(shown, view)
    claims = [line(one, Quote(at, opening(hits[at].passage)), fields) for at, one in enumerate(shown)]
    more = len(chosen.documents) - len(shown)
    return listed(claims, hits, (f"{more} more documents are not shown.",) if more else ())


def _count(chosen: Chosen, view: View) -> Reply:
    """How many there are, and how many of each format."""
    documents = chosen.documents
    hits = _hits(documents[:_CITED], view)
    quotes = tuple(Quote(at, opening(hit.passage)) for at, hit in enumerate(hits))
    number = str(len(documents))
    facts = [Fact("count", number, tuple(one.source for one in documents))]
    formats = Counter(format_of(one.source) for one in documents)
    if len(formats) == 1:
        of = format_of(documents[0].source, several=len(documents) > 1)
        text = (
            f"{number} {of}" if not chosen.asked else f"{number} documents ({of})" if len(documents) > 1 else f"1 {of}"
        )
        return listed([Claim(f"{text}.", quotes, (0, len(number)), facts=tuple(facts))], hits)
    parts = []
    for name, count in formats.most_common():
        those = [one.source for one in documents if format_of(one.source) == name]
        facts.append(Fact("count", str(count), tuple(those), "" if chosen.asked else name))
        parts.append(f"{count} {format_of(those[0], several=count > 1)}")
    text = f"{number} documents: {', '.join(parts)}."
    return listed([Claim(text, quotes, (0, len(number)), facts=tuple(facts))], hits)


def _first(task: str, chosen: Chosen, view: View) -> Reply | None:
    """The newest, oldest, largest or smallest of them, by their own date, or that in their name, where any has one."""
    among = chosen.documents
    if task in ("newest", "oldest"):
        among = tuple(one for one in among if written(one.source, one.title, one.date)) or among
    best = max(order(task, one) for one in among)
    firsts = [one for one in among if order(task, one) == best][:_CITED]
    hits = _hits(firsts, view)
    fields = ("date", "author") if task in ("newest", "oldest") else ("size",)
    claims = []
    for at, one in enumerate(firsts):
        ordered = Fact(task, "", (one.source, *(other.source for other in among if other is not one)))
        claims.append(line(one, Quote(at, opening(hits[at].passage)), fields, also=(ordered,)))
    undated = len(chosen.documents) - len(among)
    return listed(claims, hits, (f"{undated} documents don't say when they were written.",) if undated else ())


def _hits(documents: Sequence[Listed], view: View) -> list[Hit]:
    return [Hit(passage, 1.0) for one in documents if (passage := beginning(one, view))]
