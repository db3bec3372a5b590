"""What a language model writes is shown sentence by sentence, counted, and rewrites follow-ups."""

from functools import partial
from itertools import pairwise

from bot.answers import total_usage
from bot.chat import Bot
from tests.helpers.peer import Act, Peer
from tests.helpers.replies import GOOD, QUESTION, Speak, check, completing


def test_sentences_are_shown_one_by_one_once_each_is_verified(speak: Speak) -> None:
    parts = list(speak(GOOD).stream(QUESTION))
    assert parts[0].kind == "reading"
    assert parts[0].text == f"Reading {len(parts[0].passages)} passages…"
    assert not parts[0].answered
    assert len(parts) >= 3
    for part in parts:
        check(part)
        assert "9%" not in part.text
    assert [part.answered for part in parts] == [False, *[True] * (len(parts) - 1)]
    assert all(later.text.startswith(part.text) for part, later in pairwise(parts[1:]))
    assert parts[1].text != parts[-1].text
    whole = speak(GOOD).ask(QUESTION)
    assert (whole.text, whole.citations, whole.notes) == (parts[-1].text, parts[-1].citations, parts[-1].notes)


def test_follow_ups_are_rewritten_by_the_model_and_by_rules_where_it_fails(speak: Speak, peer: Peer) -> None:
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "Not below 3%. [1]"}]
    speak(Act(completing({})), model="openai:completing").ask("And what about Poland?", history)  # shows that it can
    speak_on = partial(speak, model="openai:completing")
    answer = speak_on("What does Poland spend of its GDP?", GOOD).ask("And what about Poland?", history)
    assert answer.searched == "What does Poland spend of its GDP?"
    assert "assistant: Not below 3%." in peer.prompts()[0]
    assert answer.usage["output_tokens"] == len(GOOD.split()) + 7
    for bad in (Act(status=401), "two\nlines", "?", "x" * 3000, "What of Zanzibar and Poland?", "Poland in 1999?"):
        answer = speak_on(bad, GOOD).ask("And what about Poland?", history)
        assert any(note.endswith("The question was completed by rules instead.") for note in answer.notes)
        assert "Poland" in answer.searched
        assert answer.searched != "And what about Poland?"


def test_no_rewrite_is_asked_for_of_what_stands_alone(speak: Speak, peer: Peer) -> None:
    history = [{"role": "user", "content": "Which ferries are there?"}, {"role": "assistant", "content": "The Dunlin."}]
    answer = speak(GOOD).ask(QUESTION, history)
    assert answer.searched == QUESTION
    assert answer.carried == ""
    assert len(peer.prompts()) == 1


def test_tokens_of_a_conversation_are_summed(speak: Speak, bot: Bot) -> None:
    two = [speak(GOOD).ask(QUESTION), speak(GOOD).ask(QUESTION), bot.ask(QUESTION)]
    total = total_usage(two)
    assert total["total_tokens"] == sum(answer.usage.get("total_tokens", 0) for answer in two) > 0
    assert bot.ask(QUESTION).usage == {}
