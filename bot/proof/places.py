"""Where a claim is proved: in what it quotes, or in what else was given to the answerer."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, permutations

from bot.drafts import Claim
from bot.markup import escape
from bot.proof.alignment import Place, locate, widened, with_antecedent
from bot.proof.computation import recomputed
from bot.proof.editions import told_again
from bot.proof.facts import known
from bot.proof.support import Evidence, Fault, fault, says_otherwise, share, telling_stems, unknown_parts
from bot.question.names import weak_stems
from ingest.documents import Document, Hit, Listed
from ingest.tables import Table
from ingest.text.words import stems

FOUND = 0.8  # of a sentence's telling words, in what it does not quote itself: see bench/support.py
_LIKELY = 8  # sentences that are tried
_APART = 2  # sentences, counted from the one to the other
_CLOSE = 6  # words between a word and what it is said of: "a meeting of the Ukraine Defense Contact Group"


def places_of(
    claim: Claim,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    common: frozenset[str],
    listing: Sequence[Listed] = (),
    asked: str = "",
) -> tuple[Place, ...]:
    """The places that prove a claim; () if there are none.

    What it quotes, else that with the sentences around it, else whatever else of the passages does: language models
    write right sentences with a wrong quote or number beside them.

    Args:
        claim: other than a comparison.
        hits: the passages that its quotes name by index.
        documents: those of the passages, by source; needed for computations and facts alone.
        common: words that the passages write in small letters.
        listing: what the index knows of all documents, for claims about that.
        asked: the question: what no quote leads to is looked for in what speaks of it.
    """
    exact = tuple(place for quote in claim.quotes if (place := locate(quote, hits)))
    if claim.facts:
        there = "\n".join(f"{place.text}\n{hits[place.hit].passage.above}" for place in exact)
        return exact if exact and known(claim, there, listing, documents) else ()
    if claim.computation:
        return exact if exact and _computes(claim, exact, hits, documents) else ()
    if claim.change:
        return exact if exact and _changes(claim, exact, hits, documents) else ()
    whole = tuple(widened(place, hits) for place in exact)
    linked = tuple(with_antecedent(place, hits) for place in whole)
    # A part of a sentence may leave out the "not", or who it is that does it.
    parts = exact if exact == whole or _fault(claim, whole, hits, common) in (None, "words") else ()
    for places in dict.fromkeys((parts, whole, linked)):
        if places and _fault(claim, places, hits, common) is None:
            return _needed(claim, places, hits, common)
    return found(claim.text, hits, common, asked) if claim.text else ()


def _fault(claim: Claim, places: Sequence[Place], hits: Sequence[Hit], common: frozenset[str]) -> Fault | None:
    return fault(claim.text, evidence(places, hits, common))


def _needed(claim: Claim, places: tuple[Place, ...], hits: Sequence[Hit], common: frozenset[str]) -> tuple[Place, ...]:
    """The places without those that the claim does not need: it is proved as well, and none of its words is lost."""
    held = share(claim.text, evidence(places, hits, common))
    for place in reversed(places):
        rest = tuple(other for other in places if other != place)
        if rest and share(claim.text, evidence(rest, hits, common)) >= held and not _fault(claim, rest, hits, common):
            places = rest
    return places


def found(said: str, hits: Sequence[Hit], common: frozenset[str], asked: str = "") -> tuple[Place, ...]:
    """The sentence of the passages, or the two near each other, that prove what is said; () if none do.

    Sentences from anywhere prove nothing here: names of the one would stand in what the other says. Of what nobody has
    pointed at, more words must be shared than of a quote; it must speak of what was asked, and be plain text: a
    document that gives orders to a model is not cited for what the model makes of them.
    """
    topic, telling = telling_stems(asked), telling_stems(said)
    if not _is_plain(said):
        return ()
    about = [(place, own) for place, own in _sentences(hits) if (own & topic or not topic) and _is_plain(place.text)]
    near = sorted(((len(telling & own), place) for place, own in about), key=lambda one: -one[0])[:_LIKELY]
    likely = [place for count, place in near if count]
    for places in (*((place,) for place in likely), *_beside(said, likely, hits)):
        there = evidence(places, hits, common)
        if fault(said, there) is None and share(said, there) >= FOUND:
            others = (evidence((other,), hits, common) for _, other in near if other not in places)
            return () if any(says_otherwise(said, other) for other in others) else places
    return ()


def _beside(said: str, likely: Sequence[Place], hits: Sequence[Hit]) -> Iterator[tuple[Place, Place]]:
    """Two likely sentences of one passage with at most one between them; the other says more of a thing of the one."""
    order = {hit: [start for start, _ in hits[hit].passage.sentences] for hit in {place.hit for place in likely}}
    for one, other in permutations(likely, 2):
        near = (
            one.hit == other.hit and abs(order[one.hit].index(one.start) - order[one.hit].index(other.start)) <= _APART
        )
        if near and _told_of_one(stems(said), stems(one.text), stems(other.text)):
            yield one, other


def _told_of_one(said: Sequence[str], one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether what one sentence lacks of what is said stands in the other beside a word of both, as it does there.

    "Sudland chaired the Harbour Group's meeting" of "a meeting of the Harbour Group" and "Sudland chaired the meeting".
    """
    telling = [word for word in said if word not in weak_stems()]
    missing = {word for word in telling if word not in one}
    for at, word in enumerate(telling):
        beside = {telling[place] for place in _around(telling, at, missing)} & {*one}
        spots = [place for place, there in enumerate(other) if there == word]
        close = {there for place in spots for there in other[max(0, place - _CLOSE) : place + _CLOSE + 1]}
        if word in missing and not beside & close:
            return False
    return bool(missing)


