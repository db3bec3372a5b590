""".vtt and .srt -> a line for each who speaks."""

from ingest.errors import UnreadableFileError
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.text.captions import spoken
from ingest.text.decoding import decoded


def read(data: bytes) -> Extracted:
    """What is said in the captions of a video or a call."""
    said = spoken(decoded(data, "captions"))
    if not said:
        raise UnreadableFileError("holds no captions that can be read. Rename it to .txt or remove it.")
    return assemble(map(Block, said.splitlines()))
