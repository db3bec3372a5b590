"""`python -m bot.learning.tables.train`: learn which computation a question about a table means.

It learns from answers alone: every computation is tried, and those with the right result get as much probability as
possible (maximum marginal likelihood, Liang et al. 2011; Pasupat and Liang 2015). Some questions are put to a table
that does not answer them, which teaches to decline. Tables teach or report by the hash of their names.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from bot.answerers.tables.reranker import ADAPTER, OTHER
from bot.evaluation.reports import show_figures
from bot.learning import FOLDERS
from bot.learning.tables import rerank
from bot.learning.tables.examples import Case, Example, aitqa, example, invented, tables_of, tatqa, wikitablequestions
from bot.learning.tables.folders import of_folders
from bot.learning.tables.model import Network, Vocabulary, ready, shares, taught, vocabulary
from bot.learning.tables.rerank import Look, look
from ingest.console import out, progress, run
from ingest.sync.plan import Progress

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_OWN, _MORE = (Path(__file__).parent / name for name in ("invented.txt", "invented_more.txt"))
_STRANGE = 3  # of so many questions one is put to another table too, and one of twice as many to both
_FOLDS = 4
_TIMES = 3  # that our own first tables count: simple questions, as most people's are
_OF_FOLDERS = 3  # that a question about one of our folders counts
_SLIGHT = 4  # hundredths: what speaks for a cue by less is left out


def posed(cases: Sequence[Case], seed: int) -> Iterator[Example]:
    """Questions put to their tables, some of them to another one, and some to both."""
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    for at, case in enumerate(cases):
        own, other = _tables(case), chance.choice(cases)
        if own:
            yield example(case, own)
        strange = _tables(other) if own and at % _STRANGE == 0 and other.name != case.name else ()
        if strange:
            yield example(Case(case.question, (), case.name, case.title, ""), strange)
        if strange and at % (2 * _STRANGE) == 0:
            yield example(case, (*own, *strange))


def _tables(case: Case) -> Any:  # noqa: ANN401 (a tuple of what `tables_of` gives)
    return tables_of(case.name, case.title, case.data)


def calibrated(found: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Platt's slope and shift of the log odds."""
    from sklearn.linear_model import LogisticRegression

    shares = np.clip([share for share, _ in found], 1e-6, 1 - 1e-6)
    odds = np.log(shares / (1 - shares))
    fitted = LogisticRegression().fit(odds[:, None], np.asarray([right for _, right in found]))
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def parted(found: Sequence[Example], bar: Progress, **how: Any) -> list[Look]:  # noqa: ANN401 (see `model.taught`)
    """What each question may mean, at the first look of a network that has not learned from its table."""
    looks = []
    for fold in range(_FOLDS):
        words = vocabulary(own := [one for one in found if _fold(one) != fold])
        network = taught([ready(one, words) for one in own], words, **how)
        others = Counter(id(one) for one in found if _fold(one) == fold)
        for one in {id(one): one for one in found}.values():
            if times := others[id(one)]:
                looks += [look(one, shares(network, ready(one, words)))] * times
        bar("Learning the first look", fold + 1, _FOLDS)
    return looks


def _fold(one: Example) -> int:
    return int(sha256(f"fold {one.case.name}".encode()).hexdigest(), 16) % _FOLDS


def content(network: Network, words: Vocabulary, slope: float, shift: float, threshold: float) -> dict[str, Any]:
    """The weights as `bot.answerers.tables.scoring.read_weights` reads them, without what says next to nothing."""

    def rounded(values: Any) -> Any:  # noqa: ANN401 (nested lists of numbers)
        return [rounded(one) for one in values] if isinstance(values, list) else round(values, 3) + 0.0

    def rows(names: dict[str, int], matrix: Any) -> dict[str, list[int]]:  # noqa: ANN401 (a tensor)
        kept = {
            name: [(at, round(100 * one)) for at, one in enumerate(matrix[row].tolist())] for name, row in names.items()
        }
        telling = {
            name: [number for pair in own if abs(pair[1]) >= _SLIGHT for number in pair] for name, own in kept.items()
        }
        return {name: own for name, own in telling.items() if own}

    state = {name: value.detach() for name, value in network.named_parameters()}
    dense = {name: rounded(state[name].tolist()) for name in ("meaning", "first", "bias", "second", "straight", "each")}
    return {
        "terms": rows(words.terms, state["terms"]),
        "near": rows(words.near, state["near"]),
        **dense,
        "none": round(float(state["none"][0]), 3),
        "slope": round(slope, 4),
        "shift": round(shift, 4),
        "threshold": threshold,
    }


