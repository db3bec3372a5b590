"""Whether a sentence answers a question: a cross-encoder reads both, with what the sentence stands under and after.

Its body is the cross-encoder that has seen half a million search queries (see `ingest.embedding.cross_encoder`), with a
small adapter upon its last layers, which `bot/learning/judge/train.py` teaches. The reader finds the sentence; the
judge has another body and has learned from other examples: where both think that it answers, it likely does. It knows
English alone, and says the same of whatever is asked in another language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.memo import Memo
from ingest.embedding.heads import load_head
from ingest.embedding.pairs import Pair, as_tokens, pairs

if TYPE_CHECKING:
    from ingest.embedding.cross_encoder import CrossEncoder

ADAPTER = Path(__file__).parent  # what `bot/learning/judge/train.py` saves
HEAD = "judge.json"
_LONGEST = 160  # tokens of a pair
_BEFORE = 200  # characters of the sentence before
_LEARNED = ("", "en")  # languages
_NO_WORD = -0.7  # log odds in any other, whatever is said: it would guess
_KEPT: Memo[tuple[str, "Said"], float] = Memo(64)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that may answer.

    Attributes:
        text: the sentence.
        before: the one before it in its passage, or "".
        title, heading: what it stands under.
    """

    text: str
    before: str = ""
    title: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """The body, and what makes log odds of its states.

    Attributes:
        body: with the adapter.
        weight: of the state of [CLS], shape (dimension,).
        share: of what the body itself makes of that state.
        bias: added.
    """

    body: "CrossEncoder"
    weight: NDArray[np.float32]
    share: float
    bias: float


@lru_cache(maxsize=1)
def load_judge(folder: Path = ADAPTER) -> Judge:
    """The judge that the package carries, or another one in `folder`.

    Raises:
        ModelError: it cannot be read.
    """
    from ingest.embedding.cross_encoder import load_cross_encoder

    head = load_head(folder, HEAD, "judge", _head)
    return Judge(load_cross_encoder(folder), *head)


def _head(told: Mapping[str, Any]) -> tuple[NDArray[np.float32], float, float]:
    return np.asarray(told["weight"], dtype=np.float32), float(told["share"]), float(told["bias"])


def judged(question: str, said: Sequence[Said], language: str = "") -> list[float]:
    """Log odds that each sentence answers a question, which is asked in a language ("": in none that is clear)."""
    if language not in _LEARNED:
        return [_NO_WORD] * len(said)
    return list(_KEPT.of([(question, one) for one in said], _judged))


def judged_pair(question: str, said: Said) -> Pair:
    """A question beside a sentence, as the judge reads them."""
    above = " › ".join(dict.fromkeys(name for name in (said.title, said.heading) if name))
    text = f"{said.text} | {said.before[-_BEFORE:]}" if said.before else said.text
    return pairs(question, [(above, text)], _LONGEST)[0]


def _judged(keys: Sequence[tuple[str, Said]]) -> list[float]:
    own = load_judge()
    states = own.body.states(*as_tokens([judged_pair(*key) for key in keys]))
    odds: list[float] = (states @ own.weight + own.share * own.body.scores_of(states) + own.bias).tolist()
    return odds
