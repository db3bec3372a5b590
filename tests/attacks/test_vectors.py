"""Files of the graph of vectors that were cut, emptied or lost: found by `--verify`, and said where words alone search."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat import Bot
from bot.retrieval.retriever import look_up
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.helpers import cheap

FILES = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin", "index_metadata.pickle")
DAMAGE: dict[str, Callable[[Path], None]] = {
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut by a byte": lambda path: os.truncate(path, path.stat().st_size - 1),
    "emptied": lambda path: os.truncate(path, 0),
    "missing": Path.unlink,
}
ASKED = "How many tons did mill 77 grind?"


@pytest.fixture(scope="module")
def mills(tmp_path_factory: pytest.TempPathFactory) -> IngestSettings:
    """An index beyond the thousand vectors from which on Chroma writes its graph."""
    folder = tmp_path_factory.mktemp("mills") / "docs"
    folder.mkdir()
    text = "\n\n".join(f"Mill {at}\n\nMill {at} ground {at * 7} tons of wheat in its best year." for at in range(3100))
    (folder / "mills.txt").write_text(text, encoding="utf-8")
    settings = IngestSettings(documents=folder, embedding_model=cheap.NAME, passage_tokens=40)
    assert sync(settings).passages > 1000
    assert list(settings.index_folder.glob("stores-*/chroma/*/index_metadata.pickle"))
    return settings


@pytest.fixture
def copy(mills: IngestSettings, tmp_path: Path) -> IngestSettings:
    """A copy of it that may be damaged."""
    shutil.copytree(mills.index_folder, tmp_path / "index")
    return mills.model_copy(update={"index": tmp_path / "index"})


def segment(settings: IngestSettings) -> Path:
    return next(settings.index_folder.glob("stores-*/chroma/*/header.bin")).parent


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("file", FILES)
def test_damage_to_the_graph_is_said_and_words_go_on_searching(file: str, how: str, copy: IngestSettings) -> None:
    DAMAGE[how](segment(copy) / file)
    with closing(Index(copy.index_folder, copy)) as index, index.reading() as view:
        found = look_up(view, ASKED, 5)
    assert [hit for hit in found.hits if "Mill 77 " in hit.passage.text]
    assert found.notes
    assert found.notes[-1].startswith("Searching by words only. ")
    assert file in found.notes[-1]
    assert "`python -m ingest --rebuild`" in found.notes[-1]


@pytest.mark.parametrize(("file", "how"), [(FILES[1], "cut by a byte"), (FILES[3], "emptied"), (FILES[4], "missing")])
def test_verify_finds_damage_to_the_graph(file: str, how: str, copy: IngestSettings) -> None:
    DAMAGE[how](segment(copy) / file)
    assert any(file in line and "--rebuild" in line for line in verify(copy))


def test_a_lost_graph_is_in_the_notes_of_an_answer_until_it_is_back(copy: IngestSettings, tmp_path: Path) -> None:
    lost = segment(copy)
    shutil.move(lost, tmp_path / "lost")
    with closing(Bot.open(copy.index_folder, embedding_model=cheap.NAME)) as bot:
        answer = bot.ask(ASKED)
        assert any("Searching by words only" in note for note in answer.notes)
        assert bot.search(ASKED)
        shutil.move(tmp_path / "lost", lost)
        assert not any("Searching by words only" in note for note in bot.ask(ASKED).notes)
