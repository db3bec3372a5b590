"""A document as a line of an answer: what it is called, what it is, who wrote it and when."""

from collections.abc import Iterable, Sequence

from bot.answerers.answerer import Reply, growing
from bot.drafts import Claim, Draft, Fact, Quote
from bot.proof.facts import said
from ingest.documents import Hit, Listed, Passage
from ingest.view import View

_QUOTED = 200  # characters of a beginning
_CONFIDENCE = 0.9


def beginning(one: Listed, view: View) -> Passage | None:
    """The first passage of a document, None if it has none."""
    return next(iter(view.passages(one.source, 1)), None)


def opening(passage: Passage) -> str:
    """The first words of a document: its first sentence or line that can be quoted, a long one cut short."""
    spans = (passage.quote(*span) for span in passage.sentences)
    text = next((text for text in spans if any(sign.isalnum() for sign in text)), passage.text).strip()
    return text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(None, 1)[0]


def line(
    one: Listed,
    quote: Quote,
    fields: Iterable[str] = ("format", "author", "date"),
    more: str = "",
    also: Sequence[Fact] = (),
) -> Claim:
    """A document's name and fields, with the words that it begins with, or others.

    Args:
        one: the document.
        quote: what the line cites of it.
        fields: what is said of it besides; see `bot.drafts.Fact`. What is unknown is left out.
        more: words of `quote` to say after that.
        also: further facts to say of it.
    """
    name = said("name", one)
    facts = [Fact("name", name, (one.source,))]
    told = []
    if name != one.source:
        facts.append(Fact("file", one.source, (one.source,)))
        told.append(f"({one.source})")
    rest = [Fact(field, said(field, one), (one.source,)) for field in fields if said(field, one)]
    rest += also
    told = [" ".join([name, *told]), *(fact.text for fact in rest if fact.text)]
    text = ", ".join(told) + (f": {more}" if more else "")
    return Claim(text, (quote,), bold=(0, len(name)), facts=(*facts, *rest))


def listed(claims: Sequence[Claim], hits: Sequence[Hit], notes: tuple[str, ...] = ()) -> Reply:
    """The reply of several lines."""
    draft = Draft("answer", tuple(claims), listed=len(claims) > 1, confidence=_CONFIDENCE, notes=notes)
    return Reply(tuple(hits), growing(lambda: draft), facts=True)
