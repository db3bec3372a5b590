"""What is new goes through here: read, split, embed, and add to the stores."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import UnavailableFileError, UnreadableFileError
from ingest.settings import IngestSettings
from ingest.stores.lexical import Lexical
from ingest.stores.manifest import Transaction
from ingest.sync.changes import has
from ingest.sync.plan import Progress
from ingest.sync.reading import Taken, read_ahead

if TYPE_CHECKING:
    from ingest.embedding.workers import Encode
    from ingest.stores.vectors import Vectors

_GROUP = 4096  # passages held in memory at a time
_SLICE = 128  # passages embedded between two reports of progress


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
        told: called with what is wrong with a file as soon as that is known.
        stop: asked as the work goes on whether to leave the rest.
        refused: what is wrong, by source, with the files that are no documents.
        away: likewise, with those that could not be read now.
        left: the sources that were not taken in, since it was to stop.
    """

    settings: IngestSettings
    vectors: "Vectors"
    lexical: Lexical
    there: set[str]
    progress: Progress
    group: int = _GROUP
    told: Callable[[str], None] = lambda _line: None
    stop: Callable[[], bool] = lambda: False
    embedded: int = field(default=0, init=False)
    refused: dict[str, str] = field(default_factory=dict, init=False)
    away: dict[str, str] = field(default_factory=dict, init=False)
    left: tuple[str, ...] = field(default=(), init=False)
    _read: float = field(default=0.0, init=False)  # the share of the files that were read
    _known: int = field(default=0, init=False)  # how many of their passages were there before

    def run(
        self, files: Mapping[str, Path], hashes: Mapping[str, str], sources: Sequence[str], snapshot: Transaction
    ) -> None:
        """Take in `sources`: passages go into the stores, documents into `snapshot`, in place of what it holds of them.

        What it holds of a file that cannot be read now, or is left, stays. Of those that are left both stores keep what
        was embedded.
        """
        from ingest.embedding.workers import embedding

        taken: set[str] = set()
        with embedding(self.settings) as encode, closing(self._load(files, hashes, sources, snapshot)) as groups:
            for group in groups:
                stopped = self._embed(group, encode)
                whole = [one for one in group if self.there.issuperset(p.vector_id for p in one.passages)]
                snapshot.remove(one.document.source for one in whole)
                for one in whole:
                    snapshot.add(one.document, one.size, one.passages)
                taken.update(one.document.source for one in whole)
                if stopped:
                    break
        self.left = tuple(one for one in sources if one not in taken | self.refused.keys() | self.away.keys())

    def _load(
        self, files: Mapping[str, Path], hashes: Mapping[str, str], sources: Sequence[str], snapshot: Transaction
    ) -> Generator[list[Taken]]:
        """Read and split what is new, in groups that fit in memory."""
        group: list[Taken] = []
        held = 0
        with closing(read_ahead({source: files[source] for source in sources}, self.settings)) as ahead:
            for done, (source, read) in enumerate(ahead):
                self.progress("Reading", done, len(sources))
                try:
                    group.append(_unchanged(source, files[source], hashes[source], read))
                except UnavailableFileError as error:
                    self.away[source] = str(error)
                    self.told(str(error))
                    continue
                except UnreadableFileError as error:
                    self.refused[source] = str(error)
                    self.told(str(error))
                    snapshot.remove([source])
                    snapshot.refuse(source, hashes[source], str(error))
                    continue
                held += len(group[-1].passages)
                self._read = (done + 1) / len(sources)
                if done + 1 < len(sources) and self.stop():
                    break
                if held >= self.group:
                    yield group
                    group, held = [], 0
            else:
                self.progress("Reading", len(sources), len(sources))
                self._read = 1.0
        if group:
            yield group

    def _embed(self, group: list[Taken], encode: "Encode") -> bool:
        """Put the passages whose text is not there yet into both stores; says whether it has stopped before the end."""
        fresh = {p.vector_id: p for one in group for p in one.passages}
        # Sorted by length, a slice wastes little on padding; which slice a passage is in does not matter otherwise.
        missing = sorted((name for name in fresh if name not in self.there), key=lambda name: len(fresh[name].text))
        self._known += len(fresh) - len(missing)
        if not missing:
            return False
        slices = _mixed([missing[at : at + _SLICE] for at in range(0, len(missing), _SLICE)])
        # Of the files that are still to be read, as many passages are expected as of those that were.
        begun = self._known + self.embedded
        expected = round((begun + len(missing)) / self._read)
        self.progress("Embedding", begun, expected)
        added: list[str] = []
        # Closed even if adding fails: nothing is embedded any more then.
        with closing(encode([[fresh[name].embedded for name in names] for names in slices])) as rows:
            for names, vectors in zip(slices, rows, strict=True):
                self.vectors.add(names, vectors)
                added += names
                self.progress("Embedding", begun + len(added), expected)
                if len(added) < len(missing) and self.stop():
                    break
        self.lexical.change((), ((name, fresh[name].embedded, fresh[name].text) for name in added))
        self.embedded += len(added)
        self.there.update(added)
        return len(added) < len(missing)


def _unchanged(source: str, path: Path, sha256: str, read: Callable[[], Taken]) -> Taken:
    """A file that was read. `UnreadableFileError`, if what has that hash is no document."""
    try:
        return read()
    except UnreadableFileError as error:
        if isinstance(error, UnavailableFileError) or has(path, sha256):
            raise
        again = f"{source}: has changed while it was read. Run `python -m ingest` again."
        raise UnavailableFileError(again) from error


def _mixed(slices: list[list[str]]) -> list[list[str]]:
    """Slices of long and of short passages in turn, so that the pace so far tells what remains."""
    half = len(slices) // 2
    return [one for pair in zip_longest(slices[half:][::-1], slices[:half]) for one in pair if one]
