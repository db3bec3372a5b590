"""Progress tells how fast the work goes and how long it still takes."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.settings import IngestSettings
from ingest.sync.pipeline import Pipeline
from ingest.sync.sync import sync
from ingest.sync.throughput import Throughput
from tests.conftest import ROOT, Write

TOWN = "# {0}\n\n" + "\n\n".join(f"## Part {n}\n\n{{0}} has {n} bridges, and {n * 7} lamps." for n in range(1, 9))
Reports = list[tuple[str, int, int]]


def test_the_pace_of_a_minute_of_work_tells_the_rest_of_the_hour() -> None:
    now = [0.0]
    pace = Throughput(lambda: now[0])
    assert pace("Embedding", 0, 3600) == "Embedding"
    now[0] = 60.0
    assert pace("Embedding", 600, 3600) == "Embedding, 10/s, 5 min left"
    assert pace("Reading", 7, 9) == "Reading"
    now[0] = 359.0
    assert pace("Embedding", 3590, 3600) == "Embedding, 10/s, 1 s left"
    assert pace("Embedding", 3600, 360_000) == "Embedding, 10/s, 9.9 h left"


def test_work_that_has_hardly_begun_has_no_pace_yet() -> None:
    now = [0.0]
    pace = Throughput(lambda: now[0])
    pace("Embedding", 5, 100)
    now[0] = 0.1
    assert pace("Embedding", 50, 100) == "Embedding"


def reported(settings: IngestSettings, **values: int) -> Reports:
    """What one pass over the documents reports."""
    from ingest.load import find_files
    from ingest.stores.lexical import Lexical
    from ingest.stores.manifest import Manifest
    from ingest.stores.vectors import Vectors

    found: Reports = []
    index, folder = settings.index_folder, settings.documents_folder
    index.mkdir()
    files = {path.name: path for path in find_files(folder)}
    store = Manifest(index / "manifest.sqlite")
    store.create({})
    vectors = Vectors(index / "chroma")
    with store.writing() as snapshot:
        work = Pipeline(settings, vectors, Lexical(index / "words"), set(), lambda *one: found.append(one), **values)
        work.run(files, dict.fromkeys(files, "0"), sorted(files), snapshot)
        assert work.embedded == snapshot.count()[1]
    vectors.close()
    return found


def test_progress_over_several_groups_counts_all_passages_and_ends_at_their_number(write: Write) -> None:
    folder = write({f"{number}.md": TOWN.format(f"Town {number}") for number in range(6)})
    settings = IngestSettings(documents=folder)
    embedding = [one for one in reported(settings, group=16) if one[0] == "Embedding"]
    done = [one[1] for one in embedding]
    assert done == sorted(done)
    assert embedding[-1] == ("Embedding", 48, 48)
    assert {total for _, _, total in embedding} == {48}  # from the first group on, the files being alike
    assert len({one[1] for one in embedding}) >= 3


@pytest.mark.slow
def test_a_terminal_shows_a_bar_with_the_rate_and_a_log_does_not(tmp_path: Path) -> None:
    article = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    (tmp_path / "docs").mkdir()
    for number in range(8):
        (tmp_path / "docs" / f"{number}.txt").write_text(article.replace("NATO", f"NATO {number}"), encoding="utf-8")
    command = [sys.executable, "-m", "ingest", str(tmp_path / "docs"), "--rebuild"]
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "TTY_INTERACTIVE": "1"}
    with subprocess.Popen(command, cwd=ROOT, stderr=theirs, stdout=subprocess.PIPE, env=environment) as process:
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 65536):
                shown += more
        except OSError:  # the other end is closed: https://bugs.python.org/issue5380
            pass
    os.close(ours)
    assert process.returncode == 0
    assert b"Embedding" in shown
    assert b"/s" in shown
    log = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert log.stderr == b""


def test_a_sync_tells_each_file_that_it_reads(write: Write) -> None:
    found: Reports = []
    settings = IngestSettings(documents=write({"a.txt": "Tea is hot.", "b.txt": "Ice is cold."}))
    sync(settings, progress=lambda *one: found.append(one))
    assert [one for one in found if one[0] == "Reading"] == [("Reading", done, 2) for done in range(3)]
    assert found[-1] == ("Embedding", 2, 2)


def test_nothing_to_embed_reports_no_embedding(write: Write) -> None:
    settings = IngestSettings(documents=write({"a.txt": "Tea is hot."}))
    sync(settings)
    (settings.documents_folder / "a.txt").rename(settings.documents_folder / "b.txt")
    found: Reports = []
    sync(settings, progress=lambda *one: found.append(one))
    assert {one[0] for one in found} == {"Reading"}
