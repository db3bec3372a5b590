"""What a file of an office program says of itself: its core properties."""

from typing import Any

from ingest.formats.metadata import Metadata, cleaned_metadata


def properties(said: Any) -> Metadata:  # noqa: ANN401 (python-docx and python-pptx have one each)
    """Author, language, and when it was last saved: a file begun from last year's may be this year's."""
    return cleaned_metadata(said.author, said.modified or said.created, said.language)
