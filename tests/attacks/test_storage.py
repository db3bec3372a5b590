"""A disk that is full, fails or cannot be written is told apart from damage, and costs no index that is there."""

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest.__main__
from ingest.console import run
from ingest.errors import DocumentsError, FootnoteError, IndexBusyError, IndexUnusableError, StorageError
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.stores.answer_cache import AnswerCache
from ingest.stores.opening import storage_errors
from ingest.sync.purge import purge
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Make, Write, state
from tests.helpers import cheap

DISK = {
    "full": sqlite3.SQLITE_FULL,
    "a read failed": sqlite3.SQLITE_IOERR_READ,
    "a write failed": sqlite3.SQLITE_IOERR_WRITE,
    "read-only": sqlite3.SQLITE_READONLY_DIRECTORY,
    "not to be opened": sqlite3.SQLITE_CANTOPEN,
}
FILES = {"no space": errno.ENOSPC, "disk": errno.EIO, "may not": errno.EACCES, "mount gone": errno.ESTALE}


def sqlite_error(code: int) -> sqlite3.Error:
    kind = (
        sqlite3.DatabaseError if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) else sqlite3.OperationalError
    )
    error = kind("database disk image is malformed, or so it seems")  # the number counts, whatever the words are
    error.sqlite_errorcode = code
    return error


