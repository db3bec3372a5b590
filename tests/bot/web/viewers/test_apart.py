"""A PDF is looked at in a process that it cannot take anything else down with."""

import os
import signal
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from bot.web.viewers.apart import Apart
from ingest.formats.pdf_server import Call
from tests.helpers.pages import drawn, lines


@pytest.fixture
def apart() -> Iterator[Apart]:
    one = Apart()
    yield one
    one.end()


def called(folder: Path, data: bytes) -> Call:
    path = folder / "one.pdf"
    path.write_bytes(data)
    return Call(path, sha256(data).hexdigest())


def test_a_damaged_file_gives_nothing_and_the_next_one_is_shown(apart: Apart, tmp_path: Path) -> None:
    reply, image = apart.call(called(tmp_path, b"%PDF-1.7 and then nothing of the kind"))
    assert reply.layout is None
    assert image == b""
    reply, _ = apart.call(called(tmp_path, drawn(lines("Here."))))
    assert reply.layout is not None
    assert len(reply.layout.sizes) == 1
    missing = Call(tmp_path / "gone.pdf", "0" * 64)
    assert apart.call(missing)[0].layout is None


def test_a_process_that_was_ended_is_begun_anew(apart: Apart, tmp_path: Path) -> None:
    call = called(tmp_path, drawn(lines("Here.")))
    apart.warm()
    assert apart._process is not None
    os.kill(apart._process.pid, signal.SIGKILL)
    reply, _ = apart.call(call)
    assert reply.layout is not None
