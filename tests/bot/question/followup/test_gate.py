"""Whether a question leans on what was said before is told before anything is put into it."""

import json
import random
from collections.abc import Iterator

import pytest

from bot.question.followup import LEANS, leans
from bot.question.followup.coreference import unexplained
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold"
KEPT = 0.99  # of the questions that stand alone, after conversations about something else
RIGHT = 0.89  # of all turns of our own conversations


def history(*turns: str) -> list[dict[str, str]]:
    return [{"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(turns)]


SAID = history("How much is a berth for a sailing boat?", "A berth for a sailing boat costs 410 euros a season. [1]")


@pytest.mark.parametrize(
    "question",
    ["why?", "And for a motor boat?", "since when is that so?", "what does it include?", "the second one?",
     "annd for a motor boat?", "I meant a motor boat", "no, the other one", "How much did they pay?", "und warum?"],
)  # fmt: skip
def test_what_leaves_out_what_it_is_about_leans(question: str) -> None:
    assert leans(question, SAID) >= LEANS


@pytest.mark.parametrize(
    "question",
    ["When is my salary paid?", "Who invented the telephone?", "How many vacation days do I get?", "list all documents",
     "What's the longest file?", "Have you got anything on moorings?", "Does a member get his own key?", "OK, something else now: what does a house visit in town cost?", "Wie lange läuft der Vertrag?"],
)  # fmt: skip
def test_what_can_be_understood_alone_does_not(question: str) -> None:
    assert leans(question, SAID) < LEANS


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who pays for the repair?", ("Which pump is broken?", "The pump in the cellar is broken. [1]")),
        ("How early do I have to order?", ("On which days does the van bring books?", "On Mondays. [1]")),
        ("How many visitors at once?", ("What are the visiting hours of the ward?", "14:00 to 16:30. [1]")),
    ],
)
def test_what_is_near_to_what_was_said_leans_more_than_after_another_topic(
    question: str, said: tuple[str, str]
) -> None:
    away = history("Who was Halvard Brekke?", "A surveyor who led expeditions to the Arctic. [1]")
    assert leans(question, history(*said)) > leans(question, away)


def test_where_nothing_was_said_nothing_leans() -> None:
    assert leans("why?", ()) == 0.0


def lines(path: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (GOLD / path).read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_questions_that_stand_alone_are_kept_after_any_other_topic() -> None:
    told = [one["history"] for one in lines("conversations/conversations-docs.jsonl")]
    asked = [
        str(one["question"])
        for path in ("seeds.jsonl", "practice/questions.jsonl")
        for one in lines(path)
        if not one.get("history") and one.get("kind") != "chat"
    ]
    chance = random.Random(11)
    leant = [one for one in asked for said in chance.sample(told, 3) if leans(one, said) >= LEANS]
    assert len(leant) <= (1 - KEPT) * 3 * len(asked), leant


def turns(path: str) -> Iterator[tuple[str, list[dict[str, str]], bool]]:
    for conversation in lines(path):
        said: list[dict[str, str]] = []
        for turn in conversation["turns"]:
            yield turn["question"], said, turn["is"] == "leans"
            said = [*said, *history(turn["question"], f"{turn['answers'][0]}. [1]")]


@pytest.mark.parametrize("path", ["conversations/turns.jsonl", "conversations/turns-kept.jsonl"])
def test_turns_of_our_own_conversations_are_told_apart(path: str) -> None:
    said = [(question, (leans(question, before) >= LEANS) == leaning) for question, before, leaning in turns(path)]
    wrong = [question for question, right in said if not right]
    assert len(wrong) <= (1 - RIGHT) * len(said), wrong


@pytest.mark.parametrize(
    "question", ["Who is the head nurse and what is her extension?", "When was the pool built, and how deep is it?"]
)
def test_a_pronoun_in_the_second_of_two_questions_is_explained_by_the_first(question: str) -> None:
    assert not unexplained(question)
    assert unexplained(f"And {question.rpartition('and ')[2]}")
    assert unexplained("Who chairs it and who keeps its minutes?")
