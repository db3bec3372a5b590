"""Several machines write to an index on a Chroma server: in turns, by a lease, and none that dies loses anything."""

import os
import signal
import threading

import pytest

from ingest.errors import (
    IndexBusyError,
)
from ingest.index import Index
from ingest.shared.lease import leased
from ingest.shared.object_store import ObjectStore
from ingest.shared.shared_index import SharedIndex, open_vectors
from ingest.stores.manifest import Manifest
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import Machine, found
from tests.helpers import cheap
from tests.helpers.machines import SYNC, process, stores
from tests.ingest.sync.test_property import KILLED


def test_a_claim_goes_to_one_of_many_who_make_it_at_once(records: ObjectStore) -> None:
    for number in range(1, 11):
        start, won = threading.Barrier(6), []

        def claim(who: int, number: int = number, start: threading.Barrier = start, won: list[int] = won) -> None:
            start.wait()
            if records.claim("test", number, {"who": who}):
                won.append(who)

        threads = [threading.Thread(target=claim, args=[who]) for who in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert won == [records.newest("test")["who"]]  # type: ignore[index]
        assert not records.claim("test", number, {"who": 9})
    assert not records.claim("test", 3, {"who": 9})


def test_a_second_writer_is_told_who_writes_and_takes_its_turn_after(
    machine: Machine, records: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.shared.lease._WAIT", 3.0)
    with leased(records), pytest.raises(IndexBusyError, match=rf"Process {os.getpid()} on .*Wait until"):
        sync(machine("a"))
    assert sync(machine("a")).documents == 3


@pytest.mark.slow
def test_the_lease_of_a_killed_writer_is_taken_over_and_what_it_left_is_swept(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = machine("a"), machine("b")
    sync(a)
    (a.documents_folder / "new.txt").write_text("Rivers\n\nThe Thames flows through London.\n")
    writer = process(
        "import sys, time; from ingest.sync import sync as s\n"
        "s._Sync._commit = lambda *_: (print('there', flush=True), time.sleep(600))\n" + SYNC,
        *(a.documents_folder, a.index_folder, a.embedding_model),
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "there\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    monkeypatch.setattr("ingest.shared.lease._DEAD", 3.0)
    monkeypatch.setattr("ingest.shared.shared_index._GRACE", 0)
    (b.documents_folder / "tea.txt").unlink()
    assert sync(b).plan.remove == ("tea.txt",)
    with Manifest(b.index_folder / "manifest.sqlite").reading() as snapshot:
        assert len(open_vectors(b, stores(b)).ids() - snapshot.vector_ids()) == 1  # that of tea.txt, superseded now
    assert verify(b) == ()
    assert sync(a).plan.add == ("new.txt", "tea.txt")
    assert verify(a) == ()


def test_a_writer_that_was_asleep_when_it_was_taken_for_dead_changes_nothing(
    machine: Machine, records: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = machine("a")
    sync(a)
    (a.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
    commit = SharedIndex.commit

    def taken_over(self: SharedIndex, snapshot: object) -> None:
        claims = records.claims("lease")
        assert records.claim("lease", int(claims[-1]["number"]) + 1, {"free": True, "host": "other", "process": 1})
        commit(self, snapshot)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(SharedIndex, "commit", taken_over)
        with pytest.raises(IndexBusyError, match=r"Process 1 on other.*has taken over"):
            sync(a)
    assert found(Index(a.index_folder, a), "green tea")[0] == "tea.txt"
    assert sync(a).embedded <= 1
    assert verify(a) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at", "how"),
    # With the lease just taken; embedding; sending documents; right after the commit; sweeping.
    [*((at, "sync") for at in (194, 574, 753, 838, 863)), *((at, "rebuild") for at in (570, 749, 869))],
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
