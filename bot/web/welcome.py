"""What the page begins with: how many documents there are, what to ask them, and what could not be read."""

import shlex

from bot.chat import Bot
from bot.settings import Settings
from bot.web.render import filled, inert


def welcome(bot: Bot) -> str:
    """It, as things are now."""
    with bot.index.reading() as view:
        shown = {"generation": view.generation, "documents": view.count()[0]}
    settings = bot.settings
    where = {"uploads": settings.uploads, "folder": str(settings.documents_folder), "command": _command(settings)}
    return inert(filled("welcome", **shown, **where, problems=problems(bot), others=others(bot)))


def _command(settings: Settings) -> str:
    """What reads the folder into the index, in the words of a shell."""
    named = [str(settings.documents.absolute())] if settings.documents else []
    index = ["--index", str(settings.index.absolute())] if settings.index else []
    return shlex.join(["python", "-m", "ingest", *named, *index])


def problems(bot: Bot) -> list[str]:
    """What could not be read, a line each: as the index remembers it, as the last sync found it, and one does now."""
    with bot.index.reading() as view:
        known = [reason for _, reason in view.unreadable().values()]
        held = view.hashes()
    now = [*(bot.synced.problems if bot.synced else ()), *bot.changes.wrong]
    return list(dict.fromkeys([*known, *(line for line in now if line.partition(": ")[0] not in held)]))


def others(bot: Bot) -> tuple[str, ...]:
    """The files whose kind is not read, as the last sync found them."""
    return bot.synced.others if bot.synced else ()
