"""A follow-up as a question that stands alone, in a language model's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.answerers.llm.client import Client, whole
from bot.answerers.llm.prompts import template
from bot.errors import BadReplyError
from bot.proof.support import unknown_parts
from bot.question.followup import readings
from ingest.text.words import stems

# A question and its answer, what is asked next, and what the whole question must name.
_FOLLOWING = (
    ("What did the council buy?", "The council bought the crane.", "What did it cost?", "crane cost"),
    ("Does the harbour have a crane?", "Yes, the harbour has a crane.", "How much can it lift?", "crane lift"),
    ("When does the ferry to Alka leave?", "It leaves at 8:15.", "And the one to Norvik?", "ferry leave Norvik"),
    ("Who is the treasurer?", "Jonas Lie is the treasurer.", "Since when has he been that?", "Jonas treasurer"),
    ("What did Mette Dahl say about the ferry?", "It is old.", "What about the treasurer?", "treasurer say ferry"),
    ("How much does a berth cost in summer?", "A berth costs 300 crowns.", "And in winter?", "berth cost winter"),
    ("When is the office open on Mondays?", "From 9 to 12.", "What about Tuesdays?", "office open Tuesdays"),
    ("Who painted the Terna?", "Ole Berg painted the Terna in June.", "Who paid for that?", "paid Terna"),
    ("What does the harbour master earn?", "She earns 4,000 crowns.", "And her deputy?", "deputy earn"),
    ("Who repaired the lighthouse?", "Ida Holm repaired it.", "When did she die?", "Ida die"),
)
Turns = tuple[Mapping[str, str], ...]


def rewrite(client: Client, question: str, history: Sequence[Mapping[str, str]]) -> str:
    """The question as it stands alone.

    Raises:
        AnswererError: the model cannot be reached, fails or takes too long.
        BadReplyError: it replied with something that is not one question, or that holds a name or a number that the
            conversation does not hold.
    """
    line = whole(client.says(template("rewrite").render(question=question, history=history))).strip()
    if "\n" in line or len(line) > 4 * len(question) + 400 or not any(sign.isalnum() for sign in line):
        raise BadReplyError("The language model did not rewrite the question as one line.")
    if unknown_parts(line, "\n".join([*(message["content"] for message in history), question])):
        raise BadReplyError("The language model put a name or number into the question that nobody has said.")
    return line


def follow_ups() -> Iterator[tuple[Turns, str, str]]:
    """What the model is tried with: what was said, what is asked next, and what the whole question must name."""
    for before, answer, asked, names in _FOLLOWING:
        yield ({"role": "user", "content": before}, {"role": "assistant", "content": answer}), asked, names


def completes(client: Client) -> bool:
    """Whether the model completes more follow-ups than the rules do; it is asked no more than decides that.

    Raises:
        AnswererError: it cannot be reached, fails or takes too long.
    """
    by_rules = sum(_names(readings(asked, said)[0].text, names) for said, asked, names in follow_ups())
    right, left = 0, len(_FOLLOWING)
    for said, asked, names in follow_ups():
        if right > by_rules or right + left <= by_rules:
            break
        left -= 1
        try:
            right += _names(rewrite(client, asked, said), names)
        except BadReplyError:
            continue  # no question at all
    return right > by_rules


def _names(question: str, names: str) -> bool:
    return {*stems(names)} <= {*stems(question)}
