"""Reading the folder while the page is open, small files first: what is read can be asked about, the rest follows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.chat import Bot
from bot.web.pace import LOOKING, Pace
from ingest.errors import FootnoteError
from ingest.sync.plan import Part, Progress, Synced
from ingest.sync.sync import sync

_SOON = 200_000  # bytes of files that are read in seconds: they are not worth a page that is still empty
_MOST = 50_000_000  # bytes of any part
_FEW, _MANY = 20, 320  # files of the first part, and of any


def at_first(paths: Sequence[Path]) -> int:
    """How many of the new files are read before the page opens: all, or none where that would take a while."""
    return len(paths) if sum(map(size_of, paths)) <= _SOON else 0


def size_of(path: Path) -> int:
    """Bytes of a file; 0 if it went meanwhile, which the sync will find."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def is_long(path: Path) -> bool:
    """Whether reading a file may take a while, so that what is read already should not wait for it."""
    return size_of(path) > _SOON


def catch_up(bot: Bot, progress: Progress) -> Iterator[Synced]:
    """Read what is waiting, in parts; yields what was done after each. Other changes come first.

    Raises:
        FootnoteError: see `ingest.sync.sync.sync`; the page says it too.
    """
    try:
        with bot.changes.turn(LOOKING, patient=True):
            yield from _parts(
                bot, lambda part: sync_again(bot, part, may_be_empty=not bot.count()[0], progress=progress)
            )
    except FootnoteError as error:
        bot.changes.line = str(error)
        raise


def read_rest(bot: Bot, *, may_be_empty: bool = False) -> Iterator[Synced]:
    """Make the index match the folder, in parts and in one turn of `bot.changes`."""
    yield sync_again(bot, lambda _: 0, may_be_empty=may_be_empty)
    yield from read_waiting(bot)


def read_waiting(bot: Bot) -> Iterator[Synced]:
    """Read what the last sync has left, as `read_rest` does; what is read by one that gives way is left to it."""
    if not bot.changes.gives_way:
        yield from _parts(bot, lambda part: sync_again(bot, part, may_be_empty=True))


def _parts(bot: Bot, read: Callable[[Part], Synced]) -> Iterator[Synced]:
    """Read until nothing waits, each part larger than the one before."""
    part: Part = _Together(_FEW, _SOON)
    while True:
        if bot.changes.awaited:
            bot.changes.give_way()
        if not (waiting := bot.waiting):
            return
        done = read(part)
        yield done
        if not done.stopped:
            # Files that cannot be read now come first again and again: then all are taken.
            part = part.larger if isinstance(part, _Together) and done.waiting < waiting else len


@dataclass(frozen=True, slots=True)
class _Together:
    """How many of some files, in order of size, are read together: one, or so many and so many bytes at most.

    A file that is as long as all before it is read apart from them: they would wait for it.
    """

    files: int
    size: int

    @property
    def larger(self) -> "_Together":
        """The next part."""
        return _Together(min(2 * self.files, _MANY), min(4 * self.size, _MOST))

    def __call__(self, paths: Sequence[Path]) -> int:
        total = 0
        for number, size in enumerate(map(size_of, paths[: self.files])):
            if number and (total + size > self.size or size > max(total, _SOON)):
                return number
            total += size
        return min(self.files, len(paths))


def sync_again(
    bot: Bot,
    part: Part = len,
    *,
    first: Sequence[str] = (),
    may_be_empty: bool = False,
    progress: Progress = lambda _what, _done, _total: None,
) -> Synced:
    """Make a bot's index match its folder again, in a turn of `bot.changes`, which says how far it is.

    See `ingest.sync.sync.sync` for the rest.
    """
    with bot.index.reading() as view:
        # The command line may have gone over to another model: what is added here is embedded as all the rest.
        settings = bot.settings.model_copy(update={"embedding_model": view.embedding_model})
        there = view.count()[0]
    pace = Pace(bot.changes, there, part, progress)
    changes = bot.changes
    bot.synced = sync(
        settings,
        may_be_empty=may_be_empty,
        part=pace.part,
        first=first,
        progress=pace,
        told=changes.wrong.append,
        stop=lambda: changes.awaited,
    )
    return bot.synced
