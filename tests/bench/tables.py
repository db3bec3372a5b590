"""How many questions about tables are answered right: `python tests/bench/tables.py DATA [--every N]`.

DATA holds `tables/` with WikiTableQuestions, AIT-QA and TAT-QA. Each question is put to its own table, as ingest reads it
from CSV, and only those tables count that taught nothing. What is answered must come out again by the proof.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.answerers.tables.asked import asked
from bot.answerers.tables.scoring import weights
from bot.answerers.tables.tables import chosen, computation, looked
from bot.learning.tables.examples import Case, aitqa, document_of, is_right, tables_of, tatqa, wikitablequestions
from bot.proof.computation import recomputed
from ingest.embedding.models import token_model


def outcome(case: Case) -> str:
    """What becomes of a question: "right", "wrong", "declined", or "unproved"."""
    tables = tables_of(case.name, case.title, case.data)
    question = asked(case.question, token_model().encode_question(case.question))
    found = chosen(weights(), question, looked(weights(), question, tables))
    if not found or found[0].probability < weights().threshold:
        return "declined"
    document = document_of(case.name, case.data)
    if document is None or recomputed(computation(found[0]), document) is None:
        return "unproved"
    return "right" if is_right(case, found[0].result) else "wrong"


def show(name: str, cases: Sequence[Case]) -> None:
    """Print the shares of a set, and of each kind in it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    began = time.perf_counter()
    for case in cases:
        found = outcome(case)
        for kind in {"", case.kind}:
            counts[kind][found] += 1
    took = 1000 * (time.perf_counter() - began) / max(1, len(cases))
    for kind, own in sorted(counts.items()):
        shares = "  ".join(
            f"{one} {100 * own[one] / own.total():.1f}" for one in ("right", "wrong", "declined", "unproved")
        )
        print(f"{name} {kind or 'all'}: {own.total()} questions  {shares}")
    print(f"{name}: {took:.0f} ms a question, reading the table included")


def main() -> None:
    """Print right, wrong, declined and unproved in percent, by set and kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=1, help="of so many questions one is asked")
    given = parser.parse_args()
    folder = given.data / "tables"
    sets = {
        "WikiTableQuestions": wikitablequestions(folder / "wikitablequestions"),
        "AIT-QA": aitqa(folder / "aitqa"),
        "TAT-QA": tatqa(folder / "tatqa-dev.jsonl"),
    }
    for name, cases in sets.items():
        show(name, [case for case in cases if not case.teaches][:: given.every])


if __name__ == "__main__":
    main()
