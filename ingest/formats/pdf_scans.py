"""Where a quote stands on pages of a PDF that are scans: among the words that tesseract sees there, by their boxes."""

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import closing
from itertools import accumulate, groupby
from typing import Any

from ingest.formats.pdf_ocr import Word, available, fault_of, recognized_words
from ingest.formats.pdf_places import Box, Quote, Span, places
from ingest.formats.pdf_signs import Signs
from ingest.formats.pdf_text_layer import LayerWord

_READ: OrderedDict[tuple[str, int], tuple[Word, ...]] = OrderedDict()  # by hash and page, the last used at the end
_MOST_READ = 50
_WHOLE = 0.8  # of a quote's characters: so many that are found are all of it, but for what was recognized otherwise


def is_scan(document: Any, number: int) -> bool:  # noqa: ANN401 (pypdfium2 ships no types)
    """Whether the text of a page has been recognized in its picture."""
    if not 0 <= number < len(document) or not available():
        return False
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        return fault_of(page, Signs(text, page)) is not None


def recognized_boxes(document: Any, sha256: str, quote: Quote) -> list[Box]:  # noqa: ANN401
    """The boxes of a quote among the words that are recognized, one a line."""
    numbers = range(quote.page, min(quote.page + quote.pages, len(document)))
    made: list[Box] = []
    for count in range(1, len(numbers) + 1):  # the pages after the first only where the quote goes on there
        read = [_words(document, sha256, at) for at in numbers[:count]]
        spans = places(quote.text, [" ".join(word.text for word in words) for words in read], quote.before)
        told = sum(end - begin for _, begin, end in spans)
        made = [box for span in spans for box in _line_boxes(read[span[0]], numbers[span[0]], span)]
        if told >= _WHOLE * len(" ".join(quote.text.split())):
            break
    return made


def recognized_layer(document: Any, sha256: str, number: int) -> tuple[LayerWord, ...]:  # noqa: ANN401
    """The words that are recognized on a page, as those of a text layer."""
    words = _words(document, sha256, number)
    return tuple(
        LayerWord(
            word.text, word.left, word.top, word.right - word.left, word.bottom - word.top, after.line != word.line
        )
        for word, after in zip(words, (*words[1:], *words[-1:]), strict=True)
    )


def _words(document: Any, sha256: str, number: int) -> tuple[Word, ...]:  # noqa: ANN401
    """The words that are recognized on a page; those of the last pages are kept."""
    if (sha256, number) not in _READ:
        with closing(document[number]) as page:
            _READ[sha256, number] = tuple(recognized_words(page))
    _READ.move_to_end((sha256, number))
    while len(_READ) > _MOST_READ:
        _READ.popitem(last=False)
    return _READ[sha256, number]


def _line_boxes(words: Sequence[Word], number: int, span: Span) -> list[Box]:
    """The boxes of words, of which the span names characters with a space between each two; one a line."""
    starts = list(accumulate((len(word.text) + 1 for word in words), initial=0))
    meant = [word for word, at in zip(words, starts, strict=False) if at < span[2] and span[1] < at + len(word.text)]
    made = []
    for _, group in groupby(meant, key=lambda word: word.line):
        line = list(group)
        left, top = min(word.left for word in line), min(word.top for word in line)
        right, bottom = max(word.right for word in line), max(word.bottom for word in line)
        made.append(Box(number, left, top, right - left, bottom - top))
    return made
