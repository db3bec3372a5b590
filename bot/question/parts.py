"""A question of several parts, taken apart: two questions in one, one question about two things, or which of two."""

import re
from dataclasses import dataclass
from typing import Literal

Wanted = Literal["", "most", "least"]
_WH = r"(?:who|whom|whose|what|when|where|why|how|which)"
_BEFORE_WH = r"(?:(?:from|in|at|on|by|to|for|since|until|of|with|under)\s+)?"
_TWO = re.compile(rf"\?\s+(?:and\s+)?(?=\w)|,?\s+and\s+(?={_BEFORE_WH}{_WH}\b)", re.I)
_ASKS = re.compile(
    rf"^\W*(?:{_BEFORE_WH}{_WH}|is|are|was|were|do|does|did|has|have|had|can|could|will|should|may)\b", re.I
)
_OPTIONS = re.compile(
    r"[,:;–—]\s*(?:is it\s+)?(?P<a>[^,:;]+?)\s*,?\s+or\s+(?P<b>[^,:;?]+?)\s*\??\s*$"
    r"|^(?:between|of)\s+(?P<c>[^,]+?)\s+(?:and|or)\s+(?P<d>[^,]+?),\s*",
    re.I,
)
_PREPOSITION = r"(?:in|for|at|on|of|with|by|during|from|to)"
_THING = (
    r"(?:[“\"«][^”\"»]+[”\"»]|[A-Z0-9][\w.’'&!/-]*"
    r"(?:\s+(?:(?:of|the|in|de|du|la|for|to|on|at|a)\s+){0,2}[A-Z0-9][\w.’'&!/-]*)*)"
)
_NOUN = r"(?:(?:the|an?|my|our|your|its)\s+)?[\w’'-]+(?:\s+[\w’'-]+)?"
_JOINT = r"(?P<joint>and|or|than|versus|vs\.?|compared (?:to|with))"
_LEAD = r"(?P<lead>\b(?:both|between|either)\s+)?"
_NAMED = re.compile(
    rf"{_LEAD}(?P<a>(?:{_PREPOSITION}\s+)?(?:the\s+)?{_THING})\s+{_JOINT}\s+"
    rf"(?P<b>(?:{_PREPOSITION}\s+)?(?:the\s+)?{_THING})"
)
_PLAIN = re.compile(
    rf"{_LEAD}(?P<a>\b(?:{_PREPOSITION}\s+)?{_NOUN})\s+{_JOINT}\s+(?P<b>(?:{_PREPOSITION}\s+)?{_NOUN})", re.I
)
_STARTS = re.compile(
    rf"^(?:{_WH}|is|are|was|were|does|do|did|has|have|had|can|will|would|should|many|much|of|cost|costs)\s+", re.I
)
_TIME = re.compile(r"\b(?:first|earlier|later|last|sooner|older|younger|newer|more recent(?:ly)?|longer ago)\b", re.I)
_EARLY = frozenset("first earlier sooner older".split())
_LESS = frozenset(
    "less fewer lower smaller shorter cheaper lighter slower nearer closer narrower thinner weaker colder quicker "
    "faster earlier sooner".split()
)
_DEGREE = re.compile(r"\b(?P<degree>more|less|fewer|most|least|fewest)\b(?:\s+(?!than\b)(?P<what>\w+))?", re.I)
_ADJECTIVE = re.compile(r"(?<!\w)(?P<before>[\w’']+)\s+(?P<said>\w{2,}(?:er|est))\b", re.I)
_NO_ADJECTIVE = frozenset(
    "other another never ever either neither whether after over under number member order paper water best latest "
    "interest rather together per later later".split()
)
_QUALITY = re.compile(r"(?:ive|ful|ous|ant|ent|al|ic|able|ible|ly)$", re.I)
_AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|had|came|comes|died|won|began|will|would|can)"
_FRAME = re.compile(
    rf"^\W*{_WH}\b(?:\s+(?:one|of (?:the|these) two))?(?:\s+(?!{_AUXILIARY}\b)[\w’'-]+){{0,4}}?(?=\s+{_AUXILIARY}\b)",
    re.I,
)
_COMPARE = re.compile(r"^\W*(?:please\s+|can you\s+|could you\s+)?compare\b", re.I)
_BOTH = re.compile(r"\s*\bboth\b", re.I)
_MANY = {"are": "Is", "were": "Was", "do": "Does", "have": "Has"}


@dataclass(frozen=True, slots=True)
class Parts:
    """A question taken apart.

    Attributes:
        questions: each to be answered by itself.
        things: what each of them is about, where one question is put about two things; else ().
        wanted: which of the two is asked for: the one with the most or with the least, or "".
    """

    questions: tuple[str, ...]
    things: tuple[str, ...] = ()
    wanted: Wanted = ""


