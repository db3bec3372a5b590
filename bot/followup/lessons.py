"""What a question in its dialogue teaches about what follow-ups leave out, and that as batches of tensors."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch

from bot.followup.canard import Asked, left_out
from bot.followup.turns import Reading, cleaned, reading, telling

_TOLD = 0.2  # of the conversations: earlier questions in their stand-alone forms
_RENAMED = 0.6  # of the questions
_HIDDEN = 0.1  # of the words
_MASK = 103  # of BERT's vocabulary, whose first 999 tokens are no words
_NAME = re.compile(r"^[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}$")
_MOST = 192  # tokens: longer conversations are rare and slow


@dataclass(frozen=True, slots=True)
class Example:
    """A question to learn from.

    Attributes:
        read: what the model reads.
        words: places in `read.words` of those that count: what the question says itself is not asked about.
        wanted: whether each of them is left out in the question and belongs there.
    """

    read: Reading
    words: tuple[int, ...]
    wanted: tuple[bool, ...]


def example(question: str, turns: Sequence[str], rewrite: str) -> Example:
    """What a question in its dialogue teaches."""
    read = reading(question, turns, _MOST)
    own, wanted = telling(question), left_out(question, rewrite, turns)
    words = tuple(at for at, word in enumerate(read.words) if not own.issuperset(word.roots))
    return Example(read, words, tuple(bool(wanted.intersection(read.words[at].roots)) for at in words))


def varied(asked: Asked, others: Sequence[Asked], chance: random.Random) -> Example:
    """A question as it is, or a variant: a few thousand questions are soon known by heart.

    Names are exchanged, words hidden. A chat has no title before it, and an earlier question may stand in its
    stand-alone form; a question may stand alone, about the same matter or another one: then nothing is left out.
    """
    turns = [cleaned(turn) for turn in asked.turns]
    if chance.random() < _TOLD:
        known = {one.question: one.rewrite for one in others if one.dialogue == asked.dialogue}
        turns = [known.get(turn, turn) for turn in turns]
    texts = [*turns, asked.question, asked.rewrite]
    if chance.random() < _RENAMED:
        texts = renamed(texts, cleaned(chance.choice(others).turns[0]))
    *turns, question, rewrite = texts
    kind = chance.random()
    if kind < 0.06:
        question = rewrite
    elif kind < 0.12:
        other = chance.choice(others)
        question = rewrite = other.rewrite if other.dialogue != asked.dialogue else rewrite
    elif kind < 0.45 and len(turns) > 2:
        turns = turns[2:]
    found = example(question, turns, rewrite)
    ids = tuple(_MASK if at > 999 and chance.random() < _HIDDEN else at for at in found.read.ids)
    return replace(found, read=replace(found.read, ids=ids))


def renamed(texts: Sequence[str], name: str) -> list[str]:
    """Texts with another name in the place of that which the first of them is, where both are plain ones."""
    old, new = texts[0].split(), name.split()
    if not (_NAME.match(texts[0]) and _NAME.match(name)):
        return list(texts)
    # The whole name first, then its parts alone: the family name, the given name.
    pairs = ((texts[0], name), (old[-1], new[-1]), (old[0], new[0]))
    words = dict(reversed(pairs))
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(part) for part, _ in pairs)})\b")
    return [pattern.sub(lambda found: words[found.group()], text) for text in texts]


def batches(examples: Sequence[Example], size: int, chance: random.Random) -> list[list[int]]:
    """Rows by length, so that little is padding, in random order."""
    order = sorted(
        (row for row, one in enumerate(examples) if one.words),
        key=lambda row: len(examples[row].read.ids) + chance.random() * 16,
    )
    rows = [order[at : at + size] for at in range(0, len(order), size)]
    chance.shuffle(rows)
    return rows


def tensors(examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Tokens and mask, shape (examples, longest); places of the words among all tokens of the batch; what is wanted."""
    longest = max(len(one.read.ids) for one in examples)
    ids = torch.tensor([[*one.read.ids, *[0] * (longest - len(one.read.ids))] for one in examples])
    lengths = torch.tensor([len(one.read.ids) for one in examples])
    mask = torch.arange(longest) < lengths[:, None]
    at = [row * longest + one.read.words[word].token for row, one in enumerate(examples) for word in one.words]
    wanted = [float(value) for one in examples for value in one.wanted]
    return ids, mask.long(), torch.tensor(at), torch.tensor(wanted)
