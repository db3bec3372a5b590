"""What is asked must be a question: its text, the conversation before it, the documents it is limited to."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.errors import HistoryError, QuestionError, SourcesError

# What is read of a conversation, the newest messages that fit: what a follow-up leaves out was said lately, and what
# it costs to look for it must not grow with all that was ever said, nor with what somebody makes up as said.
MOST_MESSAGES = 40
MOST_CHARACTERS = 20_000
LONGEST_MESSAGE = 5_000  # so that there is room for the question before an answer
LONGEST_QUESTION = 4_000  # characters of a question that are read, where `max_question` lets it be longer
Message = dict[str, str]
_HALF = re.compile("[\ud800-\udfff]")  # of a pair, alone: nothing can be written or searched with it
_BROKEN = "holds bytes that are no text in UTF-8. Write it anew."
_ALIKE = 75  # of 100: how much alike the name of a document is to one that was meant
_LONGEST_NAME = 300  # characters of a name that is looked for among the others
_SHAPE = 'It must be a list of {"role": "user" or "assistant", "content": text} messages.'


def check_question(question: object, longest: int) -> str:
    """The question without space around it.

    Args:
        question: as it was asked.
        longest: how many characters it may have.

    Raises:
        QuestionError: it is empty, too long, or not text, or holds what is none in UTF-8.
    """
    if not isinstance(question, str):
        raise QuestionError(f"The question must be text, not {type(question).__name__}.")
    if _HALF.search(question):
        raise QuestionError(f"The question {_BROKEN}")
    text = question.strip()
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question is empty. Ask something in words.")
    if len(text) > longest:
        raise QuestionError(f"The question has {len(text):,} characters; ask it in at most {longest:,}.")
    return text


def read_part(text: str) -> tuple[str, tuple[str, ...]]:
    """What is read of a question, and a note if that is not all of it. The models read less than this anyway."""
    if len(text) <= LONGEST_QUESTION:
        return text, ()
    return text[:LONGEST_QUESTION], (f"Only the first {LONGEST_QUESTION:,} characters of the question were read.",)


def check_history(history: Iterable[Mapping[str, Any]] | None) -> tuple[Message, ...]:
    """The conversation so far as plain messages. Content may also be a list of text blocks, as Gradio gives it.

    Raises:
        HistoryError: it has another shape.
    """
    if history is None:
        return ()
    if isinstance(history, (str, bytes, Mapping)) or not isinstance(history, Iterable):
        raise HistoryError(f"The history is a {type(history).__name__}. {_SHAPE}")
    return tuple(_message(number, message) for number, message in enumerate(history, 1))


def newest(history: Sequence[Message]) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    """What is read of a conversation: its newest messages that fit; and notes on what is left out."""
    kept: list[Message] = []
    room, cut = MOST_CHARACTERS, False
    for message in reversed(history[-MOST_MESSAGES:]):
        content = message["content"][:LONGEST_MESSAGE]
        room -= len(content)
        if room < 0:
            break
        cut = cut or len(content) < len(message["content"])
        kept.append({**message, "content": content})
    notes = []
    if len(kept) < len(history):
        notes.append(f"Only the last {len(kept)} messages of the conversation were read.")
    if cut:
        notes.append(f"Only the first {LONGEST_MESSAGE:,} characters of a long message before were read.")
    return tuple(reversed(kept)), tuple(notes)


def _message(number: int, message: object) -> Message:
    if not isinstance(message, Mapping) or message.get("role") not in ("user", "assistant"):
        raise HistoryError(f"Message {number} of the history has no role. {_SHAPE}")
    content = message.get("content")
    blocks = content if isinstance(content, list) else [content]
    texts = [block.get("text") if isinstance(block, Mapping) else block for block in blocks]
    if not all(isinstance(text, str) for text in texts):
        raise HistoryError(f"Message {number} of the history has no text. {_SHAPE}")
    if any(_HALF.search(text) for text in map(str, texts)):
        raise HistoryError(f"Message {number} of the history {_BROKEN}")
    return {"role": str(message["role"]), "content": "\n".join(map(str, texts))}


def check_text(name: str, value: object) -> str:
    """A limit of a question that must be text.

    Raises:
        SourcesError: it is something else, or holds what is no text in UTF-8; `name` tells which limit it is.
    """
    if not isinstance(value, str):
        raise SourcesError(f"{name} must be text, not {type(value).__name__}.")
    if _HALF.search(value):
        raise SourcesError(f"{name} {_BROKEN}")
    return value


def check_count(k: object) -> int:
    """How many passages are wanted.

    Raises:
        QuestionError: it is no whole number.
    """
    return _whole("k", k)


def check_offset(name: str, offset: object) -> int:
    """Where a stretch of a document begins or ends; before the beginning is at it.

    Raises:
        QuestionError: it is no whole number.
    """
    return max(_whole(name, offset), 0)


def _whole(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise QuestionError(f"{name} must be a whole number, not {type(value).__name__}.")
    return value


def check_sources(sources: Sequence[str] | None, known: Collection[str]) -> tuple[str, ...] | None:
    """The documents that a question is limited to; None for all.

    Raises:
        SourcesError: one of them is not in the index, or there are none.
    """
    if sources is None:
        return None
    chosen = (sources,) if isinstance(sources, str) else tuple(sources)
    if not chosen:
        raise SourcesError("No documents are chosen. Name at least one, or leave `sources` out to ask all.")
    for source in chosen:
        if source not in known:
            raise SourcesError(f"There is no document {source!r} in the index. {_meant(source, known)}")
    return chosen


def _meant(source: object, known: Collection[str]) -> str:
    """How to name the document that was meant."""
    from rapidfuzz import process

    found = process.extractOne(str(source)[:_LONGEST_NAME], list(known), score_cutoff=_ALIKE)
    return f"Did you mean {found[0]!r}?" if found else "Name it by its path in the documents' folder."
