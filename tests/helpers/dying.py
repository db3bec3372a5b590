"""Embeddings of a user's own, as FOOTNOTE_EMBEDDING_MODEL takes them: one whose process dies, one that takes its time."""

import os
import signal
import time

from langchain_core.embeddings import Embeddings


class Dying(Embeddings):
    """Its process is killed at a word, as for lack of memory."""

    def embed_query(self, text: str) -> list[float]:
        if "doomed" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return [1.0, float(len(text))]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


class Slow(Embeddings):
    """It takes a minute for each call."""

    def embed_query(self, text: str) -> list[float]:
        time.sleep(60)
        return [1.0, 0.0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        print("embedding", os.getpid(), flush=True)
        return [self.embed_query(texts[0])] * len(texts)
