"""A model is used for what it can do: that is found out once, kept, and can be set."""

import time
from pathlib import Path

import pytest

from bot.answerers.llm.ability import TRYING
from bot.chat import Bot
from tests.conftest import Write
from tests.helpers.peer import Act, Peer
from tests.helpers.replies import COMPLETED, completing, reply

QUESTION = "Who owns the brickworks?"
KILN = "The brickworks\n\nThe brickworks at Holt, which has two kilns, is owned by Berta Ames. It was sold twice.\n"
ASKED = {
    "What did the crane cost?": reply(
        ("The crane cost 38,500 crowns.", "bought the crane for 38,500 crowns"), passage=2
    ),
    "When was the ferry Terna sold?": reply(missing="when the ferry Terna was sold"),
    "Who is the treasurer of the harbour?": reply(("Jonas Lie is the treasurer.", "Jonas Lie, the treasurer")),
    "What did Jonas Lie say about the ferry Alka?": reply(missing="what Jonas Lie said about it"),
    QUESTION: reply(("Berta Ames owns the brickworks.", "is owned by Berta Ames"), short="Berta Ames"),
}
SENTENCES = {
    "How much money": "The harbour has 41,000 crowns left.",
    "Who bought": "The council bought the crane.",
    QUESTION: "Berta Ames owns the brickworks at Holt.",
}
TALK = [
    {"role": "user", "content": QUESTION},
    {"role": "assistant", "content": "The brickworks at Holt is owned by Berta Ames. [1]"},
]


def large(prompt: str) -> str:
    """A model that judges: it proves what is answered and declines the rest."""
    return next(said for asked, said in ASKED.items() if f": {asked}" in prompt.split("</passage>")[-1])


def small(prompt: str) -> str:
    """A model that copies the example of a form, and writes a plain sentence if it is asked for one."""
    if not prompt.rstrip().endswith("Sentence:"):
        return reply(("Ida Holm built the lighthouse at Skarvik.", "The lighthouse at Skarvik was built by Ida Holm"))
    asked = prompt.rsplit("Question:", 1)[1]
    return next(said for part, said in SENTENCES.items() if part in asked)


def bot_of(write: Write, peer: Peer, tmp_path: Path, act: Act, **settings: object) -> Bot:
    peer.will(act)
    values = {"model": "scripted", "model_url": f"{peer.url}/v1", "index": tmp_path / "index"}
    return Bot.from_folder(write({"kiln.txt": KILN}), **{**values, **settings})


def test_a_large_model_judges_and_its_trials_are_kept_beside_the_index(
    write: Write, peer: Peer, tmp_path: Path
) -> None:
    bot = bot_of(write, peer, tmp_path, Act(large))
    answer = bot.ask(QUESTION)
    assert (answer.text, answer.answerer) == ("Berta Ames owns the brickworks. [1]", "scripted")
    assert len(peer.asked) == 5
    bot.close()
    bot = bot_of(write, peer, tmp_path, Act(large))
    assert bot.ask("Who has the brickworks?").answerer == "embedded"  # the script knows no such question
    assert len(peer.asked) <= 3
    bot.close()


def test_a_small_model_writes_what_the_reader_has_found(write: Write, peer: Peer, tmp_path: Path) -> None:
    bot = bot_of(write, peer, tmp_path, Act(small, chance=0.81))
    first, *_, last = bot.stream(QUESTION)
    assert (first.answerer, "is owned by **Berta Ames**" in first.text) == ("embedded", True)
    assert (last.text, last.answerer) == ("**Berta Ames** owns the brickworks at Holt. [1]", "scripted")
    assert last.citations[0].quote == first.citations[0].quote
    assert abs(last.confidence - first.confidence * 0.9) < 0.01
    assert "response_format" not in peer.asked[-1]
    assert bot.ask(QUESTION).usage == {"cached_answers": 1}
    bot.close()


def test_what_a_small_model_writes_is_shown_only_if_it_says_and_proves_the_answer(
    write: Write, peer: Peer, tmp_path: Path
) -> None:
    for said in ("It is owned by somebody.", "Berta Ames owns 14 brickworks.", "Berta Ames does not own it.", "…"):
        bot = bot_of(write, peer, tmp_path, Act(said), model_role="writer", cache_answers=False)
        answer = bot.ask(QUESTION)
        assert (answer.answerer, answer.short) == ("embedded", "Berta Ames")
        assert not answer.notes
        assert bot.ask("Who composed the second symphony?").answered is False
        assert len(peer.asked) == 1  # where the reader declines, nothing is asked
        bot.close()


def test_who_asks_what_else_there_is_is_not_told_in_one_plain_sentence(
    write: Write, peer: Peer, tmp_path: Path
) -> None:
    bot = bot_of(write, peer, tmp_path, Act(small), model_role="writer")
    first = bot.ask(QUESTION)
    assert first.answerer == "scripted"
    said = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": first.text}]
    asked = len(peer.asked)
    assert bot.ask("Who else?", said).answerer == "embedded"
    assert len(peer.asked) == asked
    bot.close()


