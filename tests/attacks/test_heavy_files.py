"""Small files that take all memory or time: each is one line, and the rest is read."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from ingest.errors import DocumentsError, UnavailableFileError, UnreadableFileError
from ingest.settings import IngestSettings
from ingest.sync import reading
from ingest.sync.sync import sync
from ingest.sync.uploads import take_in
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Write
from tests.helpers import cheap

TEA = "Tea\n\nTea comes from China. It is drunk hot.\n"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")


def limited(folder: Path, **limits: int) -> IngestSettings:
    return IngestSettings(documents=folder, embedding_model=cheap.NAME, **limits)


def pdf(*streams: tuple[str, bytes]) -> bytes:
    """A page that draws the form 5, and forms from 5 on: of each the entries of its dictionary and what it draws."""
    font = "/Font<</A<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>{font}>>>>".encode(),
        *(
            f"<</Length {len(drawn)}{entries.replace('FONT', font)}>>stream\n".encode() + drawn + b"\nendstream"
            for entries, drawn in (("", b"/F Do"), *streams)
        ),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def form(inner: int) -> str:
    return f"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</F {inner} 0 R>>FONT>>"


def packed(text: bytes, times: int) -> bytes:
    for _ in range(times):
        text = zlib.compress(text, 9)
    return text


def epub(chapters: int) -> bytes:
    listed = '<itemref idref="a"/>' * chapters
    rootfile = '<rootfile full-path="c.opf" media-type="application/oebps-package+xml"/>'
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        f"<rootfiles>{rootfile}</rootfiles></container>",
        "c.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a" href="a.xhtml" '
        f'media-type="application/xhtml+xml"/></manifest><spine>{listed}</spine></package>',
        "a.xhtml": f"<html><body><h1>One</h1><p>{'It goes on. ' * 99}</p></body></html>",
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


HEAVY: dict[str, Callable[[], bytes]] = {
    "a form that contains itself.pdf": lambda: pdf((form(5), b"BT /A 9 Tf (hi) Tj ET /F Do /F Do")),
    "forms in forms.pdf": lambda: pdf(
        *((form(6 + n), b"BT /A 9 Tf (hi) Tj ET " + b"/F Do " * 10) for n in range(30)), ("", b"")
    ),
    "streams in streams.pdf": lambda: pdf(
        (form(5) + "/Filter[/FlateDecode/FlateDecode]", packed(b"BT /A 9 Tf (x) Tj ET " * 4_000_000, 2))
    ),
    "one chapter many times.epub": lambda: epub(50_000),
    "a subject of many words.eml": lambda: (
        b"From: a@b.example\nSubject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nhello\n"
    ),
    "wide.csv": lambda: (",".join(f"c{n}" for n in range(200_000)) + "\n" + ("1," * 200_000 + "\n") * 10).encode(),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_what_takes_too_much_is_one_line_and_the_rest_is_read(name: str, write: Write) -> None:
    folder = write({"tea.txt": TEA})
    (folder / name).write_bytes(HEAVY[name]())
    began = time.process_time()
    synced = sync(limited(folder, file_megabytes=200, file_seconds=5))
    assert time.process_time() - began < 60
    assert synced.documents >= 1
    for line in synced.problems:
        assert line.startswith(f"{name}: ")
        assert "\n" not in line
    assert synced.documents + len(synced.problems) == 2


def test_memory_beyond_the_limit_is_said_and_how_to_raise_it(write: Write) -> None:
    folder = write({"long.csv": "a,b\n" + "some words,and more\n" * 120_000})
    with pytest.raises(UnreadableFileError, match=r"long.csv: (takes more than 10 MB of memory|ends what reads it)"):
        reading.read_file(folder / "long.csv", limited(folder, file_megabytes=10))
    assert len(reading.read_file(folder / "long.csv", limited(folder)).passages) > 300


def test_time_beyond_the_limit_is_said_and_how_to_raise_it(write: Write) -> None:
    words = [f"word{number}" for number in range(999)]
    text = ". ".join(" ".join(random.Random(at).choices(words, k=12)).capitalize() for at in range(60_000))
    folder = write({"long.txt": text})
    told = r"^long.txt: takes more than 1 s to read. Split it into smaller files, or raise FOOTNOTE_FILE_SECONDS.$"
    with pytest.raises(UnreadableFileError, match=told):
        reading.read_file(folder / "long.txt", limited(folder, file_seconds=1))


@pytest.mark.parametrize("limits", [{"file_megabytes": 80}, {"file_seconds": 1}])
def test_what_came_with_a_mail_may_be_too_much_and_its_text_is_read(limits: dict[str, int], write: Write) -> None:
    message = EmailMessage()
    message["Subject"] = "Tea"
    message.set_content(TEA)
    rows = "".join(f"Pot {number},{number % 97} cups of black tea,{number % 13} EUR\n" for number in range(120_000))
    message.add_attachment(f"a,b,c\n{rows}".encode(), maintype="text", subtype="csv", filename="pots.csv")
    folder = write({"tea.eml": message.as_bytes()})
    document = reading.read_file(folder / "tea.eml", limited(folder, **limits)).document
    assert "It is drunk hot." in document.text
    assert document.notes == ("What is attached is not read: pots.csv. Save it beside the mail.",)


def test_a_file_that_was_too_much_is_remembered_and_tried_again_with_other_limits(write: Write) -> None:
    folder = write({"tea.txt": TEA, "long.csv": "a,b\n" + "some words,and more\n" * 40_000})
    low = limited(folder, file_megabytes=10)
    assert len(sync(low).problems) == 1
    began = time.perf_counter()
    again = sync(low)
    assert again.problems == sync(low).problems
    assert again.plan.empty
    assert time.perf_counter() - began < 3
    assert sync(limited(folder)).plan.add == ("long.csv",)


def test_one_process_reads_many_files(write: Write) -> None:
    folder = write({f"{n}.txt": TEA + str(n) for n in range(20)})
    sync(limited(folder))
    waiting = {worker._process.pid for worker in reading._idle}
    sync(limited(folder), rebuild=True)
    assert {worker._process.pid for worker in reading._idle} == waiting


def test_a_reader_that_is_killed_from_outside_says_nothing_of_the_file(write: Write) -> None:
    folder = write({"long.txt": "Words and words. " * 300_000, "tea.txt": TEA})

    def kill() -> None:
        while not (at_work := _children()):
            time.sleep(0.02)
        time.sleep(1)
        for pid in at_work:
            os.kill(pid, signal.SIGKILL)

    reading.end_workers()
    threading.Thread(target=kill).start()
    with pytest.raises(UnavailableFileError, match="its reader was ended from outside"):
        reading.read_file(folder / "long.txt", limited(folder))


def test_a_reader_that_is_killed_while_it_waits_is_missed_by_no_file(write: Write) -> None:
    folder = write({"tea.txt": TEA})
    reading.read_file(folder / "tea.txt", limited(folder))
    for worker in reading._idle:
        worker._process.kill()
        worker._process.wait()
    assert reading.read_file(folder / "tea.txt", limited(folder)).document.text == TEA


def _children() -> list[int]:
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "ingest.sync.worker"], capture_output=True, text=True
    )
    return [int(pid) for pid in found.stdout.split()]


def test_a_script_without_a_guard_runs_once(write: Write, tmp_path: Path) -> None:
    folder = write(TOWNS)
    script = tmp_path / "script.py"
    script.write_text(
        "from ingest.settings import IngestSettings\nfrom ingest.sync.sync import sync\n"
        f"print(sync(IngestSettings(documents={str(folder)!r}, embedding_model={cheap.NAME!r})).documents)\n"
    )
    root = str(Path(__file__).parents[2])
    ran = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": root}
    )
    assert ran.stdout == f"{len(TOWNS)}\n"
    assert ran.stderr == ""


def test_an_upload_that_takes_too_much_is_refused_and_not_moved_into_the_folder(write: Write, tmp_path: Path) -> None:
    folder, name = write({"tea.txt": TEA}), "a form that contains itself.pdf"
    (tmp_path / name).write_bytes(HEAVY[name]())
    with pytest.raises(DocumentsError, match=f"^{name}: "):
        take_in(tmp_path / name, limited(folder, file_megabytes=200), 1_000_000)
    assert [path.name for path in folder.iterdir()] == ["tea.txt"]


def test_verify_reads_within_the_same_limits(write: Write) -> None:
    folder, name = write({"tea.txt": TEA}), "a form that contains itself.pdf"
    settings = limited(folder, file_megabytes=200)
    sync(settings)
    (folder / name).write_bytes(HEAVY[name]())
    assert any(line.startswith(f"{name}: ends what reads it") for line in verify(settings))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["prose", "dots", "log"])
def test_memory_for_a_long_text_is_at_most_300_megabytes_and_ten_times_the_text(kind: str, write: Write) -> None:
    size = 25_000_000
    made = random.Random(kind)
    words = "the of a mayor asked council whether new harbour bridge would be opened before summer and who pays".split()
    if kind == "prose":
        text = "\n\n".join(" ".join(made.choices(words, k=60)).capitalize() + "." for _ in range(size // 315))
    elif kind == "log":
        lines = (
            f"2025-06-01T12:00:{n % 60:02d}Z INFO [{n % 16}] id={n:08x} path=/{words[n % 18]}"
            for n in range(20_000_000 // 60)
        )
        text = "\n".join(lines)
    else:
        text = "." * 10_000_000
    folder = write({"long.txt": text})
    allowed = 300 + 10 * len(text) // 1_000_000
    seconds = 60 if kind == "prose" else 300
    taken = reading.read_file(folder / "long.txt", limited(folder, file_megabytes=allowed, file_seconds=seconds))
    assert sum(end - start for one in taken.passages for start, end in one.sentences) > 0.9 * len(
        text.replace("\n", "")
    )
