"""Who does what to whom, before and after, more and less, plan and fact, two places: `python tests/bench/relations.py`.

Sentences are put together from their parts (subject, verb in its forms, object, time, number), so that it is known what
follows from each and what does not. A right sentence says the same in another voice, order or form; a wrong one exchanges
the parts, turns the order of time, the degree, plan and fact, a denial, takes who says it for who does it, or puts a name
or number of one sentence into another. Nothing in the rules was fitted to the words.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.proof.support import Evidence, fault, small_words

# Who, does (present, past, participle), to whom: each may change places with the other.
_DEEDS = [
    (("the brewery", "the cooper"), ("hire", "hired", "hired")),
    (("Marta Quill", "Ossian Dray"), ("succeed", "succeeded", "succeeded")),
    (("the choir", "the orchestra"), ("invite", "invited", "invited")),
    (("Brenn", "Tolmark"), ("defeat", "defeated", "defeated")),
    (("the bank", "the foundry"), ("buy", "bought", "bought")),
    (("the bishop", "the guild"), ("sue", "sued", "sued")),
    (("Ines Falk", "Rolf Aster"), ("teach", "taught", "taught")),
    (("the captain", "the pilot"), ("blame", "blamed", "blamed")),
    (("Oskvale", "Dunmere"), ("annex", "annexed", "annexed")),
    (("the museum", "the academy"), ("pay", "paid", "paid")),
]
_TIMES = [
    ("the roof was mended", "the windows were painted"),
    ("the strike ended", "the director resigned"),
    ("the vaccine was approved", "the school reopened"),
    ("the road was widened", "the market moved"),
]
_COUNTS = ["340 visitors came to the fair", "the dam holds 12 million litres", "the orchard yields 75 tons of pears"]
_UP, _DOWN = ("more than", "over", "at least"), ("less than", "nearly", "at most", "up to", "almost")
# Who has how many of what, in figures and in words.
_OWNED = [
    ("Skarn", "has", "ferries", ("12", "twelve"), ("17", "seventeen")),
    ("Ulla Brandt", "breeds", "goats", ("40", "forty"), ("14", "fourteen")),
    ("the Hallberg foundry", "employs", "moulders", ("31", "thirty-one"), ("32", "thirty-two")),
    ("Dunmere", "runs", "kilns", ("200", "two hundred"), ("2000", "two thousand")),
]
_AIMS = ("plans to reach", "hopes to get to", "wants to have", "is expected to reach")
_SPEAKERS = [
    ("Petra Holm", "admitted", "the veto lies with", "the county board"),
    ("Kit Marlow", "said", "the mast was broken by", "the gale"),
    ("Oskar Lund", "confirmed", "the keys belong to", "the caretaker"),
]
_DENIED = [
    ("the tenant", "refused to", "pay", "paid", "the deposit"),
    ("the clerk", "forgot to", "lock", "locked", "the vault"),
    ("the crew", "failed to", "lower", "lowered", "the anchor"),
    ("the guest", "did not", "sign", "signed", "the register"),
]
_PLANS = ("will", "may", "should", "plans to", "is expected to", "hopes to")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence beside its source, and whether it follows."""

    kind: str
    said: str
    there: str
    right: bool


def pairs() -> Iterator[Pair]:
    """Every pair of every kind."""
    yield from _deeds()
    yield from _order()
    yield from _degree()
    yield from _numbers()
    yield from _denials()
    yield from _speakers()
    yield from _places()


def _deeds() -> Iterator[Pair]:
    for (one, other), (present, past, participle) in _DEEDS:
        active, passive = f"{one} {past} {other}", f"{other} was {participle} by {one}"
        turned, turned_passive = f"{other} {past} {one}", f"{one} was {participle} by {other}"
        for there in (f"In the spring {active} after long talks.", f"In the spring {passive} after long talks."):
            yield from (Pair("who does what to whom", _said(said), there, True) for said in (active, passive))
            yield from (Pair("who does what to whom", _said(said), there, False) for said in (turned, turned_passive))
        for plan in _PLANS:
            planned = f"After long talks {one} {plan} {present} {other} in the spring."
            yield Pair("plan and fact", _said(active), planned, False)
            yield Pair("plan and fact", _said(f"{one} {plan} {present} {other}"), planned, True)
            done = f"After long talks {active} in the spring."
            yield Pair("plan and fact", _said(f"{one} {plan} {present} {other}"), done, False)


def _order() -> Iterator[Pair]:
    for one, other in _TIMES:
        for word, opposite in (("before", "after"), ("after", "before")):
            for there in (_said(f"{one} {word} {other}"), _said(f"{word} {other}, {one}")):
                yield Pair("before and after", _said(f"{other} {opposite} {one}"), there, True)
                yield Pair("before and after", _said(f"{word} {other}, {one}"), there, True)
                yield Pair("before and after", _said(f"{other} {word} {one}"), there, False)
                yield Pair("before and after", _said(f"{one} {opposite} {other}"), there, False)


