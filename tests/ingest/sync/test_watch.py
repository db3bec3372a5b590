"""`--watch` goes on whatever happens to the folder: what is wrong is said, and taken in once it is mended."""

import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.settings import IngestSettings
from ingest.sync.verify import verify
from ingest.sync.watch import watched
from tests.conftest import ROOT, TOWNS, Write
from tests.helpers import cheap

Next = Callable[[str], str]


@contextmanager
def watching(folder: Path) -> Iterator[Next]:
    """A real `--watch`; what is given waits for a line that holds some words, and returns it."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "FOOTNOTE_EMBEDDING_MODEL": cheap.NAME,
    }
    lines: queue.Queue[str] = queue.Queue()
    seen: list[str] = []

    def next_line(words: str) -> str:
        try:
            return lines.get(timeout=60)  # other tests may take the cores
        except queue.Empty:
            raise AssertionError(f"nothing about {words!r} after {seen}") from None

    def awaited(words: str) -> str:
        while words not in (line := next_line(words)):
            seen.append(line)
            assert "Traceback" not in line, seen
        return line

    command = [sys.executable, "-u", "-m", "ingest", str(folder), "--watch"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    ) as watcher:
        assert watcher.stdout
        reader = threading.Thread(target=lambda: [lines.put(line) for line in watcher.stdout or ()])
        reader.start()
        try:
            awaited("Watching")
            yield awaited
            assert watcher.poll() is None
        finally:
            watcher.kill()
            reader.join()


@pytest.mark.slow
def test_a_folder_that_is_emptied_or_vanishes_is_said_and_taken_in_again_when_it_is_back(write: Write) -> None:
    folder = write(TOWNS)
    with watching(folder) as awaited:
        for path in folder.rglob("*.*"):
            path.unlink()
        assert "Add a file" in awaited("No documents in")
        write({"new.txt": "Volcanoes\n\nIceland has about 30 active volcanoes.\n"})
        assert awaited("removed").startswith("1 added, 0 changed, 3 removed")
        shutil.rmtree(folder)
        assert awaited("There is no folder")
        write(TOWNS, "anew").rename(folder)  # whole at once: files that come one by one may be taken in one by one
        assert awaited("removed").startswith("3 added, 0 changed, 1 removed")
        write({"bad.txt": b"\x00\x01binary"})
        assert awaited("bad.txt: looks like a binary file")
        (folder / "bad.txt").write_text("It can be read by now.")
        assert awaited("1 added")
    assert verify(IngestSettings(documents=folder, embedding_model=cheap.NAME)) == ()


def test_a_folder_that_is_made_anew_in_the_place_of_another_one_is_watched(tmp_path: Path) -> None:
    """Even where it is given the number of the other one, as file systems do at once."""
    folder = tmp_path / "docs"
    folder.mkdir()
    seen: queue.Queue[None] = queue.Queue()
    looks = watched(IngestSettings(documents=folder, index=tmp_path / "index"))
    threading.Thread(target=lambda: [seen.put(look) for look in looks], daemon=True).start()
    seen.get(timeout=60)  # it has begun
    shutil.rmtree(folder)
    folder.mkdir()
    while True:  # that it is another one by now is seen once or twice
        try:
            seen.get(timeout=5)
        except queue.Empty:
            break
    (folder / "new.txt").write_text("A letter has come.", encoding="utf-8")
    seen.get(timeout=60)
