"""A sentence that rests on several of the source: each of its clauses must follow from one of them.

Otherwise a name or number of the one stands in what the other says. There is no parser: clauses are cut at conjunctions
and commas, and what has no subject of its own gets that of the clause before.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.proof.quantities import figures
from bot.proof.verbs import verbs
from bot.question.names import names
from ingest.text.sentences import sentence_spans
from ingest.text.words import stem, stems, words

_BACK = re.compile(r"\b(?:he|she|it|they|him|them|his|her|its|their|this|that|these|those|same|there)\b", re.IGNORECASE)
_THING = re.compile(r"\b[Tt]he\s+([a-z][\w-]*)")
_MANY = re.compile(r"\b(?:most|all|some|none|no|many|few|several|both|each|every|half)\b", re.IGNORECASE)
_TO_DO = re.compile(r"\bto [a-z]+")
_SUCH = re.compile(r"\bsuch (?:an? )?([a-z]+)")
_CUT = re.compile(r";\s+|,?\s+(?:and|but|while|whereas|yet)\s+|,\s+(?:who|which|whose)?\s*")
_INSERTED = re.compile(r"^(?P<who>[^,;]+), (?:who |which |whose )?(?P<what>[^,;]+), (?P<rest>.+)$")
_CONTRASTS = re.compile(r"^(?:while|whereas|although|though)\s+", re.IGNORECASE)
_HANGS = re.compile(
    r"^(?:in|on|at|by|for|from|since|until|after|before|during|under|over|with|without|to|of|when|because|as|if|unless)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\s+(?:because|since|so that|after|before|until|unless|although)\s+", re.IGNORECASE)
_BECAUSE = re.compile(r",?\s+(?:because(?: of)?|so that|due to|owing to|thanks to)\s+", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because|since|as|so|due|owing|thanks|given|therefore|thus|hence|caus\w+|reasons?|why|result\w*|led|leads?"
    r"|in response|in order)\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"\s(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|[a-z]+ed)\s")
_SUBJECT = 6  # words of one at most
_DEEPEST = 3  # cuts within cuts


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of the source.

    Attributes:
        text: its characters.
        names, numbers: of the others that are cited.
        others: those.
    """

    text: str
    names: str
    numbers: str
    others: str

    def meant(self, said: str) -> str:
        """What it may mean without naming it, where it says that by "he" or "the company", or gives no number."""
        verb = _VERB.search(self.text)
        subject = self.text[: verb.start()] if verb else ""
        own = [name for name in names(subject) if not _HANGS.match(subject)]
        other = own and not any({*words(name)} & {*words(said)} for name in own)
        points = _BACK.search(self.text) or not {*_THING.findall(self.text)} <= {*words(said)}
        # "Such an increase" of two sentences that tell of one has the number of the other.
        such = {stem(word) for word in _SUCH.findall(self.text)} & {*stems(said)} & {*stems(self.others)}
        counted = (figures(self.text) or _MANY.search(self.text)) and not such
        return f"{self.names if points and not other else ''} … {'' if counted else self.numbers}"


def units(quotes: str) -> list[Unit]:
    """The sentences of what is cited; places are parted by " … "."""
    places = dict.fromkeys(quotes.split(" … "))
    texts = [place[start:end].strip() for place in places for start, end in sentence_spans(place)]
    found = []
    for text in dict.fromkeys(filter(None, texts)):
        others = [other for other in texts if other != text]
        told = " … ".join(name for other in others for name in names(other) if not figures(name))
        numbers = " … ".join(f"{one.value} {one.scale} {one.unit}" for other in others for one in figures(other))
        found.append(Unit(text, told, numbers, " … ".join(others)))
    return found


def tellers(said: str, cited: list[Unit]) -> list[Unit]:
    """The sentences that hold the verbs of a clause, as far as any does; all, where none holds one.

    What somebody agrees or refuses "to do" may be a noun there: "such an increase".
    """
    most = (verbs(_TO_DO.sub("to", said)) or verbs(said)) & {one for unit in cited for one in verbs(unit.text)}
    return [unit for unit in cited if most <= verbs(unit.text)] if most else cited


def follows(said: str, proves: Callable[[str], bool], deep: int = 0) -> bool:
    """Whether a sentence, or else each of its clauses, is proved."""
    if proves(said):
        return True
    return deep < _DEEPEST and any(
        follows(left, proves, deep + 1) and follows(right, proves, deep + 1) for left, right in halves(said)
    )


def reasons(said: str) -> list[str]:
    """The sides of "because", "after" and their like: what is said of both together follows from one sentence only."""
    return _REASON.split(said)


def caused(said: str, there: str) -> list[str] | None:
    """What happened and why, [] if no reason is given; None where the source gives none for anything."""
    sides = _BECAUSE.split(said)
    if len(sides) < 2:
        return []
    return sides if _CAUSE.search(there) else None


def halves(said: str) -> Iterator[tuple[str, str]]:
    """A sentence cut in two, in each way in which it may be two clauses."""
    said = _CONTRASTS.sub("", said)
    inserted = _INSERTED.match(said)
    if inserted and not _HANGS.match(inserted["who"]) and not _HANGS.match(inserted["what"]):
        yield f"{inserted['who']} {inserted['rest']}", f"{inserted['who']} {inserted['what']}"
    for cut in _CUT.finditer(said):
        left, right = said[: cut.start()], said[cut.end() :]
        if not left or not right.strip(" .") or _HANGS.match(left) or _HANGS.match(right):
            continue
        if names(left) and not re.search(r"(?<!^)\b[a-z]", re.sub(r"^(?:Both|both|The|the)\b", "", left)):
            # "Oslo and Turku have a tram": what is said of the second is said of the first too.
            yield f"{left} {_without_subject(right)}", right
        else:
            yield left, right if names(right) else f"{_subject(left)} {right}".strip()


def _subject(clause: str) -> str:
    """What a clause begins with, up to its verb, where that is found; else its first name."""
    verb = _VERB.search(clause)
    if verb and len(clause[: verb.start()].split()) <= _SUBJECT:
        return clause[: verb.start()]
    return next(iter(names(clause)), "")


def _without_subject(clause: str) -> str:
    first = next(iter(names(clause)), "")
    return clause[clause.index(first) + len(first) :].strip() if first else clause
