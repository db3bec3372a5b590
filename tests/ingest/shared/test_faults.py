"""What goes wrong between a machine and a Chroma server is one clear line, and mends itself where it can."""

import errno
import ssl
import threading
import time
from pathlib import Path
from uuid import uuid4

import pytest
import trustme

from bot.chat import Bot
from ingest.__main__ import app
from ingest.console import run
from ingest.errors import (
    FootnoteError,
    IndexUnusableError,
    SettingsError,
    StorageError,
    UnreachableError,
)
from ingest.index import Index
from ingest.settings import IngestSettings, load_settings
from ingest.shared.shared_index import shared_index
from ingest.stores.manifest import Manifest
from ingest.stores.server import Server, client, server_of
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Machine, Write, found
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


@pytest.mark.slow
def test_a_full_disk_of_a_bot_is_said_and_not_passed_over(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = machine("a"), machine("b")
    sync(a)
    index = Index(b.index_folder, b)
    (a.documents_folder / "tea.txt").unlink()
    sync(a)
    time.sleep(1.0)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("ingest.shared.cache._bring", full)
        with pytest.raises(StorageError, match="No space left on device.*Free some space"), index.reading():
            pass
    time.sleep(1.0)
    with index.reading() as view:
        assert view.count()[0] == 2
    index.close()


def test_no_index_on_the_server_says_how_to_make_one_and_opening_makes_none(machine: Machine) -> None:
    a = machine("a")
    for what in (lambda: Index(a.index_folder, a), lambda: Bot.from_folder(index=a.index_folder)):
        with pytest.raises(
            IndexUnusableError, match=rf"There is no index '{a.chroma_collection}' on .*`python -m ingest`"
        ):
            what()
    assert not [
        one for one in client(Server(str(a.chroma_url), "x")).list_collections() if a.chroma_collection in one.name
    ]


def test_documents_of_another_folder_are_refused_unless_it_is_a_rebuild(machine: Machine, write: Write) -> None:
    a = machine("a")
    sync(a)
    other = IngestSettings(documents=write({"x.txt": "Something else is here."}, "other"), index=a.index_folder)
    with pytest.raises(IndexUnusableError, match="it belongs to another folder.*FOOTNOTE_CHROMA_COLLECTION.*--rebuild"):
        sync(other)
    assert verify(a) == ()
    assert sync(other, rebuild=True).documents == 1


def test_a_folder_is_the_cache_of_one_index_or_an_index_itself(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = machine("a")
    sync(a)
    with monkeypatch.context() as patched:
        patched.delenv("FOOTNOTE_CHROMA_URL")
        alone = IngestSettings(documents=a.documents_folder, index=a.index_folder)
        for what in (lambda: sync(alone), lambda: Index(alone.index_folder, alone)):
            with pytest.raises(IndexUnusableError, match=rf"is the cache of the index '{a.chroma_collection}' on http"):
                what()
        own = alone.model_copy(update={"index": a.index_folder.with_name("own")})
        sync(own)
    with pytest.raises(IndexUnusableError, match="holds an index of its own"):
        Index(own.index_folder, a)
    other = a.model_copy(update={"chroma_collection": f"t{uuid4().hex}"})
    sync(other.model_copy(update={"index": a.index_folder.with_name("third")}))
    with pytest.raises(IndexUnusableError, match=rf"is the cache of the index '{a.chroma_collection}' on"):
        Index(a.index_folder, other)


@pytest.mark.parametrize("damage", ["manifest", "words", "layout"])
def test_a_damaged_cache_is_made_anew(machine: Machine, damage: str) -> None:
    import sqlite3
    from shutil import rmtree

    a = machine("a")
    sync(a)
    if damage == "manifest":
        for path in a.index_folder.glob("manifest.sqlite*"):
            path.write_bytes(b"not a database" * 500)
    elif damage == "layout":
        db = sqlite3.connect(a.index_folder / "manifest.sqlite")
        db.execute("UPDATE meta SET value = '0' WHERE key = 'layout'")
        db.commit()
        db.close()
    else:
        rmtree(next(a.index_folder.glob("stores-*")))
    index = Index(a.index_folder, a)
    assert found(index, "green tea")[0] == "tea.txt"
    with index.reading() as view:
        assert view.lexical("railway works", 3)[0].passage.source == "towns/ashford.txt"
    index.close()
    assert verify(a) == ()


def test_an_index_that_the_server_has_lost_and_that_is_made_again_replaces_the_cache(machine: Machine) -> None:
    a = machine("a")
    sync(a)
    shared = shared_index(a)
    assert shared is not None
    there = client(shared.server)
    for one in there.list_collections():
        if one.name.startswith(a.chroma_collection):
            there.delete_collection(one.name)
    with pytest.raises(FootnoteError, match="There is no index"):
        Index(a.index_folder, a)
    assert sync(a).plan.add == tuple(sorted(TOWNS))
    assert verify(a) == ()


def test_verify_finds_a_document_that_the_server_has_lost_and_a_rebuild_mends_it(machine: Machine) -> None:
    a = machine("a")
    sync(a)
    shared = shared_index(a)
    assert shared is not None
    blobs = shared._records.blobs()
    with Manifest(a.index_folder / "manifest.sqlite").reading() as snapshot:
        name = snapshot.records()["tea.txt"]
    shared._records.remove(blobs[name])
    assert any("lost some of its documents" in line for line in verify(a))
    with pytest.raises(IndexUnusableError, match="lost some of its documents.*--rebuild"):
        Index(machine("b").index_folder, machine("b"))
    sync(a, rebuild=True)
    assert verify(a) == ()
    assert verify(machine("b")) == ()
