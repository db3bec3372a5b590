"""Whose words a sentence of a transcript is: what somebody said is told by that person, not by who asked for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.question.analysis import Question
from bot.question.names import names
from ingest.documents import Document, Hit
from ingest.text.turns import Turn, has_turn, turn_at, turns
from ingest.text.words import stems, words
from ingest.view import View

_ASKED = 400  # characters at the end of the turn before: the question that is answered
_HEAD = 1500  # characters at the beginning, where a transcript tells who speaks
_BOTH = re.compile(r"\b([A-Z][\w’'-]*)(?= ([A-Z][\w’'-]+))")  # a name and the next one
_LONGEST = 4  # words of a name
_SHORTEST = 3  # letters of a short form of one
_CALLED = re.compile(r"\b([^\W\d_][\w’'-]*) [\"“”„«‘'(]([^\W\d_][\w-]*)[\"”“»’')] ([^\W\d_][\w’'-]+)")
_OWN = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Ww]e|us|[Oo]ur)\b")  # who writes so is the one that is meant
PERSON = "person"  # what "who" asks for


@dataclass(frozen=True, slots=True)
class Told:
    """Who says a sentence.

    Attributes:
        teller: the name, as full as the document gives it; "" where nobody in particular does.
        label: how a transcript has it before a turn.
        context: stems of that name and of the question before, where this is whoever is asked about.
        names: stems of the names of whoever says it, and of whoever it is about where it has only the surname.
    """

    teller: str = ""
    label: str = ""
    context: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


UNTOLD = Told()
Speech = Mapping[tuple[str, int], Told | None]  # by source and start; None where another one speaks than is asked about
NOBODY: Speech = {}
Authors = Mapping[str, frozenset[str]]  # of documents that somebody wrote who is asked about: stems of the name
UNSIGNED: Authors = {}


def speech_of(question: Question, hits: Sequence[Hit], view: View) -> Speech:
    """Who says each sentence of these passages, where it is asked who does, or what somebody says, does or wants."""
    about = question.doer or _named(question)
    if not (question.together or about or question.kind == PERSON):
        return NOBODY
    found: dict[tuple[str, int], Told | None] = {}
    for source in dict.fromkeys(hit.passage.source for hit in hits):
        document = view.document(source)
        if not document:
            continue
        inside = [hit for hit in hits if hit.passage.source == source]
        those = turns(document.text) if any(has_turn(hit.passage.text) for hit in inside) else ()
        called = full_names(document, those)
        wanted = _speakers(question.together, called) if question.together else frozenset(called)
        surnames = _surnames(about, document.text)
        for start, end in (span for hit in inside for span in hit.passage.sentences):
            told: Told | None = UNTOLD
            if wanted:
                told = _told(question, document.text, those, turn_at(those, start), called, wanted)
            elif question.kind == PERSON and _OWN.search(document.text, start, end):
                told = Told(document.author)
            if told and surnames and surnames & {*stems(document.text[start:end])}:
                told = replace(told, names=told.names | about)
            found[source, start] = told
    return found


def _named(question: Question) -> frozenset[str]:
    """The stems of the names in a question for yes or no: there whoever does something comes first."""
    if question.kind != "yes or no":
        return frozenset()
    return frozenset(term.stem for term in question.terms if term.key and not term.word[0].isdigit())


def _surnames(asked: frozenset[str], text: str) -> frozenset[str]:
    """The stems of what follows a name in a text as its second part: of "Ida Brook" where Ida is asked about."""
    both = (found.groups() for found in _BOTH.finditer(text)) if asked else ()
    return frozenset(root for first, second in both if asked & {*stems(first)} for root in stems(second)) - asked


def full_names(document: Document, those: Sequence[Turn]) -> dict[str, str]:
    """The name of whoever each label stands for: "ONSLOW" is "BEATRIX ONSLOW" elsewhere, and "TO" Tobias Okello.

    It is looked for among the labels, at the document's beginning and in its author; what people call somebody is told
    there too ("William “Bill” Okello"), or is how the first name of one alone begins ("Tobi").
    """
    labels = list(dict.fromkeys(turn.speaker for turn in those))
    if not labels:
        return {}
    head = document.text[:_HEAD]
    written = [*labels, *(name for line in head.splitlines() for name in names(line)), document.author]
    known = {name: words(name) for name in written}
    return {label: _full_name(label, known, head) for label in labels}


def _full_name(label: str, known: Mapping[str, Sequence[str]], head: str) -> str:
    own = words(label)
    for name, parts in known.items():
        if 1 < len(parts) <= _LONGEST and len(own) < len(parts) and own in (parts[: len(own)], parts[-len(own) :]):
            return name
        if len(parts) > 1 and own == ["".join(part[0] for part in parts)]:
            return name
    called = (found for found in _CALLED.finditer(head) if words(found[2]) == own)
    if found := next(called, None):
        return f"{found[1]} {found[3]}"
    short = [name for name, parts in known.items() if len(parts) > 1 and _shortens(own, parts[0])]
    return short[0] if len(short) == 1 else label


def _shortens(own: Sequence[str], first: str) -> bool:
    return len(own) == 1 and len(own[0]) >= _SHORTEST and first.startswith(own[0])


def authors_of(question: Question, hits: Sequence[Hit], view: View) -> Authors:
    """Who wrote the documents of these passages, where the question asks what that person does, wants or has."""
    if not question.doer:
        return UNSIGNED
    documents = (view.document(source) for source in dict.fromkeys(hit.passage.source for hit in hits))
    signed = ((one.source, frozenset(stems(one.author))) for one in documents if one)
    return {source: name for source, name in signed if name & question.doer}


def _speakers(asked: frozenset[str], called: Mapping[str, str]) -> frozenset[str]:
    """The labels of a transcript whose names hold most of the name that is asked about."""
    shared = {label: len(asked & {*stems(f"{label} {name}")}) for label, name in called.items()}
    most = max(shared.values(), default=0)
    return frozenset(label for label, count in shared.items() if most and count == most)


def _told(
    question: Question,
    text: str,
    those: Sequence[Turn],
    at: int,
    called: Mapping[str, str],
    wanted: frozenset[str],
) -> Told | None:
    if at < 0 or those[at].speaker not in wanted:
        return None if question.together else UNTOLD
    label = those[at].speaker
    name = called[label]
    both = frozenset(stems(f"{label} {name}"))
    if not (question.together or question.doer & both):
        return Told(name, label, names=both)
    before = those[at - 1] if at else None
    asked = text[max(before.start, before.end - _ASKED) : before.end] if before else ""
    return Told(name, label, both | frozenset(stems(asked)), both)
