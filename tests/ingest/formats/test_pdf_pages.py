"""A PDF as it looks: pictures of its pages, and boxes where its words stand on them."""

import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.pdf_pages import layout, picture
from ingest.formats.pdf_places import Box, Quote
from tests.helpers.making import pdf
from tests.helpers.pages import drawn, lines

SENTENCE = "The kiln was fired for the first time in 1923."


def saved(folder: Path, data: bytes) -> tuple[Path, str]:
    path = folder / "one.pdf"
    path.write_bytes(data)
    return path, sha256(data).hexdigest()


def boxes(folder: Path, data: bytes, text: str, page: int = 0) -> tuple[Box, ...]:
    found = layout(*saved(folder, data), [Quote(text, page, 2, "")])
    assert found is not None
    return found.boxes[0]


def test_a_box_lies_where_the_words_do(tmp_path: Path) -> None:
    (box,) = boxes(tmp_path, drawn(lines("Above it.", SENTENCE, "Below it.")), "fired for the first time")
    left, baseline = 72 / 595, 1 - (700 - 14) / 842
    assert box.left > left + 0.05
    assert box.top < baseline < box.top + box.height + 0.005
    assert box.height < 0.02
    assert 0.1 < box.width < 0.25


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_boxed_as_it_is_shown(tmp_path: Path, turn: int) -> None:
    (upright,) = boxes(tmp_path, drawn(lines(SENTENCE)), SENTENCE)
    writer = PdfWriter()
    writer.add_page(PdfReader(BytesIO(drawn(lines(SENTENCE)))).pages[0].rotate(turn))
    made = BytesIO()
    writer.write(made)
    (box,) = boxes(tmp_path, made.getvalue(), SENTENCE)
    turned = {
        90: (1 - upright.top - upright.height, upright.left),
        180: (1 - upright.left - upright.width, 1 - upright.top - upright.height),
        270: (upright.top, 1 - upright.left - upright.width),
    }
    assert (box.left, box.top) == pytest.approx(turned[turn], abs=0.002)


def test_a_quote_over_a_page_break_is_boxed_on_both_pages(tmp_path: Path) -> None:
    data = pdf([["Kilns 1", "The kiln was fired for the first"], ["Kilns 2", "time in the year 1923."]])
    found = boxes(tmp_path, data, "The kiln was fired for the first time in the year 1923.")
    assert [box.page for box in found] == [0, 1]


def test_a_picture_is_as_wide_as_wanted_and_no_larger_than_memory_allows(tmp_path: Path) -> None:
    path, digest = saved(tmp_path, drawn(lines(SENTENCE)))
    made = picture(path, digest, 0, 1600)
    assert made is not None
    assert Image.open(BytesIO(made)).width == pytest.approx(1600, abs=1)
    assert picture(path, digest, 1, 1600) is None
    out = BytesIO()
    canvas = Canvas(out, pagesize=(10, 14_000))
    canvas.drawString(1, 1, "x")
    canvas.save()
    made = picture(*saved(tmp_path, out.getvalue()), 0, 3200)
    assert made is not None
    width, height = Image.open(BytesIO(made)).size
    assert height <= 8001
    assert width * height <= 16_100_000


def test_a_file_that_is_another_than_the_one_that_was_read_shows_nothing(tmp_path: Path) -> None:
    path, digest = saved(tmp_path, drawn(lines("What was read.")))
    path.write_bytes(drawn(lines("What is there now.")))
    assert layout(path, digest, []) is None
    assert picture(path, digest, 0, 800) is None


def test_what_is_still_open_at_the_end_is_closed_without_a_word(tmp_path: Path) -> None:
    path, digest = saved(tmp_path, drawn(lines(SENTENCE)))
    looks = (
        "import sys, weakref\n"
        "from pathlib import Path\n"
        "weakref.finalize(Path, print)\n"  # whatever asks for one first has all of them closed after pypdfium2 looked
        "from ingest.formats.pdf_pages import layout\n"
        "assert layout(Path(sys.argv[1]), sys.argv[2], [])\n"
    )
    done = subprocess.run([sys.executable, "-c", looks, str(path), digest], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