def taken_apart(text: str) -> Parts | None:
    """The parts of a question; None if it has but one."""
    text = _COMPARE.sub("What is", " ".join(text.split()))
    return _two_questions(text) or _which(text) or _each(text)


def _two_questions(text: str) -> Parts | None:
    for found in _TWO.finditer(text):
        first, second = text[: found.start()].rstrip("?") + "?", text[found.end() :]
        if _ASKS.match(first) and _ASKS.match(second) and min(len(first.split()), len(second.split())) > 2:
            return Parts((first, second))
    return None


def _which(text: str) -> Parts | None:
    """Which of two that are named at the end, or at the beginning: "…, A or B?"."""
    found = _OPTIONS.search(text)
    if not found:
        return None
    things = (found["a"] or found["c"], found["b"] or found["d"])
    if max(len(thing.split()) for thing in things) > 10:
        return None
    frame = f"{text[: found.start()]} {text[found.end() :]}".strip()
    return _put(frame, "", tuple(thing.strip(" ,") for thing in things), several=False)


def _each(text: str) -> Parts | None:
    """One question about two things: "in 2023 and in 2024", "of A and B", "Is A older than B?"."""
    found = max(_NAMED.finditer(text), key=lambda one: one.end() - one.start(), default=None) or _PLAIN.search(text)
    if not found:
        return None
    one, other = _STARTS.sub("", found["a"]), found["b"]
    head = found["a"][: len(found["a"]) - len(one)]
    # "in 2021 and 2022": the preposition is said once.
    if (said := re.match(rf"{_PREPOSITION}\s+", one, re.I)) and not re.match(rf"{_PREPOSITION}\s", other, re.I):
        other = f"{said[0]}{other}"
    before, after = text[: found.start()] + head, text[found.end() :]
    return _put(before, after, (one, other), several=found["joint"] == "and")


def _put(before: str, after: str, things: tuple[str, ...], *, several: bool) -> Parts:
    """The question put about each thing: as it stands, or, where it compares, by how much or when."""
    frame = _BOTH.sub("", f"{before} ~ {after}")
    wanted: Wanted = ""
    if not several:
        wanted, ask = _measure(frame)
    else:
        ask = re.sub(r"^\s*(are|were|do|have)\b", lambda found: _MANY[found[1].lower()], frame, flags=re.I)
    bare = ask.rstrip(" ?")
    return Parts(tuple(" ".join(f"{bare.replace('~', thing)}?".split()) for thing in things), things, wanted)


def _measure(frame: str) -> tuple[Wanted, str]:
    """What a comparison asks for, and the question by whose answers it is decided, "~" for what is compared."""
    if time := _TIME.search(frame):
        early = time[0].lower() in _EARLY
        age = time[0].lower() in ("older", "younger")
        bare = _bare(frame, time.span())
        born = "born" if re.match(r"\W*who\b", frame, re.I) else "born or made"
        return ("least" if early else "most"), f"When was ~ {born}" if age else f"When {bare}"
    if found := _DEGREE.search(frame):
        wanted: Wanted = "least" if found["degree"].lower() in ("less", "fewer", "least", "fewest") else "most"
        what = found["what"] or ""
        measure = "much" if not what else what if _QUALITY.search(what) else f"{_many(what)} {what}"
        return wanted, f"How {measure} {_bare(frame, found.span())}"
    adjectives = [one for one in _ADJECTIVE.finditer(frame) if _compares(one)]
    if not adjectives:
        return "", frame
    said = adjectives[-1]
    wanted = "least" if said["said"].lower() in _LESS else "most"
    return wanted, f"How {_positive(said['said'].lower())} {_bare(frame, said.span('said'))}"


def _many(noun: str) -> str:
    """What is asked with: "how many hives", "how much money"."""
    return "many" if noun.endswith("s") else "much"


def _bare(frame: str, found: tuple[int, int]) -> str:
    """A question without the word that compares, and without what asks."""
    return _FRAME.sub("", re.sub(r"\bthan\b", " ", f"{frame[: found[0]]} {frame[found[1] :]}")).strip(" ?")


def _compares(found: re.Match[str]) -> bool:
    return found["said"].lower() not in _NO_ADJECTIVE and not re.fullmatch(_WH, found["before"], re.I)


def _positive(word: str) -> str:
    """An adjective without its ending: "higher" -> "high", "bigger" -> "big", "heavier" -> "heavy"."""
    root = re.sub(r"(?:er|est)$", "", word)
    if root.endswith("i"):
        return f"{root[:-1]}y"
    return root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls" else root
