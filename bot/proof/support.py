"""Whether a sentence follows from what it cites, as far as its words tell: the gate that every claim passes.

Nothing here understands a sentence. A number, name or date that is not there, a denial, an opposite, and words that are
about something else are found; who did what to whom is not. `tests/bench/support.py` measures it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.proof.clauses import Unit, caused, follows, reasons, tellers, units
from bot.proof.pairing import mispaired
from bot.proof.plans import only_planned
from bot.proof.polarity import contradicts
from bot.proof.quantities import misquoted
from bot.proof.relations import other_degree, other_way_round, speaker_for_subject
from bot.proof.substitutions import exchanged, reversed_in_copy
from bot.proof.wording import normal
from bot.question.names import OPENERS, weak_stems
from ingest.text.language import stop_words
from ingest.text.words import stem, words

Fault = Literal["number", "name", "denial", "degree", "order", "plan", "words", "places"]
# The share of a sentence's telling words that must occur in what it cites, and of a short one's: see bench/support.py.
SHARED, SHARED_SHORT = 0.3, 0.6
_SHORT = 3  # telling words
_CAPITAL = re.compile(r"(?:[^\W\d_]\.){2,}|(?<!\w)[^\W\d_][\w’'-]*")
_SMALL = re.compile(r"\b[a-z][\w’'-]*")
_OPENS = re.compile(r"(?:^|[.!?:;][\"”’)]?\s|[\"“‘(\n*•-])\s*$")
_RUN = re.compile(r"\b[A-Z][\w’'-]*(?:\s+(?:(?:of|the|and|for|on|de)\s+){0,2}[A-Z][\w’'-]*)+")
_ENDINGS = ("ing", "ed", "ly", "tion", "ment", "ness", "ity", "er", "al", "ive", "ous", "ism", "es", "ts", "rs")
_NUMBER = re.compile(r"\d[\d.,]*")
_MONTH = 3  # letters that "Feb" has
_LETTERS = 6  # of an abbreviation
_ALIKE = 5  # letters that two forms of a name share: "America", "American"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a claim cites.

    Attributes:
        quotes: the characters cited.
        heading: title and heading that they stand under; names and numbers may come from there.
        common: words that the passages write in small letters: at the start of a sentence they are no names.
    """

    quotes: str
    heading: str = ""
    common: Collection[str] = frozenset()


def fault(said: str, evidence: Evidence) -> Fault | None:
    """What in a sentence its evidence does not support, None for nothing that could be found."""
    found = _fault(said, evidence)
    if found or _contains(words(normal(evidence.quotes)), words(normal(said))):
        return found
    sides, quoted = caused(said, evidence.quotes), replace(evidence, heading="")
    if sides is None or any(_fault(side, evidence) or share(side, quoted) < SHARED_SHORT for side in sides):
        return "places"
    cited = units(evidence.quotes)
    if len(cited) < 2:
        return None
    return None if follows(said, lambda clause: _proved(clause, cited, evidence)) else "places"


def _proved(said: str, cited: list[Unit], evidence: Evidence) -> bool:
    """Whether one sentence of several proves what is said: the one with its verb, else with most of it."""
    told = [(share(_NUMBER.sub("", normal(said)), Evidence(unit.text)), unit) for unit in tellers(said, cited)]
    most = max((own for own, _ in told), default=0.0)
    sides = [side for side in reasons(said) if telling_stems(side)]
    for own, unit in told:
        there = replace(evidence, quotes=unit.text, heading=f"{evidence.heading}\n{unit.meant(said)}")
        if own == most and _fault(said, there) in (None, "words"):
            return len(sides) < 2 or not any(_fault(side, there) for side in sides)
    return False


def _fault(said: str, evidence: Evidence) -> Fault | None:
    """`fault`, whatever of the evidence supports what."""
    said, evidence = normal(said), replace(evidence, quotes=normal(evidence.quotes))
    ours, theirs = words(said), words(evidence.quotes)
    if _contains(theirs, ours):
        return None
    if misquoted(said, f"{evidence.quotes} … {evidence.heading}"):
        return "number"
    if _unknown_name(said, evidence) or exchanged(said, evidence.quotes):
        return "name"
    if contradicts(said, evidence.quotes) or reversed_in_copy(said, evidence.quotes):
        return "denial"
    if mispaired(said, evidence.quotes):
        return "number"
    if other_degree(said, evidence.quotes):
        return "degree"
    if other_way_round(said, evidence.quotes) or speaker_for_subject(said, evidence.quotes):
        return "order"
    if only_planned(said, evidence.quotes):
        return "plan"
    enough = SHARED_SHORT if len(telling_stems(said)) <= _SHORT else SHARED
    return None if share(said, evidence) >= enough else "words"


