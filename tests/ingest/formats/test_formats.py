"""What holds for every format: one text with its sections, or one line that says why not."""

import logging
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.formats import READERS, extract
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.load import SUFFIXES, load
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
from tests.conftest import Write
from tests.helpers.extracting import check, held, refusal
from tests.helpers.making import CSV, EVERY, PDF, epub, pdf, scan, slides, word, workbook, zipped


def test_every_format_has_a_file_here() -> None:
    made = {Path(name).suffix for name in EVERY}
    assert made | {".txt", ".md", ".htm"} == SUFFIXES


@pytest.mark.parametrize("name", EVERY)
def test_what_is_extracted_is_the_same_every_time_and_passages_are_its_characters(name: str, write: Write) -> None:
    folder = write({name: EVERY[name]})
    one = load(folder / name, folder)
    assert one == load(folder / name, folder)
    check(one)


@pytest.mark.parametrize(
    ("suffix", "data", "line"),
    [
        (".pdf", word(), "is not a PDF, whatever its name says"),
        (".pdf", PDF[: len(PDF) // 2], "is damaged or not a .pdf file"),
        (".pdf", pdf([["Secret"]], password="x"), "is encrypted. Save it without a password"),
        (".docx", b"only text", "is not a .docx file, whatever its name says"),
        (".docx", slides(), "is damaged or not a .docx file"),
        (".pptx", workbook(), "is damaged or not a .pptx file"),
        (".xlsx", word(), "is damaged or not a .xlsx file"),
        (".docx", word()[:5000], "is damaged: the end of the file is missing"),
        (".docx", zipped({"a.txt": "x"}), "is a ZIP archive, but not a .docx file"),
        (".epub", zipped({"a.txt": "x"}), "is a ZIP archive, but not a .epub file"),
        (".epub", epub([("a", "")], extra={"META-INF/container.xml": "<x/>"}), "is damaged or not a .epub file"),
        (".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(600), "is locked with a password or in the old format"),
        (".html", b"\x89PNG\r\n\x1a\n\0\0", "looks like a binary file"),
        (".html", b"only text", "is not HTML, whatever its name says"),
        (".html", b"<div>" * 50_000 + b"deep", "is nested too deeply"),
        (".json", b"[" * 100_000 + b"]" * 100_000, "is nested too deeply"),
        (".json", b'{"a":' * 200 + b"1" + b"}" * 200, "is nested more than 50 levels deep"),
        (".json", b'{"a": 1,\n"b" 2}', "is not valid JSON in line 2"),
        (".jsonl", b'{"a": 1}\n{"a"', "is not valid JSON in line 2"),
        (".json", b"\0\1", "looks like a binary file"),
        (".csv", b"a\0b", "looks like a binary file"),
        (".eml", b"only text\n\nof two lines", "is not an e-mail, whatever its name says"),
    ],
)
def test_a_file_that_is_damaged_locked_or_misnamed_is_refused_in_one_line(suffix: str, data: bytes, line: str) -> None:
    assert line in refusal(suffix, data)


@given(st.sampled_from(sorted(EVERY)), st.integers(0, 10**6), st.binary(min_size=1, max_size=8), st.booleans())
@settings(max_examples=100)
def test_whatever_bytes_are_wrong_a_file_is_read_or_refused_in_one_line(
    name: str, place: int, wrong: bytes, cut: bool
) -> None:
    data = EVERY[name]
    at = place % len(data)
    try:
        extract(Path(name).suffix, data[:at] + wrong + (b"" if cut else data[at + len(wrong) :])).text.encode()
    except UnreadableFileError as error:
        assert "\n" not in str(error)  # noqa: PT017 (both outcomes are right)


def test_libraries_may_not_warn(monkeypatch: pytest.MonkeyPatch) -> None:
    def noisy(_: bytes) -> Extracted:
        warnings.warn("a remark of a library", stacklevel=1)
        return assemble([Block("text")])

    monkeypatch.setattr("ingest.formats.READERS", {**READERS, ".csv": noisy})
    assert extract(".csv", b"x").text == "text"
    assert not [name for name in ("trafilatura",) if logging.getLogger(name).handlers == []]


def test_bad_files_are_reported_in_a_line_each_and_the_others_are_read(write: Write) -> None:
    folder = write(
        {
            "good.csv": CSV,
            "scan.pdf": scan(),
            "text.docx": "no ZIP",
            "nothing.pdf": b"",
            "blank.html": "<p> </p>",
            "deep.json": "[" * 100_000,
        }
    )
    done = sync(IngestSettings(documents=folder))
    assert [line.split(": ")[0] for line in done.problems] == [
        "blank.html",
        "deep.json",
        "nothing.pdf",
        "scan.pdf",
        "text.docx",
    ]
    assert done.problems[0] == "blank.html: has no text in it. Remove it or put text in."
    assert done.problems[2] == "nothing.pdf: is empty. Remove it or put text in."
    assert done.plan.add == ("good.csv",)


def test_captions_cards_and_calendars_are_read_from_files_of_their_own() -> None:
    call = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Lee>The oars are dry.</v>\n"
    assert extract(".vtt", call).text == "Ann Lee: The oars are dry."
    cards = b"BEGIN:VCARD\nFN:Ann Lee\nTEL:08 1\nEND:VCARD\nBEGIN:VCARD\nFN:Bo Ek\nEND:VCARD\n"
    assert extract(".vcf", cards).text.splitlines() == ["Name: Ann Lee; Phone: 08 1", "Name: Bo Ek"]
    events = "".join(
        f"BEGIN:VEVENT\nSUMMARY:{name}\nDTSTART;VALUE=DATE:2025030{day}\nDESCRIPTION:Bring rope.\nEND:VEVENT\n"
        for name, day in (("Regatta", 4), ("Feast", 5))
    )
    assert held(".ics", f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n".encode())[-2:] == [
        ("Feast", None, "What: Feast; When: Wednesday, 5 March 2025"),
        ("Feast", None, "Bring rope."),
    ]
    assert refusal(".srt", b"no times\n").startswith("holds no captions")
