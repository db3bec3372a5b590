"""Word search: BM25 and exact phrases over the passages, by Tantivy."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import tantivy

from ingest.errors import IndexUnusableError
from ingest.stores.faults import disk_trouble, in_use
from ingest.text.words import analyzer, stem, stems, words

_HEAP = 32_000_000  # bytes for the writer; Tantivy asks for 15 MB a thread at least


@cache
def _schema() -> Any:  # noqa: ANN401
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stems", tokenizer_name="stems", index_option="freq")
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
        self._index.register_tokenizer("stems", analyzer())

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

    def change(self, remove: Collection[str], add: Iterable[tuple[str, str, str]]) -> None:
        """Remove passages by id and add others, in one commit.

        Args:
            remove: ids; ids that are not there are passed over.
            add: (id, text to search, text to find phrases in); an id that is there already is replaced.
        """
        writer = self._index.writer(_HEAP, 1)
        for name in remove:
            writer.delete_documents_by_term("id", name)
        for name, text, exact in add:
            writer.delete_documents_by_term("id", name)
            document = tantivy.Document()
            document.add_text("id", name)
            document.add_text("stems", " ".join(words(text)))
            document.add_text("exact", " ".join(words(exact)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, text: str, k: int) -> list[tuple[str, float]]:
        """The best `k` passages by BM25: (id, score), best first. No words, no passages."""
        terms = dict.fromkeys(stems(text))
        return self._run(_boolean(tantivy.Occur.Should, (_term("stems", term) for term in terms)), k) if terms else []

    def phrase(self, text: str, k: int) -> list[tuple[str, float]]:
        """The passages that hold the words of `text` in this order, unstemmed: (id, score), best first."""
        sought = words(text)
        return self._run(_phrase(sought), k) if sought else []

    def frequency(self, word: str) -> int:
        """In how many passages, titles and headings included, a word occurs in any of its forms."""
        count: int = self._index.searcher().doc_freq("stems", stem(word))
        return count

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
        hits: Sequence[tuple[float, Any]] = searcher.search(query, k, count=False).hits
        return [(searcher.doc(address)["id"][0], float(score)) for score, address in hits]


def _term(field: str, term: str) -> Any:  # noqa: ANN401
    return tantivy.Query.term_query(_schema(), field, term)


def _phrase(sought: Sequence[str]) -> Any:  # noqa: ANN401
    """A single word is no phrase to Tantivy."""
    one = len(sought) == 1
    return _term("exact", sought[0]) if one else tantivy.Query.phrase_query(_schema(), "exact", list(sought))


def _boolean(occur: Any, queries: Iterable[Any]) -> Any:  # noqa: ANN401
    return tantivy.Query.boolean_query([(occur, query) for query in queries])
