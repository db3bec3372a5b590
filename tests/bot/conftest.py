"""What the tests of the bot share."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

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


@contextmanager
def opened(folder: Path, files: Mapping[str, str]) -> Iterator[Bot]:
    """A bot on documents that are written below a folder, by name."""
    for name, text in files.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with closing(Bot.from_folder(folder / "docs", index=folder / "index")) as bot:
        yield bot


@pytest.fixture(scope="session")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot on documents that say much in more than one form."""
    with opened(tmp_path_factory.mktemp("aid"), AID) as bot:
        yield bot
