"""What a user should know besides the answer."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

from bot.answers import Answer
from bot.settings import Settings
from ingest.documents import Document
from ingest.embedding.model_files import DEFAULT_MODEL
from ingest.text.language import NAMES, language_of

_READS = "The default model reads English: answers may be missed."


def source_notes(
    question: str, answer: Answer, documents: Mapping[str, Document], model: str, settings: Settings
) -> tuple[str, ...]:
    """Notes on what an answer rests on: whether it is still what was indexed, and its language.

    Args:
        question: as it was asked.
        answer: with its citations.
        documents: those that it cites, by source.
        model: the embedding model of the index.
        settings: tell where the documents are, if they are to be compared.
    """
    cited = [documents[source] for source in dict.fromkeys(citation.source for citation in answer.citations)]
    compared = () if settings.reads_only else cited
    stale = (_changed_since(settings.documents_folder, document.source, document.sha256) for document in compared)
    return (*(note for note in stale if note), *_language_notes(question, cited, model))


def _language_notes(question: str, documents: Iterable[Document], model: str) -> tuple[str, ...]:
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


def _changed_since(folder: Path, source: str, sha256: str) -> str:
    """What to note about a cited document: "" if its file is the one that was indexed.

    Args:
        folder: of the documents.
        source: path of the document in it.
        sha256: of the file when it was indexed.
    """
    path = folder / source
    try:
        state = path.stat()
        same = _hash(path, state.st_mtime_ns, state.st_size) == sha256
    except FileNotFoundError:
        return f"{source} has been removed since it was indexed." if folder.is_dir() else ""
    except OSError as error:
        return f"{source} cannot be compared with what was indexed ({error.strerror})."
    return "" if same else f"{source} has changed since it was indexed."


@lru_cache(maxsize=256)
def _hash(path: Path, _modified: int, _size: int) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
