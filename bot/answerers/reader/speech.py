"""Whose words a sentence of a transcript is: what somebody said is told by that person, not by who asked for it."""

from collections.abc import Mapping, Sequence

from bot.question.analysis import Question
from ingest.documents import Hit
from ingest.text.turns import Turn, has_turn, turn_at, turns
from ingest.text.words import stems
from ingest.view import View

_ASKED = 400  # characters at the end of the turn before: the question that is answered
# For a sentence, by source and start: stems of who says it and of the question before; None where another one speaks.
Speech = Mapping[tuple[str, int], frozenset[str] | None]
NOBODY: Speech = {}
Authors = Mapping[str, frozenset[str]]  # of documents that somebody wrote who is asked about: stems of the name
UNSIGNED: Authors = {}


def speech_of(question: Question, hits: Sequence[Hit], view: View) -> Speech:
    """Who says each sentence of these passages, in the transcripts where somebody speaks whose words are asked for."""
    if not question.together:
        return NOBODY
    found: dict[tuple[str, int], frozenset[str] | None] = {}
    for source in dict.fromkeys(hit.passage.source for hit in hits if has_turn(hit.passage.text)):
        document = view.document(source)
        those = turns(document.text) if document else ()
        wanted = _speakers(question, those)
        if not document or not wanted:
            continue
        for hit in hits:
            if hit.passage.source == source:
                for start, _ in hit.passage.sentences:
                    found[source, start] = _context(document.text, those, turn_at(those, start), wanted)
    return found


def authors_of(question: Question, hits: Sequence[Hit], view: View) -> Authors:
    """Who wrote the documents of these passages, where the question asks what that person does, wants or has."""
    if not question.doer:
        return UNSIGNED
    documents = (view.document(source) for source in dict.fromkeys(hit.passage.source for hit in hits))
    signed = ((one.source, frozenset(stems(one.author))) for one in documents if one)
    return {source: name for source, name in signed if name & question.doer}


def _speakers(question: Question, those: Sequence[Turn]) -> frozenset[str]:
    """The names in a transcript that hold most of the name that is asked about."""
    shared = {name: len(question.together & {*stems(name)}) for name in {turn.speaker for turn in those}}
    most = max(shared.values(), default=0)
    return frozenset(name for name, count in shared.items() if most and count == most)


def _context(text: str, those: Sequence[Turn], at: int, wanted: frozenset[str]) -> frozenset[str] | None:
    if at < 0 or those[at].speaker not in wanted:
        return None
    before = those[at - 1] if at else None
    asked = text[max(before.start, before.end - _ASKED) : before.end] if before else ""
    return frozenset(stems(f"{those[at].speaker} {asked}"))
