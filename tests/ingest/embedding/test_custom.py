"""Other embedding models: any of sentence-transformers, or LangChain Embeddings by a dotted path; and switching."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from bot.chat import Bot
from ingest.embedding.base import unit
from ingest.embedding.model_files import DEFAULT_MODEL, model_folder
from ingest.embedding.models import load_embeddings
from ingest.errors import IndexUnusableError, ModelError
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import ROOT, TOWNS, Make, state


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


def test_a_model_that_fails_leaves_the_old_index_serving_and_a_running_bot_follows_a_switch(
    synced: Make, tiny: Path
) -> None:
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
    name = str(tiny)
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


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A real model of sentence-transformers, with random weights, 16 numbers a vector, and prompts of its own."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel, set_seed

    set_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(model_folder())
    BertModel(
        BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=256,
        )
    ).save_pretrained(tmp_path / "body")
    tokenizer.save_pretrained(tmp_path / "body")
    body = Transformer(str(tmp_path / "body"))
    prompts = {"query": "question: ", "document": "text: "}
    SentenceTransformer(modules=[body, Pooling(16)], prompts=prompts, device="cpu").save(str(tmp_path / "tiny"))
    return tmp_path / "tiny"


def test_a_sentence_transformers_model_is_given_its_own_prompts(tiny: Path, synced: Make) -> None:
    from sentence_transformers import SentenceTransformer

    model, raw = load_embeddings(str(tiny)), SentenceTransformer(str(tiny), device="cpu")
    assert raw.prompts == {"query": "question: ", "document": "text: "}

    def plain(text: str) -> np.ndarray:
        return raw.encode([text], prompt="", normalize_embeddings=True, show_progress_bar=False)[0]

    np.testing.assert_allclose(model.encode_question("green tea"), plain("question: green tea"), atol=1e-5)
    np.testing.assert_allclose(model.encode_passages(["green tea"])[0], plain("text: green tea"), atol=1e-5)
    assert abs(model.encode_question("green tea") - plain("green tea")).max() > 1e-3
    settings = synced(TOWNS, embedding_model=str(tiny))
    bot = Bot.open(settings.index_folder, embedding_model=str(tiny), documents=settings.documents_folder)
    assert "83" in bot.ask("How tall is the Stump in Boston?").text
    with bot.index.reading() as view:
        (hit, *_) = view.dense(model.encode_question("green tea"), 1)
    passage = model.encode_passages([hit.passage.embedded])[0]
    assert hit.score == pytest.approx(float(passage @ model.encode_question("green tea")), abs=1e-4)
    assert verify(settings) == ()
    bot.close()


HALFWAY = """
import os, signal
from langchain_core.embeddings import DeterministicFakeEmbedding
class Ending(DeterministicFakeEmbedding):
    size: int = 24
    asked: int = 0
    def embed_documents(self, texts):
        self.asked += 1
        if self.asked == 2 and os.environ.get("ENDING") == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.asked == 2 and os.environ.get("ENDING"):
            raise RuntimeError("the quota is used up")
        return super().embed_documents(texts)
"""

# More passages than are embedded at a time.
MANY = {"mills.md": "\n\n".join(f"# Mill {at}\n\nIt ground {at + 7} tons of wheat." for at in range(200))}


@pytest.mark.slow
def test_a_switch_that_ends_half_way_leaves_the_old_index_serving_and_is_made_good_by_the_next(
    synced: Make, tmp_path: Path
) -> None:
    settings = synced(TOWNS | MANY)
    bot = Bot.open(settings.index_folder, documents=settings.documents_folder)
    asked, documents = "How tall is the Stump in Boston?", state(settings)
    before = bot.search(asked, 3)
    (tmp_path / "halfway.py").write_text(HALFWAY, encoding="utf-8")

    def rebuild(ending: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(tmp_path), str(ROOT)])
        chosen = {"PYTHONPATH": path, "FOOTNOTE_EMBEDDING_MODEL": "halfway:Ending", "ENDING": ending}
        command = [sys.executable, "-m", "ingest", str(settings.documents_folder), "--rebuild"]
        return subprocess.run(command, env={**os.environ, **chosen}, capture_output=True, text=True, check=False)

    failed = rebuild("raise")
    assert failed.returncode == 2
    assert "the quota is used up" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert bot.search(asked, 3) == before
    assert rebuild("kill").returncode == -signal.SIGKILL
    assert bot.search(asked, 3) == before
    with bot.index.reading() as view:
        assert view.embedding_model == DEFAULT_MODEL
    assert state(settings) == documents
    assert verify(settings) == ("A run was interrupted; `python -m ingest` finishes it.",)
    assert rebuild("").returncode == 0
    assert len(list(settings.index_folder.glob("s*-*"))) == 1  # nothing is left of the halves, nor of the old index
    with pytest.raises(IndexUnusableError, match="made with the embedding model 'halfway:Ending'"):
        bot.ask(asked)  # what an index names is no reason to run it
    bot.close()
    sys.path.append(str(tmp_path))
    try:
        bot = Bot.open(settings.index_folder, documents=settings.documents_folder, embedding_model="halfway:Ending")
        assert "83" in bot.ask(asked).text
    finally:
        sys.path.remove(str(tmp_path))
    bot.close()
