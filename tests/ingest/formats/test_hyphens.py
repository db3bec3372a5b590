"""A hyphen at a line's end goes where the word is written without it."""

from time import process_time

import pytest

from ingest.formats.hyphens import mended, words_in
from ingest.formats.pdf_blocks import Page, blocks_of


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("the experi-\nment ended", "the experiment\nended"),  # a word of the vocabulary
        ("a cost-\neffective plan", "a cost-effective\nplan"),  # both parts are words, and the whole is none
        ("the Anglo-\nSaxon part", "the Anglo-Saxon\npart"),
        ("from 2019-\n2020, say", "from 2019-2020,\nsay"),
        ("Krankenversi-\ncherung", "Krankenversicherung\n"),  # the parts are no words
        ("well \u2010\nand good", "well \u2010\nand good"),  # a dash
        ("one\ufffe\ntwo", "one-two\n"),  # what PDFium makes of a hyphen
        ("no hyphen\nat all", "no hyphen\nat all"),
    ],
)
def test_a_word_is_whole_again(text: str, whole: str) -> None:
    assert mended(text, set()) == whole


def test_what_is_written_elsewhere_in_the_document_decides() -> None:
    known = words_in("The rivermouth and the town-hall; a rivermouth-\nsomething.")
    assert mended("river-\nmouth", known) == "rivermouth\n"
    assert mended("town-\nhall", known) == "town-hall\n"
    assert "something" not in known


def test_a_sentence_that_goes_on_over_many_pages_takes_time_that_grows_with_them() -> None:
    pages = [Page(recognized="boats and nets " * 400 + "har-")] + [Page(recognized="bour " * 1200)] * 400
    begun = process_time()
    (block,) = blocks_of(pages, {})
    assert process_time() - begun < 2
    assert "harbour" in " ".join(block.text.split())
