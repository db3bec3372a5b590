"""Who does what a verb says, and whether the sentence states it: as far as what stands before the verb tells."""

from collections.abc import Sequence

from bot.proof.parsing.phrases import Parties, Phrase, phrase_after, phrase_before
from bot.proof.parsing.tokens import (
    CLAUSES,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    Token,
    is_adverb,
    is_auxiliary,
    is_closed,
    is_stop,
    is_verb,
)
from bot.proof.verbs import AUXILIARIES
from ingest.text.words import stem

# What these say is so, as far as the source goes; of what somebody fears, suggests or denies nothing follows.
REPORTS = frozenset(
    stem(word)
    for word in "say tell report write note state acknowledge emphasize stress add admit confirm announce explain know "
    "learn find show recall remember".split()
)
UNSURE = frozenset(
    "if whether unless lest nobody no not never neither nor perhaps possibly allegedly reportedly supposedly likely "
    "would could might may should will must without except contrary".split()
)
HEDGES = frozenset("nearly almost perhaps possibly allegedly reportedly supposedly likely seemingly".split())
DENIES = frozenset("not never hardly barely scarcely".split())
_WHOLE = frozenset("all every everyone everybody each any anyone no nobody none nothing".split())
_NEAR = 6  # words before "but" that may say of what it leaves something out


def verb_group(found: Sequence[Token], at: int) -> tuple[int, list[Token]]:
    """Where a verb begins with its auxiliaries and adverbs, and these."""
    start = at
    while start and (
        is_auxiliary(found, start - 1)
        or found[start - 1].word == "having"
        or (is_adverb(found[start - 1]) and found[start - 1].word not in PREPOSITIONS)
    ):
        start -= 1
    return start, list(found[start:at])


def clause_start(found: Sequence[Token], start: int) -> int:
    """Where the clause begins that has its verb at `start`."""
    at = start
    while at and found[at - 1].word not in (";", ".") and found[at - 1].word not in CLAUSES:
        if found[at - 1].word in CONJUNCTIONS and any(is_verb(found, place) for place in range(at - 1)):
            break
        if is_verb(found, at - 1):
            break
        at -= 1
    return at


def subject_of(found: Sequence[Token], start: int) -> tuple[Parties, bool]:
    """Who does what the verb at `start` says, and whether it is stated."""
    if not start:
        return (), True
    before = found[start - 1].word
    if before in ("who", "which", "that"):
        end = start - 1 - (start > 1 and found[start - 2].word == ",")
        head = phrase_before(found, end)
        # "the sons of the miller, who": either may be meant
        return ((head[1],), True) if head and not head[1].rest else ((), True)
    if before in CONJUNCTIONS:
        return carried(found, start)
    if before == ",":
        around = _around(found, start)
        return around if around[0] else carried(found, start)
    if before in PRONOUNS:
        return (Phrase((found[start - 1],)),), stated(found, start - 1)
    head = phrase_before(found, start)
    if head is None or (head[0] and (found[head[0] - 1].word in PREPOSITIONS or _excepted(found, head[0]))):
        return (), True
    return _joined(found, head), stated(found, head[0])


def _excepted(found: Sequence[Token], start: int) -> bool:
    """Whether a phrase is left out, as Holt in "all towns but Holt"."""
    whole = {token.word for token in found[max(0, start - _NEAR) : start - 1]}
    return found[start - 1].word == "but" and found[start - 2].word != "," and bool(whole & _WHOLE)


def carried(found: Sequence[Token], end: int) -> tuple[Parties, bool]:
    """The subject of the verb before, or of the one with the same auxiliary, which goes on behind "and"."""
    own = found[end].word if found[end].word in AUXILIARIES else ""
    listed = found[end - 1].word == ","
    for at in range(end - 2, -1, -1):
        if found[at].word == ";":
            break
        if not is_verb(found, at) or found[at].word in AUXILIARIES or found[at].word.endswith("ing"):
            continue
        start, group = verb_group(found, at)
        forms = {token.word for token in group}
        begins = clause_start(found, start)
        relative = listed and begins > 0 and found[begins - 1].word in CLAUSES
        if "to" in forms or (own and own not in forms) or relative:
            continue
        parties, real = subject_of(found, start)
        return parties, real and (bool(own) or not forms & {*MODALS, *DENIES})
    return (), False


