"""What is asked must be a question: its text, the conversation before it, the documents it is limited to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.errors import HistoryError, QuestionError, SourcesError

Message = dict[str, str]
_SHAPE = 'It must be a list of {"role": "user" or "assistant", "content": text} messages.'


def check_question(question: object, longest: int) -> str:
    """The question without space around it.

    Args:
        question: as it was asked.
        longest: how many characters it may have.

    Raises:
        QuestionError: it is empty, too long, or not text.
    """
    if not isinstance(question, str):
        raise QuestionError(f"The question must be text, not {type(question).__name__}.")
    text = question.strip()
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question is empty. Ask something in words.")
    if len(text) > longest:
        raise QuestionError(f"The question has {len(text):,} characters; ask it in at most {longest:,}.")
    return text


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


def _message(number: int, message: object) -> Message:
    if not isinstance(message, Mapping) or message.get("role") not in ("user", "assistant"):
        raise HistoryError(f"Message {number} of the history has no role. {_SHAPE}")
    content = message.get("content")
    blocks = content if isinstance(content, list) else [content]
    texts = [block.get("text") if isinstance(block, Mapping) else block for block in blocks]
    if not all(isinstance(text, str) for text in texts):
        raise HistoryError(f"Message {number} of the history has no text. {_SHAPE}")
    return {"role": str(message["role"]), "content": "\n".join(map(str, texts))}


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
            raise SourcesError(f"There is no document {source!r} in the index. `python -m ingest --status` lists them.")
    return chosen
