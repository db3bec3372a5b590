"""Other embedding models: any of sentence-transformers, or LangChain Embeddings by a dotted path; and switching."""

import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import TOWNS, Make
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from bot.chat import Bot
from ingest.embed import DEFAULT_MODEL, load_embeddings, unit
from ingest.errors import IndexUnusableError, ModelError
from ingest.settings import IngestSettings
from ingest.sync import sync
from ingest.verify import verify


class Failing(DeterministicFakeEmbedding):
    """Its server is gone."""

    size: int = 24

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise RuntimeError("the server is gone")


class Zero(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[0.0] * 4 for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float("nan")] * 4


def make_small() -> Embeddings:
    return DeterministicFakeEmbedding(size=24)


def no_embeddings() -> str:
    return "x"


HERE = __name__


@pytest.fixture(autouse=True)
def _importable() -> None:
    assert HERE in sys.modules


def test_embeddings_by_a_dotted_path_answer_and_their_vectors_are_unit_length(tmp_path: Path, synced: Make) -> None:
    name = f"{HERE}:make_small"
    settings = synced(TOWNS, embedding_model=name)
    bot = Bot.open(settings.index_folder, embedding_model=name, documents=settings.documents_folder)
    assert "83" in bot.ask("How tall is the Stump in Boston?").text
    assert bot.ask("Summarize the documents about Boston").kind in ("summary", "declined")
    assert bot.search("green tea", 3)
    bot.close()
    assert verify(settings) == ()
    assert load_embeddings(name).encode_passages(["a", "b"]).shape == (2, 24)
    assert np.linalg.norm(load_embeddings(name).encode_question("a")) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no_such_module:make", "Cannot make the embeddings"),
        (f"{HERE}:absent", "Cannot make the embeddings"),
        (f"{HERE}:no_embeddings", "not LangChain Embeddings"),
    ],
)
def test_a_dotted_path_that_gives_none_is_one_line(name: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        load_embeddings(name)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([[0.0, 0.0]], "zero"), ([[float("nan"), 1.0]], "zero"), ([[1.0], [1.0]], "shape"), ([1.0, 2.0], "shape"),
        ([[1.0, 2.0, 3.0]], "of 3 numbers"), ([["a", "b"]], "something else"),
    ],
)  # fmt: skip
def test_vectors_that_are_none_are_refused(rows: object, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        unit(rows, 1, 2, "model")


def test_a_model_that_fails_leaves_the_old_index_serving_and_a_running_bot_follows_a_switch(synced: Make) -> None:
    settings = synced(TOWNS)
    bot = Bot.open(settings.index_folder, documents=settings.documents_folder)
    before = bot.search("How tall is the Stump?", 1)
    for name, said in (
        (f"{HERE}:Failing", "the server is gone"),
        (f"{HERE}:Zero", "zero"),
        ("./no/model", "Cannot load"),
    ):
        other = IngestSettings(documents=settings.documents_folder, embedding_model=name)
        with pytest.raises(IndexUnusableError, match="--rebuild"):
            sync(other)
        with pytest.raises(ModelError, match=said):
            sync(other, rebuild=True)
        assert bot.search("How tall is the Stump?", 1) == before
    sync(settings)
    assert verify(settings) == ()
    name = f"{HERE}:make_small"
    sync(IngestSettings(documents=settings.documents_folder, embedding_model=name), rebuild=True)
    assert "83" in bot.ask("How tall is the Stump in Boston?").text
    with bot.index.reading() as view:
        assert view.embedding_model == name != DEFAULT_MODEL
    bot.close()


def test_a_model_that_has_changed_under_its_name_is_one_line(synced: Make) -> None:
    name = f"{HERE}:make_small"
    settings = synced(TOWNS, embedding_model=name)
    bot = Bot.open(settings.index_folder, embedding_model=name)
    with bot.index.reading() as view, pytest.raises(ModelError, match="--rebuild"):
        view.dense(np.ones(8, dtype=np.float32), 3)
    bot.close()


def test_a_citation_tells_how_old_its_source_is(synced: Make) -> None:
    settings = synced(
        {"a.md": "---\nauthor: Ann Lee\ndate: 2024-03-02\n---\n# Stump\n\nThe Stump in Boston is 83 metres tall.\n"}
    )
    bot = Bot.open(settings.index_folder, documents=settings.documents_folder)
    (citation,) = bot.ask("How tall is the Stump in Boston?").citations
    assert (citation.author, citation.date, citation.dated) == ("Ann Lee", "2024-03-02", "2 March 2024")
    bot.close()
