"""Files that are taken in, and those that are thrown away: without a browser."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.chat import Bot
from bot.web import documents_handlers
from bot.web.catching_up import sync_again
from bot.web.documents_handlers import Handlers
from ingest.errors import DocumentsError
from ingest.settings import IngestSettings
from ingest.sync.plan import Synced
from ingest.sync.trash import empty_trash, inside, put_back, throw_away, trashed
from ingest.sync.uploads import take_in
from tests.conftest import Write


def test_the_trash_gives_back_and_never_over_another_file(write: Write, tmp_path: Path) -> None:
    settings = IngestSettings(documents=write({"a/b.txt": "one"}), index=tmp_path / "index")
    one = throw_away(settings, "a/b.txt")
    assert not (tmp_path / "docs" / "a" / "b.txt").exists()
    assert [each.source for each in trashed(settings)] == ["a/b.txt"]
    write({"a/b.txt": "two"})
    with pytest.raises(DocumentsError, match="There is another 'a/b.txt' by now"):
        put_back(settings, one.name)
    (tmp_path / "docs" / "a" / "b.txt").unlink()
    assert put_back(settings, one.name) == "a/b.txt"
    assert (tmp_path / "docs" / "a" / "b.txt").read_text() == "one"
    with pytest.raises(DocumentsError, match="not in the trash any more"):
        put_back(settings, one.name)
    with pytest.raises(DocumentsError, match="There is no file 'gone.txt'"):
        throw_away(settings, "gone.txt")
    throw_away(settings, "a/b.txt")
    assert empty_trash(settings) == ("a/b.txt",)
    assert trashed(settings) == ()


@pytest.mark.parametrize("source", ["../a.txt", "/etc/passwd", "a/../../b.txt", "", "a\\b.txt", "a\0.txt"])
def test_no_name_leads_out_of_the_folder(source: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentsError, match="not the name of a document"):
        inside(tmp_path, source)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.exe", b"words", "files of this type cannot be read"),
        (".hidden.txt", b"words", "such a name is not taken"),
        ("~$a.txt", b"words", "such a name is not taken"),
        ("a\n.txt", b"words", "such a name is not taken"),
        ("x" * 130 + ".txt", b"words", "such a name is not taken"),
        ("big.txt", b"word " * 300, "at most 0 MB"),
        ("empty.txt", b"", "is empty"),
        ("old.txt", b"other words", "another document of this name"),
        ("old.md", b"words", "is there already"),
    ],
)
def test_what_cannot_be_a_document_is_not_taken_in(
    name: str, content: bytes, reason: str, write: Write, tmp_path: Path
) -> None:
    settings = IngestSettings(documents=write({"old.txt": "some words", "old.md": "words"}))
    before = sorted(path.name for path in settings.documents_folder.iterdir())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    with pytest.raises(DocumentsError, match=reason):
        take_in(tmp_path / "in" / name, settings, 1000)
    assert sorted(path.name for path in settings.documents_folder.iterdir()) == before


def test_what_is_read_can_be_asked_about_while_the_rest_is(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Bot.from_folder(tmp_path / "docs", may_be_empty=True)) as bot:
        folder = write({f"{n}.txt": f"The lamp of house {n} is {n + 10} years old." for n in range(3)}, "in")
        seen: list[int] = []

        def watched(bot: Bot, *given: Any, **more: Any) -> Synced:
            done = sync_again(bot, *given, **more)
            seen.append(bot.count()[0])
            return done

        monkeypatch.setattr(documents_handlers, "sync_again", watched)
        said, wrong, _ = Handlers(bot)._take([str(path) for path in sorted(folder.iterdir())])
        assert seen[0] in {1, 2}
        assert seen[-1] == 3
        assert said[0].startswith("3 added")
        assert wrong == []
        assert not list(folder.iterdir())  # Gradio's copies are gone
