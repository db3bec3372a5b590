"""Who does what to whom, and how surely: the verbs of a sentence with their parties, as far as word order tells.

`frames` reads what stands around a verb, `nominal` around its noun ("the invasion of"). What cannot be read has no
party, and so proves nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.proof.parsing.complements import Complement, complements, leading, relative_object, split_object
from bot.proof.parsing.events import is_event
from bot.proof.parsing.phrases import Parties, Phrase, apposed, core_before, phrase_after, phrase_before
from bot.proof.parsing.subjects import DENIES, HEDGES, absolute, is_supposed, subject_of, verb_group
from bot.proof.parsing.tokens import (
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    Token,
    is_nominal,
    is_participle,
    is_verb,
)
from bot.proof.verbs import BE, UNCHANGED
from ingest.text.words import stem

_PARTICLES = frozenset("up down out off away back".split())
_WANTED = frozenset(map(stem, "have want get need order wish like".split()))
_PAST = frozenset("did was were had been".split())
_PRESENT = frozenset("is are am has have does do".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """One verb, or its noun, and its parties.

    Attributes:
        at: the verb's place among the tokens.
        root: its stem, with its particle ("set up"); "be" and "have" for their forms.
        agent, patient: who does it, and to whom; each of several alike, or of several names for one.
        others: further complements.
        modals: "will", "may" and the like, "nearly" and the like, and "to" of an infinitive.
        denied: whether it says that it is not so.
        past: whether it tells of what was.
        noun: whether it is a noun.
        real: whether the sentence states it, and does not only wish, ask or suppose it.
    """

    at: int
    root: str
    agent: Parties = ()
    patient: Parties = ()
    others: tuple[Complement, ...] = ()
    modals: frozenset[str] = field(default=frozenset())
    denied: bool = False
    past: bool = True
    noun: bool = False
    real: bool = True


def frames(found: Sequence[Token], at: int) -> Iterator[Frame]:
    """How the verb at a place can be read."""
    start, group = verb_group(found, at)
    forms = {token.word for token in group}
    participle = is_participle(found[at]) or (found[at].word in UNCHANGED and bool(forms & BE))
    particle = found[at + 1].word if at + 1 < len(found) and found[at + 1].word in _PARTICLES else ""
    told = Frame(
        at,
        f"{found[at].root} {particle}".strip(),
        modals=frozenset(MODALS[token.word] for token in group if token.word in MODALS) | (forms & {"to", *HEDGES}),
        denied=bool(forms & DENIES) or any(token.word.endswith("n't") for token in group),
        past=_is_past(found[at], group, participle=participle),
    )
    after = at + 1 + bool(particle)
    if participle and (forms & BE or not group):
        yield from _passives(found, told, start, after, whole=bool(forms & BE))
    if not (participle and forms & BE):
        yield from _actives(found, told, start, after, clause=not found[at].word.endswith("ing") or bool(forms & BE))


def _is_past(verb: Token, group: Sequence[Token], *, participle: bool) -> bool:
    forms = {token.word for token in group}
    if participle and group and group[-1].word in BE | {"have", "has"}:
        return bool(forms & (_PAST | {"has", "have"}))
    if verb.word.endswith("ing") and not forms & BE:
        return True  # "led by building": whenever it was
    return verb.word not in _PRESENT and (
        participle or verb.word in _PAST | UNCHANGED or bool(forms & (_PAST - {"been"}))
    )


def _passives(found: Sequence[Token], told: Frame, start: int, after: int, *, whole: bool) -> Iterator[Frame]:
    """A participle as a passive: with its "was", behind "and", or behind what it tells of ("a hall built by Ann")."""
    others, agent = complements(found, after, passive=True)
    joined = start > 0 and found[start - 1].word in CONJUNCTIONS
    if whole or joined:
        subject, real = subject_of(found, start)
        told = replace(told, real=real and not is_supposed(found, start))
        others += leading(found, start)
        if others and not others[0][0] and others[0][1]:  # "Esby was given the mill"
            yield replace(told, agent=agent, patient=others[0][1], others=(*others[1:], ("to", subject)))
        yield _passive(told, subject, others, agent)
    elif agent and start:
        comma = found[start - 1].word == ","
        of = phrase_before(found, start - comma)
        if of and (comma or not _caused(found, of[0])):
            yield _passive(told, apposed(found, of), others, agent)


def _caused(found: Sequence[Token], at: int) -> bool:
    """Whether somebody has, or wants to have, it done: "had the hall built by Ann"."""
    if not at or not is_verb(found, at - 1):
        return False
    _, group = verb_group(found, at - 1)
    return found[at - 1].root in _WANTED or any(token.word in (*MODALS, "to") for token in group)


def _passive(told: Frame, subject: Parties, others: list[Complement], agent: Parties) -> Frame:
    # "The organ was paid for by Ann": "for" has lost its phrase to the front.
    stranded = [word for word, each in others if not each]
    rest = tuple(one for one in others if one[1])
    if stranded:
        return replace(told, agent=agent, others=(*rest, (stranded[0], subject)))
    return replace(told, agent=agent, patient=subject, others=rest)


def _actives(found: Sequence[Token], told: Frame, start: int, after: int, *, clause: bool) -> Iterator[Frame]:
    agent, real = subject_of(found, start) if clause or not start else absolute(found, start)
    real = real and not is_supposed(found, start)
    direct, others = split_object(complements(found, after, passive=False)[0])
    direct = direct or relative_object(found, start)
    told, others = replace(told, agent=agent, real=real), (*others, *leading(found, start))
    yield replace(told, patient=direct, others=others)
    if others and not others[0][0]:  # "gave Esby the mill"
        yield replace(told, patient=others[0][1], others=(*others[1:], ("to", direct)))


def nominal(found: Sequence[Token], at: int) -> Frame | None:
    """A noun that tells of a deed: "Ann's visit to Holt", "the sale of the mill by Ann". None if not sure."""
    start = at
    while start and is_nominal(found, start - 1) and found[start - 1].word not in (*DETERMINERS, "'s"):
        start -= 1
    if not is_event(found, start, at):
        return None
    owner: Parties = ()
    if start and found[start - 1].word == "'s" and (begins := core_before(found, start - 1)) < start - 1:
        owner = (Phrase(tuple(found[begins : start - 1])),)
    others, by = complements(found, at + 1, passive=True)
    of = next((each for word, each in others if word == "of"), ())
    return Frame(at, found[at].root, by or owner, of, tuple(one for one in others if one[0] != "of"), noun=True)


def appositions(found: Sequence[Token]) -> Iterator[Frame]:
    """What stands between commas behind a phrase and says what that is: "Ann Lee, the mayor of Holt, …"."""
    for at in range(1, len(found) - 1):
        behind = phrase_after(found, at + 1) if found[at].word == "," else None
        before = phrase_before(found, at)
        if behind is None or before is None or before[1].core[-1].word[0].isdigit():
            continue
        what, end = behind
        closed = end >= len(found) or found[end].word in ".,;"
        after = found[end + 1] if end + 1 < len(found) else None
        listed = after is not None and (after.capital or after.word in DETERMINERS or after.word in CONJUNCTIONS)
        if closed and not listed:
            whom = before[1].nearest
            yield Frame(at, "be", (whom,), (what,), past=False)
            yield Frame(at, "be", (what,), (whom,), past=False)
