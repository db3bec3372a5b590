"""What is new goes through here: read, split, embed, and add to the stores."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.documents import Document, Passage
from ingest.errors import UnreadableFileError
from ingest.load import load
from ingest.plan import Progress
from ingest.settings import IngestSettings
from ingest.store import Snapshot

if TYPE_CHECKING:
    from ingest.lexical import Lexical
    from ingest.vectors import Vectors

_GROUP = 4096  # passages held in memory at a time
_SLICE = 128  # passages embedded between two reports of progress
_Group = list[tuple[Document, int, tuple[Passage, ...]]]


class Pipeline:
    """One pass over new and changed files.

    Attributes:
        embedded: how many passages were embedded.
        refused: what is wrong, by source, with the files that could not be read.
    """

    def __init__(
        self, settings: IngestSettings, vectors: "Vectors", lexical: "Lexical", there: set[str], progress: Progress
    ) -> None:
        """Name what to fill.

        Args:
            settings: model, passage size, documents' folder.
            vectors: one of the stores to fill.
            lexical: the other.
            there: the ids of what both stores hold; what is added to them is added here.
            progress: called as the work goes on.
        """
        self._settings, self._vectors, self._lexical, self._there = settings, vectors, lexical, there
        self._progress = progress
        self.embedded = 0
        self.refused: dict[str, str] = {}

    def run(
        self, files: Mapping[str, Path], hashes: Mapping[str, str], sources: Sequence[str], snapshot: Snapshot
    ) -> None:
        """Take `sources` in: their passages' vectors and words go into the stores, the documents into `snapshot`.

        Args:
            files: the file of each source.
            hashes: SHA-256 by source.
            sources: what is new or changed.
            snapshot: the writer's view of the manifest, without these sources.
        """
        for group in self._load(files, hashes, sources, snapshot):
            self._embed(group)
            for document, size, passages in group:
                snapshot.add(document, size, passages)

    def _load(
        self, files: Mapping[str, Path], hashes: Mapping[str, str], sources: Sequence[str], snapshot: Snapshot
    ) -> Iterator[_Group]:
        """Read and split what is new, in groups that fit in memory."""
        from ingest.split import split

        group: _Group = []
        held = 0
        for done, source in enumerate(sources):
            self._progress("Reading", done, len(sources))
            try:
                document = load(files[source], self._settings.documents_folder)
            except UnreadableFileError as error:
                self.refused[source] = str(error)
                snapshot.refuse(source, hashes[source], str(error))
                continue
            passages = split(document, self._settings.passage_tokens)
            group.append((document, files[source].stat().st_size, passages))
            held += len(passages)
            if held >= _GROUP:
                yield group
                group, held = [], 0
        self._progress("Reading", len(sources), len(sources))
        if group:
            yield group

    def _embed(self, group: _Group) -> None:
        """Put the passages whose text is not there yet into both stores."""
        fresh = {p.vector_id: p for _, _, passages in group for p in passages}
        # Sorted by length, a slice wastes little on padding; which slice a passage is in does not matter otherwise.
        missing = sorted((name for name in fresh if name not in self._there), key=lambda name: len(fresh[name].text))
        if not missing:
            return
        from ingest.embed import load_embeddings

        model = load_embeddings(self._settings.embedding_model)
        slices = [missing[at : at + _SLICE] for at in range(0, len(missing), _SLICE)]
        self._progress("Embedding", 0, len(missing))
        # Closed even if adding fails: nothing is embedded any more then.
        with closing(model.encode_slices([[fresh[name].embedded for name in names] for names in slices])) as rows:
            for at, (names, vectors) in enumerate(zip(slices, rows, strict=True)):
                self._vectors.add(names, vectors)
                self._progress("Embedding", at * _SLICE + len(names), len(missing))
        self._lexical.change((), ((name, fresh[name].embedded, fresh[name].text) for name in missing))
        self.embedded += len(missing)
        self._there.update(missing)
