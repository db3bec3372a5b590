"""Embedding by several processes gives what one process gives, and a worker that dies is one clear line."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.workers import embedding
from ingest.errors import ModelError, SettingsError, WorkerError
from ingest.settings import IngestSettings
from ingest.stores.opening import open_manifest, stores_folder
from ingest.stores.vectors import Vectors
from ingest.sync.sync import sync
from tests.conftest import ROOT, Write
from tests.helpers.ports import free_port

LAMPS = {
    f"{number}.md": "\n\n".join(
        f"## Row {row}\n\nLamp {number} of row {row} burns {row * number} hours." for row in range(30)
    )
    for number in range(10)
}
PLACES = str(ROOT)


def holds(settings: IngestSettings) -> tuple[dict[str, list[float]], list[tuple[str, int, str]]]:
    """The vectors of an index by id, and its passages."""
    store, meta = open_manifest(settings.index_folder)
    vectors = Vectors(stores_folder(settings.index_folder, meta) / "chroma")
    ids, rows = vectors.get(sorted(vectors.ids()))
    vectors.close()
    with store.reading() as snapshot:
        places = [(p.source, p.start, p.vector_id) for p in snapshot.passages()]
    return dict(zip(ids, rows.tolist(), strict=True)), places


def command(folder: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m ingest` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": PLACES, **{f"FOOTNOTE_{k.upper()}": v for k, v in settings.items()}}
    return subprocess.run(
        [sys.executable, "-m", "ingest", str(folder), *options],
        cwd=folder.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.slow
def test_two_processes_make_the_index_that_one_makes(write: Write, tmp_path: Path) -> None:
    folder = write(LAMPS)
    one = IngestSettings(documents=folder, index=tmp_path / "one")
    two = IngestSettings(documents=folder, index=tmp_path / "two", processes=2)
    assert sync(one).embedded == sync(two).embedded == 300
    assert holds(one) == holds(two)


def test_processes_give_slices_in_order_and_one_slice_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", PLACES)
    slices = [["a" * length, "b"] for length in range(1, 12)]
    with embedding(IngestSettings(embedding_model="tests.helpers.dying:Dying", processes=2)) as encode:
        assert len(list(encode([["doom"]]))) == 1
        found = [rows[0] for rows in encode(slices)]
    with embedding(IngestSettings(embedding_model="tests.helpers.dying:Dying")) as encode:
        np.testing.assert_array_equal(found, [rows[0] for rows in encode(slices)])


@pytest.mark.slow
def test_a_worker_that_dies_is_one_line_and_what_was_there_stays(write: Write) -> None:
    folder = write(LAMPS)
    settings = {"embedding_model": "tests.helpers.dying:Dying", "processes": "2"}
    assert command(folder, **settings).returncode == 0
    rows = (f"## Shelf {row}\n\nJar {row} holds {row} grams{' of doomed tea' * (row == 90)}." for row in range(200))
    (folder / "new.md").write_text("\n\n".join(rows))
    failed = command(folder, **settings)
    assert failed.returncode == 2
    assert failed.stderr.startswith("A process that embeds has died")
    assert failed.stderr.count("\n") == 1
    shown = command(folder, "--status", **settings)
    assert "300 passages" in shown.stdout
    assert "new: new.md" in shown.stdout


def test_a_model_that_a_worker_cannot_load_is_named() -> None:
    with (
        pytest.raises(ModelError, match="no_such_module:make"),
        embedding(IngestSettings(embedding_model="no_such_module:make", processes=2)) as encode,
    ):
        list(encode([["a"], ["b"]]))


def at_work(folder: Path) -> "subprocess.Popen[str]":
    """`python -m ingest` whose two workers have something to embed; the first of a group of processes."""
    environment = {
        **os.environ,
        "PYTHONPATH": PLACES,
        "FOOTNOTE_EMBEDDING_MODEL": "tests.helpers.dying:Slow",
        "FOOTNOTE_PROCESSES": "2",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", str(folder)],
        env=environment,
        cwd=folder.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline().startswith("embedding")
    return process


@pytest.mark.slow
@pytest.mark.timed
def test_ctrl_c_ends_every_worker(write: Write) -> None:
    process = at_work(write(LAMPS))
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == "Stopped.\n"
    assert gone(process.pid)


@pytest.mark.slow
def test_workers_end_with_a_process_that_is_killed(write: Write) -> None:
    process = at_work(write(LAMPS))
    process.kill()
    process.communicate(timeout=30)
    assert gone(process.pid)


def gone(group: int) -> bool:
    """Whether a group of processes has ended, within some seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False


@pytest.mark.parametrize("address", ["nowhere", "host:", "127.0.0.1"])
def test_what_is_no_address_of_a_cluster_is_refused(address: str) -> None:
    with (
        pytest.raises(SettingsError, match="Give host:port"),
        embedding(IngestSettings(ray=address)) as encode,
    ):
        list(encode([["a"], ["b"]]))


def test_a_cluster_that_does_not_answer_is_one_line() -> None:
    with (
        pytest.raises(WorkerError, match="No Ray cluster answers at '127.0.0.1:"),
        embedding(IngestSettings(ray=f"127.0.0.1:{free_port()}")) as encode,
    ):
        list(encode([["a"], ["b"]]))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A local Ray cluster of two machines with a core each."""
    pytest.importorskip("ray")
    address = f"127.0.0.1:{free_port()}"
    environment = {**os.environ, "PYTHONPATH": PLACES, "RAY_USAGE_STATS_ENABLED": "0"}
    shared = ["--num-cpus=1", "--object-store-memory=100000000", "--node-ip-address=127.0.0.1", "--block"]
    head = ["--head", f"--port={address.rpartition(':')[2]}", "--include-dashboard=false"]
    program = [sys.executable, "-c", "import sys; from ray.scripts.scripts import main; sys.exit(main())", "start"]
    nodes = []
    for options in (head, [f"--address={address}"]):
        nodes.append(
            subprocess.Popen(
                [*program, *shared, *options],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        out = nodes[-1].stdout
        assert out
        said = ""
        while "Ray runtime started" not in said:
            line = out.readline()
            assert line, said
            said += line
    yield address
    for node in reversed(nodes):
        node.terminate()
        node.communicate(timeout=30)


@pytest.mark.slow
def test_a_ray_cluster_makes_the_index_that_one_process_makes(write: Write, tmp_path: Path, cluster: str) -> None:
    folder = write(LAMPS)
    one = IngestSettings(documents=folder, index=tmp_path / "one")
    two = IngestSettings(documents=folder, index=tmp_path / "two")
    sync(one)
    done = command(folder, "--index", str(tmp_path / "two"), "--ray", cluster)
    assert done.returncode == 0, done.stderr
    assert "300 embedded" in done.stdout
    assert done.stderr == ""
    assert holds(one) == holds(two)


@pytest.mark.slow
def test_a_worker_of_a_cluster_that_dies_is_one_line(write: Write, cluster: str) -> None:
    folder = write(LAMPS | {"new.md": LAMPS["7.md"].replace("burns", "is doomed and burns")})
    failed = command(folder, "--ray", cluster, embedding_model="tests.helpers.dying:Dying")
    assert failed.returncode == 2
    assert failed.stderr.startswith("A worker of the Ray cluster has died")
    assert failed.stderr.count("\n") == 1
