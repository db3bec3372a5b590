"""What happens in the documents' panel: searching, adding, removing, putting back, syncing."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.web.components import Update
from bot.web.feedback import forget
from bot.web.filters import chosen_among
from bot.web.render import listing, status
from bot.web.uploads import FILES
from ingest.errors import DocumentsError, FootnoteError
from ingest.sync.plan import Synced
from ingest.sync.sync import sync
from ingest.sync.throughput import Throughput
from ingest.sync.trash import Trashed, empty_trash, put_back, throw_away, trashed
from ingest.sync.uploads import take_in

_HITS = 5  # passages shown for a search
_PROGRESS = gr.Progress()  # Gradio puts the page's own in its place
Report = tuple[list[str], list[str]]  # what was done, and what is wrong


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the panel does when something happens in it.

    Attributes:
        bot: whose documents.
        changing: held during a change: one at a time from this page; the index's lock keeps other processes off.
    """

    bot: Bot
    changing: threading.Lock = field(default_factory=threading.Lock)

    def changed_by_others(self, wanted: str, chosen: list[str], folder: str, before: str) -> tuple[Update, ...]:
        """Where things are not as they were; like all that follow it gives what to say, state, table and choices."""
        unchanged = (gr.skip(),) * 5
        return _or_wrong(
            lambda: unchanged if self._state() == before else (gr.skip(), *self._look(wanted, chosen, folder))
        )

    def searched(self, wanted: str, chosen: list[str], folder: str) -> tuple[Update, ...]:
        """Another search."""
        return _or_wrong(lambda: (status([]), *self._look(wanted, chosen, folder)))

    def synced(
        self, wanted: str, chosen: list[str], folder: str, progress: gr.Progress = _PROGRESS
    ) -> tuple[Update, ...]:
        """The folder was asked to be looked at."""
        return self._run(lambda: _report(self._sync(progress)), wanted, chosen, folder)

    def added(
        self, wanted: str, chosen: list[str], folder: str, paths: list[str] | None, progress: gr.Progress = _PROGRESS
    ) -> tuple[Update, ...]:
        """Files were handed in; the last value empties the field that they were dropped on."""
        return *self._run(lambda: self._take(paths or [], progress), wanted, chosen, folder), gr.update(value=None)

    def act(
        self, wanted: str, chosen: list[str], folder: str, event: gr.EventData, progress: gr.Progress = _PROGRESS
    ) -> tuple[Update, ...]:
        """A click in the table: {"do": "remove", "source": …}, {"do": "undo", "name": …} or {"do": "empty"}."""
        data = event._data if isinstance(event._data, Mapping) else {}
        return self._run(lambda: self._change(data, progress), wanted, chosen, folder)

    def _state(self) -> str:
        with self.bot.index.reading() as view:
            return _state(view.generation, trashed(self.bot.settings))

    def _look(self, wanted: str, chosen: Sequence[str], folder: str) -> tuple[Update, ...]:
        text = (wanted or "").strip()  # Gradio gives None for a field that nobody has touched
        with self.bot.index.reading() as view:
            everything, generation = view.listing(), view.generation
        settings = self.bot.settings
        thrown = trashed(settings)
        found = [one for one in everything if text.lower() in f"{one.source}\n{one.title}".lower()]
        hits = self.bot.search(text, _HITS) if any(map(str.isalnum, text)) else ()
        html = listing(found, thrown, hits, text, may_change=settings.uploads)
        names = [one.source for one in everything]
        choices = (gr.update(**field) for field in chosen_among(names, chosen or (), folder or ""))
        # The state is that of what is shown: what changes meanwhile shows at the next look.
        return _state(generation, thrown), html, *choices

    def _run(self, work: Callable[[], Report], wanted: str, chosen: Sequence[str], folder: str) -> tuple[Update, ...]:
        try:
            with self.changing:
                lines, problems = work()
        except FootnoteError as error:
            lines, problems = [], [str(error)]
        return status(lines, problems), *self._look(wanted, chosen, folder)

    def _sync(self, progress: gr.Progress) -> Synced:
        progress(0, desc="Looking at the folder")
        with self.bot.index.reading() as view:
            # The command line may have gone over to another model: what is added here is embedded as all the rest.
            settings = self.bot.settings.model_copy(update={"embedding_model": view.embedding_model})
        throughput = Throughput()
        return sync(
            settings,
            progress=lambda what, done, total: progress(
                (done, max(total, 1)), desc=throughput(what, done, total), unit=""
            ),
        )

    def _take(self, paths: Sequence[str], progress: gr.Progress) -> Report:
        settings = self.bot.settings
        if not settings.uploads:
            raise DocumentsError("Adding documents here is turned off (FOOTNOTE_UPLOADS).")
        if len(paths) > FILES:
            raise DocumentsError(f"At most {FILES} files are taken at a time.")
        problems = []
        for number, path in enumerate(paths, 1):
            progress((number, len(paths)), desc=f"Checking {Path(path).name}", unit="files")
            try:
                take_in(Path(path), settings, settings.upload_mb * 1_000_000)
            except DocumentsError as error:
                problems.append(str(error))
            finally:
                Path(path).unlink(missing_ok=True)  # Gradio's copy
        if len(problems) == len(paths):
            return [], problems
        lines, more = _report(self._sync(progress))
        return lines, [*problems, *more]

    def _change(self, data: Mapping[str, Any], progress: gr.Progress) -> Report:
        settings = self.bot.settings
        if not settings.uploads:
            raise DocumentsError("Changing documents here is turned off (FOOTNOTE_UPLOADS).")
        what = data.get("do")
        if what == "remove":
            return _removed(self.bot, str(data.get("source")), lambda: self._sync(progress))
        if what == "undo":
            source = put_back(settings, str(data.get("name")))
            self._sync(progress)
            return [f"{source} is back."], []
        if what != "empty":
            return [], []
        gone = empty_trash(settings)
        cases = forget(settings.index_folder, gone)
        about = f", and {cases} judgement{'' if cases == 1 else 's'} that quoted them" if cases else ""
        return [f"Deleted {len(gone)} file{'' if len(gone) == 1 else 's'} for good{about}."], []


def _or_wrong(look: Callable[[], tuple[Update, ...]]) -> tuple[Update, ...]:
    """What a look gives, or what went wrong with it and nothing else new."""
    try:
        return look()
    except FootnoteError as error:
        return status([], [str(error)]), *(gr.skip(),) * 4


def _state(generation: int, thrown: Sequence[Trashed]) -> str:
    return f"{generation} {[one.name for one in thrown]}"


def _removed(bot: Bot, source: str, sync_now: Callable[[], Synced]) -> Report:
    if bot.count()[0] == 1:
        raise DocumentsError(f"{source} is the only document. Add another before you remove it.")
    one = throw_away(bot.settings, source)
    try:
        sync_now()
    except FootnoteError:
        put_back(bot.settings, one.name)
        raise
    return [f"{source} is in the trash. Undo puts it back."], []


def _report(done: Synced) -> Report:
    """A sync in words: what it did, and what is wrong with which file."""
    plan = done.plan
    counts = ((plan.add, "added"), (plan.change, "changed"), (plan.remove, "removed"))
    parts = [f"{len(names)} {what}" for names, what in counts if names]
    took = f" in {done.seconds:.1f} s" if parts else ""
    line = ", ".join(parts) if parts else "Nothing has changed"
    return [f"{line}{took}. {done.documents} documents, {done.passages} passages."], [*done.problems, *done.notes]
