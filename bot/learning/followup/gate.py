"""`python -m bot.learning.followup.gate CANARD.json nq squad`: learn whether a question leans on what was said before.

Logistic regression on the question's words, weights near zero preferred (a Gaussian prior), by L-BFGS:
the same from the same examples. First without one group in five (a topic, a dialogue, an article), to tell how good it
is on those; then from everything that may teach. Of CANARD it is the half that the adapter learns from.
"""

import sys
from collections.abc import Collection, Sequence
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the customary name)
import typer
from numpy.typing import NDArray

from bot.evaluation.questions import load_questions
from bot.evaluation.splits import part_of
from bot.learning.followup.canard import learnable, load_canard
from bot.learning.followup.folders import of_folder_questions, of_folders, of_rewrites
from bot.learning.followup.turns import Example, apart, invented, of_canard, of_our_own, standing_alone
from bot.learning.kind.examples import families, spoken
from bot.learning.optimization import minimized
from bot.question.classifier import tokens
from bot.question.followup.gate import BUCKETS, LEANS, LOOKED_AT, WEIGHTS, Gate, counts_of, runs_of, said_of, spelled
from bot.question.followup.tokens import cleaned
from ingest.console import out, run
from ingest.embedding.models import token_model

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_KEPT = 5  # one group in so many is kept apart
_GROUPS = 6  # a word that the questions of so many groups hold asks, whatever they are about
_PUBLIC = 800  # questions of each public set
_KINDS = 1500  # wordings of other kinds
_OWN = 0.5  # how much a wording of another kind counts, against a turn of our own conversations
_SET = 0.3  # and a public question
_CHANGES = 1.8  # how much a change of topic counts: what is put into a whole question spoils its answer
_PRIOR = 3e-5
_STEPS = 60
_AT_ONCE = 64  # texts are embedded


def gathered(canard: Path, public: Sequence[Path], seed: int) -> list[Example]:
    """Everything that may teach."""
    kinds = [
        (one.say[0], example.text)
        for one in families()
        if not one.kind.startswith("smalltalk")
        for example in spoken(one, seed)
    ]
    asked = [
        (case.source, case.question)
        for path in public
        for case in load_questions(path).cases[: 4 * _PUBLIC]
        if case.source and part_of(case.source) == "learn"
    ]
    return [
        *of_our_own(seed),
        *of_folders("learn", seed),
        *of_folder_questions("learn", seed),
        *of_rewrites("learn", seed),
        *of_canard(learnable(load_canard(canard)), seed),
        *standing_alone(kinds[:: max(1, len(kinds) // _KINDS)], seed, _OWN),
        *standing_alone(_of_tables(), seed, _OWN),
        *standing_alone(asked[:: max(1, len(asked) // (len(public) * _PUBLIC))], seed, _SET),
    ]


def _of_tables() -> list[tuple[str, str]]:
    """The questions of our own about tables, each with its table."""
    found, table = [], ""
    for line in (files("bot.learning.tables") / "invented.txt").read_text(encoding="utf-8").splitlines():
        sign, _, text = line.partition(" ")
        if sign == "=":
            table = text
        elif sign == "?":
            found.append((table, text.partition(" |")[0]))
    return found


def asking_words(examples: Sequence[Example]) -> tuple[str, ...]:
    """The words that questions hold whatever they are about."""
    groups: dict[str, set[str]] = {}
    for one in examples:
        for token in tokens(one.question):
            groups.setdefault(token, set()).add(one.group)
    return tuple(sorted(word for word, own in groups.items() if len(own) >= _GROUPS and not word.isdigit()))


def learn(examples: Sequence[Example]) -> Gate:
    """Fit the weights."""
    asking = asking_words(examples)
    known = spelled(asking)
    rows = np.zeros((len(examples), BUCKETS), dtype=np.float32)
    for row, one in enumerate(examples):
        found = runs_of(one.question, known)
        rows[row, found] = len(found) ** -0.5
    signs = np.array(signs_of(examples), dtype=np.float32)
    x = torch.from_numpy(np.concatenate([signs, rows], axis=1))
    y = torch.tensor([float(one.turn == "leans") for one in examples])
    share = torch.tensor([one.weight * (_CHANGES if one.turn == "changes" else 1.0) for one in examples])
    share /= share.sum()
    w = torch.zeros(x.shape[1], requires_grad=True)
    b = torch.zeros(1, requires_grad=True)

    def loss() -> torch.Tensor:
        wrong = F.binary_cross_entropy_with_logits(x @ w + b, y, reduction="none")
        return (share * wrong).sum() + _PRIOR * (w**2).sum()

    minimized(loss, [w, b], _STEPS)
    weights = [round(float(value), 4) for value in w.detach()]
    count = signs.shape[1]
    return Gate(asking, tuple(weights[:count]), tuple(weights[count:]), round(float(b.detach()), 4))


def signs_of(examples: Sequence[Example]) -> list[tuple[float, ...]]:
    """What the gate's function of that name gives for each, many texts being embedded at once."""
    turns = [[cleaned(turn) for turn in one.turns[-LOOKED_AT:]] for one in examples]
    said = [said_of(own[-2], own) for own in turns]
    near = _vectors({one.question for one in examples}.union(*said))
    return [
        (*counts_of(one.question, own[-2], own), *(float(near[one.question] @ near[text]) for text in texts))
        for one, own, texts in zip(examples, turns, said, strict=True)
    ]


def _vectors(texts: Collection[str]) -> dict[str, NDArray[np.float32]]:
    """Those of about the same length are embedded together."""
    ranked = sorted(texts, key=lambda text: (len(text), text))
    batches = (ranked[at : at + _AT_ONCE] for at in range(0, len(ranked), _AT_ONCE))
    return dict(zip(ranked, chain.from_iterable(map(token_model().encode_passages, batches)), strict=True))


def show(name: str, gate: Gate, examples: Sequence[Example]) -> None:
    """Print how many stand-alone questions are kept as they are, and how many that lean are found."""
    known = spelled(gate.asking)
    signs = signs_of(examples)
    found = [gate.chance(own, runs_of(one.question, known)) >= LEANS for own, one in zip(signs, examples, strict=True)]
    for turn in ("alone", "changes", "leans"):
        own = [one == (turn == "leans") for one, example in zip(found, examples, strict=True) if example.turn == turn]
        if own:
            out.print(f"{name}, {turn}: {sum(own)} of {len(own)} told right ({sum(own) / len(own):.3f})")


@app.command()
def main(
    canard: Annotated[Path, typer.Argument(help="A file of CANARD, such as its dev.json.")],
    public: Annotated[list[Path], typer.Argument(help="Folders with public questions, in questions.jsonl.")],
    save: Annotated[Path, typer.Option(help="The file to write.")] = WEIGHTS,
    seed: Annotated[int, typer.Option(help="For everything random.")] = 1,
) -> int:
    """Learn, print how good it is on what was kept apart, and write gate.json."""
    examples = gathered(canard, [path / "questions.jsonl" for path in public], seed)
    teaching, kept = apart(examples, _KEPT)
    topics = {topic.name for topic in invented()[0]}
    gate = learn(teaching)
    for name, own in (("our own", True), ("public", False)):
        show(name, gate, [one for one in kept if (one.group in topics) == own])
    whole = learn(examples)
    for part in ("tune", "report"):
        show(f"folders to {part}", whole, list(of_folders(part, seed)))
    whole.save(save)
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
