"""Who does what to whom, who says it, what comes first, more or less: as far as the order of words tells.

No parser is asked. Two texts are compared around what both have: a verb with the same words on its other sides, a
number with another word of degree before it, a name that only tells who says it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.proof.polarity import is_denial
from bot.proof.verbs import BE, is_verb, root
from bot.question.names import weak_stems
from ingest.text.sentences import sentence_spans
from ingest.text.words import stem, words

Side = Literal["up", "down", "same", ""]
_DEGREES: dict[str, Side] = {
    "more than": "up", "over": "up", "above": "up", "at least": "up", "exceeds": "up", "exceed": "up",
    "exceeded": "up", "exceeding": "up", "upwards of": "up", "minimum of": "up", "no less than": "up",
    "no fewer than": "up", "beyond": "up",
    "less than": "down", "fewer than": "down", "under": "down", "below": "down", "at most": "down", "up to": "down",
    "nearly": "down", "almost": "down", "maximum of": "down", "no more than": "down", "just short of": "down",
    "exactly": "same", "precisely": "same",
}  # fmt: skip
_NEAR = 4  # telling words on each side of a verb
_BEFORE = 4  # words before a number that may say its degree: "more than the 3 %"
_ORDERS = frozenset("before after than because".split())
_BEFORE_NAMES = frozenset("in on at to for from with over after before of during".split())
_BEHIND = 6  # words that may stand between a passive verb and its "by"
_AGENT = 3  # words of who does it
_SPEECH = frozenset(map(stem, "said says say told added asked stated argued claimed explained noted warned".split()))
_QUOTED = re.compile(
    r"^(?P<who>.+?)\s+that\s+(?P<what>.+)|^According to (?P<by>[^,]+), (?P<told>.+)"
    r"|^(?P<first>.+), (?:said|says|according to) (?P<last>[^,]+)"
)
_OWN = re.compile(r"\b(?:he|she|they|it|his|her|their|its|I|we|my|our)\b", re.IGNORECASE)
_BESIDE = re.compile(r";|,\s+(?:but|and|while|though|although)\s")  # what follows is another clause
_TOLD = 3  # words before "that" among which is the verb


def other_degree(said: str, there: str) -> bool:
    """Whether a number is said to be more, or less, than what is so in the source."""
    known: dict[str, set[Side]] = {}
    for number, side in sides(there):
        known.setdefault(number, set()).add(side)
    return any(
        side and number in known and not {side, "" if side == "same" else side} & known[number]
        for number, side in sides(said)
    )


def sides(text: str) -> Iterator[tuple[str, Side]]:
    """Each number with what the words before it say of it; a denial turns that round."""
    found = words(text)
    for at, word in enumerate(found):
        if not word[0].isdigit():
            continue
        before = [one for one in found[max(0, at - 2 * _BEFORE) : at] if one not in "$€£"]
        side: Side = ""
        for size in (3, 2, 1):
            for start in range(max(0, len(before) - _BEFORE), len(before) - size + 1):
                side = side or _DEGREES.get(" ".join(before[start : start + size]), "")
        if side in ("up", "down") and any(is_denial(one) for one in before) and "no" not in before[-_BEFORE:]:
            side = "down" if side == "up" else "up"
        yield word, side


@dataclass(frozen=True, slots=True)
class _Pivot:
    """A verb or a word of order, and the telling stems of who does it, or comes first, and of the rest."""

    root: str
    left: frozenset[str]
    right: frozenset[str]


def other_way_round(said: str, there: str) -> bool:
    """Whether the same verb, or "before" and its like, has on its left what it has on its right in the other."""
    theirs = {pivot.root: pivot for pivot in _pivots(there)}
    for ours in _pivots(said):
        other = theirs.get(ours.root)
        if other and ours.left & other.right - other.left and ours.right & other.left - other.right:
            return True
    return False


def _pivots(text: str) -> Iterator[_Pivot]:
    """The verbs and words of order of a text that occur in it once, a passive turned into an active."""
    found = words(text)
    named = {word for name in re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]*", text) for word in words(name)}
    capitals = {word for name in re.findall(r"\b[A-Z][\w’'-]*", text) for word in words(name)}
    roots = [root(word) for word in found]
    for at, word in enumerate(found):
        if roots.count(roots[at]) > 1 or word in named or roots[at] in _SPEECH:
            continue
        if word in _ORDERS:
            before, after = _telling(roots[:at])[-_NEAR:], _telling(roots[at + 1 :])[:_NEAR]
            # "A before B" is "B after A"
            left, right = (after, before) if word == "before" else (before, after)
            yield _Pivot("after" if word == "before" else roots[at], frozenset(left), frozenset(right))
        elif is_verb(found, at, capitals):
            yield _Pivot(roots[at], *_parties(found, roots, at))


def _parties(found: Sequence[str], roots: Sequence[str], at: int) -> tuple[frozenset[str], frozenset[str]]:
    """Who does what the verb says, and the rest that stands near it."""
    left, right = _telling(roots[:at])[-_NEAR:], _telling(roots[at + 1 :])[:_NEAR]
    far = _BEHIND if BE & set(found[max(0, at - 2) : at]) else 2
    by = next((place for place in range(at + 1, min(at + 1 + far, len(found))) if found[place] == "by"), None)
    if by is None or by + 1 >= len(found) or found[by + 1][0].isdigit():
        return frozenset(left), frozenset(right)
    agent: list[str] = []
    for place in range(by + 1, len(found)):
        if (found[place] in _BEFORE_NAMES and agent) or len(agent) == _AGENT:
            break
        agent += _telling(roots[place : place + 1])
    return frozenset(agent), (frozenset(left) | frozenset(right)) - frozenset(agent)


def _telling(roots: Sequence[str]) -> list[str]:
    return [one for one in roots if one not in weak_stems()]


def speaker_for_subject(said: str, there: str) -> bool:
    """Whether a name that the source has only for who says it is put into what is said."""
    sentences = (there[start:end] for start, end in sentence_spans(there))
    found = [match for sentence in sentences if (match := _QUOTED.match(sentence)) and _tells(match)]
    return bool(found) and not _QUOTED.match(said) and any(_put_in(said, match, there) for match in found)


def _tells(match: re.Match[str]) -> bool:
    """Whether "that" follows a verb: it may also begin which thing is meant, as in "the bicycle that Ann sold"."""
    if not match["who"]:
        return True
    found = words(f"{match['who']} that")
    capitals = {word for name in re.findall(r"\b[A-Z][\w’'-]*", match["who"]) for word in words(name)}
    places = range(max(0, len(found) - 1 - _TOLD), len(found) - 1)
    return any(stem(found[at]) in _SPEECH or is_verb(found, at, capitals) for at in places)


def _put_in(said: str, match: re.Match[str], there: str) -> bool:
    who = match["who"] or match["by"] or match["last"]
    what = _BESIDE.split(match["what"] or match["told"] or match["first"])[0]
    told = {stem(word) for word in words(what)}
    speaker = {stem(word) for name in re.findall(r"\b[A-Z][\w’'-]*", who) for word in words(name)} - told - weak_stems()
    ours = {stem(word) for word in words(said)} - weak_stems()
    rest = there.replace(who, " ").replace(what, " ")
    elsewhere = speaker & {stem(word) for word in words(rest)}
    return bool(speaker & ours and not elsewhere) and ours - speaker <= told and not _OWN.search(what)
