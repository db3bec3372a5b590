"""Whether the documents say what somebody else has written: proof as a tool for agents and other programs."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.answers import Citation
from bot.drafts import Claim, Draft, Quote
from bot.proof.citations import DROPPED, cite
from bot.proof.clauses import halves
from bot.proof.polarity import contradicts, opposites
from bot.proof.quantities import misquoted
from bot.proof.relations import other_way_round
from bot.proof.substitutions import reversed_in_copy
from bot.proof.support import Evidence, capitalized, share
from bot.proof.wording import normal
from bot.question.checks import check_question, read_part
from bot.retrieval.retriever import look_up
from ingest.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.question.limits import Scope
    from bot.settings import Settings
    from ingest.documents import Hit
    from ingest.index import Index

_ABOUT = 0.7  # of a sentence's telling words, numbers apart, that one must share to be about the same
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the documents say of a sentence.

    Attributes:
        verdict: "supported" and "contradicted" by what is cited; "not found" in any of the documents.
        sentence: that was looked for.
        citations: the proof, numbered from 1; none if not found.
    """

    verdict: Literal["supported", "contradicted", "not found"]
    sentence: str
    citations: tuple[Citation, ...] = ()

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
    for clauses in ((text,), *halves(text)):
        proved = cite(Draft("answer", tuple(Claim(clause, ()) for clause in clauses)), hits, documents, text)
        if DROPPED not in proved.notes and proved.answered:
            return Verdict("supported", sentence, proved.citations)
    every = dict.fromkeys((text, *(clause for both in halves(text) for clause in both)))
    against = next((quote for clause in every if (quote := _against(clause, hits))), None)
    if against is None:
        return Verdict("not found", sentence)
    shown = cite(Draft("answer", (Claim(against.text, (against,)),)), hits, documents, text)
    return Verdict("contradicted", sentence, shown.citations)


def _against(said: str, hits: Sequence[Hit]) -> Quote | None:
    """The sentence about the same that says otherwise: denies it, or gives another number for it."""
    about: list[tuple[float, Quote]] = []
    said = normal(said)
    spoken = _NUMBER.sub("", said)
    for at, hit in enumerate(hits):
        for start, end in hit.passage.sentences:
            quoted = hit.passage.quote(start, end)
            text = normal(quoted)
            there = Evidence(f"{text} {_opposites(said, text)}", hit.passage.above)
            near = share(spoken, there)
            if near >= _ABOUT and _otherwise(said, text, hit.passage.above):
                about.append((near, Quote(at, quoted)))
    return max(about, key=lambda one: one[0])[1] if about else None


def _opposites(said: str, text: str) -> str:
    """The words of which a text has the opposite: it is about them too."""
    theirs = {*words(text)}
    return " ".join(word for word in words(said) if opposites(word) & theirs)


def _otherwise(said: str, text: str, above: str) -> bool:
    if contradicts(said, text) or reversed_in_copy(said, text) or other_way_round(said, text):
        return True
    names = {word for name in capitalized(said) for word in words(name) if not word[0].isdigit()}
    return misquoted(said, f"{text} … {above}") and misquoted(text, said) and names <= set(words(f"{text} {above}"))
