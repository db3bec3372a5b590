"""One generation of the index as it is searched and read: by meaning, by words, by spelling, by place."""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Hit
from ingest.stores.lexical import Lexical
from ingest.stores.snapshot import Snapshot
from ingest.text.words import words

if TYPE_CHECKING:
    from ingest.stores.vectors import Vectors

_SHORTEST_SLIP = 4  # letters of a word that may be misspelt: of shorter ones too many are one letter apart
_LONG_WORD = 8
_EXCHANGED = 6  # letters of a word from which on one of them may be another: "sleet" is no slip of "sheet"
_KEPT = 16  # documents that are fetched once
_SIMILAR = 10  # passages looked at for a word that is spelled like another


class View:
    """One generation of the index: what is searched and what is read belong together."""

    def __init__(self, snapshot: Snapshot, meta: dict[str, str], vectors: "Vectors", lexical: Lexical) -> None:
        """Join a snapshot of the manifest, its `meta`, and the stores that it names."""
        self._snapshot = snapshot
        self._vectors = vectors
        self._lexical = lexical
        # Several steps look at the same documents; a view lives no longer than a question.
        self.document = lru_cache(_KEPT)(snapshot.document)
        self.documents = snapshot.documents
        self.tables = lru_cache(_KEPT)(snapshot.tables)
        self.tables_named, self.tables_like = snapshot.tables_named, snapshot.tables_like
        self.listing = snapshot.listing
        self.generation = int(meta["generation"])
        self.embedding_model = meta["embedding_model"]  # what questions to this generation must be embedded by
        self.hashes = snapshot.hashes
        self.unreadable = snapshot.unreadable
        self.passages = snapshot.passages
        self.count = snapshot.count
        self.dates = snapshot.dates
        self.within = snapshot.within
        self.abbreviations = snapshot.abbreviations
        self.neighbours = snapshot.neighbours

    def dense(self, vector: NDArray[np.float32], k: int, sources: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The `k` passages nearest in meaning; scores are cosine similarities, -1 to 1."""
        among = None if sources is None else sorted(self._snapshot.vector_ids(sources))
        return self._live(lambda n: self._vectors.query(vector, n, among), k, sources)

    def lexical(self, text: str, k: int, sources: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The `k` passages that share the most telling words; scores are BM25's, 0 and up."""
        return self._live(lambda n: self._lexical.search(text, n), k, sources)

    def phrase(self, text: str, k: int, sources: Collection[str] | None = None) -> tuple[Hit, ...]:
        """At most `k` passages that hold the words of `text` in this order."""
        return self._live(lambda n: self._lexical.phrase(text, n), k, sources)

    def frequency(self, word: str) -> int:
        """In about how many passages a word occurs, in any of its forms, headings and titles included."""
        return self._lexical.frequency(word)

    def spelling(self, word: str) -> str:
        """The word of the documents that a word which they don't hold is a slip of; "" if there is none.

        A slip is one letter added, dropped, exchanged or swapped with its neighbour, two from eight letters on; of two
        words that are as near, the more frequent one is meant.
        """
        from rapidfuzz.distance import OSA

        if len(word) < _SHORTEST_SLIP or not word.isalpha():
            return ""
        for edits in range(1, 3 if len(word) >= _LONG_WORD else 2):
            places = self._snapshot.places(self._lexical.similar(word, edits, _SIMILAR))
            there = {known for found in places.values() for known in words(found[0].embedded) if known[0] in word[:2]}
            near = [
                known
                for known in there
                if OSA.distance(word, known, score_cutoff=edits) <= edits
                and (len(word) >= _EXCHANGED or len(word) != len(known) or sorted(word) == sorted(known))
            ]
            if near:
                return min(near, key=lambda known: (-self.frequency(known), known))
        return ""

    def _live(
        self, search: Callable[[int], list[tuple[str, float]]], k: int, sources: Collection[str] | None
    ) -> tuple[Hit, ...]:
        """Ask for more until `k` hits are live and in `sources`, or there are no more."""
        wanted = k
        while True:
            found = search(wanted)
            places = self._snapshot.places([name for name, _ in found])
            hits = []
            for name, score in found:
                here = [p for p in places.get(name, ()) if sources is None or p.source in sources]
                if here:
                    hits.append(Hit(here[0], score, tuple(here[1:])))
            if len(hits) >= k or len(found) < wanted:
                return tuple(hits[:k])
            wanted *= 4