def absolute(found: Sequence[Token], start: int) -> tuple[Parties, bool]:
    """Who does it, of "with Esby leading the way" and "Esby led by building"."""
    if found[start - 1].word == "by":
        whole = next((at for at in range(start - 2, -1, -1) if is_verb(found, at)), None)
        if whole is None or found[whole].word.endswith("ing") or found[whole - 1].word == "to":
            return (), False
        return carried(found, start)
    subject = phrase_before(found, start)
    if subject and subject[0] and found[subject[0] - 1].word == "with":
        return (subject[1],), stated(found, subject[0] - 1)
    return (), False


def _around(found: Sequence[Token], start: int) -> tuple[Parties, bool]:
    """The subject before what is put in between commas, and that, where it is another name for it."""
    comma = next((at for at in range(start - 2, -1, -1) if found[at].word in (",", ";")), -1)
    if comma < 0 or found[comma].word == ";":
        return (), False
    inserted = found[comma + 1 : start - 1]
    head = phrase_before(found, comma)
    if head is None or (inserted and inserted[0].word in CONJUNCTIONS):
        return (), False
    relative = any(token.word in CLAUSES for token in inserted[:2])  # "to which"
    if any(is_verb(found, at) for at in range(comma + 1, start - 1)) and not relative:
        return (), False
    if head[0] and found[head[0] - 1].word in PREPOSITIONS:
        return (), False
    other = phrase_after(found, comma + 1)
    same = (other is not None and not is_closed(inserted[0].word)) or bool(inserted and inserted[0].word in DETERMINERS)
    named = (head[1], *((other[0],) if other and same else ()))
    return named, stated(found, head[0])


def _joined(found: Sequence[Token], head: tuple[int, Phrase]) -> Parties:
    """A subject and those before it that are joined to it: "Ann Lee, Tom Roe and Ida Bell"."""
    at, named = head[0], [head[1]]
    while at > 1 and found[at - 1].word in ("and", ","):
        before = phrase_before(found, at - 1 - (found[at - 2].word == ","))
        if before is None or "and" not in {token.word for token in found[before[0] : head[0]]}:
            break  # "In 1903, Ann" and "Holt, the town" are no lists
        if before[0] and (found[before[0] - 1].word in PREPOSITIONS or is_verb(found, before[0] - 1)):
            break
        if any(is_verb(found, place) for place in range(clause_start(found, before[0]), before[0])):
            break
        named.append(before[1])
        at = before[0]
    return tuple(named)


def is_supposed(found: Sequence[Token], at: int) -> bool:
    """Whether a condition, or a teller without a name, is given for what the verb at a place tells."""
    first = max((place + 1 for place in range(at) if found[place].word in (";", ".")), default=0)
    last = next((place for place in range(at, len(found)) if found[place].word in (";", ".")), len(found))
    if any(token.word in ("if", "unless") for token in found[at:last]):
        return True
    teller = next((place + 2 for place in range(first, last) if found[place].word == "according"), None)
    return teller is not None and not any(token.capital for token in found[teller : teller + 2])


def stated(found: Sequence[Token], start: int) -> bool:
    """Whether the clause whose subject begins at `start` is stated as so."""
    begins = start
    while begins and not is_stop(found[begins - 1]) and not is_verb(found, begins - 1):
        begins -= 1
    lead = {token.word for token in found[begins:start]}
    if lead & UNSURE:
        return False
    before = found[begins - 1] if begins else None
    if "that" not in lead and not (before and is_verb(found, begins - 1) and start - begins == 0):
        # A clause of its own; what a comma or nothing stands before may still hang on a wish.
        return not lead & {"how", "why", "than"}
    if before is None or before.root not in REPORTS or found[begins].word not in ("that", found[start].word):
        return False
    group_start, group = verb_group(found, begins - 1)
    if any(token.word in (*MODALS, *DENIES, "to") for token in group):
        return False
    parties, real = subject_of(found, group_start)
    return real and not any(phrase.narrowed for phrase in parties)
