"""Whether a sentence follows from one of the source by what its verb says of whom: for sentences that must be right.

Words may be left out, an active turned into a passive, a verb into its noun ("invaded", "the invasion of"), a name into
a longer one. Where the parties cannot be read, nothing follows. It is stricter than `bot.proof.support`, and English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.proof.parsing.frames import Frame, appositions, frames, nominal
from bot.proof.parsing.main_verbs import further_verbs, main_verb, may_be_verb
from bot.proof.parsing.subjects import DENIES, REPORTS
from bot.proof.parsing.tokens import Token, is_adverb, is_closed, is_nominal, is_verb, tokens
from bot.proof.parties import Source, complemented, meant
from bot.proof.polarity import opposites
from bot.proof.verbs import AUXILIARIES
from bot.proof.wording import normal
from bot.question.names import weak_stems
from ingest.text.words import stem

_LONGEST = 200  # words and stops of a sentence: a longer one is none
_LINKS = frozenset("because since after before until unless if when while whereas although though so".split())
_NOUN_ENDINGS = ("sion", "tion", "ment", "al", "ance", "ence", "ure", "th", "y")
_SHORTEST = 4  # letters that a verb and its noun share
_TO_WHOM = frozenset(("to", "on", "against", "for"))  # "a visit to Holt", "the attack on Esby"
_QUOTATION = re.compile(r"[“”\"]")
_DATE = re.compile(r"\b([A-Z][a-z]{2,8}\.? \d{1,2}), (?=\d{4}\b)")


def entails(said: str, there: str, before: str = "", known: str = "") -> bool:
    """Whether a sentence follows.

    Args:
        said: one clause, or clauses that one word such as "because" links.
        there: a sentence of the source.
        before: the one before it: what "he" and "it" point back to.
        known: the passage: where else a name is written out.
    """
    ours, source = _read(said), Source(_read(there), _read(before), known)
    if max(len(ours), len(source.found), len(source.before)) > _LONGEST:
        return False
    own, theirs = ([token.word for token in each if token.word[0].isalnum()] for each in (ours, source.found))
    return own == theirs or _follows(ours, source)


def opposes(said: str, there: str, before: str = "", known: str = "") -> bool:
    """Whether the source has for a sentence another number, an opposite, or a denial. Takes what `entails` does."""
    ours, source = _read(said), Source(_read(there), _read(before), known)
    if max(len(ours), len(source.found), len(source.before)) > _LONGEST:
        return False
    changed = (
        (*ours[:at], other, *ours[at + 1 :])
        for at, token in enumerate(ours)
        for other in dict.fromkeys(source.found)
        if _excludes(other.word, token.word)
    )
    return any(_follows(each, source) for each in changed) or _follows(ours, replace(source, denying=True))


def _read(text: str) -> tuple[Token, ...]:
    return tokens(_DATE.sub(r"\1 ", normal(_QUOTATION.sub("", text))))


def _excludes(one: str, other: str) -> bool:
    return (one != other and one[0].isdigit() and other[0].isdigit()) or one in opposites(other)


def _follows(ours: tuple[Token, ...], source: Source) -> bool:
    link = next((at for at in range(1, len(ours)) if ours[at].word in _LINKS and _has_verb(ours[at:])), None)
    if link is not None:
        return not source.denying and _linked(ours, link, source)
    at = main_verb(ours, source.found)
    if at is None:
        return False
    that = next((place for place in range(at + 1, min(at + 3, len(ours))) if ours[place].word == "that"), None)
    if that is not None and main_verb(ours[that + 1 :], source.found) is not None:
        return _told(ours, at, that, source)
    return not further_verbs(ours, at) and any(
        _covers(frame, ours) and any(_proves(other, frame, source) for other in _readings(frame, ours, source.found))
        for frame in frames(ours, at)
    )


def _has_verb(found: Sequence[Token]) -> bool:
    """Whether a clause follows "since", and not a mere date."""
    return any(is_verb(found, at) for at in range(1, len(found)))


def _linked(ours: tuple[Token, ...], link: int, source: Source) -> bool:
    """Whether both sides of "because" follow from the two sides of the same word."""
    found = source.found
    return any(
        _follows(ours[:link], replace(source, found=found[:at]))
        and _follows(ours[link + 1 :], replace(source, found=found[at + 1 :], before=found[:at]))
        for at, token in enumerate(found)
        if token.word == ours[link].word
    )


def _told(ours: tuple[Token, ...], at: int, that: int, source: Source) -> bool:
    """Whether the source has the same told by the same: "Ann said that …"."""
    found = source.found
    for place in range(len(found)):
        inner = place + 1 + (place + 1 < len(found) and found[place + 1].word == "that")
        rest = replace(source, found=found[inner:], before=(*source.before, *found[:inner]))
        if _is_of(ours[at], found[place]) and any(
            _proves(replace(other, patient=(), others=()), replace(frame, patient=(), others=()), source)
            for frame in frames(ours[:that], at)
            for other in frames(found, place)
        ):
            return _follows(ours[that + 1 :], rest)
    return False


def _covers(frame: Frame, ours: Sequence[Token]) -> bool:
    """Whether a frame of ours holds every word that tells something, and each party is but one."""
    held = [frame.agent, frame.patient, *(each for _, each in frame.others)]
    known = {root for parties in held for phrase in parties for root in phrase.stems} | weak_stems()
    return all(len(parties) < 2 for parties in held) and all(
        token.word in AUXILIARIES or is_closed(token.word) or is_adverb(token) or token.word in frame.root.split()
        for at, token in enumerate(ours)
        if at != frame.at and token.word[0].isalnum() and stem(token.word) not in known
    )


def _readings(frame: Frame, ours: Sequence[Token], found: Sequence[Token]) -> Iterator[Frame]:
    """What the source has of the same verb, of its noun, or of what a thing is."""
    adverbs = {token.word for token in ours if is_adverb(token)} - DENIES
    if not adverbs <= {token.word for token in found}:
        return
    for at, token in enumerate(found):
        if may_be_verb(found, at) and _is_of(ours[frame.at], token):
            yield from frames(found, at)
        elif frame.past and is_nominal(found, at) and _noun_of(token, ours[frame.at]) and (told := nominal(found, at)):
            yield told
    if frame.root == "be":
        yield from appositions(found)


def _is_of(ours: Token, theirs: Token) -> bool:
    return ours.root == theirs.root or {ours.root, theirs.root} <= REPORTS


def _noun_of(noun: Token, verb: Token) -> bool:
    """Whether a noun may be made from a verb: "invasion" from "invaded", "visit" from "visited"."""
    if verb.word in AUXILIARIES or not noun.word.isalpha():
        return False
    pairs = enumerate(zip(verb.root, noun.word, strict=False))
    shared = next((at for at, (one, other) in pairs if one != other), len(verb.root))
    made = noun.word.endswith(_NOUN_ENDINGS) and shared >= max(_SHORTEST, len(verb.root) - 2)
    return made or noun.root == verb.root


def _proves(theirs: Frame, ours: Frame, source: Source) -> bool:
    if not theirs.real or (theirs.denied != ours.denied) is not source.denying:
        return False
    if theirs.noun:
        return not ours.modals and _noun_proves(theirs, ours, source)
    timed = ours.past == theirs.past or bool(ours.modals) or ours.root in REPORTS
    if ours.modals != theirs.modals or not timed:
        return False
    particles = ours.root.partition(" ")[2], theirs.root.partition(" ")[2]
    parties = meant(ours.agent, theirs.agent, source) and meant(ours.patient, theirs.patient, source)
    told = bool(ours.agent or ours.patient) and particles[0] == particles[1]
    if any(root[0].isdigit() for phrase in ours.patient for root in phrase.stems) and _together(theirs, source.found):
        return False  # "Ann and Tom own 10 mills": how many Ann has is not said
    return told and parties and complemented(ours.others, theirs.others, source)


def _together(frame: Frame, found: Sequence[Token]) -> bool:
    """Whether several do together what is told."""
    return any(
        found[at - 1].word == "and" and found[at] is phrase.core[0]
        for phrase in frame.agent
        for at in range(1, len(found))
    )


def _noun_proves(theirs: Frame, ours: Frame, source: Source) -> bool:
    """Whether a noun's parties are those of a verb: "Ann's visit to Holt", "the arrival of Ann"."""
    if not complemented(ours.others, theirs.others, source):
        return False
    if ours.patient:
        whom = (theirs.patient, *(each for word, each in theirs.others if word in _TO_WHOM and ours.agent))
        return meant(ours.agent, theirs.agent, source) and any(meant(ours.patient, each, source) for each in whom)
    return bool(ours.agent) and meant(ours.agent, theirs.agent or theirs.patient, source)
