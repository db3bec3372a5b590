"""A large folder's first reading, while its page is open: some files at a time, and what is read can be asked about."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.chat import Bot
from ingest.errors import FootnoteError
from ingest.sync.plan import Part, Progress, Synced
from ingest.sync.sync import sync
from ingest.sync.throughput import Throughput

_SOON = 200_000  # bytes of files that are read in seconds: they are not worth a page that is still empty
_FEW, _MANY = 20, 320  # files of the first part, and of any: a change on the page waits for the end of a part
_TURN = 0.05  # seconds in which such a change comes first


def at_first(paths: Sequence[Path]) -> int:
    """How many of the new files are read before the page opens: all, or none where that would take a while."""
    size = 0
    for path in paths:
        try:
            size += path.stat().st_size
        except OSError:  # it went meanwhile, which the sync will find
            continue
    return len(paths) if size <= _SOON else 0


def catch_up(bot: Bot, progress: Progress) -> Iterator[Synced]:
    """Read what is waiting, each part twice as large as the one before; yields what was done after each.

    Raises:
        FootnoteError: see `ingest.sync.sync.sync`; the page says it too.
    """
    count = _FEW
    try:
        while waiting := bot.waiting:
            with bot.changing:
                done = _read(bot, progress, count)
            # Files that cannot be read now come first again and again: then all are taken.
            count = min(2 * count, _MANY) if done.waiting < waiting else count + done.waiting
            yield done
            time.sleep(_TURN)
        bot.reading = ""
    except FootnoteError as error:
        bot.reading = str(error)
        raise


def _read(bot: Bot, progress: Progress, count: int) -> Synced:
    """Read so many files, and tell the terminal and, in words, the page."""
    pace = Throughput()
    there = bot.count()[0]
    ready = f"{there:,} of {there + bot.waiting:,} documents can be asked about."

    def tell(what: str, done: int, total: int) -> None:
        progress(what, done, total)
        bot.reading = f"{ready} {pace(what, done, total)}."

    return sync_again(bot, tell, lambda paths: min(count, len(paths)), may_be_empty=not there)


def sync_again(bot: Bot, progress: Progress, part: Part = len, *, may_be_empty: bool = False) -> Synced:
    """Make a bot's index match its folder again, with `bot.changing` held; see `ingest.sync.sync.sync`."""
    with bot.index.reading() as view:
        # The command line may have gone over to another model: what is added here is embedded as all the rest.
        settings = bot.settings.model_copy(update={"embedding_model": view.embedding_model})
    bot.synced = sync(settings, may_be_empty=may_be_empty, part=part, progress=progress)
    return bot.synced
