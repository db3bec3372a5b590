"""What goes wrong while an index is made or read is one clear error, and what was indexed before is kept."""

import errno
import signal
from pathlib import Path

import pytest

from ingest.errors import DocumentsError, IndexBusyError, IndexUnusableError, StorageError
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.shared.shared_index import open_vectors
from ingest.stores.writer import only_writer
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Make, Write, found, state
from tests.helpers import cheap
from tests.helpers.killing import KILLED
from tests.helpers.machines import process


@pytest.mark.usefixtures("either_store")
def test_another_model_is_refused_with_the_command_that_mends_it(synced: Make) -> None:
    settings = synced(TOWNS)
    other = IngestSettings(documents=settings.documents_folder, embedding_model=cheap.NAME)
    for open_it in (lambda: sync(other), lambda: Index(other.index_folder, other)):
        with pytest.raises(IndexUnusableError, match=r"--rebuild"):
            open_it()
    sync(other, rebuild=True)
    assert Index(other.index_folder, other).folder == other.index_folder


@pytest.mark.parametrize("damage", [b"", b"not a database at all, but long enough to be read" * 50])
def test_a_damaged_manifest_is_one_clear_error_and_a_rebuild_mends_it(synced: Make, damage: bytes) -> None:
    settings = synced(TOWNS)
    for path in settings.index_folder.glob("manifest.sqlite*"):
        path.write_bytes(damage)
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        Index(settings.index_folder, settings)
    sync(settings, rebuild=True)
    assert len(state(settings)) == 3


@pytest.mark.usefixtures("either_store")
def test_a_first_sync_that_was_killed_leaves_an_index_that_says_so_and_the_next_one_finishes_it(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = IngestSettings(documents=write(TOWNS))

    class Killed(BaseException):
        pass

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("ingest.sync.sync._Sync._commit", kill)
        with pytest.raises(Killed):
            sync(settings)
    with pytest.raises(IndexUnusableError, match="never finished|There is no index"):
        Index(settings.index_folder, settings)
    done = sync(settings)
    assert done.embedded == 0  # what was embedded before is used
    assert verify(settings) == ()


@pytest.mark.usefixtures("either_store")
def test_a_sync_that_was_killed_leaves_the_old_index_as_it_was(synced: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = synced(TOWNS)
    before = state(settings)
    (settings.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee is roasted.\n")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("ingest.stores.lexical.Lexical.change", full)
        with pytest.raises(StorageError, match="No space left on device.*Free some space"):
            sync(settings)
    assert state(settings) == before
    index = Index(settings.index_folder, settings)
    assert found(index, "green tea")[0] == "tea.txt"
    index.close()
    sync(settings)
    assert verify(settings) == ()


@pytest.mark.usefixtures("either_store")
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_folder_that_cannot_be_written_is_one_clear_error(
    write: Write, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    settings = IngestSettings(documents=write(TOWNS))

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(number, "injected", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StorageError) as caught:
        sync(settings)
    assert "\n" not in str(caught.value)
    assert str(settings.index_folder) in str(caught.value)


@pytest.mark.usefixtures("either_store")
def test_only_one_process_writes_at_a_time(synced: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = synced(TOWNS)
    monkeypatch.setattr("ingest.stores.writer._WAIT", 0.5)
    (settings.documents_folder / "new.txt").write_text("Something new is here to be read.")
    with only_writer(settings.index_folder), pytest.raises(IndexBusyError, match="[Ww]ait|again"):
        sync(settings)


def test_no_documents_and_nothing_readable_say_what_to_do_and_keep_the_old_index(synced: Make) -> None:
    settings = synced(TOWNS)
    before = state(settings)
    for path in settings.documents_folder.rglob("*.*"):
        path.unlink()
    with pytest.raises(DocumentsError, match=r"No documents in .* Add a file \(.*\.md, .*\) and run"):
        sync(settings)
    (settings.documents_folder / "bad.txt").write_bytes(b"\0\1\2")
    with pytest.raises(DocumentsError, match=r"Nothing in .* can be read"):
        sync(settings)
    assert state(settings) == before


@pytest.mark.usefixtures("either_store")
def test_verify_finds_what_is_missing_and_what_has_changed(synced: Make) -> None:
    settings = synced(TOWNS)
    assert verify(settings) == ()
    (settings.documents_folder / "tea.txt").write_text("changed")
    assert any("1 changed" in line for line in verify(settings))
    sync(settings)
    vectors = open_vectors(settings, next(settings.index_folder.glob("stores-*")).name.removeprefix("stores-"))
    vectors.delete(vectors.ids())
    vectors.close()
    assert any("--rebuild" in line for line in verify(settings))


@pytest.mark.usefixtures("either_store")
def test_a_file_that_may_not_be_read_is_reported_and_the_rest_are_in(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = IngestSettings(documents=write({**TOWNS, "locked.txt": "No one may read this."}))
    open_it = Path.open

    def refuse(self: Path, *arguments: object, **options: object) -> object:
        if self.name == "locked.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return open_it(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    done = sync(settings)
    assert done.problems == ("locked.txt: cannot be read (Permission denied). Check its permissions.",)
    assert done.documents == 3


@pytest.mark.slow
@pytest.mark.parametrize("after", [300, 700, 1200, 2000])
def test_a_process_that_is_killed_while_it_syncs_loses_nothing(synced: Make, write: Write, after: int) -> None:
    settings = synced(TOWNS, passage_tokens=40)
    before = state(settings)
    write(
        {f"{at}.txt": f"Report {at}\n\n" + f"Mill number {at} ground {at + 7} tons of wheat. " * 30 for at in range(16)}
    )
    with process(KILLED, after, settings.documents_folder, settings.embedding_model, "sync", "clock") as killed:
        killed.communicate()
    assert killed.returncode in (0, -signal.SIGALRM)
    assert state(settings) in (before, {**before, **state(settings)})
    index = Index(settings.index_folder, settings)
    assert found(index, "green tea")[0] == "tea.txt"
    index.close()
    assert sync(settings).documents == 19
    assert verify(settings) == ()
