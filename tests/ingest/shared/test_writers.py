"""Several machines write to an index on a Chroma server, and none that dies loses anything."""

import signal
import time

import pytest

from bot.chat import Bot
from ingest.shared.shared_index import open_vectors, shared_index
from ingest.stores.manifest import Manifest
from ingest.stores.server import client
from ingest.sync.purge import purge
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import Machine
from tests.helpers import cheap
from tests.helpers.killing import KILLED
from tests.helpers.machines import SYNC, process, stores


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at", "how"),
    # With the lease just taken; embedding; sending documents; right after the commit; sweeping.
    [*((at, "sync") for at in (194, 507, 718, 788, 806)), *((at, "rebuild") for at in (446, 741, 828))],
)
def test_a_writer_that_is_killed_anywhere_loses_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, at: int, how: str
) -> None:
    a, b = (machine(name, embedding_model=cheap.NAME, passage_tokens=40) for name in "ab")
    sync(a)
    for one in (a, b):
        (one.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
        (one.documents_folder / "towns" / "ashford.txt").rename(one.documents_folder / "old.txt")
    modules = (
        *"sync.sync sync.changes sync.pipeline shared.shared_index shared.generation shared.object_store".split(),
        *"shared.cache shared.lease stores.manifest stores.snapshot".split(),
    )
    monkeypatch.setenv("FOOTNOTE_INDEX", str(a.index_folder))
    with process(KILLED, at, a.documents_folder, cheap.NAME, how, "line", *modules) as killed:
        killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    monkeypatch.setattr("ingest.shared.lease._DEAD", 3.0)
    for one in (b, a):
        sync(one)
        assert verify(one) == ()
        with Manifest(one.index_folder / "manifest.sqlite").reading() as snapshot:
            assert sorted(snapshot.hashes()) == ["old.txt", "tea.txt", "towns/boston.md"]
            assert "Coffee" in snapshot.document("tea.txt").text  # type: ignore[union-attr]


@pytest.mark.slow
def test_two_processes_that_write_at_once_take_turns(machine: Machine) -> None:
    a, b = (machine(name, embedding_model=cheap.NAME) for name in "ab")
    both = [process(SYNC, one.documents_folder, one.index_folder, cheap.NAME) for one in (a, b)]
    outputs = sorted(one.communicate()[0].split() for one in both)
    assert [one.returncode for one in both] == [0, 0]
    assert outputs == [["0", "0"], ["4", "3"]]
    for one in (a, b):
        assert verify(one) == ()


def test_two_machines_with_the_same_documents_do_the_work_once(machine: Machine) -> None:
    a, b = machine("a"), machine("b")
    assert sync(a).embedded == 4
    assert sync(b).plan.empty
    (b.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
    assert sync(b).embedded == 1
    (a.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
    assert sync(a).plan.empty
    for one in (a, b):
        assert verify(one) == ()


def test_a_purge_leaves_nothing_of_what_was_removed_on_the_server(machine: Machine) -> None:
    a, b = machine("a"), machine("b")
    sync(a)
    bot = Bot.open(b.index_folder)
    (a.documents_folder / "tea.txt").unlink()
    sync(a)
    purge(a)
    shared = shared_index(a)
    assert shared is not None
    with Manifest(a.index_folder / "manifest.sqlite").reading() as snapshot:
        assert open_vectors(a, stores(a)).ids() == snapshot.vector_ids()
        assert set(shared._records.blobs()) - set(snapshot.records().values()) == {shared.head().listing}  # type: ignore[union-attr]
    there = [one.name for one in client(shared.server).list_collections() if one.name.startswith(a.chroma_collection)]
    assert sorted(there) == sorted([f"{a.chroma_collection}-documents", f"{a.chroma_collection}-vectors-{stores(a)}"])
    time.sleep(1.0)
    assert "83" in bot.ask("How tall is the Stump in Boston?").text
    assert bot.count()[0] == 2
    assert verify(a) == ()
    bot.close()
