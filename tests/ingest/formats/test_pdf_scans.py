"""A quote of a scan is boxed where tesseract has seen its words."""

from hashlib import sha256
from pathlib import Path

import pytest

from ingest.formats.pdf_ocr import Word, available
from ingest.formats.pdf_pages import layout
from ingest.formats.pdf_places import Quote
from ingest.formats.pdf_scans import _line_boxes
from tests.helpers.making import scan


@pytest.mark.skipif(not available(), reason="needs tesseract")
def test_a_quote_is_boxed_among_the_words_that_are_seen(tmp_path: Path) -> None:
    data = scan(1, "The ferry leaves at seven in the morning.")
    path, quote = tmp_path / "a.pdf", Quote("leaves at seven", 0, 2, "")
    path.write_bytes(data)
    found = layout(path, sha256(data).hexdigest(), [quote])
    assert found is not None
    assert (found.boxes, found.scans) == (((),), (True,))
    seen = layout(path, sha256(data).hexdigest(), [quote], recognize=True)
    assert seen is not None
    ((box,),) = seen.boxes
    # The picture is 1240 by 1754 pixels, and the text begins at 120, 200 with letters of 40.
    assert box.left > (120 + 60) / 1240
    assert box.left + box.width < (120 + 40 * 20) / 1240
    assert 195 / 1754 < box.top < box.top + box.height < 250 / 1754


def test_words_on_two_lines_are_two_boxes() -> None:
    words = [
        Word("the", 0, 0.1, 0.1, 0.2, 0.2),
        Word("old", 0, 0.3, 0.1, 0.4, 0.25),
        Word("kiln", 1, 0.1, 0.3, 0.2, 0.4),
    ]
    first, second = _line_boxes(words, 4, (0, 4, 12))
    assert (first.page, first.left, first.width) == (4, 0.3, pytest.approx(0.1))
    assert (second.left, second.top) == (0.1, 0.3)
