"""Whether the documents say what somebody else has written: proof as a tool for agents and other programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from bot.answers import Citation
from bot.drafts import Claim, Draft, Quote
from bot.proof.citations import cite
from bot.proof.clauses import halves
from bot.proof.entailment import entails, opposes
from bot.proof.rows import read_rows
from bot.proof.support import Evidence, fault, share, small_words
from bot.question.checks import check_question, read_part
from bot.retrieval.retriever import look_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.question.limits import Scope
    from bot.settings import Settings
    from ingest.documents import Document, Hit
    from ingest.index import Index


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the documents say of a sentence.

    Attributes:
        verdict: "supported" and "contradicted" by what is cited; "not found" in any of the documents.
        sentence: that was looked for.
        citations: the proof, numbered from 1; none if not found.
        near: if not found, what says most of the same; it proves nothing.
    """

    verdict: Literal["supported", "contradicted", "not found"]
    sentence: str
    citations: tuple[Citation, ...] = ()
    near: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for `json.dumps`."""
        return asdict(self)


def verified(index: Index, settings: Settings, sentence: str, scope: Scope) -> Verdict:
    """Whether the documents support a sentence, or each of its clauses; see `bot.chat.Bot.verify`."""
    text, _ = read_part(check_question(sentence, settings.max_question))
    with index.reading() as view:
        hits = look_up(view, text, settings.passages, scope.chosen(view)).hits
        found = {source: view.document(source) for source in {hit.passage.source for hit in hits}}
    documents = {source: document for source, document in found.items() if document is not None}
    return replace(judged(text, hits, documents), sentence=sentence)


def judged(text: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> Verdict:
    """What passages say of a sentence; `documents` are theirs, by source."""
    for clauses in ((text,), *halves(text)):
        proofs = [_proof(clause, hits, documents) for clause in clauses]
        if all(proofs):
            return Verdict("supported", text, _cited([quote for proof in proofs for quote in proof], hits, documents))
    every = dict.fromkeys((text, *(clause for both in halves(text) for clause in both)))
    against = next((quote for clause in every if (quote := _against(clause, hits, documents))), None)
    if against:
        return Verdict("contradicted", text, _cited([against], hits, documents))
    return Verdict("not found", text, near=_cited(_nearest(text, hits), hits, documents))


def _cited(quotes: Sequence[Quote], hits: Sequence[Hit], documents: Mapping[str, Document]) -> tuple[Citation, ...]:
    """Quotes as citations: each of them proves itself."""
    return cite(Draft("answer", tuple(Claim(one.text, (one,)) for one in quotes)), hits, documents, "").citations


def _proof(said: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> tuple[Quote, ...]:
    """The sentence that a clause follows from, with the one before where "he" points back; () if there is none."""
    if (row := _row(said, hits, documents)) and row[1]:
        return (row[0],)
    common = small_words(hit.passage.text for hit in hits)
    for at, quoted, before in _sentences(hits, documents):
        passage = hits[at].passage
        for quotes in ((quoted,), (before, quoted))[: 1 + bool(before)]:
            there = Evidence(" ".join(quotes), passage.above, common)
            earlier = quotes[0] if len(quotes) > 1 else ""
            if entails(said, quoted, earlier, passage.embedded) and fault(said, there) in (None, "words"):
                return tuple(Quote(at, quote) for quote in quotes)
    return ()


def _sentences(hits: Sequence[Hit], documents: Mapping[str, Document]) -> Iterator[tuple[int, str, str]]:
    """Every sentence outside of tables, with the place of its passage and the sentence before it."""
    for at, hit in enumerate(hits):
        passage, before = hit.passage, ""
        rows = {start for table in documents[passage.source].tables for start, _ in table.places}
        for start, end in passage.sentences:
            quoted = passage.quote(start, end)
            if start not in rows:
                yield at, quoted, before
            before = quoted


def _row(said: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> tuple[Quote, bool] | None:
    """The row of a table that speaks of a sentence, and whether it says so."""
    stretches: dict[str, list[tuple[int, int]]] = {}
    for hit in hits:
        stretches.setdefault(hit.passage.source, []).append((hit.passage.start, hit.passage.end))
    read = read_rows(said, documents, stretches)
    if read is None:
        return None
    at = next(
        place
        for place, hit in enumerate(hits)
        if hit.passage.source == read.source and hit.passage.start <= read.start < hit.passage.end
    )
    return Quote(at, documents[read.source].text[read.start : read.end]), read.holds


def _nearest(said: str, hits: Sequence[Hit]) -> list[Quote]:
    """The sentence that shares most of the telling words; none, where none shares any."""
    near = [
        (share(said, Evidence(quoted)), Quote(at, quoted))
        for at, hit in enumerate(hits)
        for quoted in (hit.passage.quote(start, end) for start, end in hit.passage.sentences)
    ]
    best = max(near, key=lambda one: one[0], default=(0.0, Quote(0, "")))
    return [best[1]] if best[0] else []


def _against(said: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> Quote | None:
    """The sentence about the same that says otherwise: denies it, or gives another number for it."""
    if row := _row(said, hits, documents):
        return None if row[1] else row[0]
    for at, quoted, before in _sentences(hits, documents):
        known = hits[at].passage.embedded
        if any(opposes(said, quoted, earlier, known) for earlier in dict.fromkeys(("", before))):
            return Quote(at, quoted)
    return None
