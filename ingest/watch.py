"""Notice when the folder of documents changes."""

from collections.abc import Iterator

from ingest.settings import IngestSettings


def watched(settings: IngestSettings) -> Iterator[None]:
    """Yield after each burst of changes in the documents' folder, until Ctrl-C.

    Changes inside the index do not count, should it lie in the folder.
    """
    from watchfiles import watch

    index = str(settings.index_folder.resolve())
    for changes in watch(settings.documents_folder, debounce=500, raise_interrupt=False):
        if any(not path.startswith(index) for _, path in changes):
            yield
