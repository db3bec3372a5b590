"""What a file of an office program says of itself: its core properties."""

from typing import Any

from ingest.formats.metadata import About, about


def properties(said: Any) -> About:  # noqa: ANN401 (python-docx and python-pptx have one each)
    """Author, language, and when it was last saved: a file begun from last year's may be this year's."""
    return about(said.author, said.modified or said.created, said.language)
