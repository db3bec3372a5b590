"""Files that are put into the folder while a page is open are read, once they are whole, without anybody asking."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.chat import Bot
from bot.web.glance import EVERY, Glance
from tests.bot.web.conftest import COFFEE, BotOn
from tests.conftest import TOWNS


@pytest.fixture
def look(bot_on: BotOn, monkeypatch: pytest.MonkeyPatch) -> tuple[Bot, Callable[[], None]]:
    """A bot, and a look at its folder some time after the one before; what it begins to read has been read then."""
    bot = bot_on({"tea.txt": TOWNS["tea.txt"]})
    glance, now = Glance(bot), [0.0]
    monkeypatch.setattr("bot.web.glance.time.monotonic", lambda: now[0])
    monkeypatch.setattr(
        "bot.web.glance.Thread", lambda target, daemon: type("Now", (), {"start": staticmethod(target)})
    )

    def again() -> None:
        now[0] += EVERY
        glance.look()

    again()
    return bot, again


def sources(bot: Bot) -> list[str]:
    return sorted(one.source for one in bot.documents())


def test_a_new_file_is_read_when_two_looks_have_seen_it_alike(look: tuple[Bot, Callable[[], None]]) -> None:
    bot, again = look
    path = bot.settings.documents_folder / "coffee.md"
    path.write_text(COFFEE[:20])
    again()
    path.write_text(COFFEE)  # it was still being copied
    again()
    assert sources(bot) == ["tea.txt"]
    again()
    assert sources(bot) == ["coffee.md", "tea.txt"]
    assert "Yemen" in bot.ask("Where was coffee first roasted?").text
    path.unlink()
    again()
    again()
    assert sources(bot) == ["tea.txt"]


def test_a_folder_that_is_away_changes_nothing(look: tuple[Bot, Callable[[], None]], tmp_path: Path) -> None:
    bot, again = look
    folder = bot.settings.documents_folder
    folder.rename(tmp_path / "elsewhere")
    for _ in range(3):
        again()
    assert (sources(bot), bot.changes.line) == (["tea.txt"], "")
    (tmp_path / "elsewhere").rename(folder)
    for _ in range(3):
        again()
    assert sources(bot) == ["tea.txt"]


def test_a_folder_without_documents_takes_none_away_and_says_so_at_the_top_of_every_page(
    look: tuple[Bot, Callable[[], None]],
) -> None:
    bot, again = look
    (bot.settings.documents_folder / "tea.txt").unlink()
    again()
    again()
    assert sources(bot) == ["tea.txt"]
    assert str(bot.settings.documents_folder) in bot.changes.said()
