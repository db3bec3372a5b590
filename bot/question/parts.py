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
_AMOUNT = re.compile(r"\bhow (?:much|many)\b", re.I)
_SPANS = re.compile(r"\b(?:time|days?|weeks?|months?|years?|longer|shorter|delay\w*)\b", re.I)
_EARLY = frozenset("first earlier sooner older".split())
_LESS = frozenset(
    "less fewer lower smaller shorter cheaper lighter slower nearer closer narrower thinner weaker colder quicker "
    "faster earlier sooner".split()
)
_OTHER = rf"(?!(?:than|often|or|and|{_PREPOSITION[3:-1]}|per|under|about)\b)"
_DEGREE = re.compile(
    rf"\b(?P<degree>more|less|fewer|most|least|fewest)\b(?:\s+{_OTHER}(?P<what>\w+)(?:\s+{_OTHER}(?P<noun>\w+))?)?",
    re.I,
)
_COMPARATIVE = re.compile(r"(?<!\w)(?P<said>[a-z]{2,}(?:er|est)|worse|worst|less)\b", re.I)
# What is measured: "order", "winter" and "barrier" end like these, and tell of no measure.
_ADJECTIVES = frozenset(
    "big bright busy cheap clean close cold cool costly dark dear deep dry early easy expensive far fast few full good "
    "great hard healthy heavy high hot large late light long loud low narrow near new old poor pricey quick quiet rich "
    "safe shallow sharp short slow small soft soon steep strict strong tall thick thin tight tough warm weak wet wide "
    "young".split()
)
_IRREGULAR = {"better": "good", "best": "good", "worse": "bad", "worst": "bad", "further": "far", "farther": "far"}
_EITHER_WAY = re.compile(r"\b(\w+er|more)\s+or\s+(\w+er|less|fewer)\b(?=.*\bthan\b)", re.I)
_AUXILIARY = r"(?:is|are|was|were|does|did|has|have|had|came|comes|died|won|began|will|would|can)"
_ENDS = r"(?=\s+(?:in|for|per|since|from|at|on|now|today)\b|[,;?]|$)"  # of the second thing
_THAN = re.compile(
    r"^\W*(?P<ask>is|are|was|were)\s+(?P<a>[^,;]+?)\s+(?P<said>(?:much\s+)?(?:\w+er|(?:more|less)\s+\w+|worse))\s+than\s+"
    r"(?P<b>[^,;?]+)",
    re.I,
)
_MUCH_MORE = re.compile(
    rf"\bhow\s+(?:much|many)\s+(?P<said>more|less|fewer|\w+er)(?P<of>(?:\s+\w+)?)\s+(?P<ask>{_AUXILIARY}|do)\s+(?P<a>[^,;]+?)"
    rf"\s+than\s+(?P<b>[^,;?]+?){_ENDS}",
    re.I,
)
_THAT = re.compile(rf"^(?:that|those|the ones?)\s+(?P<with>{_PREPOSITION})\b", re.I)
_QUALITY = re.compile(r"(?:ive|ful|ous|ant|ent|al|ic|able|ible|ly)$", re.I)
_FRAME = re.compile(
    rf"^[^\w~]*(?:(?:which|what|who|whose|where)\b)(?:\s+(?:one|of (?:the|these) two))?"
    rf"(?P<of>(?:\s+(?!{_AUXILIARY}\b)[\w’'-]+){{0,4}}?)(?=\s+{_AUXILIARY}\b)|^[^\w~]*(?:which|who)\b",
    re.I,
)
_OF = re.compile(r"\s\((\w+)\)$")
_COMPARE = re.compile(r"^\W*(?:please\s+|can you\s+|could you\s+)?compare\b", re.I)
_BY_WHAT = r"by (?:how (?:much|many)|what (?:amount|sum))"
_DIFFERENCE = re.compile(
    rf"\b{_BY_WHAT}\b|\bdifferences?\b|\bdiffer\b|\bgaps? between\b"
    r"|\bhow (?:much|many) (?:more|less|fewer)\b|\bhow much \w+er\b|\bunterschied|\bdiff[ée]rence|\bdiferencia",
    re.I,
)
_BESIDES = re.compile(  # what is shown anyway where two things are compared
    rf",?\s+and\s+(?:{_BY_WHAT}"
    r"|(?:what|how (?:much|many))(?:\s+\w+)?\s+(?:(?:are|is|was|were)\s+(?:they|each|both|the (?:two|difference))|each)"
    r"|what[’']s the difference)\b",
    re.I,
)
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


