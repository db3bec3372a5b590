"""What documents are about, and which are about something: by their names and headings, and how much they say of it."""

from collections import Counter
from collections.abc import Sequence

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
    weight = {one.source: _weight(one, terms, view) for one in listing}
    places: dict[str, Hit] = {}
    held: Counter[str] = Counter()
    for hit in view.lexical(" ".join(terms.values()), _LOOKED_AT, request.sources):
        for passage in (hit.passage, *hit.also):
            if {*terms} <= {*stems(passage.embedded)}:
                held[passage.source] += 1
                places.setdefault(passage.source, Hit(passage, hit.score))
                if {*terms} <= {*stems(passage.heading)}:
                    weight[passage.source] = max(weight.get(passage.source, 0.0), 0.8)
    for source, count in held.items():
        if source in by_source:
            share = count / by_source[source].passages
            weight[source] = max(weight[source], share if share >= _PART else 0.0)
    meant = sorted((source for source in weight if weight[source] > 0), key=lambda source: (-weight[source], source))
    if not meant and request.intent.sure < SURE:
        return None
    if not meant:
        message = f"None of the {len(listing)} documents is about {phrase or ' '.join(terms.values())}."
        return Reply((), iter([Draft("declined", message=message, confidence=0.2)]))
    shown = meant[:_SHOWN]
    hits = [places.get(source) or Hit(view.passages(source, 1)[0], 1.0) for source in shown]
    claims = [
        line(by_source[source], Quote(at, _holding(hits[at].passage, terms)), ("format", "date"))
        for at, source in enumerate(shown)
    ]
    more = len(meant) - len(shown)
    return listed(claims, hits, (f"{more} more documents are not shown.",) if more else ())


def _weight(one: Listed, terms: dict[str, str], view: View) -> float:
    """1 if the name of a document says what is asked for, else 0."""
    first = next(iter(view.passages(one.source, 1)), None)
    return 1.0 if {*terms} <= named(one, first).stems else 0.0


def _holding(passage: Passage, terms: dict[str, str]) -> str:
    """The sentence that holds most of the terms."""
    texts = [passage.quote(*span).strip() for span in passage.sentences] or [passage.text.strip()]
    best = max(texts, key=lambda text: len({*terms} & {*map(stem, stems(text))}))
    return best if len(best) <= _LONG else best[:_LONG].rsplit(None, 1)[0]