def says_otherwise(said: str, there: Evidence) -> bool:
    """Whether a sentence speaks of what is said, and has another number for it, or denies it."""
    spoken = _NUMBER.sub("", normal(said))
    number = misquoted(said, there.quotes) and misquoted(there.quotes, said)
    if share(spoken, replace(there, heading="")) == 1.0 and number:
        return True
    return share(spoken, there) == 1.0 and contradicts(normal(said), normal(there.quotes))


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that are written in small letters somewhere in `texts`."""
    return frozenset(word for text in texts for found in _SMALL.findall(text) for word in words(found))


def unknown_parts(said: str, there: str) -> bool:
    """Whether `said` holds a number, or a capitalized word, that `there` does not hold in any case."""
    return misquoted(said, there) or not {word for name in capitalized(said) for word in words(name)} <= set(
        words(there)
    )


def _contains(theirs: Sequence[str], ours: Sequence[str]) -> bool:
    """Whether the words stand in the source one after the other, to their sentence's end or beginning."""
    return bool(ours) and f" {' '.join(ours)} " in f" {' '.join(theirs)} "


def _unknown_name(said: str, evidence: Evidence) -> bool:
    text = f"{evidence.heading}\n{evidence.quotes}"
    there = set(words(text))
    short = _shortened(text)
    spelled = {word for form, run in _shortened(said).items() if form in there for word in run}
    return any(
        not (word in there or word in short or word in spelled or _inflected(word, there))
        for name in capitalized(said, evidence.common)
        for word in words(name)
        if word.isalpha() and word not in OPENERS
    )


def _shortened(text: str) -> dict[str, list[str]]:
    """What the names of a text may be abbreviated to, and the words of each: "umc" for "United Methodist Church"."""
    found = {}
    for match in _RUN.finditer(text):
        parts = [part for part in match.group().split() if part[0].isupper()]
        for start in range(len(parts) - 1):
            for end in range(start + 2, min(start + _LETTERS, len(parts)) + 1):
                form = "".join(part[0] for part in parts[start:end]).lower()
                found[form] = words(" ".join(parts[start:end]))
    return found


def capitalized(text: str, common: Collection[str] = frozenset()) -> list[str]:
    """The capitalized words of a text, without those that only begin a sentence."""
    found = []
    for match in _CAPITAL.finditer(text):
        word = match.group()
        if not word[0].isupper() or word.lower() in OPENERS or word == "I":
            continue
        opens = _OPENS.search(text[max(0, match.start() - 4) : match.start()])
        follows = text[match.end() : match.end() + 2].strip()
        if (
            opens
            and not word.isupper()
            and (word.lower() in stop_words("en") or (not follows[:1].isupper() and _is_common(word, common)))
        ):
            continue
        found.append(word)
    return found


def _is_common(word: str, common: Collection[str]) -> bool:
    """Whether a word that begins a sentence may be any word: it is written small elsewhere, or has a usual ending."""
    return word.lower().endswith(_ENDINGS) or any(part in common for part in words(word))


def _inflected(word: str, there: Collection[str]) -> bool:
    """Whether another form of a name is there: "American" for "America"."""
    root = stem(word)
    return any(
        stem(other) == root
        or (len(word) == _MONTH and other.startswith(word))
        or (len(word) > _ALIKE and other[:_ALIKE] == word[:_ALIKE] and abs(len(other) - len(word)) < 4)
        for other in there
        if other[0] == word[0]
    )


def share(said: str, evidence: Evidence) -> float:
    """The share of a sentence's telling words that its evidence has, in any form, 0 to 1."""
    telling = telling_stems(said)
    there = {stem(word) for word in (*words(evidence.quotes), *words(evidence.heading))}
    starts = {root[:_ALIKE] for root in there if len(root) >= _ALIKE}
    held = sum(root in there or root[:_ALIKE] in starts for root in telling)
    return held / len(telling) if telling else 1.0


def telling_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, without those that tell nothing."""
    return frozenset(stem(word) for word in words(text) if word.isalnum()) - weak_stems()
