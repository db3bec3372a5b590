"""Every mention of a name or a phrase: the sentences that hold it, each cited."""

from collections.abc import Sequence

from bot.answerers.answerer import Reply, Request, growing
from bot.answers import Claim, Draft, Quote
from ingest.documents import Hit
from ingest.text.words import words
from ingest.view import View

_PASSAGES = 200  # looked at
_SHOWN = 12  # sentences; beyond that the answer says how many passages there are


def answer(request: Request, view: View) -> Reply:
    """See `mentions`; the passages are found by the exact phrase."""
    phrase = request.intent.phrase
    found = view.phrase(phrase, _PASSAGES, request.sources)
    hits = tuple(sorted(found, key=lambda hit: (hit.passage.source, hit.passage.start)))
    return Reply(hits, growing(lambda: mentions(phrase, hits)))


def mentions(phrase: str, hits: Sequence[Hit]) -> Draft:
    """List the sentences that hold the words of `phrase` in this order.

    Args:
        phrase: as it was asked for.
        hits: the passages that hold it, in the order of the documents.
    """
    sought = words(phrase)
    claims = []
    for at, hit in enumerate(hits):
        for start, end in hit.passage.sentences:
            text = hit.passage.quote(start, end)
            if _holds(words(text), sought):
                claims.append(Claim(text, (Quote(at, text),)))
    if not claims:
        return Draft("declined", message=f"The documents don't mention {phrase}.", confidence=0.0)
    notes: tuple[str, ...] = ()
    if len(claims) > _SHOWN:
        notes = (f"The first {_SHOWN} of {len(claims)} sentences that mention {phrase}.",)
    short = phrase if any(phrase in claim.text for claim in claims[:_SHOWN]) else None
    return Draft("answer", tuple(claims[:_SHOWN]), short=short, listed=True, confidence=0.95, notes=notes)


def _holds(there: Sequence[str], sought: Sequence[str]) -> bool:
    size = len(sought)
    return any(list(there[at : at + size]) == list(sought) for at in range(len(there) - size + 1))
