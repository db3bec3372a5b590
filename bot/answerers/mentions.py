"""Every mention of a name or phrase: the sentences that hold it, or the documents with the first in each, all cited."""

from collections.abc import Iterator, Sequence

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.library.lines import line, listed
from bot.drafts import Claim, Draft, Fact, Quote
from bot.proof.facts import often, times
from ingest.documents import Hit, Passage
from ingest.text.words import stands_in, words
from ingest.view import View

_PASSAGES = 200  # looked at
_SHOWN = 12  # sentences; beyond that the answer says how many there are
_DOCUMENTS = 40  # documents; likewise
_BESIDE = 4  # words on either side of names that may belong to them


def answer(request: Request, view: View) -> Reply:
    """See `mentions`; the passages are found by the exact phrase."""
    asked = request.intent.phrase
    phrase, found = _held(asked, request, view)
    hits = tuple(sorted(found, key=lambda hit: (hit.passage.source, hit.passage.start)))
    notes = () if phrase == asked else (f"“{asked}” stands in none of the documents, “{phrase}” does.",)
    if request.intent.task == "documents" and hits:
        return _documents(phrase, hits, view, notes)
    return Reply(hits, growing(lambda: mentions(phrase, hits, notes)))


def _held(phrase: str, request: Request, view: View) -> tuple[str, Sequence[Hit]]:
    """The phrase, else its longest parts with all of its names that documents hold, and where they stand."""
    parts = phrase.split()
    named = [at for at, part in enumerate(parts) if part[0].isupper()]
    spans = [(0, len(parts))]
    if named:  # "the fox Thimble"
        first, last = named[0], named[-1] + 1
        ends = range(last, min(last + _BESIDE, len(parts)) + 1)
        spans += [(start, end) for start in range(max(0, first - _BESIDE), first + 1) for end in ends]
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        run = " ".join(parts[start:end])
        if hits := view.phrase(run, _PASSAGES, request.sources):
            return run, hits
    return phrase, ()


def _documents(phrase: str, hits: Sequence[Hit], view: View, notes: tuple[str, ...]) -> Reply:
    """The documents that mention it, with how often each does and the first sentence that does."""
    sought = words(phrase)
    by_source = {one.source: one for one in view.listing()}
    firsts: dict[str, tuple[Hit, str]] = {}
    for hit in hits:
        for passage in (hit.passage, *hit.also):
            if passage.source not in firsts and (text := next(_sentences(passage, sought), "")):
                firsts[passage.source] = Hit(passage, hit.score), text
    if not firsts:
        return Reply(tuple(hits), growing(lambda: mentions(phrase, hits, notes)))
    shown = list(firsts.items())[:_DOCUMENTS]
    claims = []
    for at, (source, (_, text)) in enumerate(shown):
        document = view.document(source)
        count = times(phrase, document.text if document else "")
        said = Fact("times", often(count), (source,), phrase)
        claims.append(line(by_source[source], Quote(at, text), (), " ".join(text.split()), (said,)))
    more = len(firsts) - len(shown)
    if more:
        notes = (*notes, f"{len(firsts)} documents mention {phrase}; {more} of them are not shown.")
    return listed(claims, [hit for _, (hit, _) in shown], notes)


def mentions(phrase: str, hits: Sequence[Hit], notes: tuple[str, ...] = ()) -> Draft:
    """List the sentences that hold the words of `phrase` in this order.

    Args:
        phrase: as it was asked for, or what documents hold of it.
        hits: the passages that hold it, in the order of the documents.
        notes: on how it was read.
    """
    sought = words(phrase)
    claims = []
    several = len({hit.passage.source for hit in hits}) > 1
    for at, hit in enumerate(hits):
        name = (hit.passage.title or hit.passage.source.rsplit("/", 1)[-1],) if several else ()
        claims += [Claim(text, (Quote(at, text),), under=name) for text in _sentences(hit.passage, sought)]
    if not claims:
        return Draft("declined", message=f"The documents don't mention {phrase}.", confidence=0.0)
    if len(claims) > _SHOWN:
        notes = (*notes, f"The first {_SHOWN} of {len(claims)} sentences that mention {phrase}.")
    short = phrase if any(phrase in claim.text for claim in claims[:_SHOWN]) else None
    return Draft("answer", tuple(claims[:_SHOWN]), short=short, listed=True, confidence=0.95, notes=notes)


def _sentences(passage: Passage, sought: Sequence[str]) -> Iterator[str]:
    """The sentences of a passage that hold the words."""
    for span in passage.sentences:
        text = passage.quote(*span)
        if stands_in(sought, words(text)):
            yield text
