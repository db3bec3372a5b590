"""The lease with its real times, and writers that are killed or fall asleep in the middle of their work."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import ROOT, TOWNS, Write
from tests.helpers import cheap
from tests.helpers.chroma_server import ChromaServer

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
