"""What happens in the documents' panel: searching, adding, removing, putting back, syncing."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.web.catching_up import sync_again
from bot.web.components import Update
from bot.web.feedback import forget
from bot.web.filters import chosen_among
from bot.web.render import listing, status
from bot.web.uploads import FILES
from bot.web.welcome import problems, welcome
from ingest.errors import DocumentsError, FootnoteError
from ingest.sync.plan import Synced
from ingest.sync.throughput import Throughput
from ingest.sync.trash import Trashed, empty_trash, put_back, throw_away, trashed
from ingest.sync.uploads import take_in

_HITS = 5  # passages shown for a search
_PROGRESS = gr.Progress()  # Gradio puts the page's own in its place
_LOOKED = 6  # values that a look gives
Report = tuple[list[str], list[str], str]  # what was done, what is wrong, and what in the trash would undo it


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the panel does when something happens in it.

    Attributes:
        bot: whose documents.
    """

    bot: Bot

    def changed_by_others(self, wanted: str, chosen: list[str], folder: str, before: str) -> tuple[Update, ...]:
        """Where things are not as they were; like all it gives what to say, state, table, choices, beginning."""
        unchanged = (gr.skip(),) * _LOOKED
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
        return self._run(
            lambda: _report(self._sync(progress, may_be_empty=not self.bot.count()[0])), wanted, chosen, folder
        )

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
        state = _state(generation, thrown)  # of what is shown: what changes meanwhile shows at the next look
        found = [one for one in everything if text.lower() in f"{one.source}\n{one.title}".lower()]
        hits = self.bot.search(text, _HITS) if any(map(str.isalnum, text)) else ()
        html = listing(found, thrown, hits, text, problems(self.bot), may_change=settings.uploads)
        choices = (gr.update(**field) for field in chosen_among(everything, chosen or (), folder or ""))
        return state, html, *choices, welcome(self.bot)

    def _run(self, work: Callable[[], Report], wanted: str, chosen: Sequence[str], folder: str) -> tuple[Update, ...]:
        try:
            with self.bot.changing:
                lines, wrong, undo = work()
        except FootnoteError as error:
            lines, wrong, undo = [], [str(error)], ""
        return status(lines, wrong, undo), *self._look(wanted, chosen, folder)

    def _sync(self, progress: gr.Progress, *, may_be_empty: bool = False) -> Synced:
        progress(0, desc="Looking at the folder")
        throughput = Throughput()
        return sync_again(
            self.bot,
            lambda what, done, total: progress((done, max(total, 1)), desc=throughput(what, done, total), unit=""),
            may_be_empty=may_be_empty,
        )

    def _take(self, paths: Sequence[str], progress: gr.Progress) -> Report:
        settings = self.bot.settings
        if not settings.uploads:
            raise DocumentsError("Adding documents here is turned off (FOOTNOTE_UPLOADS).")
        if len(paths) > FILES:
            raise DocumentsError(f"At most {FILES} files are taken at a time.")
        wrong: list[str] = []
        done: list[Synced] = []
        waiting, ended = 0, 0.0
        for number, path in enumerate(paths, 1):
            progress((number, len(paths)), desc=f"Checking {Path(path).name}", unit="files")
            try:
                take_in(Path(path), settings, settings.upload_mb * 1_000_000)
                waiting += 1
            except DocumentsError as error:
                wrong.append(str(error))
            finally:
                Path(path).unlink(missing_ok=True)  # Gradio's copy
            # What is read can be asked about while the rest is; at most half of the time goes into early syncs.
            if waiting and (number == len(paths) or time.monotonic() - ended >= (done[-1].seconds if done else 0)):
                done.append(self._sync(progress))
                waiting, ended = 0, time.monotonic()
        lines, more, _ = _report(*done) if done else ([], [], "")
        return lines, [*wrong, *more], ""

    def _change(self, data: Mapping[str, Any], progress: gr.Progress) -> Report:
        settings = self.bot.settings
        if not settings.uploads:
            raise DocumentsError("Changing documents here is turned off (FOOTNOTE_UPLOADS).")
        what = data.get("do")
        if what == "remove":
            return self._remove(str(data.get("source")), progress)
        if what == "undo":
            source = put_back(settings, str(data.get("name")))
            self._sync(progress)
            return [f"{source} is back."], [], ""
        if what != "empty":
            return [], [], ""
        gone = empty_trash(settings)
        cases = forget(settings.index_folder, gone)
        about = f", and {_counted(cases, 'judgement')} that quoted them" if cases else ""
        return [f"Deleted {_counted(len(gone), 'file')} for good{about}."], [], ""

    def _remove(self, source: str, progress: gr.Progress) -> Report:
        one = throw_away(self.bot.settings, source)
        try:
            self._sync(progress, may_be_empty=self.bot.count()[0] == 1)
        except FootnoteError:
            put_back(self.bot.settings, one.name)
            raise
        return [f"{source} is in the trash."], [], one.name


def _state(generation: int, thrown: Sequence[Trashed]) -> str:
    return f"{generation} {[one.name for one in thrown]}"


def _or_wrong(look: Callable[[], tuple[Update, ...]]) -> tuple[Update, ...]:
    """What a look gives, or what went wrong with it and nothing else new."""
    try:
        return look()
    except FootnoteError as error:
        return status([], [str(error)]), *(gr.skip(),) * (_LOOKED - 1)


def _report(*done: Synced) -> Report:
    """Syncs, one after the other, in words: what they did, and what is wrong with which file."""
    plans, last = [one.plan for one in done], done[-1]
    counts = (
        (sum(len(one.add) for one in plans), "added"),
        (sum(len(one.change) for one in plans), "changed"),
        (sum(len(one.remove) for one in plans), "removed"),
    )
    parts = [f"{count} {what}" for count, what in counts if count]
    took = f" in {sum(one.seconds for one in done):.1f} s" if parts else ""
    line = ", ".join(parts) if parts else "Nothing has changed"
    wrong = [*last.problems, *(note for one in done for note in one.notes)]
    held = f"{_counted(last.documents, 'document')}, {_counted(last.passages, 'passage')}"
    return [f"{line}{took}. {held}."], wrong, ""


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
