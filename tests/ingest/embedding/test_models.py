"""The default model's vectors are those that sentence-transformers gives, faster; others come by name or path."""

import shutil
import socket
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.embedding.encoder import Encoder
from ingest.embedding.minilm import MiniLM
from ingest.embedding.model_files import DEFAULT_MODEL, check_weights, model_folder
from ingest.embedding.models import load_embeddings, token_model
from ingest.embedding.sentence_transformer import SentenceTransformerEmbeddings
from ingest.errors import ModelError
from ingest.load import load
from ingest.text.splitting import split
from tests.conftest import ARTICLE

TEXTS = [passage.embedded for passage in split(load(ARTICLE, ARTICLE.parent))] + ["short", "ä 🙂 漢字", "x " * 600]


@pytest.fixture(scope="module")
def reference() -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder()), device="cpu")
    return model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)


@pytest.mark.slow
def test_passages_have_the_vectors_of_sentence_transformers_but_for_rounding(reference: np.ndarray) -> None:
    found = load_embeddings().encode_passages(TEXTS)
    assert found.shape == reference.shape == (len(TEXTS), 384)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert (found * reference).sum(axis=1).min() > 0.98


@pytest.mark.slow
def test_questions_have_exactly_its_vectors(reference: np.ndarray) -> None:
    found = np.stack([load_embeddings().encode_question(text) for text in TEXTS])
    np.testing.assert_allclose(found, reference, atol=2e-5)


def test_it_is_what_langchain_calls_embeddings() -> None:
    model = load_embeddings()
    assert len(model.embed_documents(["a", "b"])) == 2
    assert model.embed_query("a") == pytest.approx(model.encode_question("a").tolist())


def test_tokens_stand_for_the_characters_that_they_say() -> None:
    states, places = token_model().encode_tokens(["Hello, world"])[0]
    assert states.shape == (3, 384)
    assert places.tolist() == [[0, 5], [5, 6], [7, 12]]


def test_common_words_are_known_and_slips_are_not() -> None:
    assert token_model().knows("defense")
    assert not token_model().knows("hegsteh")


def test_weights_are_checked_against_the_published_hash(tmp_path: Path) -> None:
    check_weights(model_folder())
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(model_folder() / name, tmp_path)
    with pytest.raises(ModelError, match="Cannot read the model"):
        MiniLM(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ModelError, match="is not the published one"):
        MiniLM(tmp_path)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.embedding.model_files.PACKAGE", "no-such-package")
    with pytest.raises(ModelError, match="pip install no-such-package"):
        model_folder()


def test_another_model_is_loaded_by_path_and_an_unknown_one_is_refused() -> None:
    model = SentenceTransformerEmbeddings(str(model_folder()))
    assert model.dimension == 384
    ours = load_embeddings(DEFAULT_MODEL).encode_question("tea")
    np.testing.assert_allclose(model.encode_question("tea"), ours, atol=2e-5)
    np.testing.assert_allclose(model.encode_passages(["tea"])[0], ours, atol=2e-5)
    with pytest.raises(ModelError, match="FOOTNOTE_EMBEDDING_MODEL"):
        SentenceTransformerEmbeddings("./no/such/model")


def test_the_default_model_connects_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests have left running may."""
    here, connect = threading.get_ident(), socket.socket.connect

    def refused(own: socket.socket, address: Any) -> None:
        assert threading.get_ident() != here, "a connection"
        connect(own, address)

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert MiniLM(model_folder()).encode_question("tea").shape == (384,)


def test_slices_that_are_embedded_side_by_side_have_exactly_the_vectors_they_have_alone() -> None:
    import torch

    model, threads = load_embeddings(), torch.get_num_threads()
    slices = [TEXTS[at : at + 4] for at in range(0, len(TEXTS), 4)]
    found = list(model.encode_slices(slices))
    assert [rows.tolist() for rows in found] == [model.encode_passages(texts).tolist() for texts in slices]
    assert torch.get_num_threads() == threads


def test_a_question_is_encoded_once_for_its_vector_and_its_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    model = MiniLM(model_folder())
    vector = model.encode_question("When is green tea steamed?")
    monkeypatch.setattr(Encoder, "tokens", lambda *_: pytest.fail("encoded again"))
    states, places = model.encode_question_tokens("When is green tea steamed?")
    assert len(states) == len(places) == 6
    assert model.encode_question("When is green tea steamed?").tolist() == vector.tolist()