def test_a_writers_sentence_that_is_whole_stays_where_the_length_that_it_may_write_is_reached(
    write: Write, peer: Peer, tmp_path: Path
) -> None:
    for said, by in ((SENTENCES[QUESTION], "scripted"), (SENTENCES[QUESTION][:-3], "embedded")):
        act = Act(said, finish="length")
        bot = bot_of(write, peer, tmp_path, act, model_role="writer", cache_answers=False)
        answer = bot.ask(QUESTION)
        assert answer.answerer == by
        assert any("the length that it may write" in note for note in answer.notes) == (by == "embedded")
        bot.close()


def test_what_stands_in_the_row_of_a_table_is_not_written_anew(write: Write, peer: Peer, tmp_path: Path) -> None:
    peer.will(Act("A full day in Holt costs 45 crowns."))
    values = {"model": "scripted", "model_url": f"{peer.url}/v1", "index": tmp_path / "index", "model_role": "writer"}
    rows = "Town,Whole day in crowns,Half a day in crowns\nHolt,70,45\nArle,64,40\n"
    bot = Bot.from_folder(write({"rates.csv": rows}), **values)
    answer = bot.ask("What does half a day in Holt cost?")
    assert (answer.answered, answer.answerer) == (True, "embedded")
    assert not peer.asked
    bot.close()


def test_a_model_that_can_do_neither_leaves_the_readers_answer_and_the_role_can_be_set(
    write: Write, peer: Peer, tmp_path: Path
) -> None:
    bot = bot_of(write, peer, tmp_path, Act("I am a language model. [1]"))
    answer = bot.ask(QUESTION)
    assert answer.answerer == "embedded"
    assert any("FOOTNOTE_MODEL_ROLE" in note for note in answer.notes)
    bot.close()
    bot = bot_of(write, peer, tmp_path, Act(large), model_role="none")
    assert bot.ask(QUESTION).answerer == "embedded"
    assert not peer.asked
    bot.close()


def test_a_name_that_occurs_nowhere_is_declined_without_asking_a_model(
    write: Write, peer: Peer, tmp_path: Path
) -> None:
    bot = bot_of(write, peer, tmp_path, Act(ASKED[QUESTION]), model_role="judge")
    assert bot.ask("What does Zebulon say about the brickworks?").text == "The documents don't mention Zebulon."
    assert not peer.asked
    bot.close()


def test_a_follow_up_is_understood_with_a_writer_as_without_one(write: Write, peer: Peer, tmp_path: Path) -> None:
    peer.will(Act("…"))
    values = {"model": "scripted", "model_url": f"{peer.url}/v1", "index": tmp_path / "index", "model_role": "writer"}
    bot = Bot.from_folder(
        write({"kiln.txt": KILN, "men.txt": "Carl Voss runs it. Carl Voss lives in Arle.\n"}), **values
    )
    own = bot.embedded()
    assert own is not None
    history = [
        {"role": "user", "content": "Who is Berta Ames?"},
        {"role": "assistant", "content": "Berta Ames owns the brickworks at Holt, and Carl Voss runs it. [1]"},
    ]
    for asked in ("Where does he live?", "Where does she live?", "Who owns the mill?"):
        ours, theirs = bot.ask(asked, history), own.ask(asked, history)
        assert (ours.searched, ours.text) == (theirs.searched, theirs.text), asked
    assert len(peer.asked) <= 3  # once for each at most, however many ways there are to mean it
    bot.close()


def test_follow_ups_are_left_to_a_judge_only_if_it_completes_more_of_them_than_the_rules(
    write: Write, peer: Peer, tmp_path: Path
) -> None:
    values = {"model_role": "judge", "cache_answers": False}
    bot = bot_of(
        write, peer, tmp_path, Act(completing({"And who ran it?": "Who ran the brickworks at Holt?"})), **values
    )
    first, *_, last = bot.stream("And who ran it?", TALK)
    assert (first.kind, first.text) == ("reading", TRYING)
    assert last.searched == "Who ran the brickworks at Holt?"
    tried = len(peer.asked) - 2  # but for the rewriting and the answer
    assert 6 <= tried <= 10
    bot.ask("And who ran it?", TALK)
    assert len(peer.asked) == tried + 4
    bot.close()
    bot = bot_of(
        write, peer, tmp_path / "other", Act(completing(dict(zip(COMPLETED, COMPLETED, strict=True)))), **values
    )
    own = bot.embedded()
    assert own is not None
    assert bot.ask("And who ran it?", TALK).searched == own.ask("And who ran it?", TALK).searched
    bot.close()


def test_what_came_out_of_the_trials_is_kept_even_if_no_answers_are(write: Write, peer: Peer, tmp_path: Path) -> None:
    for asked in (5, 1):
        bot = bot_of(write, peer, tmp_path, Act(large), cache_answers=False)
        parts = list(bot.stream(QUESTION))
        assert len(peer.asked) == asked
        assert any(TRYING in (part.text, *part.notes) for part in parts) == (asked > 1)
        assert TRYING not in parts[-1].notes
        bot.close()


@pytest.mark.slow
@pytest.mark.timed
def test_all_trials_together_take_as_long_as_a_question_and_what_was_late_is_tried_another_day(
    write: Write, peer: Peer, tmp_path: Path
) -> None:
    for _ in range(2):
        bot = bot_of(write, peer, tmp_path, Act(small, wait=0.2), model_timeout=0.5)
        began = time.monotonic()
        answer = bot.ask(QUESTION)
        assert time.monotonic() - began < 2.5
        assert answer.answerer in ("embedded", "scripted")
        bot.close()
    assert len(peer.asked) >= 2
