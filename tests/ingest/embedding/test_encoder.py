"""The encoder's arithmetic: a text has the same vectors whatever is encoded with it, near the exact ones."""

import os
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.torch import load_file

from ingest.embedding.arithmetic import FAST, Arithmetic
from ingest.embedding.encoder import Encoder
from ingest.embedding.model_files import model_folder

IDS = [[101, *range(2000, 2000 + size), 102] for size in (0, 1, 14, 15, 59, 60, 61, 124, 125, 126, 127, 253, 254)]


INTEGERS: Arithmetic = "int8" if "x86" in torch.backends.quantized.supported_engines else FAST


OTHERS = [pytest.param(one, marks=pytest.mark.slow) for one in sorted({"float32", INTEGERS} - {FAST})]


@pytest.fixture(scope="module", params=[FAST, *OTHERS])
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


@settings(max_examples=20)
@given(st.lists(st.sampled_from(range(len(IDS))), min_size=1, max_size=6))
def test_a_text_has_the_same_vectors_bit_for_bit_whatever_is_encoded_with_it(
    encoder: Encoder, alone: list[tuple[list[list[float]], NDArray[np.float32]]], some: list[int]
) -> None:
    ids, seconds = [IDS[one] for one in some], [len(IDS[one]) // 2 for one in some]
    for one, states, vector in zip(some, encoder.tokens(ids, seconds), encoder.vectors(ids), strict=True):
        states_alone, vector_alone = alone[one]
        assert states.shape == (len(IDS[one]), 384)
        assert states.tolist() == states_alone
        assert vector.tolist() == vector_alone.tolist()


def test_fast_arithmetic_comes_near_the_exact_one() -> None:
    weights = load_file(model_folder() / "model.safetensors")
    exact = Encoder(weights, heads=12).vectors(IDS)
    fast = Encoder(weights, heads=12, arithmetic=FAST).vectors(IDS)
    assert (exact * fast).sum(axis=1).min() > 0.98


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
