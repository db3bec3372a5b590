"""What the tests of the bot share."""

from collections.abc import Iterator

import pytest

from bot.chat import Bot

AID = {
    "aid.txt": "Aid to Ukraine\n\nThe United Kingdom has given 12 billion pounds to Ukraine since 2022. The Ukraine Defense "
    "Contact Group was set up by Lloyd Austin. Ministers agreed on decision-making by majority. Twenty-three members met "
    "the target, and three of them spent $126 billion. They co-operate with Volodymyr Zelensky.\n",
    "nato.txt": "NATO at work\n\nNATO was founded in 1949. The EU and NATO share offices. A 24-hour watch is kept. The gross "
    "domestic product (GDP) of Poland grew by 3 per cent, to $811bn. Pete Hegseth took notes of it.\n",
    "archive.txt": "Rumsfeld in the archive\n\nHe was minister twice. Much of what he wrote is lost.\n",
}


@pytest.fixture(scope="session")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot on documents that say much in more than one form."""
    folder = tmp_path_factory.mktemp("aid") / "docs"
    folder.mkdir()
    for name, text in AID.items():
        (folder / name).write_text(text, encoding="utf-8")
    bot = Bot.from_folder(folder)
    yield bot
    bot.close()
