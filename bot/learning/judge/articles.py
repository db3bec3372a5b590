"""Public questions about articles beside sentences: that which answers, and those which only come near."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.answerers.reader.judge.judge import Said
from bot.evaluation.splits import part_of
from bot.learning.judge.lines import Line, nearest
from bot.learning.reader.datasets import load_examples
from bot.learning.reader.examples import Context, Example, changed
from ingest.sync.plan import Progress
from ingest.text.sentences import sentence_spans

_RIGHT = 0.7  # how much the sentence that answers counts, and that of another passage which comes nearest
_NEXT, _BESIDE = 0.28, 0.21  # the second nearest to what nothing answers; the nearest beside the one that answers
_CHANGED, _TURNED = 0.3, 0.5  # how many questions are turned into what the sentence no longer answers; what that counts
_WRONG = 4  # passages that do not answer, of which the nearest sentence is taken


def of_articles(path: Path, within: bool, most: int, seed: int, bar: Progress) -> list[Line]:
    """Lines of a set's articles that teach (`part_of`), at most so many.

    Args:
        path: see `bot.learning.reader.datasets.load_examples`.
        within: whether questions are put to their own paragraph alone, and not to what is retrieved for them.
        most: lines.
        seed: of which questions are taken, and how some are turned.
        bar: told how far it is.
    """
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    examples = load_examples(path, bar, wrong=not within)
    chance.shuffle(examples)
    lines: list[Line] = []
    for example in (one for one in examples if part_of(one.source) == "learn"):
        lines += _of_example(example, chance)
        bar(f"Reading {path.stem}", len(lines), most)
        if len(lines) >= most:
            break
    return lines[:most]


def _of_example(example: Example, chance: random.Random) -> Iterator[Line]:
    question, own = example.question, example.own[-1]
    spans, there = _sentences(own)
    if not there or (example.answers and not own.spans):
        return
    order = nearest(question, [one.text for one in there])
    if not example.answers:
        for at, weight in zip(order, (_RIGHT, _NEXT), strict=False):
            yield Line(question, there[at], False, weight)
        return
    held = [at for at, (start, end) in enumerate(spans) if start <= own.spans[0][0] < end]
    if not held:
        return
    right = there[held[0]]
    yield Line(question, right, True, _RIGHT)
    others = [there[at] for at in order if at not in held and not _holds(there[at], example.answers)]
    if others:
        yield Line(question, others[0], False, _BESIDE)
    if wrong := [one for context in example.wrong[:_WRONG] for one in _sentences(context)[1]]:
        yield Line(question, wrong[nearest(question, [one.text for one in wrong])[0]], False, _RIGHT)
    if chance.random() < _CHANGED and (turned := changed(question, own, chance)):
        yield Line(turned, right, False, _TURNED)


def _sentences(context: Context) -> tuple[Sequence[tuple[int, int]], list[Said]]:
    """The sentences of a passage, by place and as the judge reads them."""
    spans = sentence_spans(context.text)
    parts = [context.text[start:end] for start, end in spans]
    title, _, heading = context.above.partition("\n")
    befores = ["", *parts[:-1]]
    return spans, [Said(part, before, title, heading) for part, before in zip(parts, befores, strict=True)]


def _holds(one: Said, answers: Sequence[str]) -> bool:
    return any(answer.lower() in one.text.lower() for answer in answers)