def asks_difference(text: str) -> bool:
    """Whether it is asked by how much two things differ."""
    return bool(_DIFFERENCE.search(text))


def asks_amount(text: str) -> bool:
    """Whether "how much" or "how many" asks for anything but time: days and years are then nothing to be compared."""
    return bool(_AMOUNT.search(text)) and not _TIME.search(text) and not _SPANS.search(text)


def wanted_of(text: str) -> Wanted:
    """Which of two a question asks for, whatever they are: the one with the most, or with the least."""
    return _measure(f"{_BOTH.sub('', text)} ~")[0]


def taken_apart(text: str) -> Parts | None:
    """The parts of a question; None if it has but one."""
    text = _COMPARE.sub("What is", _BESIDES.sub("", " ".join(text.split())))
    text = _EITHER_WAY.sub(lambda found: found[1], text)
    return _two_questions(text) or _which(text) or _than(text) or _each(text)


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


def _than(text: str) -> Parts | None:
    """Whether one is more than the other: "Is the fee for A higher than that for B?"."""
    if found := _MUCH_MORE.search(text):
        frame = f"{text[: found.start()]} how much{found['of']} {found['ask']} ~ {text[found.end() :]}"
        bare = " ".join(frame.split()).rstrip(" ?")
        things = (found["a"], found["b"])
        return Parts(tuple(f"{bare.replace('~', thing)}?" for thing in things), things, wanted_of(found["said"]))
    found = _THAN.search(text)
    if not found:
        return None
    one, other = found["a"], found["b"]
    if pointed := _THAT.match(other):
        at = one.rfind(f" {pointed['with']} ")
        if at < 0:
            return None
        return _put(
            f"{found['ask']} {one[:at]}", found["said"], (one[at + 1 :], other[pointed.start("with") :]), several=False
        )
    return _put(found["ask"], found["said"], (one, other), several=False)


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
    if (of := _OF.search(bare)) and any(of[1].lower() in thing.lower().split() for thing in things):
        bare = bare[: of.start()]  # "How light is the north hive (hive)"
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
        what, end = found["what"] or "", found.end("what" if found["what"] else "degree")
        if not what:
            measure = "much"
        elif _QUALITY.search(what) and not found["noun"]:
            measure = what
        else:
            noun, end = (f"{what} {found['noun']}", found.end()) if _QUALITY.search(what) else (what, end)
            measure = f"{_many(noun)} {noun}"
        return wanted, f"How {measure} {_bare(frame, (found.start(), end))}"
    adjectives = [one for one in _COMPARATIVE.finditer(frame) if _positive(one["said"].lower())]
    if not adjectives:
        return "", frame
    said = adjectives[-1]
    wanted = "least" if said["said"].lower() in _LESS else "most"
    return wanted, f"How {_positive(said['said'].lower())} {_bare(frame, said.span('said'))}"


def _many(noun: str) -> str:
    """What is asked with: "how many hives", "how much money"."""
    return "many" if noun.endswith("s") else "much"


def _bare(frame: str, found: tuple[int, int]) -> str:
    """A question without the word that compares, and with what "which" asks for at its end."""
    rest = re.sub(r"\bthan\b", " ", f"{frame[: found[0]]} {frame[found[1] :]}")
    asked = _FRAME.match(rest)
    of = (asked["of"] or "").strip() if asked else ""
    return f"{_FRAME.sub('', rest).strip(' ?')}{f' ({of})' if of else ''}"


def _positive(word: str) -> str:
    """An adjective without its ending: "higher" -> "high", "bigger" -> "big"; "" where it is none."""
    root = re.sub(r"(?:er|est)$", "", word)
    forms = (_IRREGULAR.get(word, ""), root, f"{root}e", f"{root[:-1]}y", root[:-1])
    return next((form for form in forms if form in _ADJECTIVES), "")
