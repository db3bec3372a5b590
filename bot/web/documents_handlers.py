"""What happens in the documents' panel: searching, adding, removing, putting back, syncing."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.web.catching_up import is_long, read_rest, read_waiting, size_of, sync_again
from bot.web.components import Update
from bot.web.feedback import forget
from bot.web.filters import chosen_among
from bot.web.found import found
from bot.web.pace import LOOKING
from bot.web.render import listing, refused, rest, status
from bot.web.reports import Report, counted, report
from bot.web.uploads import FILES
from bot.web.welcome import others, problems, welcome
from ingest.errors import DocumentsError, FootnoteError
from ingest.sync.plan import Synced
from ingest.sync.trash import Trashed, empty_trash, put_back, throw_away, trashed
from ingest.sync.uploads import take_in

_HITS, _SEARCHED = 5, 20  # passages shown for a search, and of how many they are the best
_LOOKED = 6  # values that a look gives


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the panel does when something happens in it.

    Attributes:
        bot: whose documents.
        look: notices when others change the folder.
    """

    bot: Bot
    look: Callable[[], None] = lambda: None

    def doing(self, before: str) -> tuple[Update, ...]:
        """What is being done, where that is not as it was: the line, the button, and what is said now."""
        self.look()
        return (gr.skip(),) * 3 if self._doing()[-1] == before else self._doing()

    def changed_by_others(self, wanted: str, chosen: list[str], folder: str, before: str) -> tuple[Update, ...]:
        """Where things are not as they were; like all it gives what to say, state, table, choices, beginning."""
        unchanged = (gr.skip(),) * _LOOKED
        return _or_wrong(
            lambda: unchanged if self._state() == before else (gr.skip(), *self._look(wanted, chosen, folder))
        )

    def searched(self, wanted: str, chosen: list[str], folder: str) -> tuple[Update, ...]:
        """Another search."""
        return _or_wrong(lambda: (status([]), *self._look(wanted, chosen, folder)))

    def synced(self, wanted: str, chosen: list[str], folder: str) -> Iterator[tuple[Update, ...]]:
        """The folder was asked to be looked at; like all changes it gives what is being done and is refused first."""
        yield from self._run(LOOKING, self._sync, wanted, chosen, folder)

    def added(
        self, wanted: str, chosen: list[str], folder: str, paths: list[str] | None
    ) -> Iterator[tuple[Update, ...]]:
        """Files were handed in; the last value empties the field that they were dropped on, at the end."""
        what = f"Adding {Path(paths[0]).name if len(paths) == 1 else counted(len(paths), 'file')}" if paths else LOOKING
        for values in self._run(what, lambda: self._take(paths or []), wanted, chosen, folder):
            yield *values, gr.update(value=None)

    def act(self, wanted: str, chosen: list[str], folder: str, event: gr.EventData) -> Iterator[tuple[Update, ...]]:
        """A click in the table: {"do": "remove" or "only", "source": …}, {"do": "undo", "name": …}, {"do": "empty"}."""
        data = event._data if isinstance(event._data, Mapping) else {}
        if data.get("do") == "only":
            yield *(gr.skip(),) * 7, gr.update(value=[data.get("source")]), gr.update(value=""), gr.skip()
            return
        named = {"remove": f"Removing {data.get('source')}", "undo": "Putting a file back"}
        what = named.get(str(data.get("do")), "Emptying the trash")
        yield from self._run(what, lambda: self._change(data), wanted, chosen, folder)

    def _doing(self, more: str = "") -> tuple[Update, ...]:
        line, busy = self.bot.changes.said(more), self.bot.changes.busy or bool(more)
        return rest(line), gr.update(interactive=not busy, value="Working…" if busy else "Sync folder now"), line

    def _state(self) -> str:
        with self.bot.index.reading() as view:
            return self._stated(view.generation, trashed(self.bot.settings))

    def _stated(self, generation: int, thrown: Sequence[Trashed]) -> str:
        return f"{generation} {[one.name for one in thrown]} {len(problems(self.bot))} {len(others(self.bot))}"

    def _look(self, wanted: str, chosen: Sequence[str], folder: str) -> tuple[Update, ...]:
        text = (wanted or "").strip()  # Gradio gives None for a field that nobody has touched
        with self.bot.index.reading() as view:
            everything, generation = view.listing(), view.generation
        settings = self.bot.settings
        thrown = trashed(settings)
        state = self._stated(generation, thrown)  # of what is shown: what changes meanwhile shows at the next look
        named = [one for one in everything if text.lower() in f"{one.source}\n{one.title}".lower()]
        hits = found(self.bot.search(text, _SEARCHED), text, _HITS) if any(map(str.isalnum, text)) else []
        html = listing(named, thrown, hits, text, problems(self.bot), others(self.bot), may_change=settings.uploads)
        choices = (gr.update(**field) for field in chosen_among(everything, chosen or (), folder or ""))
        return state, html, *choices, welcome(self.bot)

    def _run(
        self, what: str, work: Callable[[], Report], wanted: str, chosen: Sequence[str], folder: str
    ) -> Iterator[tuple[Update, ...]]:
        yield *self._doing(what), *(gr.skip(),) * (_LOOKED + 1)
        before = problems(self.bot)
        try:
            with self.bot.changes.turn(what):
                lines, wrong, undo = work()
        except FootnoteError as error:
            lines, wrong, undo = [], [str(error)], ""
        wrong = [line for line in wrong if line not in before]  # the documents' list tells of those
        yield *self._doing(), refused(wrong), status(lines, wrong, undo), *self._look(wanted, chosen, folder)

    def _sync(self) -> Report:
        return report(list(read_rest(self.bot, may_be_empty=not self.bot.count()[0])))

    def _take(self, paths: Sequence[str]) -> Report:
        settings = self.bot.settings
        if not settings.uploads:
            raise DocumentsError("Adding documents here is turned off (FOOTNOTE_UPLOADS).")
        if len(paths) > FILES:
            raise DocumentsError(f"At most {FILES} files are taken at a time.")
        wrong: list[str] = []
        done: list[Synced] = []
        taken: list[str] = []  # and not yet read
        ended = 0.0
        for number, path in enumerate(sorted(map(Path, paths), key=size_of), 1):
            # What is read can be asked about while the rest is; at most half of the time goes into early syncs.
            if taken and (is_long(path) or time.monotonic() - ended >= (done[-1].seconds if done else 0)):
                done.append(self._read(taken))
                taken, ended = [], time.monotonic()
            self.bot.changes.line = f"Checking {path.name} · file {number} of {len(paths)}"
            try:
                taken.append(take_in(path, settings, settings.upload_mb * 1_000_000))
            except DocumentsError as error:
                wrong.append(str(error))
            finally:
                path.unlink(missing_ok=True)  # Gradio's copy
        if taken:
            done += [self._read(taken), *read_waiting(self.bot)]
        lines, more, _ = report(done)
        return lines, [*wrong, *more], ""

    def _read(self, sources: Sequence[str], *, may_be_empty: bool = False) -> Synced:
        """Read these new files, and no others."""
        folder = self.bot.settings.documents_folder

        def ours(paths: Sequence[Path]) -> int:
            return sum(path.relative_to(folder).as_posix() in sources for path in paths)

        return sync_again(self.bot, ours, first=sources, may_be_empty=may_be_empty)

    def _change(self, data: Mapping[str, Any]) -> Report:
        settings = self.bot.settings
        if not settings.uploads:
            raise DocumentsError("Changing documents here is turned off (FOOTNOTE_UPLOADS).")
        what = data.get("do")
        if what == "remove":
            return self._remove(str(data.get("source")))
        if what == "undo":
            source = put_back(settings, str(data.get("name")))
            self._read([source])
            list(read_waiting(self.bot))
            return [f"{source} is back."], [], ""
        if what != "empty":
            return [], [], ""
        gone = empty_trash(settings)
        cases = forget(settings.index_folder, gone)
        about = f", and {counted(cases, 'judgement')} that quoted them" if cases else ""
        return [f"Deleted {counted(len(gone), 'file')} for good{about}."], [], ""

    def _remove(self, source: str) -> Report:
        one = throw_away(self.bot.settings, source)
        try:
            self._read([], may_be_empty=self.bot.count()[0] == 1)
        except FootnoteError:
            put_back(self.bot.settings, one.name)
            raise
        list(read_waiting(self.bot))
        return [f"{source} is in the trash."], [], one.name


def _or_wrong(look: Callable[[], tuple[Update, ...]]) -> tuple[Update, ...]:
    """What a look gives, or what went wrong with it and nothing else new."""
    try:
        return look()
    except FootnoteError as error:
        return status([], [str(error)]), *(gr.skip(),) * (_LOOKED - 1)
