"""The lease: one writer at a time, and the place of one that was killed or fell asleep is taken."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from ingest.errors import IndexBusyError
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.shared.lease import leased
from ingest.shared.object_store import ObjectStore
from ingest.shared.shared_index import SharedIndex, open_vectors
from ingest.stores.manifest import Manifest
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import ROOT, TOWNS, Machine, Write, found
from tests.helpers import cheap
from tests.helpers.chroma_server import ChromaServer
from tests.helpers.machines import SYNC, process, stores

# A sync that says when it has something to embed, and then waits for a line, as if it were at work.
AT_WORK = """
import sys
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
said = []
def progress(what, done, total):
    if what == "Embedding" and not said:
        said.append(what)
        print("at work", flush=True)
        sys.stdin.readline()
try:
    print(sync(IngestSettings(), progress=progress).plan)
except Exception as error:
    print(type(error).__name__, error)
"""

RIVERS = "Rivers\n\nThe Orlop flows past Dunwick to the sea. Its ferry crosses every twenty minutes.\n"

LATE = "Late\n\nThis was embedded by a process that slept for too long.\n"


@pytest.fixture
def machines(chroma: ChromaServer, write: Write, tmp_path: Path) -> tuple[IngestSettings, IngestSettings]:
    """Two machines with the same documents, each in its own folder, that share an index which is up to date."""
    docs, other = write(TOWNS), tmp_path / "other" / "docs"
    shutil.copytree(docs, other)
    shared = {"chroma_url": chroma.url, "chroma_collection": f"t{uuid4().hex}", "embedding_model": cheap.NAME}
    one, two = (IngestSettings(documents=folder, **shared) for folder in (docs, other))
    sync(one)
    return one, two


@contextmanager
def at_work(settings: IngestSettings) -> Iterator["subprocess.Popen[str]"]:
    """A process that writes to the index and is in the middle of it."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        **{f"FOOTNOTE_{name.upper()}": str(value) for name, value in settings.model_dump(exclude_none=True).items()},
    }
    command = [sys.executable, "-c", AT_WORK]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        yield process
        process.kill()


def sources(settings: IngestSettings) -> set[str]:
    index = Index(settings.index_folder, settings)
    with index.reading() as view:
        known = set(view.hashes())
    index.close()
    return known


@pytest.mark.slow
@pytest.mark.timed
def test_the_first_who_comes_after_a_writer_that_was_killed_takes_its_place(
    machines: tuple[IngestSettings, IngestSettings],
) -> None:
    one, two = machines
    (one.documents_folder / "late.txt").write_text(LATE, encoding="utf-8")
    (two.documents_folder / "rivers.txt").write_text(RIVERS, encoding="utf-8")
    with at_work(one) as writer:
        writer.kill()
        began = time.monotonic()
        assert sync(two).plan.add == ("rivers.txt",)
        assert time.monotonic() - began < 25
    assert verify(two) == ()
    began = time.monotonic()
    assert sync(one).plan.add == ("late.txt",)
    assert time.monotonic() - began < 5  # the lease was given back


@pytest.mark.slow
def test_a_writer_that_slept_too_long_cannot_commit_over_the_one_that_took_its_place(
    machines: tuple[IngestSettings, IngestSettings],
) -> None:
    asleep, awake = machines
    (asleep.documents_folder / "late.txt").write_text(LATE, encoding="utf-8")
    (awake.documents_folder / "rivers.txt").write_text(RIVERS, encoding="utf-8")
    with at_work(asleep) as writer:
        writer.send_signal(signal.SIGSTOP)
        try:
            assert sync(awake).plan.add == ("rivers.txt",)
        finally:
            writer.send_signal(signal.SIGCONT)
        said, _ = writer.communicate("go on\n", timeout=60)
    assert said.startswith("IndexBusyError"), said
    assert sources(awake) == {*TOWNS, "rivers.txt"}
    assert sync(awake).plan.empty
    assert verify(awake) == ()
    assert sync(asleep).plan.add == ("late.txt",)


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
