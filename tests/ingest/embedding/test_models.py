"""The default model's vectors are those that sentence-transformers gives, faster; others come by name or path."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.torch import load_file

from ingest.embedding.arithmetic import FAST, Arithmetic
from ingest.embedding.encoder import Encoder
from ingest.embedding.minilm import MiniLM
from ingest.embedding.model_files import DEFAULT_MODEL, check_weights, model_folder
from ingest.embedding.models import load_embeddings, token_model
from ingest.embedding.sentence_transformer import SentenceTransformerEmbeddings
from ingest.errors import ModelError
from ingest.load import load
from ingest.text.splitting import split
from tests.conftest import ARTICLE

IDS = [[101, *range(2000, 2000 + size), 102] for size in (0, 1, 14, 15, 59, 60, 61, 124, 125, 126, 127, 253, 254)]
TEXTS = [passage.embedded for passage in split(load(ARTICLE, ARTICLE.parent))] + ["short", "ä 🙂 漢字", "x " * 600]


@pytest.fixture(scope="module")
def reference() -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder()), device="cpu")
    return model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)


def test_passages_have_the_vectors_of_sentence_transformers_but_for_rounding(reference: np.ndarray) -> None:
    found = load_embeddings().encode_passages(TEXTS)
    assert found.shape == reference.shape == (len(TEXTS), 384)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert (found * reference).sum(axis=1).min() > 0.98


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
    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert MiniLM(model_folder()).encode_question("tea").shape == (384,)


def test_slices_that_are_embedded_side_by_side_have_exactly_the_vectors_they_have_alone() -> None:
    import torch

    model, threads = load_embeddings(), torch.get_num_threads()
    slices = [TEXTS[at : at + 4] for at in range(0, len(TEXTS), 4)]
    found = list(model.encode_slices(slices))
    assert [rows.tolist() for rows in found] == [model.encode_passages(texts).tolist() for texts in slices]
    assert torch.get_num_threads() == threads


@pytest.fixture(scope="module", params=sorted({"float32", FAST, "int8"}))
def encoder(request: pytest.FixtureRequest) -> Encoder:
    arithmetic: Arithmetic = request.param
    return Encoder(load_file(model_folder() / "model.safetensors"), heads=12, arithmetic=arithmetic)


@pytest.fixture(scope="module")
def alone(encoder: Encoder) -> list[tuple[list[list[float]], NDArray[np.float32]]]:
    """What each of `IDS` has when it is encoded by itself: of its tokens, and its vector."""
    return [
        (encoder.tokens([ids], [len(ids) // 2])[0].tolist(), encoder.vectors([ids])[0])  # its second half is another
        for ids in IDS
    ]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(range(len(IDS))), min_size=1, max_size=6))
def test_a_text_has_the_same_vectors_bit_for_bit_whatever_is_encoded_with_it(
    encoder: Encoder, alone: list[tuple[list[list[float]], NDArray[np.float32]]], some: list[int]
) -> None:
    ids, seconds = [IDS[one] for one in some], [len(IDS[one]) // 2 for one in some]
    for one, states, vector in zip(some, encoder.tokens(ids, seconds), encoder.vectors(ids), strict=True):
        states_alone, vector_alone = alone[one]
        assert states.shape == (len(IDS[one]), 384)
        assert states.tolist() == states_alone
        if encoder.arithmetic == "int8":  # its steps are those of the texts that are taken together
            assert vector @ vector_alone > 0.98
        else:
            assert vector.tolist() == vector_alone.tolist()


def test_fast_arithmetic_comes_near_the_exact_one() -> None:
    weights = load_file(model_folder() / "model.safetensors")
    exact = Encoder(weights, heads=12).vectors(IDS)
    fast = Encoder(weights, heads=12, arithmetic=FAST).vectors(IDS)
    assert (exact * fast).sum(axis=1).min() > 0.98


def test_a_question_is_encoded_once_for_its_vector_and_its_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    model = MiniLM(model_folder())
    vector = model.encode_question("When is green tea steamed?")
    monkeypatch.setattr(Encoder, "tokens", lambda *_: pytest.fail("encoded again"))
    states, places = model.encode_question_tokens("When is green tea steamed?")
    assert len(states) == len(places) == 6
    assert model.encode_question("When is green tea steamed?").tolist() == vector.tolist()


FORK = """
import os
from ingest.embedding.models import load_embeddings
texts = ["Green tea is steamed.", "Black tea is oxidized."]
before = load_embeddings().encode_passages(texts).tolist()
if child := os.fork():
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
assert load_embeddings().encode_passages(texts).tolist() == before
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.slow
def test_a_server_may_fork_after_it_has_encoded() -> None:
    # What loads other models turns this on for good, and then the tokenizers' own threads do not survive a fork.
    environment = {name: value for name, value in os.environ.items() if name != "TOKENIZERS_PARALLELISM"}
    subprocess.run([sys.executable, "-c", FORK], env=environment, timeout=60, check=True)