def report(asked: Sequence[tuple[float, bool]], slope: float, shift: float, threshold: float) -> None:
    """How many are right, and of those that it is sure enough of how many are right and wrong."""
    chances = np.clip([share for share, _ in asked], 1e-6, 1 - 1e-6)
    sure = 1 / (1 + np.exp(-(slope * np.log(chances / (1 - chances)) + shift))) >= threshold
    right = np.asarray([good for _, good in asked])
    figures = {"questions": float(len(asked)), "right": (right & sure).mean(), "wrong": (~right & sure).mean()}
    show_figures("reported", {**figures, "right if all were answered": right.mean()})


def _teaching(sets: Mapping[str, Sequence[Case]], seed: int, bar: Progress) -> Iterator[Example]:
    """All that teaches, as often as it counts."""
    for name, cases in {"own": invented(_OWN), "more": invented(_MORE), **sets}.items():
        own = [case for case in cases if case.teaches or name not in sets]
        for at, one in enumerate(posed(own, seed)):
            yield from [one] * (_TIMES if name == "own" else 1)
            bar(f"Reading {name}", min(at, len(own)), len(own))
    for at, one in enumerate(of_folders(FOLDERS / "learn")):
        yield from [one] * _OF_FOLDERS
        bar("Reading folders", at, at + 1)


@app.command()
def main(
    wiki: Annotated[Path, typer.Option(help="Folder of WikiTableQuestions.")],
    airlines: Annotated[Path, typer.Option(help="Folder of AIT-QA.")],
    finance: Annotated[Path, typer.Option(help="File of TAT-QA.")],
    save: Annotated[Path, typer.Option(help="The folder to write the weights and the adapter into.")] = ADAPTER,
    work: Annotated[Path, typer.Option(help="Where to keep checkpoints.")] = Path(".cache/tables"),
    begin: Annotated[Path | None, typer.Option(help="Go on with the second look in this folder.")] = None,
    epochs: Annotated[int, typer.Option(min=1)] = 10,
    looks_epochs: Annotated[float, typer.Option(min=0.01, help="The same of the second look.")] = 1.2,
    decay: Annotated[float, typer.Option(help="Weight decay of what words speak for.")] = 0.3,
    threshold: Annotated[float, typer.Option(help="Probability from which on a question is answered.")] = 0.43,
    seed: int = 1,
) -> int:
    """Learn the weights, and report on tables that taught nothing."""
    sets = {"wiki": wikitablequestions(wiki), "airlines": aitqa(airlines), "finance": tatqa(finance)}
    with progress() as bar:
        found = [one for one in _teaching(sets, seed, bar) if len(one.right)]
        how: dict[str, Any] = {"epochs": epochs, "decay": decay, "seed": seed}
        looks = parted(found, bar, **how)
        below = (begin / OTHER.name) if begin else None
        second = (
            rerank.taught(looks, looks_epochs, seed, work, bar, begin),
            rerank.taught(looks, looks_epochs, seed, work, bar, below, other=True),
        )
        words = vocabulary(found)
        network = taught([ready(one, words) for one in found], words, **how)

        def answered(asked: Iterable[Example]) -> list[tuple[float, bool]]:
            kept = (one for one in asked if len(one.right))
            return rerank.answered(second, [look(one, shares(network, ready(one, words))) for one in kept])

        slope, shift = calibrated(answered(of_folders(FOLDERS / "tune")))
        for one, folder in zip(second, (save, save / OTHER.name), strict=True):
            one.save(folder)
        told = content(network, words, slope, shift, threshold)
        (save / "weights.json").write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
        for name, cases in sets.items():
            kept = [case for case in cases if not case.teaches]
            out.print(name)
            report(answered(example(case, own) for case in kept if (own := _tables(case))), slope, shift, threshold)
        out.print("our folders that report")
        report(answered(of_folders(FOLDERS / "report")), slope, shift, threshold)
    out.print(f"Written to '{save}'.")
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
