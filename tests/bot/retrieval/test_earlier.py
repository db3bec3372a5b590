"""Which document an answer was taken from is found by its words; a question that leans on it prefers that document."""

from pathlib import Path

import pytest

from bot.chat import Bot
from bot.retrieval.earlier import told_by
from bot.retrieval.retriever import look_up


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        ("Its church tower, the Stump, is **83 metres** tall. [1]", "towns/boston.md"),
        ("Green tea is steamed so that it stays green.", "tea.txt"),
        ("The documents don't mention Zanzibar.", ""),
        ("", ""),
    ],
)
def test_an_answer_comes_from_the_document_that_holds_its_words(towns: Bot, answer: str, source: str) -> None:
    with towns.index.reading() as view:
        assert told_by(view, answer) == source


def test_where_a_short_answer_comes_from_is_told_by_the_question_too(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name, fee in (("boats", "a boat"), ("rooms", "a room"), ("tools", "a drill")):
        text = f"# Fees for {name}\n\nWho hires {fee} pays a deposit of 74.00 for a day."
        (tmp_path / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    bot = Bot.from_folder(tmp_path / "docs", tmp_path / "index")
    with bot.index.reading() as view:
        found = [told_by(view, "£74.00", f"What is the deposit for {one}?") for one in ("a drill", "a boat", "a room")]
    bot.close()
    assert found == ["tools.md", "boats.md", "rooms.md"]


def test_the_document_of_the_last_answer_is_preferred(towns: Bot) -> None:
    with towns.index.reading() as view:
        plain = {hit.passage: hit.score for hit in look_up(view, "How old is the town?", 8).hits}
        near = {hit.passage: hit.score for hit in look_up(view, "How old is the town?", 8, near="towns/boston.md").hits}
    gained = {passage.source for passage, score in near.items() if score > plain[passage]}
    assert gained == {"towns/boston.md"}
