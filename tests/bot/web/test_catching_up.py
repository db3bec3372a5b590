"""A large folder's page opens at once; what it holds is read in parts, and what is read can be asked about."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from gradio import EventData

from bot.chat import Bot
from bot.web import catching_up, documents_handlers
from bot.web.catching_up import at_first, catch_up, sync_again
from bot.web.documents_handlers import Handlers
from bot.web.welcome import problems, welcome
from ingest.errors import FootnoteError, UnavailableFileError
from ingest.sync import pipeline
from ingest.sync.reading import Taken
from ingest.sync.uploads import take_in
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
        counts = [bot.count()[0] for _ in catch_up(bot, lambda *_: said.append(bot.changes.said()))]
        assert counts == [2, 6, 9]
        assert any(line.startswith("Reading 4 files · 2 of 9 documents can be asked about · ") for line in said)
        assert bot.changes.said() == ""
        assert bot.synced is not None
        assert bot.synced.waiting == 0


def test_while_others_wait_what_has_moved_is_kept_where_it_was(write: Write) -> None:
    folder = write(HOUSES)
    with closing(Bot.from_folder(folder, embedding_model=NAME)) as bot:
        for path in sorted(folder.iterdir()):
            path.rename(path.with_name(f"new-{path.name}"))
        sync_again(bot, lambda _: 4)
        there = [one.source for one in bot.documents()]  # each once, where it was or where it is
        assert sorted(name.removeprefix("new-") for name in there) == list(HOUSES)
        assert sum(name.startswith("new-") for name in there) == 4
        sync_again(bot)
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
        assert bot.changes.said() == "The disk is full."


def test_a_long_file_is_read_last_and_apart_and_what_is_wrong_is_said_before_the_part_is_done(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "_SOON", 1000)
    folder = write({**HOUSES, "0-all.txt": "The lamps are lit at nine. " * 50, "0-bad.txt": b"%PDF-1.4 \x00\x01"})
    with closing(Bot.from_folder(folder, may_be_empty=True, part=lambda _: 0, embedding_model=NAME)) as bot:
        told: list[tuple[str, list[str]]] = []
        counts = [bot.count()[0] for _ in catch_up(bot, lambda *_: told.append((bot.changes.said(), problems(bot))))]
        assert counts == [9, 10]
        assert any(line.startswith("Reading 0-all.txt · 9 of 10 documents can be asked about") for line, _ in told)
        first = [wrong for line, wrong in told if line.startswith("Reading 10 files")]
        assert "0-bad.txt: looks like a binary file" in str(first[-1])


def test_what_is_added_by_hand_comes_before_all_that_waits_and_what_is_removed_goes_at_once(write: Write) -> None:
    folder = write(HOUSES)
    with closing(Bot.from_folder(folder, may_be_empty=True, part=lambda _: 0, embedding_model=NAME)) as bot:
        sync_again(bot, lambda _: 1, first=["07.txt"])
        assert [one.source for one in bot.documents()] == ["07.txt"]
        (folder / "07.txt").unlink()
        sync_again(bot, lambda _: 0, may_be_empty=True)
        assert (bot.documents(), bot.waiting) == ((), 8)


def test_of_files_that_are_dropped_the_small_ones_can_be_asked_about_before_a_long_one_is_looked_at(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "_SOON", 1000)
    files = {"all.txt": "The lamps are lit at nine. " * 50, "small.txt": HOUSES["00.txt"]}
    (tmp_path / "in").mkdir()
    for name, text in files.items():
        (tmp_path / "in" / name).write_text(text)
    with closing(Bot.from_folder(write({}), may_be_empty=True, embedding_model=NAME)) as bot:
        there: dict[str, int] = {}

        def taken(path: Path, *more: object) -> str:
            there[path.name] = bot.count()[0]
            return take_in(path, *more)  # type: ignore[arg-type] # as they came

        monkeypatch.setattr(documents_handlers, "take_in", taken)
        *_, last = Handlers(bot).added("", [], "", [str(tmp_path / "in" / name) for name in files])
        assert there == {"small.txt": 0, "all.txt": 1}
        assert "2 added" in last[4]


def test_files_of_kinds_that_are_not_read_are_known_before_any_is_read(write: Write) -> None:
    folder = write({**HOUSES, "photo.png": "light", "drafts/plan.dwg": "lines", ".footnoteignore": "drafts\n"})
    with closing(Bot.from_folder(folder, may_be_empty=True, part=lambda _: 0, embedding_model=NAME)) as bot:
        assert "1 file of a kind that is not read: photo.png. To have it read, save it as PDF" in welcome(bot)


def test_a_removal_does_not_wait_until_a_long_file_is_read(write: Write) -> None:
    long = "\n\n".join(f"# House {n}\n\nThe lamp of house {n} is {n + 10} years old." for n in range(600))
    with closing(Bot.from_folder(write(HOUSES), embedding_model=NAME)) as bot:
        do, told, threads = Handlers(bot), [], []

        def remove() -> None:
            *_, last = do.act("", [], "", EventData(None, {"do": "remove", "source": "03.txt"}))
            told.append((bot.count()[0], last[4]))

        def progress(what: str, done: int, total: int) -> None:
            if what == "Embedding" and 0 < done < total and not threads:
                threads.append(Thread(target=remove))
                threads[0].start()
                while "Removing 03.txt waits" not in bot.changes.said():
                    pass

        write({"long.md": long})
        sync_again(bot, lambda _: 0)
        done = list(catch_up(bot, progress))
        threads[0].join()
        assert told[0][0] == 8  # and not yet the long one
        assert "03.txt is in the trash" in told[0][1]
        assert bot.count()[0] == 9
        assert [one.stopped for one in done] == [True, False]


def test_a_removal_of_much_says_how_far_it_is(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sync.sync._DELETED", 1)
    folder = write(HOUSES)
    said: list[str] = []
    with closing(Bot.from_folder(folder, embedding_model=NAME)) as bot:
        for name in ("00.txt", "01.txt", "02.txt", "03.txt"):
            (folder / name).unlink()
        with bot.changes.turn("Removing houses"):
            sync_again(bot, lambda _: 0, progress=lambda *_: said.append(bot.changes.line))
        assert said[-2:] == ["Removing houses · 25 %", "Removing houses · 50 %"]
        write({name: f"{HOUSES[name]} It is lit." for name in ("04.txt", "05.txt", "06.txt")})
        sync_again(bot, progress=lambda *_: said.append(bot.changes.line))
        assert said[-1] == "Removing what is gone · 33 %"
