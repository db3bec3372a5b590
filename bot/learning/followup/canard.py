"""CANARD (Elgohary et al. 2019) -> what its questions teach about what follow-ups leave out -> tensors."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn.utils.rnn import pad_sequence

from bot.errors import EvaluationError
from bot.evaluation.splits import hashed
from bot.question.followup.tokens import Reading, cleaned, reading, telling
from ingest.text.decoding import json_value


@dataclass(frozen=True, slots=True)
class DialogueQuestion:
    """A question in its dialogue, and its stand-alone form as a person wrote it.

    What came before are questions and answers by turns; where it is `titled`, first the titles of an article and of a
    section.
    """

    dialogue: str
    turns: tuple[str, ...]
    question: str
    rewrite: str
    titled: bool = True

    @property
    def measured(self) -> bool:
        """Whether it belongs to the half of the dialogues that is only measured with."""
        return hashed(self.dialogue) % 2 == 0

    @property
    def tunes(self) -> bool:
        """Whether it belongs to the fifth of the dialogues of the other half that only chooses the threshold."""
        return hashed(self.dialogue) // 2 % 5 == 0

    @property
    def history(self) -> list[dict[str, str]]:
        """What came before, as messages."""
        return [{"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(self.turns)]


def load_canard(path: Path) -> tuple[DialogueQuestion, ...]:
    """Read a file of CANARD.

    Raises:
        EvaluationError: it cannot be read, or is no such file.
    """
    try:
        rows = json_value(path.read_text(encoding="utf-8"))
        found = tuple(
            DialogueQuestion(
                row["QuAC_dialog_id"], tuple(row["History"]), row["Question"].strip(), row["Rewrite"].strip()
            )
            for row in rows
        )
    except OSError as error:
        raise EvaluationError(f"Cannot read '{path}' ({error.strerror}). Name a JSON file of CANARD.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"'{path}' is not in CANARD's format ({error!r:.80}).") from error
    if not found:
        raise EvaluationError(f"'{path}' holds no questions.")
    return found


def learnable(asked: Sequence[DialogueQuestion]) -> tuple[DialogueQuestion, ...]:
    """The half to learn from, without dialogues about a section of an article that the other half speaks of too."""
    sections = [one.dialogue.rpartition("_")[0] for one in asked]
    measured = {section for one, section in zip(asked, sections, strict=True) if one.measured}
    return tuple(one for one, own in zip(asked, sections, strict=True) if not one.measured and own not in measured)


def left_out(question: str, whole: str, turns: Sequence[str]) -> set[str]:
    """The stems that a stand-alone form takes from the conversation: in both, and not in the question."""
    return (telling(" ".join(turns)) & telling(whole)) - telling(question)


@dataclass(frozen=True, slots=True)
class Example:
    """A question to learn from.

    Attributes:
        words: places in `read.words` of those that count: what the question says itself is not asked about.
        wanted: whether each of them is left out in the question and belongs there.
    """

    read: Reading
    words: tuple[int, ...]
    wanted: tuple[bool, ...]


def example(question: str, turns: Sequence[str], rewrite: str) -> Example:
    """What a question in its dialogue teaches."""
    read = reading(question, turns)
    own, wanted = telling(question), left_out(question, rewrite, turns)
    words = tuple(at for at, word in enumerate(read.words) if not own.issuperset(word.roots))
    return Example(read, words, tuple(bool(wanted.intersection(read.words[at].roots)) for at in words))


def varied(asked: DialogueQuestion, others: Sequence[DialogueQuestion], chance: random.Random) -> Example:
    """A question as it is, or a variant that tells what else a conversation can be.

    A chat has no title before it; an earlier question may stand in its stand-alone form; a question may stand alone,
    about the same matter or another one, and then nothing is left out.
    """
    turns = [cleaned(turn) for turn in asked.turns]
    question, rewrite = asked.question, asked.rewrite
    kind = chance.random()
    if kind < 0.08:
        question = rewrite
    elif kind < 0.16:
        other = chance.choice(others)
        question = rewrite = other.rewrite if other.dialogue != asked.dialogue else rewrite
    elif kind < 0.40 and asked.titled and len(turns) > 2:
        known = {one.question: one.rewrite for one in others if one.dialogue == asked.dialogue}
        turns = [known.get(turn, turn) for turn in turns[2:]]
    return example(question, turns, rewrite)


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
    ids = pad_sequence([torch.tensor(one.read.ids) for one in examples], batch_first=True)
    mask = pad_sequence([torch.ones(len(one.read.ids), dtype=torch.long) for one in examples], batch_first=True)
    at = [row * ids.shape[1] + one.read.words[word].token for row, one in enumerate(examples) for word in one.words]
    wanted = [float(value) for one in examples for value in one.wanted]
    return ids, mask, torch.tensor(at), torch.tensor(wanted)
