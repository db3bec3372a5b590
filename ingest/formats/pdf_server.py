"""A process that looks at PDFs for another one: a call comes in as a line of JSON, and goes back as one and a picture.

It is started by `bot.web.viewers.apart`. A file may bring it to an end, and nothing else with it.
"""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from ingest.formats.pdf_pages import Layout, layout, picture, words
from ingest.formats.pdf_places import Quote
from ingest.formats.pdf_text_layer import LayerWord


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked for: the layout of a file, or of one of its pages a picture or the text layer.

    Attributes:
        path: of the file.
        sha256: of its bytes.
        quotes: whose places are wanted with the layout.
        recognize: whether they are looked for among what is recognized on the pages, or the text layer is of that.
        page: which one, from 0; None for the layout.
        width: of the picture, in pixels; 0 for the text layer.
    """

    path: Path
    sha256: str
    quotes: tuple[Quote, ...] = ()
    recognize: bool = False
    page: int | None = None
    width: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of it: a layout, the bytes of the picture that follow, words, or none where there is none to give."""

    layout: Layout | None = None
    size: int = 0
    words: tuple[LayerWord, ...] = ()


CALL, REPLY = TypeAdapter(Call), TypeAdapter(Reply)


def main() -> None:
    """Answer calls until nobody asks any more."""
    calls, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    while line := calls.readline():
        found, image, layer = None, b"", tuple[LayerWord, ...]()
        with suppress(Exception):  # a file can fail in any way: there is nothing to show of it then
            call = CALL.validate_json(line)
            if call.page is None:
                found = layout(call.path, call.sha256, call.quotes, recognize=call.recognize)
            elif call.width == 0:
                layer = words(call.path, call.sha256, call.page, recognize=call.recognize)
            else:
                image = picture(call.path, call.sha256, call.page, call.width) or b""
        replies.write(REPLY.dump_json(Reply(found, len(image), layer)) + b"\n" + image)
        replies.flush()
