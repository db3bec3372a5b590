"""The cross-encoder scores as its own file does, and a file that is not the published one is refused."""

from pathlib import Path

import numpy as np
import pytest
from onnxruntime import InferenceSession

from ingest.embedding.cross_encoder import CrossEncoder, cross_encoder_file, load_cross_encoder
from ingest.embedding.pairs import as_tokens, pairs
from ingest.embedding.quantized_onnx import bert_weights
from ingest.errors import ModelError

QUESTION = "How high is the lighthouse?"
TEXTS = [
    ("Lighthouses", "The lighthouse of Corran is 41 metres high and was lit in 1811."),
    ("Lighthouses", "The keeper of Corran wrote letters to his sister."),
    ("", "Bread is baked at four."),
]


def test_it_scores_as_the_onnx_file_itself_does() -> None:
    rows = pairs(QUESTION, TEXTS)
    model = load_cross_encoder()
    states = model.states(*as_tokens(rows))
    ours = model.scores_of(states)
    session = InferenceSession(cross_encoder_file(), providers=["CPUExecutionProvider"])
    theirs = []
    for row in rows:
        given = {"input_ids": row.ids, "attention_mask": np.ones_like(row.ids), "token_type_ids": row.segments}
        theirs.append(float(session.run(None, {name: value[None] for name, value in given.items()})[0][0, 0]))
    # The file rounds activations to 8 bits, we do not: a few tenths of log odds that run from -11 to 10.
    assert ours == pytest.approx(theirs, abs=0.8)
    assert ours[0] > 0 > ours[1] > ours[2]


def test_a_file_that_is_not_the_published_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"\x08\x07")
    with pytest.raises(ModelError, match="not the published one"):
        CrossEncoder(tmp_path / "model.onnx")
    with pytest.raises(ModelError, match="Reinstall"):
        CrossEncoder(tmp_path / "missing.onnx")


def test_what_holds_no_such_model_says_so() -> None:
    with pytest.raises(ValueError, match="no BERT"):
        bert_weights(b"")
    with pytest.raises(ValueError, match="no ONNX"):
        bert_weights(b"no protocol buffer at all")
