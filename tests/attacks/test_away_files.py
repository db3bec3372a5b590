"""Files that are away for a moment, or stand in the way: each is one line, nothing is lost, the rest is read."""

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ingest.console import run
from ingest.errors import DocumentsError, UnavailableFileError, UnreadableFileError
from ingest.load import load
from ingest.settings import IngestSettings
from ingest.stores.manifest import Manifest
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Write
from tests.helpers import cheap

COFFEE = "Coffee\n\nCoffee is roasted before it is ground.\n"
Patch = pytest.MonkeyPatch


def failing(method: Callable[..., object], errors: Mapping[str, Exception]) -> Callable[..., object]:
    """`method` of a path, but for files of these names."""

    def fail(self: Path, *arguments: object, **options: object) -> object:
        if self.name in errors:
            raise errors[self.name]
        return method(self, *arguments, **options)

    return fail


@pytest.fixture
def settings(write: Write) -> IngestSettings:
    made = IngestSettings(documents=write(TOWNS), embedding_model=cheap.NAME)
    sync(made)
    return made


def texts(settings: IngestSettings) -> dict[str, str]:
    with Manifest(settings.index_folder / "manifest.sqlite").reading() as snapshot:
        return {one.source: one.text for one in snapshot.documents()}


PASSING: dict[str, Exception] = {
    "gone.txt": FileNotFoundError(errno.ENOENT, "No such file or directory"),
    "broken.txt": OSError(errno.EIO, "Input/output error"),
    "stale.txt": OSError(errno.ESTALE, "Stale file handle"),
    "full.txt": OSError(errno.ENOMEM, "Cannot allocate memory"),
    "fuller.txt": MemoryError(),
    "slow.txt": TimeoutError("timed out"),
    "locked.txt": PermissionError(errno.EACCES, "Permission denied"),
}


@pytest.mark.parametrize("step", ["read_bytes", "open"])
@pytest.mark.parametrize("known", [True, False], ids=["indexed before", "new"])
def test_a_file_that_cannot_be_read_for_a_moment_is_read_the_next_time(
    step: str, known: bool, settings: IngestSettings, write: Write, monkeypatch: Patch
) -> None:
    errors = {name: one for name, one in PASSING.items() if step == "read_bytes" or isinstance(one, OSError)}
    if known:
        write(dict.fromkeys(errors, "Tea is steamed.\n"))
        sync(settings)
    before = texts(settings)
    write(dict.fromkeys(errors, COFFEE))
    with monkeypatch.context() as patched:
        patched.setattr(Path, step, failing(getattr(Path, step), errors))
        for _ in range(2):  # nothing is remembered
            done = sync(settings)
            assert [line.split(": cannot be read (")[0] for line in done.problems] == sorted(errors)
            assert not any("\n" in line for line in done.problems)
            assert done.plan.empty
            assert texts(settings) == before
        assert set(done.problems) <= set(verify(settings))
    said = verify(settings)
    assert said if known else [line for line in said if "is not indexed yet" in line]
    assert sync(settings).problems == ()
    assert texts(settings) == before | dict.fromkeys(errors, COFFEE)
    assert verify(settings) == ()


