"""An index on a Chroma server: several machines, here folders and processes, read it and write to it in turns."""

import errno
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import cheap
import pytest
import trustme
from chroma_server import ChromaServer, proxy
from conftest import ROOT, TOWNS, Write, found
from test_sync_property import KILLED, contents

from bot.chat import Bot
from ingest.__main__ import app
from ingest.console import run
from ingest.errors import (
    FootnoteError,
    IndexBusyError,
    IndexUnusableError,
    SettingsError,
    StorageError,
    UnreachableError,
)
from ingest.index import Index, open_vectors
from ingest.lease import leased
from ingest.purge import purge
from ingest.records import Records
from ingest.server import Server, client, server_of
from ingest.settings import IngestSettings, load_settings
from ingest.shared import Shared, shared_index
from ingest.store import Store
from ingest.sync import sync
from ingest.verify import verify

Machine = Callable[..., IngestSettings]


@pytest.fixture(autouse=True)
def _one_index(chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch, _own_environment: None) -> None:
    monkeypatch.setenv("FOOTNOTE_CHROMA_URL", chroma.url)
    monkeypatch.setenv("FOOTNOTE_CHROMA_COLLECTION", f"t{uuid4().hex}")


@pytest.fixture
def machine(write: Write, tmp_path: Path) -> Machine:
    """The settings of one of several machines: each has a folder of its own with the same documents, and a cache."""

    def named(name: str, **values: object) -> IngestSettings:
        docs = write(TOWNS, f"{name}/docs")
        return IngestSettings(documents=docs, index=tmp_path / name / "cache", **values)

    return named


@pytest.fixture
def records(machine: Machine) -> Records:
    server = server_of(machine("a"))
    assert server is not None
    return Records(server, create=True)


def process(code: str, *arguments: object) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


SYNC = (
    "import sys; from pathlib import Path; from ingest.settings import IngestSettings; from ingest.sync import sync\n"
    "done = sync(IngestSettings(documents=Path(sys.argv[1]), index=Path(sys.argv[2]), embedding_model=sys.argv[3]))\n"
    "print(done.embedded, len(done.plan.add))"
)