def contents(folder: Path) -> dict[str, bytes]:
    """The manifest and the stores; where SQLite keeps its locks changes by looking."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".lock", ".sqlite-shm") and "-shm" not in path.name
        if path.stat().st_size and path.name not in ("lock", "writer")
    }


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """From now on no manifest can be opened."""

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("ingest.stores.manifest.sqlite3.connect", refuse)


@pytest.mark.parametrize("name", DISK)
def test_what_the_disk_does_not_do_is_no_damage_and_a_rebuild_throws_nothing_away(
    name: str, synced: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    before = contents(settings.index_folder)
    with monkeypatch.context() as patched:
        failing(patched, sqlite_error(DISK[name]))
        for use in (
            lambda: Index(settings.index_folder, settings),
            lambda: sync(settings),
            lambda: verify(settings),
            lambda: sync(settings, rebuild=True),
        ):
            with pytest.raises(StorageError) as caught:
                use()
            assert "--rebuild" not in str(caught.value)
            assert "damaged" not in str(caught.value)
    assert contents(settings.index_folder) == before
    assert verify(settings) == ()


@pytest.mark.parametrize("name", FILES)
def test_a_manifest_that_is_away_for_a_moment_is_not_taken_for_none(
    name: str, synced: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    before, ask = contents(settings.index_folder), Path.stat

    def refuse(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if self.name == "manifest.sqlite":
            raise OSError(FILES[name], "injected", str(self))
        return ask(self, follow_symlinks=follow_symlinks)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", refuse)
        for use in (
            lambda: Index(settings.index_folder, settings),
            lambda: sync(settings),
            lambda: sync(settings, rebuild=True),
        ):
            with pytest.raises(StorageError, match="what was indexed before is kept"):
                use()
    assert contents(settings.index_folder) == before


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED_SHAREDCACHE])
def test_a_manifest_that_another_process_holds_is_busy_and_kept(
    code: int, synced: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    before = contents(settings.index_folder)
    with monkeypatch.context() as patched:
        failing(patched, sqlite_error(code))
        with pytest.raises(IndexBusyError):
            sync(settings, rebuild=True)
    assert contents(settings.index_folder) == before


def test_a_manifest_that_seems_damaged_is_back_if_the_rebuild_fails_and_gone_if_it_does_not(
    synced: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    index = settings.index_folder
    before = contents(index)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("ingest.stores.snapshot.Snapshot.sound", lambda _: False)
        patched.setattr("ingest.stores.lexical.Lexical.change", full)
        with pytest.raises(StorageError, match="No space left"):
            sync(settings, rebuild=True)
        assert contents(index) == before
    assert len(state(settings)) == 3
    with monkeypatch.context() as patched:
        patched.setattr("ingest.stores.snapshot.Snapshot.sound", lambda _: False)
        sync(settings, rebuild=True)
    assert verify(settings) == ()
    assert len(list(index.glob("stores-*"))) == 1
    assert not list(index.glob("unreadable-*"))


def test_a_damaged_manifest_stays_if_there_is_nothing_to_rebuild_from(synced: Make) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    manifest = settings.index_folder / "manifest.sqlite"
    manifest.write_bytes(b"no database, but long enough to be read as one" * 50)
    before = contents(settings.index_folder)
    for path in settings.documents_folder.rglob("*.*"):
        path.unlink()
    (settings.documents_folder / "bad.txt").write_bytes(b"\0\1\2")
    with pytest.raises(DocumentsError):
        sync(settings, rebuild=True)
    assert contents(settings.index_folder) == before


def test_a_page_that_cannot_be_read_is_not_damage(synced: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.stores.faults import page_trouble

    assert page_trouble(["Tree 2 page 3: unable to get the page. error code=266"]) is not None  # SQLITE_IOERR_READ
    assert page_trouble(["Tree 2 page 3: unable to get the page. error code=11"]) is None  # SQLITE_CORRUPT
    assert page_trouble(["ok"]) is None


CHROMA = "error returned from database: (code: {}) whatever it says"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (CHROMA.format(8), StorageError),
        (CHROMA.format(13), StorageError),
        (CHROMA.format(522), StorageError),
        (CHROMA.format(14), StorageError),
        (CHROMA.format(5), IndexBusyError),
        (CHROMA.format(11), IndexUnusableError),
        (CHROMA.format(26), IndexUnusableError),
        ("Error loading hnsw index: No space left on device (os error 28)", StorageError),
        ("Error loading hnsw index", IndexUnusableError),
    ],
)
def test_what_chroma_says_is_told_apart_by_its_number(said: str, kind: type[FootnoteError]) -> None:
    from chromadb.errors import InternalError

    with pytest.raises(kind), storage_errors(Path("an index")):
        raise InternalError(said)


def test_kept_answers_are_not_thrown_away_where_the_disk_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = AnswerCache(tmp_path)
    cache.put("asked", {"a.txt": "0"}, "a reply")
    with monkeypatch.context() as patched:

        def refuse(*_: object, **__: object) -> None:
            raise sqlite_error(sqlite3.SQLITE_IOERR)

        patched.setattr("ingest.stores.answer_cache.sqlite3.connect", refuse)
        with pytest.raises(sqlite3.Error):
            cache.purge({"a.txt": "0"})
    assert cache.get("asked", {"a.txt": "0"}) == "a reply"


# A child that may write files of so many bytes only: each store in turn finds that there is no room.
FULL = """
import resource, sys
from pathlib import Path
from ingest.errors import StorageError
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
from tests.helpers import cheap
settings = IngestSettings(documents=Path(sys.argv[1]), embedding_model=cheap.NAME)
(settings.documents_folder / "new.txt").write_text("Something new is here. " * 3000)
for limit in (0, 10, 1000, 30_000, 100_000, 150_000):
    for rebuild in (False, True):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        try:
            said = ", ".join(sync(settings, rebuild=rebuild).problems) or "done"
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        index = Index(settings.index_folder, settings)
        with index.reading() as view:
            print(limit, view.count()[0], bool(view.lexical("green tea", 1)), said)
        index.close()
