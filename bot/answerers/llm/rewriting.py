"""A follow-up as a question that stands alone, in a language model's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answerers.llm.client import Client, whole
from bot.answerers.llm.prompts import template
from bot.errors import AnswererError
from bot.proof.support import unknown_parts


def rewrite(client: Client, question: str, history: Sequence[Mapping[str, str]]) -> str:
    """The question as it stands alone.

    Raises:
        AnswererError: the model cannot be reached, or it replied with something that is not one question, or that holds
            a name or a number that the conversation does not hold.
    """
    line = whole(client.says(template("rewrite").render(question=question, history=history))).strip()
    if "\n" in line or len(line) > 4 * len(question) + 400 or not any(sign.isalnum() for sign in line):
        raise AnswererError("The language model did not rewrite the question as one line.")
    if unknown_parts(line, "\n".join([*(message["content"] for message in history), question])):
        raise AnswererError("The language model put a name or number into the question that nobody has said.")
    return line
