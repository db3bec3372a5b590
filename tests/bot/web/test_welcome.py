"""What the page begins with while there are no documents."""

import re
import shlex
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

import ingest.__main__ as ingesting
from bot.chat import Bot
from bot.web.welcome import welcome
from ingest.console import run


@pytest.mark.parametrize("index", [None, "the index"])
def test_where_nothing_can_be_dropped_the_page_says_what_reads_the_folder(tmp_path: Path, index: str | None) -> None:
    folder = tmp_path / "Ann's papers"
    folder.mkdir()
    kept = tmp_path / index if index else None
    with closing(Bot.from_folder(folder, kept, may_be_empty=True, uploads=False)) as bot:
        said = re.findall(r"<code>(.*?)</code>", welcome(bot))
        (folder / "tea.txt").write_text("Tea\n\nGreen tea is steamed.\n")
        python, _, module, *arguments = shlex.split(unescape(said[0]))
        assert (python, module) == ("python", "ingest")
        assert run(ingesting.app, arguments) == 0
        assert [one.source for one in bot.documents()] == ["tea.txt"]
