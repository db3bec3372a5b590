"""Words that are struck out: of no more use where others stand beside them, and a task that is done where none do."""

from collections.abc import Sequence


def left(texts: Sequence[tuple[str, bool]]) -> list[str]:
    """What is left of the stretches of a line, each given with whether it is struck: all, if no other has words.

    Space around words that go parts what is left.
    """
    if not any(any(map(str.isalnum, text)) for text, is_struck in texts if not is_struck):
        return [text for text, _ in texts]
    return [_space(text) if is_struck else text for text, is_struck in texts]


def _space(text: str) -> str:
    return " " if text != text.strip() else ""
