"""A Chroma server that is gone, locked or none at all is one clear line."""

import ssl
import threading
import time
from pathlib import Path

import pytest
import trustme

from bot.chat import Bot
from ingest.__main__ import app
from ingest.console import run
from ingest.errors import IndexUnusableError, SettingsError, StorageError, UnreachableError
from ingest.index import Index
from ingest.settings import load_settings
from ingest.stores.server import server_of
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import Machine
from tests.helpers.chroma_server import ChromaServer, proxy


def test_a_server_that_is_gone_is_one_clear_line_a_question_and_all_is_well_when_it_is_back(
    machine: Machine, tmp_path: Path
) -> None:
    server = ChromaServer(tmp_path / "own")
    server.start()
    try:
        a = machine("a", chroma_url=server.url)
        sync(a)
        bot = Bot.open(a.index_folder, chroma_url=server.url)
        server.stop()
        time.sleep(1.0)
        gone = rf"The Chroma server at {server.url} cannot be reached \(.*\)\. Start it, or check FOOTNOTE_CHROMA_URL\."
        for _ in range(2):
            with pytest.raises(StorageError, match=gone):
                bot.ask("How tall is the Stump in Boston?")
        assert bot.document("tea.txt").text.startswith("How tea is made")  # texts are here
        for what in (lambda: Index(a.index_folder, a), lambda: sync(a), lambda: verify(a)):
            with pytest.raises(StorageError, match=gone):
                what()
        server.start()
        assert "83" in bot.ask("How tall is the Stump in Boston?").text
        bot.close()
    finally:
        server.stop()


def test_a_token_is_sent_and_without_it_one_line_says_what_is_missing(
    machine: Machine, chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a = machine("a")
    with proxy(int(chroma.url.rpartition(":")[2]), "secret-1") as url:
        monkeypatch.setenv("FOOTNOTE_CHROMA_URL", url)
        for headers in ("", '{"Authorization": "Bearer secret-2"}'):
            monkeypatch.setenv("FOOTNOTE_CHROMA_HEADERS", headers)
            assert run(app, [str(a.documents_folder), "--index", str(a.index_folder)]) == 2
            said = capsys.readouterr().err
            assert said == (
                f"The Chroma server at {url} does not let us in (401). Set FOOTNOTE_CHROMA_HEADERS to what it asks for.\n"
            )
        monkeypatch.setenv("FOOTNOTE_CHROMA_HEADERS", '{"Authorization": "Bearer secret-1"}')
        assert sync(load_settings(documents=a.documents_folder, index=a.index_folder)).documents == 3
        settings = load_settings(documents=a.documents_folder, index=a.index_folder)
        assert "secret-1" not in f"{settings!r} {server_of(settings)!r}"
        bot = Bot.open(a.index_folder)
        assert bot.search("green tea", 1)
        bot.close()


@pytest.mark.slow
def test_a_server_is_spoken_to_over_https_if_its_certificate_is_trusted(
    machine: Machine, chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority, tls = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("FOOTNOTE_CHROMA_HEADERS", '{"Authorization": "Bearer secret"}')
    with proxy(int(chroma.url.rpartition(":")[2]), "secret", tls) as url:
        a = machine("a", chroma_url=url)
        assert url.startswith("https://")
        with pytest.raises(UnreachableError, match="CERTIFICATE_VERIFY_FAILED"):
            sync(a)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        assert sync(a).documents == 3
        assert verify(a) == ()


@pytest.mark.parametrize(
    ("url", "headers", "said"),
    [
        ("http://ann:hidden@localhost:8000", "", "FOOTNOTE_CHROMA_URL is no address"),
        ("localhost:8000", "", "FOOTNOTE_CHROMA_URL is no address"),
        ("http://localhost:8000", "Bearer hidden", "FOOTNOTE_CHROMA_HEADERS is not JSON"),
        ("http://localhost:8000", '{"Authorization": ["hidden"]}', "FOOTNOTE_CHROMA_HEADERS is not JSON"),
    ],
)
def test_impossible_addresses_and_headers_are_named_but_not_repeated(
    monkeypatch: pytest.MonkeyPatch, url: str, headers: str, said: str
) -> None:
    monkeypatch.setenv("FOOTNOTE_CHROMA_URL", url)
    monkeypatch.setenv("FOOTNOTE_CHROMA_HEADERS", headers)
    with pytest.raises(SettingsError, match=said) as caught:
        server_of(load_settings())
    assert "hidden" not in str(caught.value)


def test_a_server_that_is_none_of_chroma_is_one_clear_line(machine: Machine, tmp_path: Path) -> None:
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        a = machine("a", chroma_url=f"http://127.0.0.1:{other.server_address[1]}")
        with pytest.raises(IndexUnusableError, match=r"There is no Chroma server of version 1 at .*\(404\)"):
            sync(a)
        other.shutdown()
