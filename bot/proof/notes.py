"""What a user should know besides the answer."""

from collections.abc import Iterable

from ingest.documents import Document
from ingest.embedding.model_files import DEFAULT_MODEL
from ingest.text.language import NAMES, language_of

_READS = "The default model reads English: answers may be missed."


def language_notes(question: str, documents: Iterable[Document], model: str) -> tuple[str, ...]:
    """A note for a question and for each cited document in another language than the default model reads.

    Args:
        question: as it was asked.
        documents: those that the answer rests on.
        model: the embedding model; one that was chosen by hand is trusted to read what it is given.
    """
    if model != DEFAULT_MODEL:
        return ()
    notes = []
    asked = language_of(question)
    if asked not in ("", "en"):
        notes.append(f"The question seems to be in {NAMES.get(asked, asked)}. {_READS}")
    for document in documents:
        if document.language not in ("", "en"):
            name = NAMES.get(document.language, document.language)
            notes.append(f"“{document.name}” seems to be in {name}. {_READS}")
    return tuple(notes)
