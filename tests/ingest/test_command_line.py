"""`python -m ingest`: what it did in one line, and one line on stderr for what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

import ingest.__main__ as ingest_cli
from ingest.console import run
from ingest.errors import WorkerError
from tests.conftest import ROOT, TOWNS, Write
from tests.helpers.making import saved

Output = pytest.CaptureFixture[str]


def ingest(*arguments: object) -> int:
    return run(ingest_cli.app, [str(argument) for argument in arguments])


def test_ingest_says_what_it_did_and_a_second_run_that_nothing_changed(write: Write, capsys: Output) -> None:
    folder = write(TOWNS)
    assert ingest(folder) == 0
    assert capsys.readouterr().out.startswith("3 added, 0 changed, 0 removed. 3 documents, ")
    assert ingest(folder) == 0
    assert capsys.readouterr().out.startswith("0 added, 0 changed, 0 removed. 3 documents, ")
    (folder / "bad.txt").write_bytes(b"\x89PNG\r\n\0")
    assert ingest(folder) == 1
    said = capsys.readouterr()
    assert said.err.startswith("bad.txt: looks like a binary file")
    assert "1 could not be read" in said.out
    assert ingest(folder, "--rebuild") == 1


def test_what_of_a_file_could_not_be_read_is_noted(write: Write, capsys: Output) -> None:
    book = Workbook()
    for row in (("Item", "Cost"), ("Rent", 1000), ("Both", "=SUM(B2:B2)")):
        book.active.append(row)
    folder = write({"costs.xlsx": saved(book), "tea.txt": "Tea is hot."})
    note = "costs.xlsx: sheet 'Sheet': 1 formula without a saved value (B3). Open and save it in a spreadsheet program"
    assert ingest(folder) == 0
    assert capsys.readouterr().err.strip() == note
    assert ingest(folder) == 0
    assert not capsys.readouterr().err
    assert ingest(folder, "--status") == 0
    assert f"note: {note}" in capsys.readouterr().out
    assert ingest(folder, "--verify") == 0


def test_status_and_verify(write: Write, capsys: Output) -> None:
    folder = write(TOWNS)
    ingest(folder)
    capsys.readouterr()
    assert ingest(folder, "--status") == 0
    assert "0 changed since." in capsys.readouterr().out
    assert ingest(folder, "--verify") == 0
    assert "The index is whole" in capsys.readouterr().out
    (folder / "tea.txt").write_text("Coffee.")
    (folder / "new.txt").write_text("New.")
    assert ingest(folder, "--status") == 0
    assert "new: new.txt\nchanged: tea.txt" in capsys.readouterr().out
    assert ingest(folder, "--verify") == 1


def test_ingest_refuses_what_does_not_go_together_and_an_empty_folder(tmp_path: Path, capsys: Output) -> None:
    assert ingest(tmp_path, "--status", "--verify") == 2
    assert "Give only one of" in capsys.readouterr().err
    assert ingest(tmp_path) == 2
    assert capsys.readouterr().err.startswith(f"No documents in '{tmp_path}'. Add a file (.csv, .docx, ")
    assert ingest(tmp_path, "--status") == 2


def test_ctrl_c_stops_with_one_line(capsys: Output, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.sync.changes.find_files", interrupt)
    assert ingest(tmp_path) == 130
    assert capsys.readouterr().err.strip() == "Stopped."


def test_an_error_that_came_of_ctrl_c_is_none(capsys: Output, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def put_away(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise WorkerError("A process that embeds has died.")

    monkeypatch.setattr("ingest.sync.changes.find_files", put_away)
    assert ingest(tmp_path) == 130
    assert capsys.readouterr().err.strip() == "Stopped."


@pytest.mark.slow
def test_watch_takes_in_what_changes(write: Write) -> None:
    folder = write(TOWNS)
    command = [sys.executable, "-u", "-m", "ingest", str(folder), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as watcher:
        assert watcher.stdout is not None
        assert watcher.stdout.readline().startswith("3 added")
        assert watcher.stdout.readline().startswith("Watching")
        import time

        time.sleep(1.5)
        (folder / "new.txt").write_text("A new file has come in.")
        assert watcher.stdout.readline().startswith("1 added")
        watcher.kill()
