"""Answers of several spans: `python tests/bench/lists.py FILE` scores which words of a given passage are taken.

FILE is JSON Lines of MultiSpanQA's kind: `question`, `passage`, and `spans`, a list of [start, end] in the passage. A
span is an exact match if its words are the same, articles apart; a partial one counts the longest stretch of characters
that it shares with the best of the others (Li et al. 2022).
"""

import argparse
import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

from bot.answerers.reader.members import members
from bot.answerers.reader.spans import read_passages
from ingest.documents import Passage
from ingest.text.sentences import sentence_spans


def normal(text: str) -> str:
    """The words of a span, without articles and marks."""
    return " ".join(re.findall(r"\w+", re.sub(r"\b(?:an?|the)\b", " ", text.lower())))


def shared(one: str, other: str) -> int:
    """The length of the longest stretch that two spans share."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def f1(hits: float, found: float, right: float, wanted: float) -> str:
    """Precision, recall and F1 in per cent."""
    precision, recall = hits / found, right / wanted
    return f"P {100 * precision:.1f} R {100 * recall:.1f} F1 {200 * precision * recall / (precision + recall):.1f}"


def taken(question: str, text: str) -> Sequence[str]:
    """The spans that are taken from a passage."""
    passage = Passage("", "", 0, len(text), text, sentences=tuple(sentence_spans(text)))
    (reading,) = read_passages(question, [passage])
    spans = members(question, passage, reading, reading.best(0, len(text)))
    return [normal(text[start:end]) for start, end in spans]


def main() -> None:
    """Print F1 of exact and of partial matches."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, default=1000, help="read only so many questions, evenly spread")
    chosen = parser.parse_args()
    rows = [json.loads(line) for line in chosen.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = rows[:: -(-len(rows) // chosen.limit)]
    same = near = back = found = wanted = 0.0
    for row in rows:
        said = taken(row["question"], row["passage"])
        gold = [normal(row["passage"][start:end]) for start, end in row["spans"]]
        same += len({*said} & {*gold})
        found, wanted = found + len({*said}), wanted + len({*gold})
        near += sum(max(shared(one, other) for other in gold) / max(1, len(one)) for one in {*said})
        back += sum(max(shared(one, other) for one in said) / max(1, len(other)) for other in {*gold})
    print(f"{len(rows)} questions; exact {f1(same, found, same, wanted)}; partial {f1(near, found, back, wanted)}")


if __name__ == "__main__":
    main()
