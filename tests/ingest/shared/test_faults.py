"""A shared index that is missing, foreign or damaged is one clear line, and a cache mends itself."""

import errno
import time
from uuid import uuid4

import pytest

from bot.chat import Bot
from ingest.errors import FootnoteError, IndexUnusableError, StorageError
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.shared.shared_index import shared_index
from ingest.stores.manifest import Manifest
from ingest.stores.server import Server, client
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Machine, Write, found


@pytest.mark.slow
def test_a_full_disk_of_a_bot_is_said_and_not_passed_over(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = machine("a"), machine("b")
    sync(a)
    index = Index(b.index_folder, b)
    (a.documents_folder / "tea.txt").unlink()
    sync(a)
    time.sleep(1.0)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("ingest.shared.cache._bring", full)
        with pytest.raises(StorageError, match="No space left on device.*Free some space"), index.reading():
            pass
    time.sleep(1.0)
    with index.reading() as view:
        assert view.count()[0] == 2
    index.close()


def test_no_index_on_the_server_says_how_to_make_one_and_opening_makes_none(machine: Machine) -> None:
    a = machine("a")
    for what in (lambda: Index(a.index_folder, a), lambda: Bot.from_folder(index=a.index_folder)):
        with pytest.raises(
            IndexUnusableError, match=rf"There is no index '{a.chroma_collection}' on .*`python -m ingest`"
        ):
            what()
    assert not [
        one for one in client(Server(str(a.chroma_url), "x")).list_collections() if a.chroma_collection in one.name
    ]


def test_documents_of_another_folder_are_refused_unless_it_is_a_rebuild(machine: Machine, write: Write) -> None:
    a = machine("a")
    sync(a)
    other = IngestSettings(documents=write({"x.txt": "Something else is here."}, "other"), index=a.index_folder)
    with pytest.raises(IndexUnusableError, match="it belongs to another folder.*FOOTNOTE_CHROMA_COLLECTION.*--rebuild"):
        sync(other)
    assert verify(a) == ()
    assert sync(other, rebuild=True).documents == 1


def test_a_folder_is_the_cache_of_one_index_or_an_index_itself(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = machine("a")
    sync(a)
    with monkeypatch.context() as patched:
        patched.delenv("FOOTNOTE_CHROMA_URL")
        alone = IngestSettings(documents=a.documents_folder, index=a.index_folder)
        for what in (lambda: sync(alone), lambda: Index(alone.index_folder, alone)):
            with pytest.raises(IndexUnusableError, match=rf"is the cache of the index '{a.chroma_collection}' on http"):
                what()
        own = alone.model_copy(update={"index": a.index_folder.with_name("own")})
        sync(own)
    with pytest.raises(IndexUnusableError, match="holds an index of its own"):
        Index(own.index_folder, a)
    other = a.model_copy(update={"chroma_collection": f"t{uuid4().hex}"})
    sync(other.model_copy(update={"index": a.index_folder.with_name("third")}))
    with pytest.raises(IndexUnusableError, match=rf"is the cache of the index '{a.chroma_collection}' on"):
        Index(a.index_folder, other)


@pytest.mark.parametrize("damage", ["manifest", "words", "layout"])
def test_a_damaged_cache_is_made_anew(machine: Machine, damage: str) -> None:
    import sqlite3
    from shutil import rmtree

    a = machine("a")
    sync(a)
    if damage == "manifest":
        for path in a.index_folder.glob("manifest.sqlite*"):
            path.write_bytes(b"not a database" * 500)
    elif damage == "layout":
        db = sqlite3.connect(a.index_folder / "manifest.sqlite")
        db.execute("UPDATE meta SET value = '0' WHERE key = 'layout'")
        db.commit()
        db.close()
    else:
        rmtree(next(a.index_folder.glob("stores-*")))
    index = Index(a.index_folder, a)
    assert found(index, "green tea")[0] == "tea.txt"
    with index.reading() as view:
        assert view.lexical("railway works", 3)[0].passage.source == "towns/ashford.txt"
    index.close()
    assert verify(a) == ()


def test_an_index_that_the_server_has_lost_and_that_is_made_again_replaces_the_cache(machine: Machine) -> None:
    a = machine("a")
    sync(a)
    shared = shared_index(a)
    assert shared is not None
    there = client(shared.server)
    for one in there.list_collections():
        if one.name.startswith(a.chroma_collection):
            there.delete_collection(one.name)
    with pytest.raises(FootnoteError, match="There is no index"):
        Index(a.index_folder, a)
    assert sync(a).plan.add == tuple(sorted(TOWNS))
    assert verify(a) == ()


def test_verify_finds_a_document_that_the_server_has_lost_and_a_rebuild_mends_it(machine: Machine) -> None:
    a = machine("a")
    sync(a)
    shared = shared_index(a)
    assert shared is not None
    blobs = shared._records.blobs()
    with Manifest(a.index_folder / "manifest.sqlite").reading() as snapshot:
        name = snapshot.records()["tea.txt"]
    shared._records.remove(blobs[name])
    assert any("lost some of its documents" in line for line in verify(a))
    with pytest.raises(IndexUnusableError, match="lost some of its documents.*--rebuild"):
        Index(machine("b").index_folder, machine("b"))
    sync(a, rebuild=True)
    assert verify(a) == ()
    assert verify(machine("b")) == ()
