"""Whether a sentence says the opposite of its source: what it denies, and words of which one excludes the other."""

import re
from collections.abc import Sequence

from bot.question.names import weak_stems
from ingest.text.words import stem, words

_DENIES = frozenset(
    "not no never none nor neither without cannot nobody nothing nowhere hardly barely except excluding".split()
)
_EXCEPT = frozenset("except excluding".split())
_OF_THINGS = frozenset("no none neither".split())  # they stand with the thing, and deny what is said of it
# Words that deny what they govern: they stand for a "not" of the other text.
FAILS = frozenset(
    "fail fails failed failing unable refuse refuses refused refusing lack lacks lacked lacking deny denies denied "
    "prevent prevents prevented except impossible unlikely avoid avoids avoided avoiding "
    "cancel cancels cancelled canceled absence absent lost missing decline declined reject rejected "
    "prohibit prohibited forbid forbidden ban banned unknown unclear false".split()
)
_OPPOSITES = """
increase/decrease increased/decreased rise/fall rose/fell grow/shrink gain/lose more/less more/fewer most/least
high/low higher/lower highest/lowest large/small larger/smaller largest/smallest big/little great/small long/short
longer/shorter longest/shortest early/late earlier/later begin/end began/ended start/stop started/stopped
open/close opened/closed open/closed win/lose won/lost support/oppose supported/opposed accept/reject accepted/rejected
allow/forbid allowed/banned permit/prohibit permitted/prohibited include/exclude included/excluded always/never all/none
north/south northern/southern east/west eastern/western upper/lower inside/outside above/below
male/female men/women man/woman boy/girl father/mother son/daughter king/queen husband/wife positive/negative
success/failure successful/unsuccessful legal/illegal strong/weak stronger/weaker strongest/weakest hot/cold warm/cool
old/new older/younger oldest/youngest young/old rich/poor buy/sell bought/sold import/export imported/exported
enter/leave arrive/depart majority/minority maximum/minimum public/private victory/defeat friend/enemy first/last
first/second second/third ancient/modern slow/fast slower/faster heavy/light heavier/lighter
agree/disagree agreed/disagreed approve/disapprove attack/defend encourage/discourage
"""
_NUMBER = re.compile(r"\bno\.(?=:|\s*\d)", re.IGNORECASE)  # "Item no.: 7", "No. 7"
_INSTEAD = re.compile(r"\b(?:instead of|rather than|other than|with the exception of|apart from)\b", re.IGNORECASE)
_EXCEPTED = re.compile(r"\b(?:except|excluding)\b([^,;.!?()]*)", re.IGNORECASE)
_NEAR = 4  # telling or not, so many words after a denial belong to it
_AUXILIARIES = frozenset(
    "be been being am is are was were do does did have has had can could will would shall should may might must "
    "ca wo to a an the any of in on by it".split()
)


def _opposites() -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split():
        one, other = pair.split("/")
        for end in ("", "s"):
            table.setdefault(f"{one}{end}", set()).add(f"{other}{end}")
            table.setdefault(f"{other}{end}", set()).add(f"{one}{end}")
    return table


_TABLE = _opposites()


def contradicts(said: str, there: str) -> bool:
    """Whether `said` denies what `there` asserts, or asserts what it denies, as far as their words give it away."""
    said, there = (_INSTEAD.sub("except", _NUMBER.sub("", text)) for text in (said, there))
    return _denied_otherwise(said, there) or _opposed(words(said), words(there))


def _opposed(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a word of ours is the opposite of one of theirs, and each is missing from the other text."""
    own, other = set(ours), set(theirs)
    return any(
        _beside(word, ours) & _beside(opposite, theirs)
        for word in own - other
        for opposite in opposites(word) & (other - own)
    )


def _beside(word: str, found: Sequence[str]) -> set[str]:
    """The telling stems within two words of each occurrence of a word."""
    near = {stem(other) for at, one in enumerate(found) if one == word for other in found[max(0, at - 2) : at + 3]}
    return near - {stem(word)} - weak_stems()


def opposites(word: str) -> frozenset[str]:
    """The words that exclude a word, as far as they are known."""
    return frozenset(_TABLE.get(word, ()))


def _denied_otherwise(said: str, there: str) -> bool:
    ours, theirs = words(said), words(there)
    other = {stem(word) for word in theirs}
    groups, against = (_denied(words(text)) + _left_out(text) for text in (said, there))
    denies = {root for group in against for root in group}
    softer = bool(FAILS & set(theirs))
    for group in groups:
        strange = not group & other  # the source has other words for it
        if not (group & denies or (strange and (denies or softer))):
            return True
    denied = {root for group in groups for root in group}
    own = {stem(word) for word in ours} - denied
    telling = own - weak_stems()
    # What is left out of something may be named by several words, as "the service" is not with "the service lift".
    left_out = bool(_EXCEPT & set(theirs))
    return not FAILS & set(ours) and any(
        not group & denied and (group <= own if left_out else group & telling) for group in against
    )


def is_denial(word: str) -> bool:
    """Whether a word, as `words` gives it, denies: "not", "never", "didn't"."""
    return word in _DENIES or word.endswith("n't")


def _denied(found: Sequence[str]) -> list[frozenset[str]]:
    """Of each denial the stem of the first telling word after it; where that is a thing, of what is said of it too."""
    groups = []
    for at, word in enumerate(found):
        if is_denial(word) and word not in _EXCEPT:
            if "until" in found[at : at + 2 * _NEAR]:
                continue  # "not until 1784" denies nothing of 1784
            after = [w for w in found[at + 1 : at + 1 + _NEAR] if w not in _AUXILIARIES]
            of_thing = word in _OF_THINGS and _AUXILIARIES & {*found[at + 2 : at + 1 + _NEAR]}
            groups.append(frozenset(stem(one) for one in after[: 1 + bool(of_thing)] or [""]))
    return groups


def _left_out(text: str) -> list[frozenset[str]]:
    """Of each thing that is left out the stems of its first two words: of "except Ann Lee, who" Ann and Lee."""
    named = (
        [word for word in words(found[1])[:_NEAR] if word not in _AUXILIARIES] for found in _EXCEPTED.finditer(text)
    )
    return [frozenset(stem(one) for one in each[:2] or [""]) for each in named]