def _around(telling: Sequence[str], at: int, missing: Collection[str]) -> Iterator[int]:
    """The place of the next word on each side that is not missing."""
    for places in (range(at - 1, -1, -1), range(at + 1, len(telling))):
        yield from islice((place for place in places if telling[place] not in missing), 1)


def evidence(places: Sequence[Place], hits: Sequence[Hit], common: frozenset[str]) -> Evidence:
    """What is cited, and what it stands under."""
    # In the order of the documents, so that what "he" points back to comes before it.
    quotes = " … ".join(place.text for place in sorted(places, key=lambda place: (place.hit, place.start)))
    return Evidence(quotes, "\n".join(hits[place.hit].passage.above for place in places), common)


def _sentences(hits: Sequence[Hit]) -> Iterator[tuple[Place, frozenset[str]]]:
    """Every sentence of the passages, and its telling stems."""
    for at, hit in enumerate(hits):
        for start, end in hit.passage.sentences:
            text = hit.passage.quote(start, end)
            yield Place(at, start, end, text), telling_stems(text)


def _is_plain(text: str) -> bool:
    return escape(text) == " ".join(text.split())


def _computes(
    claim: Claim,
    places: Sequence[Place],
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
) -> bool:
    """Whether a claim's computation comes out the same again, and the claim says no more than that and its rows do."""
    asked = claim.computation
    document = documents.get(asked.source) if asked else None
    said = recomputed(asked, document) if asked and document else None
    if asked is None or document is None or said is None:
        return False
    starts = sorted(asked.rows)
    if not all(_in_rows(place, starts, document.tables[asked.table]) for place in places):
        return False
    cited = evidence(places, hits, frozenset())
    return not unknown_parts(claim.text, f"{said} … {cited.quotes} … {cited.heading}")


def _in_rows(place: Place, starts: Sequence[int], table: Table) -> bool:
    """Whether a place is in the line of one of the rows that start at these offsets."""
    at = bisect_right(starts, place.start)
    row = table.row(starts[at - 1]) if at else None
    return row is not None and place.end <= row.end


def _changes(claim: Claim, places: Sequence[Place], hits: Sequence[Hit], documents: Mapping[str, Document]) -> bool:
    """Whether the same has changed when both editions are read again, and the claim says no more than that."""
    asked = claim.change
    said = told_again(asked, documents) if asked else None
    if asked is None or said is None:
        return False
    there = {(asked.tables[side][0], start) for side, start in asked.rows}
    if not {(hits[place.hit].passage.source, place.start) for place in places} <= there:
        return False
    return not unknown_parts(claim.text, f"{said} … {evidence(places, hits, frozenset()).quotes}")
