"""What a language model has said, weighed: what is proved of it, whose words that is, and whether it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answerers.llm.confidence import of_judged
from bot.answerers.llm.output_parser import Parsed
from bot.answerers.reader.judge.judge import Said, judged
from bot.answerers.reader.speech import Speech, Told
from bot.drafts import Claim, Draft, Kind
from bot.proof.alignment import Place, widened, with_antecedent
from bot.proof.places import evidence, places_of
from bot.proof.support import Evidence, share, small_words
from bot.question.analysis import Question
from ingest.documents import Hit
from ingest.text.words import stems

UNPROVED = "Nothing of what the language model said could be proved."
ELSEWHERE = "The language model answered with somebody else's words."
BESIDE = "What the language model said hardly answers the question."
OTHERWISE = "The language model answered otherwise than the reader, who is sure."
_SURE = 0.9  # from which on the reader is: of its answers that are so sure 94 of 100 are right
_RARE = 0.9  # of the rarest word's weight, that the others of the rarest have
_Proved = tuple[tuple[Claim, tuple[Place, ...]], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a language model is asked.

    Attributes:
        question: stand-alone and taken apart.
        hits: the passages, best first.
        kind: "answer", or "summary" where several sentences are wanted, each about another point.
        rests_on: SHA-256 of the passages' documents, by source.
        own: the reader's draft.
        speech: who says what in transcripts.
        least: the confidence from which on an answer is shown.
    """

    question: Question
    hits: tuple[Hit, ...]
    kind: Kind
    rests_on: Mapping[str, str]
    own: Draft
    speech: Speech
    least: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is proved of a reply.

    Attributes:
        proved: its sentences, each with what proves it.
        sure: how likely they are right.
        fault: why it is not shown: nothing is proved, or it is somebody else's words, or no answer; "" if it is shown.
    """

    proved: _Proved
    sure: float
    fault: str


def weighed(reply: Parsed, asked: Asked, chance: float | None) -> Weighed:
    """What is proved of a reply, and whether it answers what is asked.

    Args:
        reply: of the model.
        asked: of it.
        chance: how likely the model thought its words; None where it does not tell.
    """
    common = small_words(hit.passage.text for hit in asked.hits)
    told = asked.question.text
    found = ((claim, places_of(claim, asked.hits, {}, common, asked=told)) for claim in reply.claims)
    proved = tuple((claim, places) for claim, places in found if places and not _echoes(asked, claim, places))
    if not proved:
        return Weighed((), 0.0, UNPROVED)
    asks = asked.kind == "answer"
    odds = _odds(proved, asked) if asks else 0.0
    sure = of_judged(proved, reply.short, asked.own, asked.hits, chance, odds)
    elsewhere = asked.question.together and not any(_speaks_of(asked, *one) for one in proved)
    otherwise = asks and _otherwise(proved, asked.own)
    faults = ((ELSEWHERE, elsewhere), (BESIDE, asks and sure < asked.least), (OTHERWISE, otherwise))
    return Weighed(proved, sure, next((fault for fault, there in faults if there), ""))


def _otherwise(proved: _Proved, own: Draft) -> bool:
    """Whether a reader that is sure has words for an answer of which what is proved has none."""
    short = own.short or ""
    told = Evidence(" ".join(claim.text for claim, _ in proved))
    return own.confidence >= _SURE and short not in ("", "Yes", "No") and share(short, told) == 0.0


def _echoes(asked: Asked, claim: Claim, places: Sequence[Place]) -> bool:
    """Whether one of the rarest words that a claim takes over from the question stands nowhere in what it cites.

    "Mendeleev is credited with the geocentric view" says of him only what was asked.
    """
    said = frozenset(stems(claim.text))
    taken = [term for term in asked.question.terms if term.stem in said]
    least = _RARE * max((term.weight for term in taken), default=0.0)
    there = _cited(asked, places)[1]
    return any(share(term.word, there) == 0.0 for term in taken if term.weight >= least)


def _cited(asked: Asked, places: Sequence[Place]) -> tuple[list[Place], Evidence]:
    """Places with what they point back to, and what these say, with what stands above that."""
    cited = [with_antecedent(widened(place, asked.hits), asked.hits) for place in places]
    return cited, evidence(cited, asked.hits, frozenset())


def _odds(proved: _Proved, asked: Asked) -> float:
    """Log odds that the likeliest of the sentences answers, by itself or under the names of what it cites."""
    said: list[Said] = []
    for claim, places in proved:
        passage = asked.hits[places[0].hit].passage
        teller = next((f"{one.teller}: " for one in _speakers(asked, places) if one.teller), "")
        own = Said(f"{teller}{claim.text}")
        said += [own, replace(own, title=passage.title, heading=passage.heading)]
    return max(judged(asked.question.sought, said, asked.question.language))


def _speakers(asked: Asked, places: Sequence[Place]) -> Iterator[Told]:
    """Who says the sentences that are cited, where that is known."""
    for place in places:
        passage = asked.hits[place.hit].passage
        for start, end in passage.sentences:
            told = asked.speech.get((passage.source, start)) if start < place.end and place.start < end else None
            if told:
                yield told


def _speaks_of(asked: Asked, claim: Claim, places: Sequence[Place]) -> bool:
    """Whether a claim is of those whose words are asked for.

    They are named in it, in what it cites with what that points back to, above that, or as who speaks there.
    """
    cited, there = _cited(asked, places)
    named = frozenset(stems(f"{claim.text}\n{there.heading}\n{there.quotes}"))
    return asked.question.together <= named.union(*(one.names for one in _speakers(asked, cited)))
