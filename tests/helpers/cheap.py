"""Embeddings that cost nothing, named by the setting as a user's own are: where the model is not what is tested."""

from langchain_core.embeddings import DeterministicFakeEmbedding

HASHED = DeterministicFakeEmbedding(size=32)
NAME = f"{__name__}:HASHED"
