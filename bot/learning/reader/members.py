"""`python -m bot.learning.reader.members`: learn which pieces of a sentence belong to an answer that is an enumeration.

Give it JSON in SQuAD's format: of `--data` those articles count that the reader is tuned with, of `--whole`, which the
reader has not learned from, all.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.answerers.reader.members import MEMBERS, Piece, pieces
from bot.answerers.reader.spans import ADAPTER, read_passages
from bot.errors import EvaluationError
from bot.evaluation.regression import fit
from bot.evaluation.splits import hashed, part_of
from bot.learning.reader.datasets import load_examples
from bot.learning.reader.examples import Example
from ingest.console import out, run
from ingest.documents import Passage
from ingest.text.sentences import sentence_spans

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_JOINED = re.compile(r",.* (?:and|or) | and | & ")
_LONGEST, _LONGEST_ANSWER = 1500, 250  # characters
_OTHERS = 0.7  # answers of one member for each of several


def enumerations(examples: Sequence[Example]) -> list[Example]:
    """The questions whose answer is an enumeration, and not quite as many whose passage holds one that is no answer."""
    joined, others = [], []
    for one in sorted(examples, key=lambda one: hashed(one.question)):
        own = one.own[0]
        if not own.spans or len(own.text) > _LONGEST:
            continue
        start, end = _longest(one)
        if _JOINED.search(own.text[start:end]) and end - start < _LONGEST_ANSWER:
            joined.append(one)
        elif _JOINED.search(own.text):
            others.append(one)
    return [*joined, *others[: round(_OTHERS * len(joined))]]


def labelled(one: Example) -> Iterator[tuple[Piece, bool]]:
    """The pieces of an example's passage, and whether each belongs to the answer."""
    own = one.own[0]
    passage = Passage("", "", 0, len(own.text), own.text, sentences=tuple(sentence_spans(own.text)))
    (reading,) = read_passages(one.question, [passage])
    start, end = _longest(one)
    for piece in pieces(one.question, passage, reading, reading.best(0, len(own.text))):
        shared = min(piece.end, end) - max(piece.start, start)
        size = min(piece.end - piece.start, piece.span.end - piece.span.start)
        yield piece, shared >= max(1, size) / 2


def _longest(one: Example) -> tuple[int, int]:
    return max(one.own[0].spans, key=lambda span: span[1] - span[0])


@app.command()
def main(
    data: Annotated[list[Path], typer.Option(help="JSON in SQuAD's format, of which the reader learned a part.")],
    whole: Annotated[list[Path] | None, typer.Option(help="JSON in SQuAD's format that it has not seen.")] = None,
    save: Annotated[Path, typer.Option(help="Where to write the weights.")] = ADAPTER / "members.json",
) -> int:
    """Learn the weights of the members of an enumeration."""
    examples = [one for file in data for one in load_examples(file, wrong=False) if part_of(one.source) == "tune"]
    examples += [one for file in whole or () for one in load_examples(file, wrong=False)]
    found = [pair for one in enumerations(examples) for pair in labelled(one)]
    if not any(right for _, right in found):
        raise EvaluationError("No answer of these questions is an enumeration. Give JSON in SQuAD's format.")
    weights = fit([piece.signs for piece, _ in found], [right for _, right in found])
    content = {"signs": list(MEMBERS), "members": [round(float(weight), 4) for weight in weights]}
    save.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    out.print(f"Learned from {len(found)} pieces. Written to '{save}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
