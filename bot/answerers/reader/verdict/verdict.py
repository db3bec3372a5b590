"""Yes, no, or neither: a cross-encoder reads a question beside the sentence that answers it.

Whether a text entails another is an old task (Dagan et al. 2006), of questions for yes or no that of BoolQ (Clark et
al., 2019). The body is the cross-encoder that has seen search queries, with a small adapter of its own, which
`bot/learning/verdict/train.py` teaches. The sentence is always shown beside the word. Where that is only likely,
"probably" is said with it; where neither is likely enough, the sentence alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from bot.drafts import Draft
from bot.question.analysis import Question
from ingest.embedding.heads import load_head
from ingest.embedding.pairs import as_tokens, pairs
from ingest.text.language import asked_in
from ingest.text.words import stems

if TYPE_CHECKING:
    from ingest.embedding.cross_encoder import CrossEncoder

ADAPTER = Path(__file__).parent  # what `bot/learning/verdict/train.py` saves
HEAD = "verdict.json"
LONGEST = 192  # tokens of a pair
Verdict = Literal["Yes", "No", ""]
VERDICTS: tuple[Verdict, ...] = ("Yes", "No", "")
_LIKELY = 0.7  # of what yes and no have together: from there on a word is said; chosen on folders to tune with


@dataclass(frozen=True, slots=True)
class Judge:
    """The body, and what makes log odds of its states.

    Attributes:
        body: with the adapter.
        weight: of the state of [CLS] for each of `VERDICTS`, shape (3, dimension).
        bias: of each, shape (3,).
        threshold: the probability from which on a verdict is said.
    """

    body: "CrossEncoder"
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    threshold: float


@lru_cache(maxsize=1)
def load_judge(folder: Path = ADAPTER) -> Judge:
    """The judge that the package carries, or another one in `folder`.

    Raises:
        ModelError: it cannot be read.
    """
    from ingest.embedding.cross_encoder import load_cross_encoder

    head = load_head(folder, HEAD, "judge", _head)
    return Judge(load_cross_encoder(folder), *head)


def _head(told: Mapping[str, Any]) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
    weight, bias = (np.asarray(told[name], dtype=np.float32) for name in ("weight", "bias"))
    return weight, bias, float(told["threshold"])


def with_verdict(question: Question, told: Draft) -> Draft:
    """An answer; where yes or no is asked for, and a sentence of it says which, with that before this sentence, first.

    It is the sentence that holds most of the question's words: of "Guests may not" and "Members may" one answers. Where
    two that hold as many say opposite things, or one that says neither holds as many and is first, no word is said.
    Where none says it for sure, the first may say what is likely.
    """
    if question.kind != "yes or no":
        return told
    found = [verdict_of(question.text, claim.text) for claim in told.claims]
    said = [word if sure else "" for word, sure in found]
    held = [len({term.stem for term in question.terms} & {*stems(claim.text)}) for claim in told.claims]
    clear = [at for at, one in enumerate(said) if one]
    if not clear:
        word = found[0][0] if held[0] == max(held) else ""
        return replace(told, claims=(replace(told.claims[0], verdict=word, likely=bool(word)), *told.claims[1:]))
    best = max(clear, key=lambda at: (held[at], -at))
    rivals = [at for at, one in enumerate(said) if one != said[best] and held[at] == held[best]]
    if any(said[at] or at == 0 for at in rivals) or held[best] < held[0]:
        return told
    first = replace(told.claims[best], verdict=said[best], bold=None)
    return replace(told, claims=(first, *told.claims[:best], *told.claims[best + 1 :]), short=said[best])


def verdict_of(question: str, said: str) -> tuple[Verdict, bool]:
    """What a sentence says to a question, and whether for sure; "" for neither, or a question not in English."""
    if asked_in(question) not in ("", "en"):
        return "", False
    own = load_judge()
    (state,) = own.body.states(*as_tokens(pairs(question, [("", said)], LONGEST)))
    odds = own.weight @ state + own.bias
    shares = np.exp(odds - odds.max())
    yes, no, neither = (shares / shares.sum()).tolist()
    best = max(yes, no)
    if best <= neither or best < _LIKELY * (yes + no):
        return "", False
    return VERDICTS[int(no > yes)], best >= own.threshold
