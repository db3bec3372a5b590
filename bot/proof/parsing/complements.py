"""What goes with a verb besides who does it: its object, and all that hangs on prepositions."""

from collections.abc import Iterator, Sequence

from bot.proof.parsing.phrases import Parties, Phrase, alternatives, phrase_after, phrase_before
from bot.proof.parsing.subjects import DENIES, clause_start
from bot.proof.parsing.tokens import CONJUNCTIONS, PREPOSITIONS, Token, is_adverb, is_auxiliary, is_stop, is_verb

Complement = tuple[str, Parties]  # a preposition, "" for none, and what stands behind it
# "after the visit on 3 May": what follows a phrase with these may tell of that.
_LOW = frozenset("after before since until during about without despite against than".split())


def complements(found: Sequence[Token], start: int, *, passive: bool) -> tuple[list[Complement], Parties]:
    """What follows a verb in its clause; of a passive also who does it, by its "by"."""
    told = list[Complement]()
    agent: Parties = ()
    at, low = start, False
    while at < len(found):
        if found[at].word in DENIES:
            break  # "sold not by Ann"
        if is_adverb(found[at]) and found[at].word not in PREPOSITIONS:
            at += 1
            continue
        comma = found[at].word == ","
        at += comma
        if at == len(found) or (comma and found[at].word not in PREPOSITIONS):
            break
        if low and not (comma and found[at].word == "by"):
            break
        step = _next(found, at, passive=passive)
        if step is None:
            break
        word, named, end, joined = step
        if end < len(found) and found[end].word != "to" and is_verb(found, end) and (comma or (told and not word)):
            break  # "with Esby taking the lead": it is of another verb
        if word == "by" and passive and not named[0].core[0].word[0].isdigit():
            agent = named
        else:
            told.append((word, named))
        at, low = end, low or word in _LOW
        if joined and word:
            break  # "in Esby and the band in Holt": what follows may be of another
    return told, agent


def _next(found: Sequence[Token], at: int, *, passive: bool) -> tuple[str, Parties, int, bool] | None:
    """The complement that begins at a place: its preposition, its phrases, where it ends, whether "and" joins them.

    None if none begins there. The preposition of "paid for by Ann" has no phrase.
    """
    word = found[at].word if found[at].word in PREPOSITIONS else ""
    begins = at + bool(word)
    phrase = _infinitive(found, begins) if word == "to" and is_auxiliary(found, at) else phrase_after(found, begins)
    if phrase:
        named, end = alternatives(found, phrase)
        return word, named, end, any(token.word in CONJUNCTIONS for token in found[phrase[1] : end])
    bare = bool(word) and passive and begins < len(found) and (found[begins].word == "by" or is_stop(found[begins]))
    return (word, (), begins, False) if bare else None


def _infinitive(found: Sequence[Token], start: int) -> tuple[Phrase, int]:
    """What follows "to" in "plans to build the mill": the verb and its object as one phrase."""
    end = start + 1
    while end < len(found) and is_auxiliary(found, end - 1) and is_verb(found, end):
        end += 1
    inner = phrase_after(found, end)
    if inner is None:
        return Phrase(tuple(found[start:end])), end
    return Phrase((*found[start:end], *inner[0].core), inner[0].rest), inner[1]


def split_object(told: Sequence[Complement]) -> tuple[Parties, tuple[Complement, ...]]:
    """The object, and the rest."""
    if told and not told[0][0]:
        return told[0][1], tuple(told[1:])
    return (), tuple(told)


def leading(found: Sequence[Token], start: int) -> Iterator[Complement]:
    """What the clause of a verb begins with before its subject: "In 1903, …", "to which …"."""
    begins = at = clause_start(found, start)
    if begins > 2 and found[begins - 1].word in ("which", "whom") and found[begins - 2].word in PREPOSITIONS:
        whom = phrase_before(found, begins - 2 - (found[begins - 3].word == ","))
        yield from [(found[begins - 2].word, (whom[1],))] if whom and not whom[1].rest else []
    while at < start and found[at].word in PREPOSITIONS and (phrase := phrase_after(found, at + 1)):
        if phrase[1] > start:
            break
        yield found[at].word, (phrase[0],)
        at = phrase[1]


def relative_object(found: Sequence[Token], start: int) -> Parties:
    """The object of "which Ann built": what stands before "which"."""
    subject = phrase_before(found, start)
    if subject is None or not subject[0] or found[subject[0] - 1].word not in ("which", "that", "whom"):
        return ()
    end = subject[0] - 1
    before = phrase_before(found, end - (end > 0 and found[end - 1].word == ","))
    return (before[1],) if before and not before[1].rest else ()
