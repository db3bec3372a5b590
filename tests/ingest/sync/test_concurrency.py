"""A bot that is asked all the time while commands change its index: one generation an answer, and the newest soon."""

import json
import os
import subprocess
import sys
import time

import pytest

from ingest.settings import IngestSettings
from ingest.stores.manifest import Manifest
from ingest.stores.writer import manifest_for
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import ROOT, TOWNS, Write

MINUTE = 60.0
PARTS = 6
# Threads that ask and search without a pause; what they see is told line by line on stdout.
ASKING = """
import json, sys, threading, time
from bot import Bot
bot = Bot.open(sys.argv[1], documents=sys.argv[2])
stop, errors, seen, asked, cited = threading.Event(), [], {}, [0], set()
def again(what):
    while not stop.is_set():
        try:
            what()
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
def asking():
    answer = bot.ask("What does the almanac say about the alder stone?", sources=["almanac.txt"])
    editions = {hit.passage.text.split("edition ")[1].split()[0] for hit in answer.passages}
    assert len(editions) == 1, f"several generations in one answer: {editions}"
    assert all(editions == {c.quote.split("edition ")[1].split()[0]} for c in answer.citations if "edition " in c.quote)
    cited.update((next(iter(editions)), c.start, c.end, c.quote) for c in answer.citations)
    parts = bot.search("the alder stone of the almanac", 30, sources=["almanac.txt"])
    assert len(parts) == int(sys.argv[3]), f"{len(parts)} passages of the almanac"
    assert "83" in bot.ask("How tall is the Stump?").text
    asked[0] += 2
def watching():
    for document in bot.documents():
        name = document.source
        if name.startswith("news-") and name not in seen:
            put = time.time()  # how long the answer takes is another matter
            if bot.ask(f"How many crates did the Orlop {name[5:-4]} carry?").answered:
                seen[name] = put
    time.sleep(0.1)
threads = [threading.Thread(target=again, args=[what]) for what in (asking, asking, watching)]
for one in threads:
    one.start()
print("ready", flush=True)
sys.stdin.readline()
stop.set()
for one in threads:
    one.join()
print(json.dumps({"errors": errors, "seen": seen, "asked": asked[0], "cited": sorted(cited)}))
"""


def almanac(edition: int) -> str:
    """A document all of whose passages change with every edition and say which one they are of."""
    parts = (
        f"In part {at} of edition {edition} the almanac says that the alder stone lies in field {at}. "
        + " ".join(f"The keeper of part {at} walks to it on day {day} of edition {edition} ." for day in range(1, 13))
        for at in range(PARTS)
    )
    return "Almanac\n\n" + "\n\n".join(parts) + "\n"


def generation(store: Manifest) -> int:
    with store.reading() as snapshot:
        return int(snapshot.meta()["generation"])


@pytest.mark.slow
@pytest.mark.timed
def test_a_bot_answers_from_one_generation_for_a_minute_while_commands_change_the_index(write: Write) -> None:
    docs = write({**TOWNS, "almanac.txt": almanac(0)})
    settings = IngestSettings(documents=docs)
    sync(settings)
    store, _ = manifest_for(settings)
    with store.reading() as snapshot:
        count = len(snapshot.passages("almanac.txt"))
    assert count >= PARTS / 2
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", ASKING, str(settings.index_folder), str(docs), str(count)]
    committed: dict[str, float] = {}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdin
        assert asking.stdout
        assert asking.stdout.readline() == "ready\n"
        began = time.monotonic()
        edition = 0
        while time.monotonic() - began < MINUTE or len(committed) < 4:  # however long a command takes here
            assert time.monotonic() - began < 5 * MINUTE
            edition += 1
            (docs / "almanac.txt").write_text(almanac(edition), encoding="utf-8")
            news = docs / f"news-{edition}.txt"
            news.write_text(
                f"The Orlop {edition}\n\nThe Orlop {edition} carried {edition + 40} crates of tea to Leith.\n"
            )
            if edition > 2:
                (docs / f"news-{edition - 2}.txt").unlink(missing_ok=True)
            rebuild = ["--rebuild"] if edition == 3 else []
            before = generation(store)
            with subprocess.Popen(
                [sys.executable, "-m", "ingest", str(docs), *rebuild],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            ) as command_line:
                while command_line.poll() is None:
                    if news.name not in committed and generation(store) > before:
                        committed[news.name] = time.time()
                    time.sleep(0.02)
                assert command_line.stderr
                assert command_line.returncode == 0, command_line.stderr.read()
            time.sleep(2.5)
        told, _ = asking.communicate("stop\n", timeout=60)
    seen = json.loads(told)
    assert seen["errors"] == []
    assert seen["asked"] > 20
    assert len({edition for edition, *_ in seen["cited"]}) >= 4
    for edition, start, end, quote in seen["cited"]:
        assert almanac(int(edition))[start:end] == quote
    assert len(committed) >= 4
    assert set(seen["seen"]) == set(committed)
    assert max(seen["seen"][name] - committed[name] for name in committed) < 2.0
    assert verify(settings) == ()


# A process that writes to an index until it is told to end.
WRITING = """
import sys
from pathlib import Path
from ingest.stores.writer import only_writer
with only_writer(Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.slow
@pytest.mark.parametrize("patient", [True, False])
def test_a_second_command_waits_for_the_first_and_names_it_when_that_takes_too_long(
    write: Write, patient: bool
) -> None:
    docs = write(TOWNS)
    settings = IngestSettings(documents=docs)
    sync(settings)
    (docs / "news.txt").write_text("The Orlop carried 41 crates of tea to Leith.\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WRITING, str(settings.index_folder)]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "ready\n"
        second = subprocess.Popen(
            [sys.executable, "-m", "ingest", str(docs)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if patient:
            time.sleep(5)
            assert second.poll() is None
            first.communicate("end\n")
        said, complained = second.communicate(timeout=60)
        if not patient:
            first.communicate("end\n")
    if patient:
        assert (second.returncode, complained) == (0, "")
        assert said.startswith("1 added")
    else:
        assert second.returncode == 2
        assert complained.count("\n") == 1
        assert f"(process {first.pid}, since " in complained
        assert "Wait until it is done, or stop it." in complained
