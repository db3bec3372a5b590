"""Every mention of a name or phrase: the sentences that hold it, or the documents with the first in each, all cited."""

from collections.abc import Iterator, Sequence

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.library.lines import line, listed
from bot.answers import Claim, Draft, Fact, Quote
from bot.proof.facts import often, times
from ingest.documents import Hit, Passage
from ingest.text.words import stands_in, words
from ingest.view import View

_PASSAGES = 200  # looked at
_SHOWN = 12  # sentences; beyond that the answer says how many there are
_DOCUMENTS = 40  # documents; likewise


def answer(request: Request, view: View) -> Reply:
    """See `mentions`; the passages are found by the exact phrase."""
    phrase = request.intent.phrase
    found = view.phrase(phrase, _PASSAGES, request.sources)
    hits = tuple(sorted(found, key=lambda hit: (hit.passage.source, hit.passage.start)))
    if request.intent.task == "documents" and hits:
        return _documents(phrase, hits, view)
    return Reply(hits, growing(lambda: mentions(phrase, hits)))


def _documents(phrase: str, hits: Sequence[Hit], view: View) -> Reply:
    """The documents that mention it, with how often each does and the first sentence that does."""
    sought = words(phrase)
    by_source = {one.source: one for one in view.listing()}
    firsts: dict[str, tuple[Hit, str]] = {}
    for hit in hits:
        for passage in (hit.passage, *hit.also):
            if passage.source not in firsts and (text := next(_sentences(passage, sought), "")):
                firsts[passage.source] = Hit(passage, hit.score), text
    if not firsts:
        return Reply(tuple(hits), growing(lambda: mentions(phrase, hits)))
    shown = list(firsts.items())[:_DOCUMENTS]
    claims = []
    for at, (source, (_, text)) in enumerate(shown):
        document = view.document(source)
        count = times(phrase, document.text if document else "")
        said = Fact("times", often(count), (source,), phrase)
        claims.append(line(by_source[source], Quote(at, text), (), " ".join(text.split()), (said,)))
    more = len(firsts) - len(shown)
    notes = (f"{len(firsts)} documents mention {phrase}; {more} of them are not shown.",) if more else ()
    return listed(claims, [hit for _, (hit, _) in shown], notes)


def mentions(phrase: str, hits: Sequence[Hit]) -> Draft:
    """List the sentences that hold the words of `phrase` in this order.

    Args:
        phrase: as it was asked for.
        hits: the passages that hold it, in the order of the documents.
    """
    sought = words(phrase)
    claims = []
    for at, hit in enumerate(hits):
        claims += [Claim(text, (Quote(at, text),)) for text in _sentences(hit.passage, sought)]
    if not claims:
        return Draft("declined", message=f"The documents don't mention {phrase}.", confidence=0.0)
    notes: tuple[str, ...] = ()
    if len(claims) > _SHOWN:
        notes = (f"The first {_SHOWN} of {len(claims)} sentences that mention {phrase}.",)
    short = phrase if any(phrase in claim.text for claim in claims[:_SHOWN]) else None
    return Draft("answer", tuple(claims[:_SHOWN]), short=short, listed=True, confidence=0.95, notes=notes)


def _sentences(passage: Passage, sought: Sequence[str]) -> Iterator[str]:
    """The sentences of a passage that hold the words."""
    for span in passage.sentences:
        text = passage.quote(*span)
        if stands_in(sought, words(text)):
            yield text
