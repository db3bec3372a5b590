"""Files that are uploaded and never taken in: they fill no disk, and do not stay."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.chat import Bot
from bot.web.uploads import FILES, Uploads
from tests.attacks.conftest import Page

UPLOAD = "gradio_api/upload"


@pytest.fixture
def folder(towns: Bot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the page's server puts uploads, as `python -m bot` sets it."""
    own = towns.settings.index_folder.absolute() / "uploads"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(own))
    return own


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def _upload(address: str, *contents: bytes) -> httpx.Response:
    files = [("files", (f"{number}.txt", content)) for number, content in enumerate(contents)]
    return httpx.post(address + UPLOAD, files=files, timeout=60)


def test_where_uploads_are_off_there_is_nowhere_to_send_a_file(page_with: Page, folder: Path) -> None:
    address = page_with(uploads=False)
    before = _names(folder)
    assert _upload(address, b"").status_code == 404
    assert _upload(address, b"Mine.").status_code == 404
    assert httpx.post(address + UPLOAD, content=iter([b"x"])).status_code == 404
    assert httpx.get(address + "gradio_api/upload_progress?upload_id=x").status_code == 404
    assert _names(folder) == before


@pytest.mark.parametrize("uploads", [True, False])
def test_gradios_other_ways_to_send_a_file_are_closed(page_with: Page, folder: Path, uploads: bool) -> None:
    address = page_with(uploads=uploads)
    for path in ("process_recording", "component_server", "component_server/"):
        sent = httpx.post(f"{address}gradio_api/{path}", files={"files": ("a.txt", b"Mine.")}, follow_redirects=True)
        assert sent.status_code == 404
    assert _names(folder) == []


def test_waiting_files_are_limited_in_size(page_with: Page, folder: Path) -> None:
    address = page_with(upload_mb=1)
    sent = [_upload(address, bytes([number]) * 20_000_000).status_code for number in range(4)]
    assert sent == [200, 200, 507, 507]
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 42_000_000


def test_waiting_files_are_limited_in_number(page_with: Page, folder: Path) -> None:
    address = page_with()
    assert _upload(address, *(b"%d" % number for number in range(1000))).status_code >= 400
    sent = [_upload(address, *(b"%d %d" % (turn, one) for one in range(FILES))).status_code for turn in range(7)]
    assert sent[0] == 200
    assert sent[-1] == 507
    assert len(_names(folder)) <= 5 * FILES


def test_an_upload_says_how_long_it_is(page_with: Page, folder: Path) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert httpx.post(page_with() + UPLOAD, content=iter([b"--x\r\n"]), headers=kind).status_code == 411
    assert _names(folder) == []


def test_what_waits_too_long_is_deleted(page_with: Page, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.uploads._EVERY", 0.0)
    address = page_with()
    old, new = (_upload(address, content).json()[0] for content in (b"Old.", b"New."))
    hour_ago = time.time() - 3700
    for path in (old, Path(old).parent):
        os.utime(path, (hour_ago, hour_ago))
    httpx.get(address + "config")
    assert not Path(old).exists()
    assert Path(new).exists()


def test_what_an_earlier_server_left_is_deleted_at_start(page_with: Page, folder: Path) -> None:
    (folder / "hash").mkdir(parents=True)
    (folder / "hash" / "a.txt").write_text("Mine.")
    (folder / "half").write_text("Mi")
    page_with(uploads=False)
    assert list(folder.iterdir()) == []


def test_a_folder_of_other_programs_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "theirs.txt").write_text("Theirs.")
    os.utime(tmp_path / "theirs.txt", (0, 0))
    uploads = Uploads(tmp_path, 1000, ours=False)
    assert not uploads.due
    assert (tmp_path / "theirs.txt").exists()
