"""A plain text that was made of printed pages -> what they say: in one column, no numbers of lines or pages."""

from ingest.formats.hyphens import mended, words_in
from ingest.formats.text_line_numbers import unnumbered
from ingest.formats.text_running import without_running
from ingest.formats.text_side_by_side import in_one_column


def as_written(text: str) -> str:
    """The text as its author wrote it; as it stands, where nothing shows that it was printed."""
    made = in_one_column(without_running(unnumbered(text)))
    return text if made == text else mended(made, words_in(made))
