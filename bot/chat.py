"""Bot and ask(): what page, function, command line and evaluation call."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answerers.resources import resources_of
from bot.answers import Answer
from bot.changes import Changes
from bot.flow import answers, find
from bot.question.checks import check_offset, check_question, check_sources
from bot.question.limits import Day, scope_of
from bot.settings import Settings, load_settings
from bot.verify import Verdict, verified
from ingest.documents import Document, Hit, Passage
from ingest.errors import NoDocumentsError
from ingest.index import Index
from ingest.sync.plan import Part, Plan, Progress, Synced
from ingest.sync.sync import holds_documents, sync

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Bot:
    """Answers questions from one index. Safe to use from several threads."""

    def __init__(self, index: Index, settings: Settings, chat_model: BaseChatModel | None = None) -> None:
        """Answer from an open index.

        Args:
            index: to read from; closed with the bot.
            settings: how to answer.
            chat_model: answers instead of the embedded reader; by default what `settings.model` or `model_url` names.

        Raises:
            AnswererError: `settings.model` names a model that cannot be used.
        """
        self.index = index
        # Without a folder of documents, none can be added to it.
        self.settings = settings.model_copy(update={"uploads": False}) if settings.reads_only else settings
        self.synced: Synced | None = None
        self.changes = Changes()
        self._resources = resources_of(index, settings, chat_model)

    @property
    def waiting(self) -> int:
        """How many new and changed files of the folder are still to be read."""
        return self.synced.waiting if self.synced else 0

    @classmethod
    def from_folder(
        cls,
        documents: str | Path | None = None,
        index: str | Path | None = None,
        *,
        progress: Progress = lambda _what, _done, _total: None,
        chat_model: BaseChatModel | None = None,
        may_be_empty: bool = False,
        part: Part = len,
        **settings: Any,  # noqa: ANN401 (pydantic checks them)
    ) -> Bot:
        """Make the index match a folder of documents, then answer from it.

        Args:
            documents: the folder; by default `seeds` in the current folder, else in the checkout. If the index is
                shared by a Chroma server and no folder is named, it is answered from as it is.
            index: the folder of the index; by default `.footnote` beside `seeds`, `.footnote-reports` beside `reports`.
            progress: called with what is being done, how much of it is done, and how much there is.
            chat_model: any LangChain chat model, to answer instead of the embedded reader.
            may_be_empty: whether a folder that is missing or holds nothing readable is no error: it is begun with an
                index without documents; one that has some is kept, since a folder can be away for a while.
            part: how many of the new and changed files are read before this returns; `bot.waiting` tells how
                many others there are.
            settings: any other field of `bot.settings.Settings`.

        Raises:
            FootnoteError: see `ingest.sync.sync.sync` and `Bot`.
        """
        chosen = load_settings(documents=_path(documents), index=_path(index), **settings)
        synced = None if chosen.reads_only else _synced(chosen, progress, part, may_be_empty=may_be_empty)
        bot = cls(Index(chosen.index_folder, chosen), chosen, chat_model)
        bot.synced = synced
        return bot

    @classmethod
    def open(cls, index: str | Path, *, chat_model: BaseChatModel | None = None, **settings: Any) -> Bot:  # noqa: ANN401
        """Answer from an index as it is; the documents' folder is not looked at.

        Raises:
            IndexUnusableError: there is none, it is damaged, or was made with another model.
        """
        chosen = load_settings(index=_path(index), **settings)
        return cls(Index(chosen.index_folder, chosen), chosen, chat_model)

    def ask(
        self,
        question: str,
        history: Sequence[Mapping[str, Any]] | None = None,
        sources: Sequence[str] | None = None,
        *,
        folder: str | None = None,
        after: Day | None = None,
        before: Day | None = None,
    ) -> Answer:
        """Answer a question, or decline it, with citations.

        Args:
            question: in plain words.
            history: the conversation so far, oldest first: {"role": "user" or "assistant", "content": text}.
            sources: answer from these documents only; by default from all.
            folder: answer from this folder of them only, and what is below it.
            after: only from documents of this day, month or year or later: "2025-06-05", "2025-06", "2025" or a
                `datetime.date`; by the date in its name, else its own, else when its file was last changed.
            before: only from documents of this time or earlier; likewise.

        Raises:
            QuestionError, HistoryError, SourcesError: what was asked is no question.
            IndexUnusableError, StorageError: the index cannot be read any more.
        """
        *_, last = self.stream(question, history, sources, folder=folder, after=after, before=before)
        return last

    def stream(
        self,
        question: str,
        history: Sequence[Mapping[str, Any]] | None = None,
        sources: Sequence[str] | None = None,
        *,
        folder: str | None = None,
        after: Day | None = None,
        before: Day | None = None,
    ) -> Iterator[Answer]:
        """The answer as it grows, sentence by sentence, each verified; the last one is what `ask` returns.

        Where a language model writes, the first one has the kind "reading" and says how many passages are read.

        Takes and raises what `ask` does.
        """
        yield from answers(self._resources, question, history, scope_of(sources, folder, after, before))

    def search(
        self,
        question: str,
        k: int = 10,
        sources: Sequence[str] | None = None,
        *,
        folder: str | None = None,
        after: Day | None = None,
        before: Day | None = None,
    ) -> tuple[Hit, ...]:
        """The best `k` passages for a question, best first; no answer. Raises what `ask` does."""
        return find(self._resources, question, k, scope_of(sources, folder, after, before))

    def verify(
        self,
        sentence: str,
        sources: Sequence[str] | None = None,
        *,
        folder: str | None = None,
        after: Day | None = None,
        before: Day | None = None,
    ) -> Verdict:
        """Whether the documents say what somebody else has written: supported, contradicted, or not found.

        Nothing is asked of a language model. Takes and raises what `ask` does, a sentence for a question.
        """
        return verified(self.index, self.settings, sentence, scope_of(sources, folder, after, before))

    def excerpt(self, source: str, start: int = 0, end: int | None = None) -> str:
        """The characters of a document from `start` to `end`, as citations count them. `SourcesError` as `document`."""
        first, last = check_offset("start", start), None if end is None else check_offset("end", end)
        return self.document(source).text[first:last]

    def documents(self) -> tuple[Document, ...]:
        """Every document of the index, in order of source."""
        with self.index.reading() as view:
            return tuple(view.documents())

    def document(self, source: str) -> Document:
        """One document. `SourcesError`, if the index does not hold it."""
        with self.index.reading() as view:
            check_sources([source], view.hashes())
            found = view.document(source)
        assert found is not None  # noqa: S101 (it was there in the same generation)
        return found

    def passages(self, limit: int | None = None) -> tuple[Passage, ...]:
        """The passages of the index in order of source and start, at most `limit`."""
        with self.index.reading() as view:
            return view.passages(limit=-1 if limit is None else limit)

    def count(self) -> tuple[int, int]:
        """How many documents and passages the index holds."""
        with self.index.reading() as view:
            return view.count()

    @property
    def fault(self) -> str:
        """Why the embedded reader stands in for the language model that the settings name; "" if it does not."""
        return self._resources.fault

    def embedded(self) -> Bot | None:
        """A bot on the same index that answers by the embedded reader; None if this one does already."""
        if self._resources.model is None:
            return None
        return Bot(self.index, self.settings.model_copy(update={"model": None, "model_url": None}))

    def close(self) -> None:
        """Give the index back."""
        self.index.close()


def _synced(settings: Settings, progress: Progress, part: Part, *, may_be_empty: bool) -> Synced:
    begins = may_be_empty and settings.chroma_url is None and not holds_documents(settings)
    try:
        return sync(settings, may_be_empty=begins, part=part, progress=progress)
    except NoDocumentsError as error:
        if not may_be_empty:
            raise
        return Synced(Plan((), (), (), ()), 0, 0, 0, (str(error),), 0.0)


def _path(folder: str | Path | None) -> Path | None:
    return None if folder is None else Path(folder)


_default: dict[tuple[Path, Path], Bot] = {}
_opening = threading.Lock()


def ask(
    question: str,
    history: Sequence[Mapping[str, Any]] | None = None,
    sources: Sequence[str] | None = None,
    *,
    folder: str | None = None,
    after: Day | None = None,
    before: Day | None = None,
) -> Answer:
    """Answer from the default documents, which are indexed on first use. Takes and raises what `Bot.ask` does."""
    settings = load_settings()
    check_question(question, settings.max_question)
    place = (settings.documents_folder.resolve(), settings.index_folder.resolve())
    with _opening:
        if place not in _default:
            _default[place] = Bot.from_folder()
    return _default[place].ask(question, history, sources, folder=folder, after=after, before=before)