def test_two_machines_with_the_same_documents_do_the_work_once(machine: Machine) -> None:
    a, b = machine("a"), machine("b")
    assert sync(a).embedded == 4
    assert sync(b).plan.empty
    (b.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
    assert sync(b).embedded == 1
    (a.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
    assert sync(a).plan.empty
    for one in (a, b):
        assert verify(one) == ()


@pytest.mark.slow
def test_what_a_bot_pulls_is_what_the_writer_has(machine: Machine) -> None:
    a, b = machine("a"), machine("b")
    (a.documents_folder / "bad.txt").write_bytes(b"\x00\x01binary")
    (a.documents_folder / "long.txt").write_text(
        "".join(f"Line {at} of {os.urandom(400).hex()}.\n" for at in range(2500))
    )
    sync(a.model_copy(update={"embedding_model": cheap.NAME}))
    Index(b.index_folder, b.model_copy(update={"embedding_model": cheap.NAME})).close()
    with (
        Store(a.index_folder / "manifest.sqlite").reading() as one,
        Store(b.index_folder / "manifest.sqlite").reading() as two,
    ):
        assert contents(one) == contents(two)
        assert one.listing() == two.listing()
        assert one.document("long.txt") == two.document("long.txt")


def test_a_bot_without_documents_answers_and_sees_what_another_machine_adds(machine: Machine, tmp_path: Path) -> None:
    a = machine("a")
    sync(a)
    bot = Bot.from_folder(index=tmp_path / "elsewhere")
    assert bot.synced is None
    answer = bot.ask("How tall is the Stump in Boston?")
    assert "83" in answer.text
    assert (
        bot.document(answer.citations[0].source).text[answer.citations[0].start :].startswith(answer.citations[0].quote)
    )
    assert answer.notes == ()  # there is no folder to compare with
    assert bot.settings.uploads is False
    (a.documents_folder / "news.txt").write_text("News\n\nThe ferry Orlop carried 417 crates to Hythe.\n")
    sync(a)
    time.sleep(1.0)
    assert "417" in bot.ask("How many crates did the ferry Orlop carry?").text
    bot.close()


def test_a_superseded_passage_stays_for_those_who_read_it_and_goes_with_a_later_sync(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = machine("a")
    sync(a)
    shared = shared_index(a)
    assert shared is not None
    reader = Index(machine("b").index_folder, machine("b"))
    with reader.reading() as view:
        before = {p.vector_id for p in view.passages()}
        (a.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
        sync(a)
        assert before <= open_vectors(a, _stores(a)).ids()
    (a.documents_folder / "tea.txt").write_text("Cocoa\n\nCocoa beans are fermented for a week.\n")
    monkeypatch.setattr("ingest.shared._GRACE", 0)
    sync(a)
    (a.documents_folder / "tea.txt").write_text("Malt\n\nMalt is dried in a kiln.\n")
    sync(a)
    with Store(a.index_folder / "manifest.sqlite").reading() as snapshot:
        live, names = snapshot.vector_ids(), set(snapshot.records().values())
    there = open_vectors(a, _stores(a)).ids()
    assert live < there
    assert len(there - live) == 1  # of the generation before
    blobs = set(shared._records.blobs())
    assert names < blobs
    assert len(blobs) == len(names) + 1 + 2  # the document before, and two listings
    reader.close()


def _stores(settings: IngestSettings) -> str:
    with Store(settings.index_folder / "manifest.sqlite").reading() as snapshot:
        return snapshot.meta()["stores"]


def test_a_purge_leaves_nothing_of_what_was_removed_on_the_server(machine: Machine) -> None:
    a, b = machine("a"), machine("b")
    sync(a)
    bot = Bot.open(b.index_folder)
    (a.documents_folder / "tea.txt").unlink()
    sync(a)
    purge(a)
    shared = shared_index(a)
    assert shared is not None
    with Store(a.index_folder / "manifest.sqlite").reading() as snapshot:
        assert open_vectors(a, _stores(a)).ids() == snapshot.vector_ids()
        assert set(shared._records.blobs()) - set(snapshot.records().values()) == {shared.head().listing}  # type: ignore[union-attr]
    there = [one.name for one in client(shared.server).list_collections() if one.name.startswith(a.chroma_collection)]
    assert sorted(there) == sorted([f"{a.chroma_collection}-documents", f"{a.chroma_collection}-vectors-{_stores(a)}"])
    time.sleep(1.0)
    assert "83" in bot.ask("How tall is the Stump in Boston?").text
    assert bot.count()[0] == 2
    assert verify(a) == ()
    bot.close()


def test_a_claim_goes_to_one_of_many_who_make_it_at_once(records: Records) -> None:
    for number in range(1, 11):
        start, won = threading.Barrier(6), []

        def claim(who: int, number: int = number, start: threading.Barrier = start, won: list[int] = won) -> None:
            start.wait()
            if records.claim("test", number, {"who": who}):
                won.append(who)

        threads = [threading.Thread(target=claim, args=[who]) for who in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert won == [records.newest("test")["who"]]  # type: ignore[index]
        assert not records.claim("test", number, {"who": 9})
    assert not records.claim("test", 3, {"who": 9})


def test_a_second_writer_is_told_who_writes_and_takes_its_turn_after(
    machine: Machine, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.lease._WAIT", 3.0)
    with leased(records), pytest.raises(IndexBusyError, match=rf"Process {os.getpid()} on .*Wait until"):
        sync(machine("a"))
    assert sync(machine("a")).documents == 3


@pytest.mark.slow
def test_the_lease_of_a_killed_writer_is_taken_over_and_what_it_left_is_swept(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = machine("a"), machine("b")
    sync(a)
    (a.documents_folder / "new.txt").write_text("Rivers\n\nThe Thames flows through London.\n")
    writer = process(
        "import sys, time; from ingest import sync as s\n"
        "s._Sync._commit = lambda *_: (print('there', flush=True), time.sleep(600))\n" + SYNC,
        *(a.documents_folder, a.index_folder, a.embedding_model),
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "there\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    monkeypatch.setattr("ingest.lease._DEAD", 3.0)
    monkeypatch.setattr("ingest.shared._GRACE", 0)
    (b.documents_folder / "tea.txt").unlink()
    assert sync(b).plan.remove == ("tea.txt",)
    with Store(b.index_folder / "manifest.sqlite").reading() as snapshot:
        assert len(open_vectors(b, _stores(b)).ids() - snapshot.vector_ids()) == 1  # that of tea.txt, superseded now
    assert verify(b) == ()
    assert sync(a).plan.add == ("new.txt", "tea.txt")
    assert verify(a) == ()


def test_a_writer_that_was_asleep_when_it_was_taken_for_dead_changes_nothing(
    machine: Machine, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = machine("a")
    sync(a)
    (a.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
    commit = Shared.commit

    def taken_over(self: Shared, snapshot: object) -> None:
        claims = records.claims("lease")
        assert records.claim("lease", int(claims[-1]["number"]) + 1, {"free": True, "host": "other", "process": 1})
        commit(self, snapshot)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Shared, "commit", taken_over)
        with pytest.raises(IndexBusyError, match=r"Process 1 on other.*has taken over"):
            sync(a)
    assert found(Index(a.index_folder, a), "green tea")[0] == "tea.txt"
    assert sync(a).embedded <= 1
    assert verify(a) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at", "how"),
    # With the lease just taken; embedding; sending documents; right after the commit; sweeping.
    [*((at, "sync") for at in (190, 560, 740, 825, 850)), *((at, "rebuild") for at in (560, 740, 860))],
)
def test_a_writer_that_is_killed_anywhere_loses_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, at: int, how: str
) -> None:
    a, b = (machine(name, embedding_model=cheap.NAME, passage_tokens=40) for name in "ab")
    sync(a)
    for one in (a, b):
        (one.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted at 200 degrees.\n")
        (one.documents_folder / "towns" / "ashford.txt").rename(one.documents_folder / "old.txt")
    modules = ("sync", "pipeline", "shared", "records", "pull", "lease", "store")
    monkeypatch.setenv("FOOTNOTE_INDEX", str(a.index_folder))
    with process(KILLED, at, a.documents_folder, cheap.NAME, how, "line", *modules) as killed:
        killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    monkeypatch.setattr("ingest.lease._DEAD", 3.0)
    for one in (b, a):
        sync(one)
        assert verify(one) == ()
        with Store(one.index_folder / "manifest.sqlite").reading() as snapshot:
            assert sorted(snapshot.hashes()) == ["old.txt", "tea.txt", "towns/boston.md"]
            assert "Coffee" in snapshot.document("tea.txt").text  # type: ignore[union-attr]


def test_two_processes_that_write_at_once_take_turns(machine: Machine) -> None:
    a, b = (machine(name, embedding_model=cheap.NAME) for name in "ab")
    both = [process(SYNC, one.documents_folder, one.index_folder, cheap.NAME) for one in (a, b)]
    outputs = sorted(one.communicate()[0].split() for one in both)
    assert [one.returncode for one in both] == [0, 0]
    assert outputs == [["0", "0"], ["4", "3"]]
    for one in (a, b):
        assert verify(one) == ()


def test_a_reader_in_another_process_sees_a_new_generation_within_two_seconds(machine: Machine) -> None:
    a, b = machine("a"), machine("b")
    sync(a)
    reader = process(
        "import sys, time; from bot import Bot\n"
        "bot = Bot.open(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "while 'new.txt' not in [hit.passage.source for hit in bot.search('volcanoes in Iceland', 3)]:\n"
        "    time.sleep(0.05)\n"
        "print(time.time(), flush=True)\n",
        b.index_folder,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    (a.documents_folder / "new.txt").write_text("Volcanoes\n\nIceland has about 30 active volcanoes.\n")
    sync(a)
    committed = time.time()
    assert float(reader.communicate(timeout=20)[0]) - committed < 2.0


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
        patched.setattr("ingest.pull._bring", full)
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


def test_status_names_the_server(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    a = machine("a")
    sync(a)
    assert run(app, [str(a.documents_folder), "--index", str(a.index_folder), "--status"]) == 0
    assert f"{a.chroma_collection} on {a.chroma_url}" in capsys.readouterr().out


def test_verify_finds_a_document_that_the_server_has_lost_and_a_rebuild_mends_it(machine: Machine) -> None:
    a = machine("a")
    sync(a)
    shared = shared_index(a)
    assert shared is not None
    blobs = shared._records.blobs()
    with Store(a.index_folder / "manifest.sqlite").reading() as snapshot:
        name = snapshot.records()["tea.txt"]
    shared._records.remove(blobs[name])
    assert any("lost some of its documents" in line for line in verify(a))
    with pytest.raises(IndexUnusableError, match="lost some of its documents.*--rebuild"):
        Index(machine("b").index_folder, machine("b"))
    sync(a, rebuild=True)
    assert verify(a) == ()
    assert verify(machine("b")) == ()
