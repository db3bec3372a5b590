"""A judge's answer is shown only if it answers what was asked, whatever it proves."""

from collections.abc import Callable, Iterator

import pytest

from bot.answerers.llm.output_parser import parse
from bot.answerers.llm.weighing import BESIDE, ELSEWHERE, OTHERWISE, UNPROVED, Asked, weighed
from bot.chat import Bot
from bot.drafts import Claim, Draft, Quote
from bot.question.analysis import analyze
from bot.retrieval.retriever import look_up
from bot.settings import load_settings
from tests.bot.conftest import opened
from tests.helpers.peer import Act, Peer
from tests.helpers.replies import reply

FILES = {
    "council.txt": "The council of Holt\n\nBerta Ames, who chairs the council, made a long journey to Arle in May. Arle "
    "has new lamps. The town of Holt spends 300 crowns a year on its lamps. Carl Voss asked for the floor. "
    "Berta Ames said that the lamps burn too much oil.\n",
    "minutes.txt": "Minutes\n\nCARL VOSS: What was the meeting about?\n\nBERTA AMES: We met about the school. It will open in "
    "June, and the teachers have been chosen. The roof is to be tiled before the summer.\n\nCARL VOSS: I have no "
    "objection. The money is there.\n\nBERTA AMES: Then it is agreed.\n",
}
Ask = Callable[..., Bot]


@pytest.fixture(scope="module")
def holt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("holt"), FILES) as bot:
        yield bot


@pytest.fixture
def judging(holt: Bot, peer: Peer) -> Ask:
    """A bot whose language model says this to any question."""

    def make(said: str | Act, **settings: object) -> Bot:
        peer.will(said)
        values = {"model": "scripted", "model_url": f"{peer.url}/v1", "model_role": "judge", "cache_answers": False}
        chosen = load_settings(index=holt.settings.index, documents=holt.settings.documents, **{**values, **settings})
        return Bot(holt.index, chosen)

    return make


ASIDE = {
    "How old is Berta Ames?": ("Berta Ames made a long journey to Arle.", "made a long journey to Arle in May"),
    "What does Arle spend on its lamps?": ("Holt spends 300 crowns a year on its lamps.", "spends 300 crowns a year"),
}


@pytest.mark.parametrize("question", ASIDE)
def test_what_is_proved_and_answers_another_question_is_never_shown(judging: Ask, question: str) -> None:
    said, quote = ASIDE[question]
    for part in judging(reply((said, quote), ("The roof is to be tiled.", "to be tiled"))).stream(question):
        assert not part.answered
    assert any(note.startswith(BESIDE) for note in part.notes)


def test_where_the_model_answers_beside_the_question_the_readers_answer_is_shown(judging: Ask, holt: Bot) -> None:
    asked = "What does Holt spend on its lamps?"
    answer = judging(reply(("Berta Ames made a long journey to Arle.", "made a long journey to Arle"))).ask(asked)
    assert (answer.text, answer.short) == (holt.ask(asked).text, holt.ask(asked).short)
    assert "300 crowns" in answer.plain


def test_where_nothing_that_the_model_said_is_proved_the_readers_answer_stays(judging: Ask, holt: Bot) -> None:
    asked = "What does Holt spend on its lamps?"
    answer = judging(reply(("Holt spends 900 crowns on its lamps.", "crowns a year"))).ask(asked)
    assert answer.text == holt.ask(asked).text
    assert any(note.startswith(UNPROVED) for note in answer.notes)


def test_what_only_the_question_says_is_not_said_of_somebody_else(judging: Ask) -> None:
    who = "Berta Ames, who chairs the council"
    answer = judging(reply(("Berta Ames chairs the teachers.", who))).ask("Who chairs the teachers?")
    assert "chairs the teachers" not in answer.plain
    assert judging(reply(("Berta Ames chairs the council.", who))).ask("Who chairs the council?").answerer == "scripted"


def test_where_a_reader_that_is_sure_answers_otherwise_its_answer_stays(holt: Bot) -> None:
    hits = holt.search("What does Holt spend on its lamps?", k=2)
    text = "The town of Holt spends 300 crowns a year on its lamps."
    said = parse(reply(("Arle has new lamps.", "Arle has new lamps")), hits, whole=True)
    with holt.index.reading() as view:
        found = look_up(view, "What has new lamps?", 8)
        question = analyze(view, found.text, found.vector)
    for short, sure, fault in (("300 crowns", 0.95, OTHERWISE), ("300 crowns", 0.6, ""), ("Arle", 0.95, "")):
        own = Draft("answer", (Claim(text, (Quote(0, text),)),), short=short, confidence=sure)
        asked = Asked(question, tuple(hits), "answer", {}, own, {}, least=0.0)
        assert weighed(said, asked, 0.9).fault == fault


def test_nobody_elses_words_are_given_for_somebodys_though_both_are_named_nearby(judging: Ask) -> None:
    said = reply(
        ("Berta Ames said that the lamps burn too much oil.", "Berta Ames said that the lamps burn too much oil")
    )
    answer = judging(said).ask("What did Carl Voss say about the lamps?")
    assert answer.answerer == "embedded"
    assert any(note.startswith(ELSEWHERE) for note in answer.notes)
    assert judging(said).ask("What did Berta Ames say about the lamps?").answerer == "scripted"


def test_in_a_transcript_words_are_those_of_whoever_speaks_there(judging: Ask) -> None:
    said = reply(("The roof is to be tiled before the summer.", "The roof is to be tiled before the summer"), passage=1)
    ours = judging(said).ask("What did Berta Ames say about the roof?", sources=["minutes.txt"])
    assert ours.answerer == "scripted"
    theirs = judging(said).ask("What did Carl Voss say about the roof?", sources=["minutes.txt"])
    assert theirs.answerer == "embedded"


def test_how_often_an_answer_may_be_wrong_counts_for_a_models_too(judging: Ask) -> None:
    asked, said = "Who made a long journey?", reply(("Berta Ames made a long journey.", "made a long journey"))
    unsure = Act(said, chance=0.1)
    assert judging(unsure, max_wrong=0.2).ask(asked).answerer == "scripted"
    assert judging(unsure, max_wrong=0.001).ask(asked).answerer == "embedded"


def test_a_sentence_that_comes_a_third_time_ends_the_reply_however_long_it_is(judging: Ask) -> None:
    long = "Berta Ames, who chairs the council, made a long journey to Arle in May"
    once = reply((f"{long}.", f"{long}. The town of Holt spends 300 crowns a year on its lamps")).split("[", 1)
    sentence = once[1].rsplit("]", 1)[0]
    endless = Act(f"{once[0]}[{', '.join([sentence] * 60)}]}}", drip=0.02)
    answer = judging(endless).ask("Who made a long journey to Arle?")
    assert answer.text == f"{long}. [1]"
    assert any("repeated itself and was stopped" in note for note in answer.notes)