"""


def test_a_disk_that_fills_up_anywhere_leaves_the_old_index_and_says_so(synced: Make) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    command = [sys.executable, "-c", FULL, str(settings.documents_folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert len(lines) == 12, done.stderr
    for line in lines:
        assert any(
            told in line
            for told in (
                " 3 True StorageError: Cannot read or write the index",
                " 3 True new.txt: cannot be read (File too large). Run",  # what reads it has to write beside itself too
                " 4 True done",
            )
        ), line
        assert "--rebuild" not in line
    assert sum("StorageError" in line for line in lines) >= 8
    sync(settings)
    assert verify(settings) == ()


READ = """
import sys
from pathlib import Path
from ingest.embedding.models import load_embeddings
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.helpers import cheap
settings = IngestSettings(documents=Path(sys.argv[1]), embedding_model=cheap.NAME)
print(sync(settings).plan.empty)
index = Index(settings.index_folder, settings)
with index.reading() as view:
    vector = load_embeddings(cheap.NAME).encode_question("green tea")
    print(view.count()[0], view.lexical("green tea", 1)[0].passage.source, len(view.dense(vector, 3)))
index.close()
(settings.documents_folder / "new.txt").write_text("Something new is here to be read.")
for change in (lambda: sync(settings), lambda: sync(settings, rebuild=True), lambda: verify(settings)):
    try:
        change()
    except Exception as error:
        print(type(error).__name__, error)
"""
# What root may do anyway, a process without these may not.
PLAIN = [] if os.geteuid() else ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.mark.skipif(bool(PLAIN) and not shutil.which("setpriv"), reason="root may write anywhere")
def test_an_index_in_a_folder_that_cannot_be_written_is_asked(synced: Make, tmp_path: Path) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    index = settings.index_folder
    before = contents(index)
    places = [index, *index.rglob("*")]
    try:
        for place in places:
            place.chmod(0o555 if place.is_dir() else 0o444)
        command = [*PLAIN, sys.executable, "-c", READ, str(settings.documents_folder)]
        (tmp_path / "tmp").mkdir()
        environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    finally:
        for place in places:
            place.chmod(0o755 if place.is_dir() else 0o644)
    assert done.stdout.splitlines()[:2] == ["True", "3 tea.txt 3"], done.stdout + done.stderr
    refused = done.stdout.splitlines()[2:]
    assert len(refused) == 3
    assert all(line.startswith("StorageError Cannot read or write the index") for line in refused), refused
    assert contents(index) == before
    assert list((tmp_path / "tmp").iterdir()) == []


def modes(index: Path) -> set[str]:
    """The rights of all files and of all folders."""
    return {
        f"{'folder' if path.is_dir() else 'file'} {stat.S_IMODE(path.stat().st_mode):o}"
        for path in (index, *index.rglob("*"))
    }


@pytest.fixture
def open_umask() -> Iterator[None]:
    """What a process makes is for everybody, unless it says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_an_index_is_its_users_alone(synced: Make) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    assert modes(settings.index_folder) == {"folder 700", "file 600"}
    sync(settings, rebuild=True)
    purge(settings)
    assert modes(settings.index_folder) == {"folder 700", "file 600"}


@pytest.mark.usefixtures("open_umask")
def test_an_index_that_its_user_shares_with_a_group_stays_so(synced: Make) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    settings.index_folder.chmod(0o750)
    (settings.documents_folder / "new.txt").write_text("Something new is here to be read.")
    sync(settings)
    assert stat.S_IMODE(settings.index_folder.stat().st_mode) == 0o750
    assert not any(int(mode.split()[1], 8) & 0o027 for mode in modes(settings.index_folder) if "file" in mode)


@pytest.mark.parametrize(
    ("mode", "warned"), [(0o755, False), (0o777, True), (0o1777, False), (0o775, True), (0o700, False)]
)
def test_a_folder_in_which_others_could_put_another_index_is_warned_of(
    mode: int, warned: bool, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = IngestSettings(documents=write(TOWNS))
    sync(settings)
    settings.index_folder.parent.chmod(mode)
    assert run(ingest.__main__.app, [str(settings.documents_folder)]) == 0
    assert ("Others can write in" in capsys.readouterr().err) == warned
