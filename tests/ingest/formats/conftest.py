"""What the tests of every format share."""

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _silent_and_offline(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """No reader asks the network for anything, or prints a word."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
