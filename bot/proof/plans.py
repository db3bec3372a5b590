"""Whether what is only planned, or may be, is said to be so: deeds, and the numbers that they are to reach."""

import re
from collections.abc import Iterator

from bot.proof.quantities import Figure, figures
from bot.proof.verbs import AUXILIARIES, root
from bot.question.names import weak_stems
from ingest.text.words import stem, words

_WISHES = (
    r"plan|intend|hope|want|aim|wish|expect|need|vow|pledge|promise|agree|seek|propose|consider|due|set|going|aspire"
)
_SURELY = (
    r"(?:will|shall|may|might|could)(?:n['’]t\b)?|won['’]t|(?:is|are)\s+to(?=\s+[a-z])"
    rf"|(?:{_WISHES})(?:s|e?d|r?ing|ning|ned)?\s+(?:\w+\s+)?to(?=\s+[a-z])"
    r"|proposal\b|proposed\b|planned\b|expected\b|call(?:s|ed|ing)?\s+for\b"
)
_NOT_DONE = re.compile(rf"\b(?:{_SURELY}|(?:should|would|must)(?:n['’]t\b)?|likely|possibly|perhaps)")
_FUTURE = re.compile(rf"\b(?:{_SURELY})")
_WISHED = re.compile(rf"\b(?:{_WISHES}|target|goal|forecast|project|ambition|estimate|call)", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|,\s|[.!?](?:\s|$)|\s(?:and|but|while|whereas|from)\s|$")
_BETWEEN = AUXILIARIES | frozenset("not never also still soon even".split())  # a plan's word and its verb
# "She said that it would rest with him": what is so is told as the past tells it.
_TOLD = re.compile(r"\bthat\b[^.;]*?\bwould\s+([a-z]+)")
_SUPPOSED = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
_NEAR = 4  # words after such a word that may be the deed


def only_planned(said: str, there: str) -> bool:
    """Whether one text says of a deed, or of a number, that it may, should or will be, and the other that it is."""
    ours, theirs = _deeds(said), _deeds(there) - _backshifted(said, there)
    if _asserts(said, theirs - ours, ours) or _reached(said, there):
        return True
    own, (planned, _) = _planned(said)[0], _planned(there)
    return not (own and own <= planned) and _asserts(there, ours - theirs, theirs)


def _deeds(text: str) -> frozenset[str]:
    """The stem of the verb after each word that makes a deed a plan, a duty or a possibility."""
    after = (words(text[match.end() :])[:_NEAR] for match in _NOT_DONE.finditer(text))
    verbs = ([word for word in found if word not in _BETWEEN and not word.endswith("ly")][:1] for found in after)
    return frozenset(root(word) for found in verbs for word in found if stem(word) not in weak_stems())


def _backshifted(said: str, there: str) -> frozenset[str]:
    """The verbs that stand in the present, and in the source behind the "would" of reported speech, without an "if"."""
    present = {root(word) for word in words(said) if word.endswith("s")}
    told = () if _SUPPOSED.search(there) else _TOLD.findall(there)
    return frozenset(root(word) for word in told) & present


def _asserts(text: str, deeds: frozenset[str], planned: frozenset[str]) -> bool:
    """Whether a text states one of the deeds without such a word."""
    return bool(deeds & ({root(word) for word in words(text)} - planned))


def _reached(said: str, there: str) -> bool:
    """Whether a number is stated that the source has for a plan alone."""
    planned, stated = _planned(there)
    return bool(planned and not _WISHED.search(said) and _planned(said)[1] & (planned - stated))


def _planned(text: str) -> tuple[frozenset[Figure], frozenset[Figure]]:
    """The numbers of the clauses that tell of a plan, from that word on, and all others."""
    spans = list(_spans(text))
    stated = "".join(sign for at, sign in enumerate(text) if not any(start <= at < end for start, end in spans))
    return frozenset(one for start, end in spans for one in figures(text[start:end])), frozenset(figures(stated))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _FUTURE.finditer(text):
        end = _CLAUSE.search(text, match.end())
        yield match.end(), end.start() if end else len(text)
