"""Word search: BM25 and exact phrases over the passages, by Tantivy.

Tantivy's own scores count what is deleted for as long as it is on the disk, and passages of one score come as they lie
there. So a word's weight is given to Tantivy, from the passages that are there, and what is of one score is put in the
order of a hash: the same passages rank the same whatever was there before them.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from math import log
from pathlib import Path
from typing import Any

import tantivy

from ingest.errors import IndexUnusableError
from ingest.stores.faults import disk_trouble, in_use
from ingest.text.words import stem, stems, words

Entry = tuple[str, str, str]  # id, text to search, text to find phrases in
_HEAP = 32_000_000  # bytes for the writer; Tantivy asks for 15 MB a thread at least
_EVERY = "1"  # what each passage holds, so that the deleted ones can be counted
_DEAD = 0.1  # share of deleted passages from which on the others are written anew
# What a word adds that stands in a passage once, twice, three times or more, as in BM25 with k1 = 1.2 and without its
# norm of lengths (b = 0), as passages are about as long as each other.
_OCCURRENCES = (("stems", 1.0), ("twice", 0.375), ("thrice", 0.196))
_STEP = 256  # weights are whole numbers of 1/256: float32 adds those up exactly, in whichever order


@cache
def _schema() -> Any:  # noqa: ANN401
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("every", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("order", fast=True)
    for name, _ in _OCCURRENCES:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="position")
    return builder.build()


class Lexical:
    """The words of the passages. Readers in other processes see a commit after `refresh`."""

    def __init__(self, folder: Path) -> None:
        """Open the word index in `folder`, making it if it is not there.

        Raises:
            OSError, ValueError: the folder cannot be read or written, see `ingest.stores.faults`.
            IndexUnusableError: its files are damaged.
        """
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with self._errors():
            self._index = tantivy.Index(_schema(), path=str(folder), reuse=True)

    def refresh(self) -> None:
        """See what other processes have committed."""
        with self._errors():
            self._index.reload()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Tantivy has a ValueError for everything; what it raises is put into words by `storage_errors`."""
        try:
            yield
        except ValueError as error:
            if disk_trouble(error) or in_use(error):
                raise
            raise IndexUnusableError(
                f"The words in '{self._folder}' are damaged ({error}). Run `python -m ingest --rebuild`."
            ) from error

    def change(self, remove: Collection[str], add: Iterable[Entry]) -> None:
        """Remove passages by id and add others, in one commit; an id that is there already is replaced.

        Ids to remove that are not there are passed over.
        """
        writer = self._index.writer(_HEAP, 1)
        for name in remove:
            writer.delete_documents_by_term("id", name)
        for entry in add:
            writer.delete_documents_by_term("id", entry[0])
            writer.add_document(_document(*entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def sweep(self, gone: Collection[str], live: Callable[[], Iterable[Entry]]) -> None:
        """Remove passages by id; if a tenth of all has been removed by now, write the `live` ones anew, in one commit.

        Tantivy gives up the files of which every passage is deleted.
        """
        if gone:
            self.change(gone, ())
        searcher = self._index.searcher()
        written = searcher.doc_freq("every", _EVERY)
        if written and written - searcher.num_docs >= _DEAD * written:
            self.change((), live())

    def search(self, text: str, k: int) -> list[tuple[str, float]]:
        """The best `k` passages by BM25: (id, score), best first. No words, no passages."""
        searcher = self._index.searcher()
        parts = []
        for term in dict.fromkeys(stems(text)):
            if frequency := _frequency(searcher, term):
                weight = log(1 + (searcher.num_docs - frequency + 0.5) / (frequency + 0.5)) * _STEP
                parts += [_weighted(_term(field, term), max(1, round(weight * share))) for field, share in _OCCURRENCES]
        return [(name, score / _STEP) for name, score in self._run(_boolean(tantivy.Occur.Should, parts), k)]

    def phrase(self, text: str, k: int) -> list[tuple[str, float]]:
        """`k` passages that hold the words of `text` in this order, unstemmed: (id, 1)."""
        sought = words(text)
        return self._run(_weighted(_phrase(sought), 1), k) if sought else []

    def frequency(self, word: str) -> int:
        """In how many passages, titles and headings included, a word occurs in any of its forms."""
        return _frequency(self._index.searcher(), stem(word))

    def similar(self, word: str, edits: int, k: int) -> list[str]:
        """The ids of at most `k` passages that hold a word about `edits` letters away from `word`, or its stem is."""
        # The stems are those of titles and headings too.
        near = [
            tantivy.Query.fuzzy_term_query(_schema(), field, form, distance=edits, transposition_cost_one=True)
            for field, form in (("exact", word), ("stems", stem(word)))
        ]
        return [name for name, _ in self._run(_boolean(tantivy.Occur.Should, near), k)]

    def ids(self) -> set[str]:
        """All ids, for verification."""
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs)).hits
        return {searcher.doc(address)["id"][0] for _, address in found}

    def holds(self, name: str, text: str) -> bool:
        """Whether the passage of that id is found by the phrase `text`."""
        sought = words(text)
        wanted = [_term("id", name), *([_phrase(sought)] if sought else [])]
        return bool(self._run(_boolean(tantivy.Occur.Must, wanted), 1))

    def _run(self, query: Any, k: int) -> list[tuple[str, float]]:  # noqa: ANN401
        if k < 1:
            return []
        searcher = self._index.searcher()
        wanted, most = k + 1, searcher.num_docs + 1
        while True:  # until the last one is worse than the k-th, or there are no more
            hits: Sequence[tuple[float, Any]] = searcher.search(query, min(wanted, most), count=False).hits
            if len(hits) < wanted or hits[-1][0] < hits[k - 1][0]:
                break
            wanted *= 4
        order = searcher.fast_field_values("order", [address for _, address in hits])
        best = sorted(zip(order, hits, strict=True), key=lambda one: (-one[1][0], one[0]))[:k]
        return [(searcher.doc(address)["id"][0], float(score)) for _, (score, address) in best]


def _document(name: str, text: str, exact: str) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", name)
    document.add_text("every", _EVERY)
    document.add_unsigned("order", int.from_bytes(sha256(name.encode()).digest()[:8]))
    counts = Counter(stems(text))
    for times, (field, _) in enumerate(_OCCURRENCES, 1):
        document.add_text(field, " ".join(term for term, count in counts.items() if count >= times))
    document.add_text("exact", " ".join(words(exact)))
    return document


def _frequency(searcher: Any, term: str) -> int:  # noqa: ANN401
    """In how many passages a stem occurs; Tantivy counts the deleted ones too, unless it looks at each."""
    frequency: int = searcher.doc_freq("stems", term)
    if frequency and searcher.doc_freq("every", _EVERY) > searcher.num_docs:
        frequency = searcher.search(_weighted(_term("stems", term), 1), 1, count=True).count
    return frequency


def _weighted(query: Any, weight: int) -> Any:  # noqa: ANN401
    """The query with one score for all that it finds."""
    return tantivy.Query.const_score_query(query, float(weight))


def _term(field: str, term: str) -> Any:  # noqa: ANN401
    return tantivy.Query.term_query(_schema(), field, term)


def _phrase(sought: Sequence[str]) -> Any:  # noqa: ANN401
    """A single word is no phrase to Tantivy."""
    one = len(sought) == 1
    return _term("exact", sought[0]) if one else tantivy.Query.phrase_query(_schema(), "exact", list(sought))


def _boolean(occur: Any, queries: Iterable[Any]) -> Any:  # noqa: ANN401
    return tantivy.Query.boolean_query([(occur, query) for query in queries])
