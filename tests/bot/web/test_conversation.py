"""The parts of the page that need no browser: conversations, exports, judgements, the marked text of a document."""

import json
import threading
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Bot
from bot.evaluation.questions import load_questions
from bot.web.asking import Growing
from bot.web.conversation import Conversation, Turn, dump, load, reply
from bot.web.export import to_json, to_markdown
from bot.web.feedback import FILE, Judged, case, forget, keep
from bot.web.viewer import blocks
from ingest.errors import DocumentsError
from ingest.settings import IngestSettings
from ingest.sync.trash import empty_trash, inside, put_back, throw_away, trashed
from ingest.sync.uploads import take_in
from tests.conftest import Write


@pytest.fixture
def said(towns: Bot) -> Conversation:
    """A conversation of two questions, one of them declined."""
    now = Conversation()
    for question in ("How tall is the Stump?", "Who is the mayor of Zanzibar?"):
        answer = towns.ask(question, now.history)
        with towns.index.reading() as view:
            made = reply(answer, view.hashes(), {"footnote": "1"})
        now = now.with_turn(len(now.turns), Turn(question, made, done=True))
    return now


def test_a_conversation_comes_back_from_the_browser_as_it_was(said: Conversation) -> None:
    again = load(dump(said))
    assert again is not None
    assert (again.id, again.turns) == (said.id, said.turns)
    assert again.title == "How tall is the Stump?"
    assert [message["role"] for message in again.history] == ["user", "assistant"] * 2


@pytest.mark.parametrize("text", ["", "x", "[]", '{"id": 1}', '{"id": "a", "turns": [{"question": 3}]}'])
def test_what_is_no_conversation_is_none(text: str) -> None:
    assert load(text) is None


def test_its_places_are_exact_and_know_their_document(said: Conversation, towns: Bot) -> None:
    (cited,) = said.turns[0].reply.cited
    document = towns.document(cited.place.source)
    assert document.text[cited.place.start : cited.place.end] == cited.quote
    assert cited.before + cited.quote + cited.after in document.text
    assert document.sha256.startswith(cited.place.hash)
    assert any(found.cited for found in said.turns[0].reply.considered)
    assert said.turns[0].reply.closest == ()
    assert len(said.turns[1].reply.closest) == 3


@pytest.mark.parametrize(("confidence", "word"), [(1.0, "Sure"), (0.8, "Sure"), (0.6, "Likely"), (0.49, "Unsure")])
def test_confidence_is_a_word(said: Conversation, confidence: float, word: str) -> None:
    assert replace(said.turns[0].reply, confidence=confidence).word == word


def test_exports_number_the_footnotes_of_the_whole_conversation(said: Conversation) -> None:
    twice = said.with_turn(2, said.turns[0])
    text = to_markdown(twice)
    assert text.startswith("# How tall is the Stump?\n\n> How tall is the Stump?\n\n")
    assert "[^1]\n" in text
    assert "[^2]\n" in text
    assert "\n[^2]: towns/boston.md, characters " in text
    assert "[1]" not in text
    assert json.loads(to_json(twice)) == json.loads(dump(twice))


TEXT = st.text(min_size=1, max_size=400)


@given(TEXT, st.data())
def test_a_marked_text_holds_every_character_once(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    spans = [(a, b) for a, b in data.draw(st.lists(st.tuples(place, place), max_size=4)) if a < b]
    cuts, stops = sorted(data.draw(st.lists(place, max_size=5))), sorted(data.draw(st.lists(place, max_size=5)))
    made = blocks(text, spans, cuts, stops)
    assert "".join(piece.text for block in made for piece in block.pieces) == text
    for block in made:
        for piece in block.pieces:
            assert text[piece.start : piece.start + len(piece.text)] == piece.text
    if spans:
        first = "".join(p.text for block in made for p in block.pieces if p.mark == 0)
        assert first == text[spans[0][0] : spans[0][1]]


def judged(**values: object) -> Judged:
    quote = {"source": "a.txt", "start": 0, "end": 5, "quote": "It is 83 metres tall."}
    base = Judged("How tall is it?", (), "It is **83 metres** tall. [1]", "83 metres", True, (quote,), {"v": "1"}, True)
    return replace(base, **values)


@pytest.mark.parametrize(
    ("values", "answers", "review"),
    [
        ({}, ["83 metres"], False),
        ({"short": None}, ["It is 83 metres tall."], False),
        ({"good": False}, [], True),
        ({"good": False, "right": " 84  metres "}, ["84 metres"], False),
        ({"answered": False, "short": None, "citations": ()}, [], False),
        ({"answered": False, "short": None, "citations": (), "good": False}, [], True),
    ],
)
def test_a_judgement_is_a_case(values: dict, answers: list[str], review: bool) -> None:
    made = case(judged(**values))
    assert made["answers"] == answers
    assert made.get("review", False) == review


def test_a_good_answer_is_right_when_it_is_replayed(towns: Bot, tmp_path: Path) -> None:
    from bot.evaluation.metrics import holds_any

    for question in ("How tall is the Stump?", "When was Ashford founded?", "How is green tea kept green?"):
        answer = towns.ask(question)
        cited = [{"source": c.source, "start": c.start, "end": c.end, "quote": c.quote} for c in answer.citations]
        keep(tmp_path, Judged(question, (), answer.text, answer.short, True, cited, {}, True))
    for one in load_questions(tmp_path / FILE).cases:
        assert holds_any(towns.ask(one.question).text, one.answers)


def test_feedback_forgets_a_document(tmp_path: Path) -> None:
    for source in ("a.txt", "b.txt", "a.txt"):
        keep(tmp_path, judged(citations=({"source": source, "start": 0, "end": 1, "quote": "x"},)))
    assert forget(tmp_path, ["a.txt"]) == 2
    assert [one.source for one in load_questions(tmp_path / FILE).cases] == ["b.txt"]
    assert forget(tmp_path, []) == 0


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


def test_turns_are_left_at_once_and_their_maker_ends_with_the_one_it_is_at() -> None:
    going, ended = threading.Event(), threading.Event()

    def slowly() -> Generator[Turn, None, None]:
        try:
            yield Turn("first")
            going.wait(20)
            yield Turn("second")
            yield Turn("third")
        finally:
            ended.set()

    growing = Growing(slowly())
    turns = iter(growing)
    assert next(turns).question == "first"
    growing.leave()
    assert list(turns) == []
    assert not ended.is_set()
    going.set()
    assert ended.wait(20)


def test_what_goes_wrong_in_the_making_of_a_turn_is_raised_where_it_is_waited_for() -> None:
    def broken() -> Generator[Turn, None, None]:
        yield Turn("first")
        raise ZeroDivisionError

    turns = iter(Growing(broken()))
    assert next(turns).question == "first"
    with pytest.raises(ZeroDivisionError):
        next(turns)
