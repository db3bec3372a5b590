"""Damage to the manifest, the words and the graph of vectors is said in one line; an index is never made by opening it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import ingest.__main__ as command
from ingest.console import run
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.stores.lexical import Lexical
from ingest.stores.manifest import Manifest
from ingest.stores.opening import stores_folder
from ingest.stores.vectors import Vectors
from ingest.stores.writer import manifest_for
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Make, Write
from tests.helpers import cheap


def store_of(index: Path) -> Path:
    (folder,) = index.glob("stores-*")
    return folder


def tell(index: Path, statement: str) -> None:
    with closing(sqlite3.connect(index / "manifest.sqlite")) as db, db:
        db.execute(statement)


def halve(pattern: str) -> Callable[[Path], None]:
    def damage(index: Path) -> None:
        for path in list(index.glob(pattern)):
            os.truncate(path, path.stat().st_size // 2)

    return damage


def half_deleted(index: Path) -> None:
    shutil.rmtree(store_of(index) / "words")
    next(index.glob("stores-*/chroma/chroma.sqlite3")).unlink()


DAMAGE = {
    "a passage is gone": (
        lambda index: tell(index, "DELETE FROM passages WHERE source = 'tea.txt'"),
        "tea.txt: its passages are not those of its text",
    ),
    "a passage is named for another text": (
        lambda index: tell(index, "UPDATE passages SET vector_id = 'stray' WHERE source = 'tea.txt'"),
        "tea.txt: passages are named for other texts",
    ),
    "a document has the hash of another file": (
        lambda index: tell(index, "UPDATE documents SET sha256 = 'f' WHERE source = 'tea.txt'"),
        "0 new, 1 changed, 0 removed",
    ),
    "half of the manifest": (halve("manifest.sqlite"), "damaged"),
    "half deleted": (half_deleted, "vectors or words are gone"),
    "half of the word index": (halve("stores-*/words/*"), "damaged"),
    "half of the words' segments": (halve("stores-*/words/*.[a-z]*[!n]"), "damaged"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_said_with_exit_code_1_and_a_rebuild_mends_it(
    name: str, synced: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = synced(TOWNS)
    assert verify(settings) == ()
    damage, line = DAMAGE[name]
    damage(settings.index_folder)
    assert run(command.app, [str(settings.documents_folder), "--verify"]) == 1
    said = capsys.readouterr()
    assert line in said.out
    assert said.err == ""
    sync(settings, rebuild=True)
    assert verify(settings) == ()
    assert sync(settings).plan.empty


@pytest.mark.slow
@pytest.mark.parametrize("file", ["data_level0.bin", "header.bin", "length.bin", "index_metadata.pickle"])
def test_damage_to_the_graph_of_a_larger_index_is_found(file: str, large: IngestSettings, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(large.index_folder, index)
    os.truncate(next(index.glob(f"stores-*/chroma/*/{file}")), 0)
    wrong = verify(large.model_copy(update={"index": index}))
    assert wrong
    assert all("--rebuild" in line for line in wrong)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> IngestSettings:
    """An index beyond the thousand vectors from which on Chroma writes its graph."""
    folder = tmp_path_factory.mktemp("large") / "docs"
    folder.mkdir()
    for at in range(1010):
        (folder / f"{at}.txt").write_text(f"Mill {at} ground {at * 7} tons.", encoding="utf-8")
    settings = IngestSettings(documents=folder)
    sync(settings)
    assert verify(settings) == ()
    return settings


@pytest.mark.parametrize("part", ["", "chroma", "words"])
def test_an_index_without_its_stores_is_neither_read_nor_synced_as_if_it_were_empty(synced: Make, part: str) -> None:
    settings = synced(TOWNS)
    shutil.rmtree(store_of(settings.index_folder) / part)
    for attempt in (lambda: Index(settings.index_folder, settings), lambda: sync(settings)):
        (settings.documents_folder / "new.txt").write_text("Something new.")
        with pytest.raises(Exception, match="has lost its vectors or words. Run `python -m ingest --rebuild`"):
            attempt()


def test_a_manifest_that_was_only_begun_is_made_anew(synced: Make) -> None:
    settings = synced(TOWNS)
    index = settings.index_folder
    shutil.rmtree(index)
    index.mkdir()
    (index / "new.sqlite").write_bytes(b"half a page")
    (index / "manifest.sqlite-wal").write_bytes(b"of another manifest")
    assert sync(settings).documents == 3
    assert verify(settings) == ()


def damage_vectors(folder: Path, settings: IngestSettings) -> None:
    vectors = Vectors(folder / "chroma")
    vectors.delete(sorted(vectors.ids())[:1])
    vectors.close()


def exchange_vectors(folder: Path, settings: IngestSettings) -> None:
    vectors = Vectors(folder / "chroma")
    names, rows = vectors.get(sorted(vectors.ids()))
    vectors.add(names, np.roll(rows, 1, axis=0))
    vectors.close()


def damage_words(folder: Path, settings: IngestSettings) -> None:
    words = Lexical(folder / "words")
    words.change(sorted(words.ids())[:1], [("0" * 32, "stray words", "stray words")])


def exchange_words(folder: Path, settings: IngestSettings) -> None:
    words = Lexical(folder / "words")
    words.change((), [(name, "something else", "something else") for name in sorted(words.ids())])


def change_a_passage(folder: Path, settings: IngestSettings) -> None:
    with sqlite3.connect(settings.index_folder / "manifest.sqlite") as db:
        db.execute("UPDATE passages SET text = 'x' || text WHERE source = 'tea.txt'")
    db.close()


def change_a_document(folder: Path, settings: IngestSettings) -> None:
    with sqlite3.connect(settings.index_folder / "manifest.sqlite") as db:
        db.execute("UPDATE documents SET text = replace(text, '80', '90') WHERE source = 'tea.txt'")
        db.execute("UPDATE passages SET text = replace(text, '80', '90') WHERE source = 'tea.txt'")
    db.close()


def break_a_page(folder: Path, settings: IngestSettings) -> None:
    path = settings.index_folder / "manifest.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    data = bytearray(path.read_bytes())
    data[-4096:] = b"\xff" * 4096
    path.write_bytes(data)


def lose_the_stores(folder: Path, settings: IngestSettings) -> None:
    shutil.rmtree(folder)


def cut_chroma(folder: Path, settings: IngestSettings) -> None:
    path = folder / "chroma" / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:5000])


def lose_the_manifest(folder: Path, settings: IngestSettings) -> None:
    (settings.index_folder / "manifest.sqlite").unlink()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (damage_vectors, "1 of 4 passages are missing from the vector index"),
        (exchange_vectors, "has the vector of another text"),
        (damage_words, "1 superseded passages are left in the word index"),
        (exchange_words, "is not found by its words"),
        (change_a_passage, "is not what stands there"),
        (change_a_document, "the index holds another text than the file"),
        (break_a_page, "damaged"),
        (lose_the_stores, "The vectors or words are gone"),
        (cut_chroma, "damaged"),
        (lose_the_manifest, "its manifest is missing"),
    ],
)
def test_whatever_is_wrong_is_found_and_a_rebuild_mends_it(
    write: Write, damage: Callable[[Path, IngestSettings], None], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = IngestSettings(documents=write(TOWNS), embedding_model=cheap.NAME)
    sync(settings)
    assert verify(settings) == ()
    _, meta = manifest_for(settings)
    damage(stores_folder(settings.index_folder, meta), settings)
    lines = verify(settings)
    assert any(said in line for line in lines), lines
    assert all(line.count("\n") == 0 for line in lines)
    sync(settings, rebuild=True)
    assert verify(settings) == ()


def test_an_open_reader_goes_over_to_an_index_that_was_made_anew(synced: Make) -> None:
    settings = synced(TOWNS)
    (settings.documents_folder / "tea.txt").unlink()
    sync(settings)
    index = Index(settings.index_folder, settings)
    tell(settings.index_folder, "UPDATE meta SET value = '2' WHERE key = 'layout'")
    with Manifest(settings.index_folder / "manifest.sqlite").reading() as snapshot:
        assert snapshot.meta()["generation"] == "2"
    sync(settings, rebuild=True)  # its generation is 1 again
    with index.reading() as view:
        assert view.generation == 1
        assert view.lexical("Boston", 1)
    index.close()
