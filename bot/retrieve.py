"""A question -> Hits: the passages nearest in meaning and those that share its words, fused."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Hit
from ingest.index import View

# Fusion by score sum (cosine + WORDS x BM25, scaled to its best) beat both retrievers alone on paragraphs of SQuAD and
# came within a point of the better one on Natural Questions; rank fusion did worse on both.
WORDS = 0.5
_DEPTH = 50  # passages taken from each retriever


def retrieve(
    view: View, question: str, vector: NDArray[np.float32], k: int, sources: Collection[str] | None = None
) -> tuple[Hit, ...]:
    """The best `k` passages for a question.

    Args:
        view: one generation of the index.
        question: its words are searched for.
        vector: its embedding, shape (dimension,), unit length.
        k: how many passages.
        sources: only these documents; None for all.

    Returns:
        Hits, best first. Scores are cosine similarity plus half the BM25 score as a share of the best one: -1 to 1.5.
    """
    depth = max(_DEPTH, k)
    dense = view.dense(vector, depth, sources)
    lexical = view.lexical(question, depth, sources)
    best = max((hit.score for hit in lexical), default=0.0) or 1.0
    cosine = {hit.passage: hit.score for hit in dense}
    words = {hit.passage: hit.score / best for hit in lexical}
    # A passage that only its words have found is no nearer in meaning than the last that was.
    far = min(cosine.values(), default=0.0)
    found = {hit.passage: hit for hit in (*dense, *lexical)}
    fused = [
        Hit(passage, cosine.get(passage, far) + WORDS * words.get(passage, 0.0), hit.also)
        for passage, hit in found.items()
    ]
    fused.sort(key=lambda hit: (-hit.score, hit.passage.source, hit.passage.start))
    return tuple(fused[:k])