def test_the_commands_say_it(settings: IngestSettings, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]) -> None:
    from ingest.__main__ import app

    folder, line = str(settings.documents_folder), "tea.txt: cannot be read (Input/output error). "
    monkeypatch.setenv("FOOTNOTE_EMBEDDING_MODEL", cheap.NAME)
    monkeypatch.setattr(Path, "open", failing(Path.open, {"tea.txt": PASSING["broken.txt"]}))
    assert run(app, [folder]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(line)
    assert said.err.count("\n") == 1
    assert "0 added, 0 changed, 0 removed, 1 could not be read" in said.out
    assert run(app, [folder, "--verify"]) == 1
    assert capsys.readouterr().out.startswith(line)
    assert run(app, [folder, "--status"]) == 0
    assert f"unreadable: {line}" in capsys.readouterr().out


@pytest.mark.parametrize("error", [MemoryError(), OSError(errno.EAGAIN, "Try again"), TimeoutError()], ids=repr)
def test_a_parser_that_lacked_something_has_said_nothing_of_the_file(
    error: Exception, write: Write, monkeypatch: Patch
) -> None:
    folder = write({"rivers.csv": "river,length\nElbe,1094 km\n"})

    def lack(*_: object) -> None:
        raise error

    monkeypatch.setattr("ingest.formats.delimited.assemble", lack)
    with pytest.raises(UnavailableFileError, match=r"rivers.csv: cannot be read \("):
        load(folder / "rivers.csv", folder)


@pytest.mark.parametrize(
    "error", [ValueError(), OSError("no GIF"), OSError(errno.EINVAL, "Invalid argument")], ids=repr
)
def test_a_parser_that_fails_otherwise_has_met_a_damaged_file(
    error: Exception, write: Write, monkeypatch: Patch
) -> None:
    folder = write({"rivers.csv": "river,length\nElbe,1094 km\n"})

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("ingest.formats.delimited.assemble", fail)
    with pytest.raises(UnreadableFileError, match="rivers.csv: is damaged") as caught:
        load(folder / "rivers.csv", folder)
    assert not isinstance(caught.value, UnavailableFileError)


def test_a_file_that_is_written_while_it_is_read_is_not_taken_for_what_it_was_in_between(
    settings: IngestSettings, monkeypatch: Patch
) -> None:
    path = settings.documents_folder / "coffee.txt"
    path.write_text(COFFEE)
    read = Path.read_bytes

    def caught_empty(self: Path) -> bytes:
        if self.name == path.name:
            self.write_bytes(b"")
        return read(self)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", caught_empty)
        assert sync(settings).problems == ("coffee.txt: has changed while it was read. Run `python -m ingest` again.",)
    path.write_text(COFFEE)
    assert sync(settings).plan.add == ("coffee.txt",)


def test_verify_lists_what_is_not_in_the_index_and_why(settings: IngestSettings, write: Write) -> None:
    write({"bad.txt": b"\0\1", "tea.txt": b""})
    done = sync(settings)
    assert done.plan.remove == ("tea.txt",)
    write({"new.txt": "Something new."})
    said = verify(settings)
    assert said[:2] == done.problems
    assert [line.split(":")[0] for line in said[:2]] == ["bad.txt", "tea.txt"]
    assert said[2] == "new.txt: is not indexed yet."
    assert "(1 new, 0 changed, 0 removed)" in said[3]
    assert len(said) == 4


def test_a_folder_that_cannot_be_listed_is_one_line_and_keeps_its_documents(
    settings: IngestSettings, write: Write, monkeypatch: Patch
) -> None:
    before = texts(settings)
    write({"new.txt": COFFEE, "private.d/ours.txt": "x", ".footnoteignore": "private.d/"})
    scandir = os.scandir

    def fail(path: str | Path) -> object:
        if Path(path).name in {"towns", "private.d"}:
            raise OSError(errno.EIO, "Input/output error", str(path))
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", fail)
        done = sync(settings)
        assert len(done.problems) == 1
        assert done.problems[0].startswith("towns: cannot be read (Input/output error). ")
        assert (done.plan.add, done.plan.change, done.plan.remove) == (("new.txt",), (), ())
    assert texts(settings) == {**before, "new.txt": COFFEE}
    assert sync(settings).problems == ()
    with monkeypatch.context() as patched:
        for name in ("tea.txt", "new.txt"):
            (settings.documents_folder / name).unlink()
        patched.setattr(os, "scandir", fail)
        with pytest.raises(DocumentsError, match=r"Nothing in .* can be read. towns: cannot be read"):
            sync(settings)


def test_a_link_to_itself_or_to_nothing_is_one_line(settings: IngestSettings, tmp_path: Path) -> None:
    folder, loops = settings.documents_folder, ["loop", "loop.txt", "towns/loop.md"]
    for name in loops:
        os.symlink(Path(name).name, folder / name)
    os.symlink("no such file", folder / "nothing.txt")
    for name, target in (("picture.png", "none.png"), ("out.txt", tmp_path / "none"), (".#lock.txt", "me@here:1")):
        os.symlink(target, folder / name)  # none of ours
    done = sync(settings)
    assert [line.split(": cannot be read (")[0] for line in done.problems] == [
        "loop",
        "loop.txt",
        "nothing.txt",
        "towns/loop.md",
    ]
    assert done.documents == 3


def test_a_link_whose_file_is_away_keeps_its_document(settings: IngestSettings) -> None:
    folder = settings.documents_folder
    os.symlink("tea.txt", folder / "link.txt")
    assert sync(settings).documents == 4
    (folder / "tea.txt").rename(folder / "tea.away")
    done = sync(settings)
    assert (done.plan.remove, len(done.problems)) == (("tea.txt",), 1)
    assert "link.txt" in texts(settings)


@pytest.mark.skipif(os.name == "nt", reason="A backslash parts folders there.")
def test_a_backslash_in_a_name_is_a_character_like_any_other(settings: IngestSettings, write: Write) -> None:
    write({r"a\b.txt": COFFEE, r"a\c/d.txt": COFFEE, ".footnoteignore": "a/\n"})
    done = sync(settings)
    assert (done.plan.add, done.problems) == ((r"a\b.txt", r"a\c/d.txt"), ())
    assert verify(settings) == ()


def test_a_large_cell_of_csv_is_read(settings: IngestSettings, write: Write) -> None:
    cell = "The mill ground wheat in this year too. " * 5000
    write({"mills.csv": f'mill,notes\nCalder,"{cell}"\nWinton,none\n'})
    assert sync(settings).problems == ()
    text = texts(settings)["mills.csv"]
    assert len(text) > len(cell)
    assert text.endswith("mill: Winton; notes: none")
