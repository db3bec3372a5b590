"""What is new goes through here: read, split, embed, and add to the stores."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.documents import Document, Passage
from ingest.errors import UnavailableFileError, UnreadableFileError
from ingest.load import load, unavailable
from ingest.settings import IngestSettings
from ingest.stores.lexical import Lexical
from ingest.stores.manifest import Transaction
from ingest.sync.changes import hashed
from ingest.sync.plan import Progress
from ingest.text.splitting import split

if TYPE_CHECKING:
    from ingest.embedding.workers import Encode
    from ingest.stores.vectors import Vectors

_GROUP = 4096  # passages held in memory at a time
_SLICE = 128  # passages embedded between two reports of progress
_Taken = tuple[Document, int, tuple[Passage, ...]]  # the second is the size of its file, bytes


@dataclass(slots=True)
class Pipeline:
    """One pass over new and changed files.

    Attributes:
        settings: model, passage size, documents' folder.
        vectors, lexical: the stores to fill.
        there: the ids of what both stores hold; what is added to them is added here.
        progress: called as the work goes on.
        group: how many passages are held in memory at a time, about.
        embedded: how many passages were embedded.
        refused: what is wrong, by source, with the files that are no documents.
        away: likewise, with those that could not be read now.
    """

    settings: IngestSettings
    vectors: "Vectors"
    lexical: Lexical
    there: set[str]
    progress: Progress
    group: int = _GROUP
    embedded: int = field(default=0, init=False)
    refused: dict[str, str] = field(default_factory=dict, init=False)
    away: dict[str, str] = field(default_factory=dict, init=False)
    _read: float = field(default=0.0, init=False)  # the share of the files that were read

    def run(
        self, files: Mapping[str, Path], hashes: Mapping[str, str], sources: Sequence[str], snapshot: Transaction
    ) -> None:
        """Take in `sources`: passages go into the stores, documents into `snapshot`, in place of what it holds of them.

        What it holds of a file that cannot be read now stays.
        """
        from ingest.embedding.workers import embedding

        with embedding(self.settings) as encode:
            for group in self._load(files, hashes, sources, snapshot):
                self._embed(group, encode)
                snapshot.remove(document.source for document, _, _ in group)
                for document, size, passages in group:
                    snapshot.add(document, size, passages)

    def _load(
        self, files: Mapping[str, Path], hashes: Mapping[str, str], sources: Sequence[str], snapshot: Transaction
    ) -> Iterator[list[_Taken]]:
        """Read and split what is new, in groups that fit in memory."""
        group: list[_Taken] = []
        held = 0
        for done, source in enumerate(sources):
            self.progress("Reading", done, len(sources))
            try:
                group.append(self._taken(source, files[source], hashes[source]))
            except UnavailableFileError as error:
                self.away[source] = str(error)
                continue
            except UnreadableFileError as error:
                self.refused[source] = str(error)
                snapshot.remove([source])
                snapshot.refuse(source, hashes[source], str(error))
                continue
            held += len(group[-1][-1])
            if held >= self.group:
                self._read = (done + 1) / len(sources)
                yield group
                group, held = [], 0
        self.progress("Reading", len(sources), len(sources))
        self._read = 1.0
        if group:
            yield group

    def _taken(self, source: str, path: Path, sha256: str) -> _Taken:
        """A file, read and split. `UnreadableFileError`, if what has that hash is no document."""
        try:
            document = load(path, self.settings.documents_folder)
            return document, path.stat().st_size, split(document, self.settings.passage_tokens)
        except (OSError, MemoryError) as error:
            raise unavailable(source, error) from error
        except UnreadableFileError as error:
            if isinstance(error, UnavailableFileError) or _has(path, sha256):
                raise
            again = f"{source}: has changed while it was read. Run `python -m ingest` again."
            raise UnavailableFileError(again) from error

    def _embed(self, group: list[_Taken], encode: "Encode") -> None:
        """Put the passages whose text is not there yet into both stores."""
        fresh = {p.vector_id: p for _, _, passages in group for p in passages}
        # Sorted by length, a slice wastes little on padding; which slice a passage is in does not matter otherwise.
        missing = sorted((name for name in fresh if name not in self.there), key=lambda name: len(fresh[name].text))
        if not missing:
            return
        slices = _mixed([missing[at : at + _SLICE] for at in range(0, len(missing), _SLICE)])
        # Of the files that are still to be read, as many passages are expected as of those that were.
        done, expected = self.embedded, round((self.embedded + len(missing)) / self._read)
        self.progress("Embedding", done, expected)
        # Closed even if adding fails: nothing is embedded any more then.
        with closing(encode([[fresh[name].embedded for name in names] for names in slices])) as rows:
            for names, vectors in zip(slices, rows, strict=True):
                self.vectors.add(names, vectors)
                done += len(names)
                self.progress("Embedding", done, expected)
        self.lexical.change((), ((name, fresh[name].embedded, fresh[name].text) for name in missing))
        self.embedded += len(missing)
        self.there.update(missing)


def _has(path: Path, sha256: str) -> bool:
    try:
        return hashed(path)[0] == sha256
    except OSError:
        return False


def _mixed(slices: list[list[str]]) -> list[list[str]]:
    """Slices of long and of short passages in turn, so that the pace so far tells what remains."""
    half = len(slices) // 2
    return [one for pair in zip_longest(slices[half:][::-1], slices[:half]) for one in pair if one]
