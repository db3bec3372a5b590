"""A large folder's page opens at once; what it holds is read in parts, and what is read can be asked about."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat import Bot
from bot.web import catching_up
from bot.web.catching_up import at_first, catch_up, sync_again
from ingest.errors import FootnoteError, UnavailableFileError
from ingest.sync import pipeline
from ingest.sync.reading import Taken
from tests.conftest import Write
from tests.helpers.cheap import NAME

HOUSES = {f"{n:02}.txt": f"The lamp of house {n} is {n + 10} years old." for n in range(9)}


def nothing(_what: str, _done: int, _total: int) -> None: ...


def test_what_is_read_soon_is_read_before_the_page_opens_and_else_nothing(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = sorted(write(HOUSES).iterdir())
    assert at_first([*paths, Path("gone.txt")]) == 10
    monkeypatch.setattr(catching_up, "_SOON", 100)
    assert at_first(paths) == 0


def test_the_rest_is_read_in_growing_parts_and_each_can_be_asked_about(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "_FEW", 2)
    folder = write(HOUSES)
    with closing(Bot.from_folder(folder, may_be_empty=True, part=lambda _: 0, embedding_model=NAME)) as bot:
        assert (bot.count()[0], bot.synced and bot.synced.waiting) == (0, 9)
        said: list[str] = []
        counts = [bot.count()[0] for _ in catch_up(bot, lambda *_: said.append(bot.reading))]
        assert counts == [2, 6, 9]
        assert any("2 of 9 documents can be asked about" in line for line in said)
        assert bot.reading == ""
        assert bot.synced is not None
        assert bot.synced.waiting == 0


def test_while_others_wait_what_has_moved_is_kept_where_it_was(write: Write) -> None:
    folder = write(HOUSES)
    with closing(Bot.from_folder(folder, embedding_model=NAME)) as bot:
        for path in sorted(folder.iterdir()):
            path.rename(path.with_name(f"new-{path.name}"))
        sync_again(bot, nothing, lambda _: 4)
        assert bot.count()[0] == 13
        sync_again(bot, nothing)
        assert [one.source for one in bot.documents()] == [f"new-{name}" for name in HOUSES]


def test_files_that_cannot_be_read_now_keep_no_others_waiting(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "_FEW", 1)
    monkeypatch.setattr(catching_up, "_MANY", 1)
    folder = write(HOUSES)
    with closing(Bot.from_folder(folder, may_be_empty=True, part=lambda _: 0, embedding_model=NAME)) as bot:
        read = pipeline._unchanged

        def unchanged(source: str, path: Path, sha256: str, reads: Callable[[], Taken]) -> Taken:
            if source == "00.txt":
                raise UnavailableFileError("00.txt: is away.")
            return read(source, path, sha256, reads)

        monkeypatch.setattr(pipeline, "_unchanged", unchanged)
        assert [done.documents for done in catch_up(bot, nothing)][-1] == 8


def test_what_goes_wrong_is_on_the_page(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Bot.from_folder(write(HOUSES), may_be_empty=True, part=lambda _: 0, embedding_model=NAME)) as bot:

        def full(*_: object, **__: object) -> None:
            raise FootnoteError("The disk is full.")

        monkeypatch.setattr(catching_up, "sync", full)
        with pytest.raises(FootnoteError):
            list(catch_up(bot, nothing))
        assert bot.reading == "The disk is full."
