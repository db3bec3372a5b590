"""CANARD (Elgohary et al. 2019): questions in their dialogue, each with the stand-alone form that a person wrote."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import EvaluationError
from bot.evaluation.splits import hashed
from bot.question.followup.tokens import telling


@dataclass(frozen=True, slots=True)
class DialogueQuestion:
    """A question in its dialogue.

    Attributes:
        dialogue: its name.
        turns: what came before: the article's title, its section's, then questions and answers by turns.
        question: as it was asked.
        rewrite: its stand-alone form.
    """

    dialogue: str
    turns: tuple[str, ...]
    question: str
    rewrite: str

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
        rows = json.loads(path.read_text(encoding="utf-8"))
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
    measured = {_section(one) for one in asked if one.measured}
    return tuple(one for one in asked if not one.measured and _section(one) not in measured)


def _section(asked: DialogueQuestion) -> str:
    return asked.dialogue.rpartition("_")[0]


def left_out(question: str, whole: str, turns: Sequence[str]) -> set[str]:
    """The stems that a stand-alone form takes from the conversation: in both, and not in the question."""
    return (telling(" ".join(turns)) & telling(whole)) - telling(question)
