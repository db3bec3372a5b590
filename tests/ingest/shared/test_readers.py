"""Machines, here folders and processes, read what another one has written to an index on a Chroma server."""

import os
import time
from pathlib import Path

import pytest

from bot.chat import Bot
from ingest.__main__ import app
from ingest.console import run
from ingest.index import Index
from ingest.shared.shared_index import open_vectors, shared_index
from ingest.stores.manifest import Manifest
from ingest.sync.sync import sync
from tests.conftest import Machine
from tests.helpers import cheap
from tests.helpers.killing import contents
from tests.helpers.machines import process, stores


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
        Manifest(a.index_folder / "manifest.sqlite").reading() as one,
        Manifest(b.index_folder / "manifest.sqlite").reading() as two,
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
        assert before <= open_vectors(a, stores(a)).ids()
    (a.documents_folder / "tea.txt").write_text("Cocoa\n\nCocoa beans are fermented for a week.\n")
    monkeypatch.setattr("ingest.shared.shared_index._GRACE", 0)
    sync(a)
    (a.documents_folder / "tea.txt").write_text("Malt\n\nMalt is dried in a kiln.\n")
    sync(a)
    with Manifest(a.index_folder / "manifest.sqlite").reading() as snapshot:
        live, names = snapshot.vector_ids(), set(snapshot.records().values())
    there = open_vectors(a, stores(a)).ids()
    assert live < there
    assert len(there - live) == 1  # of the generation before
    blobs = set(shared._records.blobs())
    assert names < blobs
    assert len(blobs) == len(names) + 1 + 2  # the document before, and two listings
    reader.close()


@pytest.mark.slow
@pytest.mark.timed
def test_a_reader_in_another_process_sees_a_new_generation_within_two_seconds(machine: Machine) -> None:
    a, b = machine("a"), machine("b")
    sync(a)
    reader = process(
        "import sys, time; from bot import Bot\n"
        "bot = Bot.open(sys.argv[1])\n"
        "assert bot.search('volcanoes in Iceland', 3)\n"  # the model is loaded: that takes a bot its first question
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


def test_status_names_the_server(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    a = machine("a")
    sync(a)
    assert run(app, [str(a.documents_folder), "--index", str(a.index_folder), "--status"]) == 0
    assert f"{a.chroma_collection} on {a.chroma_url}" in capsys.readouterr().out