def _degree() -> Iterator[Pair]:
    for whole in _COUNTS:
        at = next(place for place, sign in enumerate(whole) if sign.isdigit())
        for ups, downs in ((_UP, _DOWN), (_DOWN, _UP)):
            for mine in ups:
                there = _said(f"{whole[:at]}{mine} {whole[at:]}")
                yield from (
                    Pair("more and less", _said(f"{whole[:at]}{same} {whole[at:]}"), there, True) for same in ups
                )
                yield from (
                    Pair("more and less", _said(f"{whole[:at]}{turned} {whole[at:]}"), there, False) for turned in downs
                )


def _numbers() -> Iterator[Pair]:
    for who, has, what, mine, others in _OWNED:
        for at, number in enumerate(mine):
            there = _said(f"{who} {has} {number} {what} since the war")
            yield Pair("numbers in words", _said(f"{who} {has} {mine[1 - at]} {what}"), there, True)
            yield from (
                Pair("numbers in words", _said(f"{who} {has} {other} {what}"), there, False) for other in others
            )
        for aim in _AIMS:
            there = _said(f"{who} {has} {mine[0]} {what} and {aim} {others[0]} by next year")
            yield Pair("a number that is planned", _said(f"{who} {has} {mine[0]} {what}"), there, True)
            yield Pair("a number that is planned", _said(f"{who} {aim} {others[0]}"), there, True)
            yield Pair("a number that is planned", _said(f"{who} {has} {others[0]} {what}"), there, False)


def _denials() -> Iterator[Pair]:
    for who, fails, does, did, what in _DENIED:
        there = _said(f"that evening {who} {fails} {does} {what}")
        yield Pair("done or not", _said(f"{who} did not {does} {what}"), there, True)
        yield Pair("done or not", _said(f"{who} {did} {what}"), there, False)
        yield Pair("done or not", _said(f"{who} {fails} {does} {what}"), _said(f"{who} {did} {what} at last"), False)


def _speakers() -> Iterator[Pair]:
    for speaker, says, what, whom in _SPEAKERS:
        for there in (f"{speaker} {says} that {what} {whom}.", f"According to {speaker}, {what} {whom}."):
            yield Pair("who says it", _said(f"{what} {whom}"), there, True)
            yield Pair(
                "who says it",
                _said(f"{speaker} {says} that {what} {whom}"),
                f"{speaker} {says} that {what} {whom}.",
                True,
            )
            yield Pair("who says it", _said(f"{what} {speaker}"), there, False)


def _places() -> Iterator[Pair]:
    """Sentences that rest on two."""
    kind = "two places"
    for (who, has, what, mine, _), (other, holds, things, _, theirs) in pairwise(_OWNED):
        one, two = f"{who} {has} {mine[0]} {what}", f"{other} {holds} {theirs[0]} {things}"
        there = f"{_said(one)} … {_said(two)}"
        for link in (", and ", ", while ", "; "):
            yield Pair(kind, _said(f"{one}{link}{two}"), there, True)
            yield Pair(
                kind, _said(f"{who} {has} {theirs[0]} {what}{link}{other} {holds} {mine[0]} {things}"), there, False
            )
        yield Pair(kind, _said(one), there, True)
        yield Pair(kind, _said(f"{who} {has} {theirs[0]} {what}"), there, False)
        yield Pair(kind, _said(f"{who} {holds} {theirs[0]} {things}"), there, False)
        yield Pair(kind, _said(f"{one} because {two}"), there, False)
        some = f"{_said(one)} … A third of the {what} are old."
        yield Pair(kind, _said(f"{mine[0]} {what} are old"), some, False)
    for (one, other), (present, past, _) in _DEEDS:
        next_time = f"{one} {past} {other} this year. … Nobody has decided who will {present} {other} next year."
        yield Pair(kind, _said(f"{one} {past} {other} this year"), next_time, True)
        yield Pair(kind, _said(f"{one} will {present} {other} next year"), next_time, False)


def _said(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def main() -> None:
    """Print by kind what share of right sentences is dropped and of wrong ones caught."""
    counted: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    every = list(pairs())
    random.Random(0).shuffle(every)
    for pair in every:
        found = fault(pair.said, Evidence(pair.there, "", small_words([pair.there])))
        counted[pair.kind, pair.right].append(found is not None)
    for (kind, right), each in sorted(counted.items()):
        print(f"{kind}: {sum(each)} of {len(each)} {'right ones dropped' if right else 'wrong ones caught'}")


if __name__ == "__main__":
    main()
