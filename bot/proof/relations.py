"""Who does what to whom, what comes first, more or less, planned or done: as far as the order of words tells.

No parser is asked. Two texts are compared around what both have: a verb with the same words on its other sides, a
number with another word of degree before it, a deed that only the one plans.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.proof.polarity import is_denial
from bot.question.names import weak_stems
from ingest.text.words import stem, words

Side = Literal["up", "down", ""]
_DEGREES: dict[str, Side] = {
    "more than": "up", "over": "up", "above": "up", "at least": "up", "exceeds": "up", "exceed": "up",
    "exceeded": "up", "exceeding": "up", "upwards of": "up", "minimum of": "up", "no less than": "up",
    "no fewer than": "up", "beyond": "up",
    "less than": "down", "fewer than": "down", "under": "down", "below": "down", "at most": "down", "up to": "down",
    "nearly": "down", "almost": "down", "maximum of": "down", "no more than": "down", "just short of": "down",
}  # fmt: skip
_NEAR = 4  # telling words on each side of a verb
_OPENS = re.compile(rf"(?:^|(?<=[.!?] ))(?:{'|'.join(sorted({one.split()[0] for one in _DEGREES}))})\b", re.IGNORECASE)
_BEFORE = 4  # words before a number that may say its degree: "more than the 3 %"
_ORDERS = frozenset("before after than because".split())
_BE = frozenset("is are was were be been being".split())
_AUXILIARIES = _BE | frozenset("has have had do does did will would shall should can could may might must to".split())
_BEHIND = 6  # words that may stand between a passive verb and its "by"
_NOT_DONE = re.compile(
    r"\b(?:(?:will|shall|may|might|should|would|could|must)(?:n['’]t\b)?|won['’]t|likely|possibly|perhaps"
    r"|(?:plan|intend|hope|want|aim|wish|expect|need|vow|pledge|promise|agree|seek|propose|consider|due|set|going)"
    r"(?:s|ed|d|ing|ning|ned)?\s+(?:\w+\s+)?to(?=\s+[a-z])|proposal\b|proposed\b|planned\b|expected\b)"
)
_SPEECH = frozenset(map(stem, "said says say told added asked stated argued claimed explained noted warned".split()))
# Of irregular verbs the stem of the past, and of the present for it: other forms of a verb have one stem anyway.
_IRREGULAR = {
    stem(past): stem(present)
    for present, past in (
        pair.split("/")
        for pair in """
become/became begin/began bring/brought build/built buy/bought catch/caught choose/chose come/came draw/drew drive/drove
fall/fell fight/fought find/found fly/flew get/got give/gave go/went grow/grew hold/held keep/kept know/knew lead/led
leave/left lend/lent lose/lost make/made meet/met pay/paid rise/rose run/ran sell/sold send/sent speak/spoke spend/spent
stand/stood take/took teach/taught win/won write/wrote
""".split()
    )
}
_YES_NO = re.compile(r"^\s*(?:yes|no)\s*[,.:;–—-]\s+", re.IGNORECASE)
_SHORT = re.compile(r"\b(?:fall|falls|fell|falling|fallen) short of\b", re.IGNORECASE)
_INITIALS = re.compile(r"\b([A-Z])\.\s+(?=[A-Z]\.)")


def normal(text: str) -> str:
    """A text with "U. S." joined, "fell short of" as a denial, "More than" small, and no "No," to begin an answer."""
    text = _INITIALS.sub(r"\1.", _YES_NO.sub("", text))
    return _OPENS.sub(lambda match: match[0].lower(), _SHORT.sub("did not meet", text))


def other_degree(said: str, there: str) -> bool:
    """Whether a number is said to be more, or less, than what is so in the source."""
    known: dict[str, set[Side]] = {}
    for number, side in _sides(there):
        known.setdefault(number, set()).add(side)
    return any(side and number in known and side not in known[number] for number, side in _sides(said))


def _sides(text: str) -> Iterator[tuple[str, Side]]:
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
        if side and any(is_denial(one) for one in before) and "no" not in before[-_BEFORE:]:
            side = "down" if side == "up" else "up"
        yield word, side


def only_planned(said: str, there: str) -> bool:
    """Whether one text says of a deed that it may, should or will be, and the other that it is or was."""
    ours, theirs = _deeds(said), _deeds(there)
    return _asserts(there, ours - theirs, theirs) or _asserts(said, theirs - ours, ours)


def _deeds(text: str) -> frozenset[str]:
    """The stem of what follows each word that makes a deed a plan, a duty or a possibility."""
    after = (words(text[match.end() :])[:_BEFORE] for match in _NOT_DONE.finditer(text))
    telling = ([_root(word) for word in found if stem(word) not in weak_stems()] for found in after)
    return frozenset(found[0] for found in telling if found)


def _asserts(text: str, deeds: frozenset[str], planned: frozenset[str]) -> bool:
    """Whether a text states one of the deeds without such a word."""
    return bool(deeds & ({_root(word) for word in words(text)} - planned))


def _root(word: str) -> str:
    """The stem of a word, of an irregular past that of the present."""
    return _IRREGULAR.get(stem(word), stem(word))


@dataclass(frozen=True, slots=True)
class _Pivot:
    """A verb or a word of order, and the telling stems on its sides."""

    root: str
    left: frozenset[str]
    right: frozenset[str]
    passive: bool


def other_way_round(said: str, there: str) -> bool:
    """Whether the same verb, or "before" and its like, has on its left what it has on its right in the other."""
    theirs = {pivot.root: pivot for pivot in _pivots(there)}
    for ours in _pivots(said):
        other = theirs.get(ours.root)
        if other is None:
            continue
        crossed = ours.left & other.right - other.left and ours.right & other.left - other.right
        kept = ours.left & other.left and ours.right & other.right and not crossed
        if (crossed and ours.passive == other.passive) or (kept and ours.passive != other.passive):
            return True
    return False


def _pivots(text: str) -> Iterator[_Pivot]:
    """The verbs and words of order of a text that occur in it once."""
    found = words(text)
    named = {word for name in re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]*", text) for word in words(name)}
    roots = [_root(word) for word in found]
    for at, word in enumerate(found):
        if roots.count(roots[at]) > 1 or word in named or roots[at] in _SPEECH or not _is_pivot(found, at):
            continue
        left = [root for root in roots[:at] if root not in weak_stems()][-_NEAR:]
        right = [root for root in roots[at + 1 :] if root not in weak_stems()][:_NEAR]
        if word == "before":  # "A before B" is "B after A"
            yield _Pivot("after", frozenset(right), frozenset(left), passive=False)
        else:
            far = _BEHIND if _BE & set(found[max(0, at - 2) : at]) else 2
            yield _Pivot(roots[at], frozenset(left), frozenset(right), "by" in found[at + 1 : at + 1 + far])


def _is_pivot(found: Sequence[str], at: int) -> bool:
    word = found[at]
    if word in _ORDERS:
        return True
    if not word.isalpha() or word in _AUXILIARIES or stem(word) in weak_stems():
        return False
    return word.endswith("ed") or stem(word) in _IRREGULAR or bool(at and found[at - 1] in _AUXILIARIES)
