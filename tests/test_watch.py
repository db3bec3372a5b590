"""`--watch` takes in what changes, survives what goes wrong meanwhile, and ends with one line."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from conftest import ROOT, TOWNS, Write

from ingest.settings import IngestSettings
from ingest.verify import verify


@pytest.mark.slow
def test_a_watch_survives_a_folder_that_vanishes_and_a_file_that_cannot_be_read(write: Write) -> None:
    folder = write(TOWNS)
    command = [sys.executable, "-u", "-m", "ingest", str(folder), "--watch"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=environment
    ) as watcher:
        assert watcher.stdout is not None

        def says(beginning: str, happens: Callable[[], object] = lambda: None) -> None:
            happens()
            assert watcher.stdout is not None
            assert watcher.stdout.readline().startswith(beginning)

        late = threading.Timer(60, watcher.kill)
        late.start()  # else a watch that says nothing would be waited for without an end
        says("3 added")
        says("Watching")
        # At once, so that it may come before the watch begins.
        says("1 added", lambda: (folder / "new.txt").write_text("A new file has come in."))
        says("0 added, 1 changed", lambda: (folder / "new.txt").write_text("The new file says something else."))
        says("0 added, 0 changed, 1 removed", (folder / "new.txt").unlink)
        says("bad.txt: looks like a binary file", lambda: (folder / "bad.txt").write_bytes(b"\0\1"))
        says("0 added, 0 changed, 0 removed, 1 could not be read")
        (folder / "bad.txt").unlink()
        says("0 added")
        says("1 added", lambda: (folder / "after.txt").write_text("What comes after is taken in all the same."))
        says(f"There is no folder '{folder}'", lambda: folder.rename(folder.with_name("away")))
        (folder.with_name("away") / "tea.txt").unlink()
        says("0 added, 0 changed, 1 removed", lambda: folder.with_name("away").rename(folder))
        (folder / "back.txt").write_text("The folder that has come back is watched.")
        says("1 added")
        time.sleep(0.5)
        watcher.send_signal(signal.SIGINT)
        rest, _ = watcher.communicate(timeout=30)
        late.cancel()
    assert rest == "Stopped.\n"
    assert watcher.returncode == 130
    assert verify(IngestSettings(documents=folder)) == ()
