"""What a language model said is kept as long as the documents it rests on, and proved anew."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat import Bot
from ingest.stores.answer_cache import FILE, FOLDER, AnswerCache
from tests.conftest import Write
from tests.helpers.peer import Peer
from tests.helpers.replies import GOOD, QUESTION, Speak, reply


def documents_of(kept: Path) -> list[list[str]]:
    """The sources of each reply that is kept."""
    with closing(sqlite3.connect(kept / FILE)) as database:
        return [list(json.loads(said)) for (said,) in database.execute("SELECT documents FROM answers ORDER BY rowid")]


def test_an_answer_is_kept_and_proved_anew_and_the_switch_turns_it_off(speak: Speak, peer: Peer, bot: Bot) -> None:
    keeping = speak(GOOD, cache_answers=True)
    first, again = keeping.ask(QUESTION), keeping.ask(QUESTION)
    assert len(peer.asked) == 1
    assert (again.text, again.citations, again.notes) == (first.text, first.citations, first.notes)
    assert again.usage == {"cached_answers": 1}
    assert [part.text for part in keeping.stream(QUESTION)][-1] == first.text
    keeping.ask("What did Hegseth say about 5% of GDP?")
    assert len(peer.asked) == 2
    speak("{}", model="other", cache_answers=True).ask(QUESTION)
    assert len(peer.asked) == 1
    speak("{}").ask(QUESTION)
    assert len(peer.asked) == 1


def test_what_is_kept_goes_with_the_documents_that_it_rests_on(write: Write, peer: Peer, tmp_path: Path) -> None:
    folder = write(
        {"a.txt": "The mill\n\nThe old mill opened in 1847.\n", "b.txt": "Tea\n\nGreen tea is steamed in Fukien.\n"}
    )
    peer.will(reply(("The old mill opened in 1847.", "The old mill opened in 1847.")))
    values = {"model": "scripted", "model_url": f"{peer.url}/v1", "index": tmp_path / "index", "model_role": "judge"}
    bot = Bot.from_folder(folder, **values)
    for source in ("a.txt", "b.txt"):
        bot.ask("When was the old mill opened?", sources=[source])
    kept = tmp_path / "index" / FOLDER
    assert len(documents_of(kept)) == 2
    bot.close()
    (folder / "a.txt").write_text("The mill\n\nThe old mill opened in 1848.\n")
    bot = Bot.from_folder(folder, **values)
    assert documents_of(kept) == [["b.txt"]]
    assert (kept / FILE).read_bytes().count(b"a.txt") == 0
    bot.close()


def test_kept_answers_that_are_damaged_are_thrown_away_and_a_full_disk_is_a_note(
    write: Write, peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"a.txt": "The mill\n\nThe old mill opened in 1847.\n"})
    peer.will(reply(("The old mill opened in 1847.", "The old mill opened in 1847.")))
    values = {"model": "scripted", "model_url": f"{peer.url}/v1", "index": tmp_path / "index", "model_role": "judge"}
    bot = Bot.from_folder(folder, **values)
    for _ in range(2):
        assert bot.ask("When was the old mill opened?").answered
        for path in (tmp_path / "index" / FOLDER).glob(f"{FILE}*"):
            path.write_bytes(b"not a database" * 100)
    (folder / "b.txt").write_text("Tea is steamed.")
    bot.close()
    bot = Bot.from_folder(folder, **values)

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(AnswerCache, "_open", full)
    answer = bot.ask("When was the old mill opened?")
    assert answer.answered
    assert any("could not be kept" in note and "Free some space" in note for note in answer.notes)
    bot.close()
