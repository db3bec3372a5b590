"""How far "supported" can be trusted: `python tests/bench/verify.py [--part seen|kept]`.

Made-up sources are filled into templates with sentences that follow from them and sentences that do not: `verify/seen.txt`,
which the rules of the proof were made with, and `verify/kept.txt`, of which only these figures were looked at. Wordings
and verbs of the two differ; names, years and numbers are drawn. A template is a kind with its source, then a line for
each sentence, "+" where it follows; the cells of a table stand between commas, its rows between bars.
"""

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.verify import judged
from ingest.documents import Hit
from ingest.load import load
from ingest.text.splitting import split

HERE = Path(__file__).parent / "verify"
PARTS = ("seen", "kept")
_VERBS = {
    "seen": [
        "build built built",
        "found founded founded",
        "design designed designed",
        "lead led led",
        "buy bought bought",
    ],
    "kept": ["paint painted painted", "restore restored restored", "sell sold sold", "write wrote written"],
}
_THINGS = {
    "seen": ["the chapel", "the trades council", "the old mill", "the harbour school"],
    "kept": ["the town chronicle", "the organ", "the Lindgate altar", "the long wall"],
}
_PEOPLE = {
    "seen": ["Ann Lee", "Tom Roe", "Ruth Fane", "Idris Bell", "Marta Quill", "Oskar Lund"],
    "kept": ["Ines Falk", "Rolf Aster", "Petra Holm", "Kit Marlow", "Bo Dahl", "Greta Vance"],
}
_TOWNS = ["Arden", "Esby", "Holt", "Tolmark", "Dunmere", "Oskvale", "Brenn", "Skarn"]
_FILLER = "The weather was mild that year. Most shops close at noon on Sundays, and the ferry runs every hour."


@dataclass(frozen=True, slots=True)
class Case:
    """A source, a sentence, and whether it follows."""

    kind: str
    source: str
    said: str
    right: bool


def cases(part: str, fills: int = 6, seed: int = 0) -> Iterator[Case]:
    """Every template of a part, filled so many times."""
    chance = random.Random(f"{part} {seed}")
    for block in (HERE / f"{part}.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        head, *lines = block.splitlines()
        kind, source = head.split(": ", 1)
        for _ in range(fills):
            slots = _slots(part, chance)
            there = _filled(source, slots)
            yield from (Case(kind, there, _filled(line[2:], slots), line[0] == "+") for line in lines)


def _slots(part: str, chance: random.Random) -> dict[str, str]:
    do, did, done = chance.choice(_VERBS[part]).split()
    people, towns = chance.sample(_PEOPLE[part], 3), chance.sample(_TOWNS, 3)
    numbers = chance.sample(range(11, 99), 4)
    years = sorted(chance.sample(range(1850, 1990), 2))
    return {
        "do": do, "did": did, "done": done, "B": chance.choice(_THINGS[part]),
        **dict(zip("ACD", people, strict=True)), **dict(zip("PTU", towns, strict=True)),
        **dict(zip("NMKL", map(str, numbers), strict=True)), **dict(zip("YZ", map(str, years), strict=True)),
    }  # fmt: skip


def _filled(template: str, slots: dict[str, str]) -> str:
    text = re.sub(r"\{(\w+)\}", lambda found: slots[found[1]], template)
    return text[0].upper() + text[1:]


def verdicts(every: list[Case]) -> list[str]:
    """What is told of each sentence where the document of its source is all that was found."""
    found: dict[str, tuple[tuple[Hit, ...], dict]] = {}
    told = []
    with TemporaryDirectory() as folder:
        for case in every:
            if case.source not in found:
                table = case.kind == "table"
                path = Path(folder, f"{len(found)}.{'csv' if table else 'txt'}")
                text = case.source.replace("|", "\n") if table else f"{case.source} {_FILLER}"
                path.write_text(text + "\n", encoding="utf-8")
                document = load(path, Path(folder))
                found[case.source] = (
                    tuple(Hit(passage, 1.0) for passage in split(document)),
                    {document.source: document},
                )
            told.append(judged(case.said, *found[case.source]).verdict)
    return told


def main() -> None:
    """Print of false and of true sentences, by kind, what share is told to be supported."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--show", action="store_true", help="print the errors of the part that may be looked at")
    chosen = parser.parse_args()
    for part in chosen.part or PARTS:
        every = list(cases(part))
        told = verdicts(every)
        counted: dict[tuple[str, bool], list[str]] = defaultdict(list)
        for case, verdict in zip(every, told, strict=True):
            counted[case.kind, case.right].append(verdict)
            counted["all", case.right].append(verdict)
        print(part)
        for kind in dict.fromkeys(kind for kind, _ in counted):
            print(f"  {kind}: " + "; ".join(_line(counted[kind, right], right) for right in (False, True)))
        if chosen.show and part == "seen":
            wrong = {(c.source, c.said): v for c, v in zip(every, told, strict=True) if c.right != (v == "supported")}
            print(*(f"{verdict} | {there} | {said}" for (there, said), verdict in wrong.items()), sep="\n")


def _line(told: list[str], right: bool) -> str:
    shown = "true" if right else "false"
    counts = [f"{told.count(verdict)} {verdict}" for verdict in ("supported", "contradicted", "not found")]
    return f"of {len(told)} {shown} ones {', '.join(counts)}"


if __name__ == "__main__":
    main()
