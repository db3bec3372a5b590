"""Who does what to whom, before and after, more and less, plan and fact: `python tests/bench/relations.py`.

Sentences of four worlds are put together from their parts (subject, verb in its forms, object, time, number), so that it
is known what follows from each and what does not. A right sentence says the same in another voice or order; a wrong one
exchanges the parts, turns the order of time, the degree, or plan and fact. Nothing in the rules was fitted to the words.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

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
_PLANS = ("will", "may", "should", "plans to", "is expected to", "hopes to")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence beside its source, and whether it follows."""

    kind: str
    said: str
    there: str
    right: bool


def pairs() -> Iterator[Pair]:
    """Every pair of the four kinds."""
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
    for one, other in _TIMES:
        for word, opposite in (("before", "after"), ("after", "before")):
            there = _said(f"{one} {word} {other}")
            yield Pair("before and after", _said(f"{other} {opposite} {one}"), there, True)
            yield Pair("before and after", _said(f"{word} {other}, {one}"), there, True)
            yield Pair("before and after", _said(f"{other} {word} {one}"), there, False)
            yield Pair("before and after", _said(f"{one} {opposite} {other}"), there, False)
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
