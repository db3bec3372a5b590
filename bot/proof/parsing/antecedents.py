"""What "he" or "it" means: the one person, or the one thing, that the sentences before speak of."""

from collections.abc import Iterator, Sequence

from bot.proof.parsing.frames import frames
from bot.proof.parsing.phrases import Phrase
from bot.proof.parsing.tokens import PRONOUNS, Token, is_verb
from bot.proof.verbs import AUXILIARIES
from bot.question.names import people

_PERSON = frozenset(("he", "she"))


def antecedents(phrase: Phrase, found: Sequence[Token], before: Sequence[Token]) -> tuple[Phrase, ...]:
    """What a phrase means; itself, where it is no pronoun, nothing where several may be meant."""
    if len(phrase.core) != 1 or phrase.core[0].word not in PRONOUNS:
        return (phrase,)
    word = phrase.core[0].word
    at = next((place for place, token in enumerate(found) if token is phrase.core[0]), 0)
    if word == "they":
        meant = [one for one in _parties(before) if not _is_person(one)]
    elif word in _PERSON:
        meant = [one for one in (*_subjects(before), *_subjects(found[:at])) if _is_person(one)]
    else:
        meant = [one for one in (*_parties(before), *_parties(found[:at])) if not _is_person(one)]
    return tuple(meant[:1]) if len({one.head for one in meant}) == 1 else ()


def _subjects(found: Sequence[Token]) -> Iterator[Phrase]:
    for at in _verbs(found):
        for frame in frames(found, at):
            yield from (one for one in frame.agent + frame.patient[: not frame.agent] if not _is_pronoun(one))


def _parties(found: Sequence[Token]) -> Iterator[Phrase]:
    for at in _verbs(found):
        for frame in frames(found, at):
            yield from (one for one in frame.agent + frame.patient if not _is_pronoun(one))


def _verbs(found: Sequence[Token]) -> Iterator[int]:
    return (at for at in range(len(found)) if is_verb(found, at) and found[at].word not in AUXILIARIES)


def _is_pronoun(phrase: Phrase) -> bool:
    return len(phrase.core) == 1 and phrase.core[0].word in PRONOUNS


def _is_person(phrase: Phrase) -> bool:
    return phrase.core[-1].capital and bool(people(" ".join(token.text for token in phrase.core)))
