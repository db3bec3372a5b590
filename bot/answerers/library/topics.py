"""What documents are about, and which are about something: by their names and headings, and how much they say of it."""

from collections.abc import Mapping, Sequence

from bot.answerers.answerer import Reply, Request
from bot.answerers.library.chosen import telling
from bot.answerers.library.lines import line, listed, opening
from bot.answerers.summary.names import named
from bot.drafts import Claim, Draft, Quote
from ingest.documents import Hit, Listed, Passage
from ingest.text.words import stem, stems
from ingest.view import View

SURE = 0.8  # how likely it must be that the folder is asked about, for "there is none" to be the answer
_SHOWN = 24  # documents; a note says how many more there are
_LOOKED_AT = 200  # passages that hold the words
_NEAR = 30  # passages that are near in meaning
_PART = 0.3  # of a document's passages must speak of what it is about, unless its title or a heading does
_TELLING = 40  # characters of a sentence that tells what a document is about
_LONG = 300
_HEADED = 0.8  # how much a document is about what a heading of it says


def topics(documents: Sequence[Listed], view: View) -> Reply:
    """Each document with the first sentence of its own that tells something."""
    shown = documents[:_SHOWN]
    claims: list[Claim] = []
    hits: list[Hit] = []
    for one in shown:
        passages = view.passages(one.source, 3)
        found = next(((passage, text) for passage in passages if (text := _gist(passage))), None)
        passage, text = found or (passages[0], "")
        quote = text or opening(passage)
        claims.append(line(one, Quote(len(hits), quote), (), " ".join(quote.split())))
        hits.append(Hit(passage, 1.0))
    more = len(documents) - len(shown)
    return listed(claims, hits, (f"{more} more documents are not shown.",) if more else ())


def _gist(passage: Passage) -> str:
    """The first whole sentence of a passage that tells something; "" if there is none."""
    for span in passage.sentences:
        text = passage.quote(*span).strip()
        if _TELLING <= len(text) <= _LONG and text[-1] in ".!?" and "@" not in text:
            return text
    return ""


def about(request: Request, view: View, listing: Sequence[Listed]) -> Reply | None:
    """The documents that are about what the question names, those first that speak of it most."""
    phrase = request.intent.phrase
    terms = telling(phrase) or telling(request.question.text)
    if not terms:
        return None
    by_source = {one.source: one for one in listing}
    held = {source: hits for source, hits in _held(terms, request, view).items() if source in by_source}
    weight = _weights(terms, listing, held, view)
    name = bool(phrase) and all(word[0].isupper() for word in phrase.split())
    if name or not any(weight.values()):  # what only mentions it says something about it too
        weight |= {source: max(weight[source], _share(hits, by_source[source])) for source, hits in held.items()}
    meant = sorted((source for source in weight if weight[source] > 0), key=lambda source: (-weight[source], source))
    if not meant and request.intent.sure < SURE:
        return None
    if not meant:
        message = f"None of the {len(listing)} documents is about {phrase or ' '.join(terms.values())}."
        return Reply((), iter([Draft("declined", message=message, confidence=0.2)]))
    shown = meant[:_SHOWN]
    hits = [held[source][0] if source in held else Hit(view.passages(source, 1)[0], 1.0) for source in shown]
    claims = [
        line(by_source[source], Quote(at, _holding(hits[at].passage, terms)), ("format", "date"))
        for at, source in enumerate(shown)
    ]
    more = len(meant) - len(shown)
    return listed(claims, hits, (f"{more} more documents are not shown.",) if more else ())


def _held(terms: dict[str, str], request: Request, view: View) -> dict[str, list[Hit]]:
    """The passages that hold all words, by document, the best first."""
    found: dict[str, list[Hit]] = {}
    for hit in view.lexical(" ".join(terms.values()), _LOOKED_AT, request.sources):
        for passage in (hit.passage, *hit.also):
            if {*terms} <= {*stems(passage.embedded)}:
                found.setdefault(passage.source, []).append(Hit(passage, hit.score))
    return found


def _weights(
    terms: dict[str, str], listing: Sequence[Listed], held: Mapping[str, Sequence[Hit]], view: View
) -> dict[str, float]:
    """How much each document is about the words: by its name, a heading, or much of what it says."""
    weight = {}
    for one in listing:
        hits = held.get(one.source, ())
        first = next(iter(view.passages(one.source, 1)), None)
        named_so = {*terms} <= named(one, first).stems
        headed = any({*terms} <= {*stems(hit.passage.heading)} for hit in hits)
        share = _share(hits, one)
        weight[one.source] = 1.0 if named_so else max(_HEADED * headed, share if share >= _PART else 0.0)
    return weight


def _share(hits: Sequence[Hit], one: Listed) -> float:
    """The share of a document's passages that hold the words."""
    return len(hits) / one.passages


def _holding(passage: Passage, terms: dict[str, str]) -> str:
    """The sentence that holds most of the terms."""
    texts = [passage.quote(*span).strip() for span in passage.sentences] or [passage.text.strip()]
    best = max(texts, key=lambda text: len({*terms} & {*map(stem, stems(text))}))
    return best if len(best) <= _LONG else best[:_LONG].rsplit(None, 1)[0]
