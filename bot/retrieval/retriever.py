"""A question -> what is needed to answer it from one generation of the index: its words, its vector, its passages."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.question.wording import mended
from bot.retrieval.hybrid import retrieve
from bot.retrieval.neighbours import widened
from bot.retrieval.rows import with_named_rows
from ingest.documents import Hit
from ingest.embedding.models import load_embeddings, token_model
from ingest.errors import VectorsError
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Found:
    """What the index gives for a question.

    Attributes:
        text: the question as it is searched for, its slips of spelling mended.
        notes: on what was mended, and on meaning that could not be searched by.
        vector: its embedding by the default model, which reads whichever one has found the passages; shape (384,).
        hits: the passages, best first.
    """

    text: str
    notes: tuple[str, ...]
    vector: NDArray[np.float32]
    hits: tuple[Hit, ...]


def look_up(view: View, question: str, k: int, sources: Collection[str] | None = None, near: str = "") -> Found:
    """Put a question in the documents' words and retrieve passages for it.

    Args:
        view: one generation of the index.
        question: stand-alone.
        k: how many passages; with 0 none are looked for.
        sources: only these documents; None for all.
        near: the document that is preferred, "" for none.
    """
    text, notes = mended(view, question)
    # The model that embedded this generation, whatever the setting was when the index was opened.
    model, reader = load_embeddings(view.embedding_model), token_model()
    vector = reader.encode_question(text)
    sought = vector if model is reader else model.encode_question(text) if k else vector
    if not k:
        return Found(text, notes, vector, ())
    try:
        hits = retrieve(view, text, sought, k, sources, near)
    except VectorsError as error:
        hits = retrieve(view, text, None, k, sources, near)
        notes = (*notes, f"Searching by words only. {error}")
    return Found(text, notes, vector, with_named_rows(view, text, widened(view, hits)))
