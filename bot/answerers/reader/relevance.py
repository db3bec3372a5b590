"""A second look at what the reader prefers, by a cross-encoder that has seen real search queries.

What it says of a text is in log odds, as it has learned them; see `ingest.embedding.cross_encoder`.
"""

from collections.abc import Sequence

from bot.answerers.reader.as_read import as_read
from bot.answerers.reader.memo import Memo
from ingest.documents import Passage
from ingest.embedding.pairs import as_tokens, pairs

LOOKED = 3  # passages that are looked at
_KEPT: Memo[tuple[str, str, str], float] = Memo(64)  # by question, what stands above, text


def passages_relevance(question: str, passages: Sequence[Passage]) -> tuple[float, ...]:
    """How well each passage answers a question, below its title and heading."""
    texts = [as_read(passage) for passage in passages]
    return _KEPT.of([(question, text.above, text.text) for text in texts], _scored)


def _scored(keys: Sequence[tuple[str, str, str]]) -> list[float]:
    from ingest.embedding.cross_encoder import load_cross_encoder

    rows = pairs(keys[0][0], [(above, text) for _, above, text in keys])
    model = load_cross_encoder()
    scores: list[float] = model.scores_of(model.states(*as_tokens(rows))).tolist()
    return scores
