"""A conversation and a question as the tokens that the model reads, and where the telling words of it stand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.markup import plain, unmarked
from bot.question.names import weak_stems
from ingest.text.words import stems

MOST_TOKENS = 256  # what the model was trained to read at once
_MOST_QUESTION = 64  # tokens of the question; a longer one needs nothing from the conversation
_CLS, _SEP = 101, 102  # of BERT's vocabulary
_ROLES = ("user", "assistant")
_CHUNK = re.compile(r"\S+")
_EDGE = "\"'“”‘’()[]{}<>,;:!?*_`…–—-"


@dataclass(frozen=True, slots=True)
class Word:
    """A telling word of the conversation.

    Attributes:
        turn: which message it is in.
        start, end: characters of that message, the latter exclusive, without punctuation around it.
        roots: its stems that tell something.
        token: the place of its first token in the model's input.
    """

    turn: int
    start: int
    end: int
    roots: tuple[str, ...]
    token: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model reads.

    Attributes:
        ids: the tokens: the question, then the messages, oldest first, between separators.
        words: the telling words of the messages that are read.
    """

    ids: tuple[int, ...]
    words: tuple[Word, ...]


def cleaned(text: str) -> str:
    """A message without markers of citations and Markdown's bold and escapes."""
    return " ".join(plain(unmarked(text)).split())


def pairs_of(history: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Each question of a conversation with the answer to it, `cleaned`; "" where there is none."""
    pairs: list[tuple[str, str]] = []
    for message in history:
        text = cleaned(message["content"])
        if message["role"] == "user":
            pairs.append((text, ""))
        elif pairs:
            pairs[-1] = (pairs[-1][0], text)
    return pairs


def messages_of(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """What `pairs_of` takes apart."""
    return [{"role": role, "content": text} for pair in pairs for role, text in zip(_ROLES, pair, strict=True)]


def telling(text: str) -> set[str]:
    """The stems of a text, without those that say nothing about what is asked."""
    return set(stems(text)) - weak_stems()


def reading(question: str, turns: Sequence[str], most: int = MOST_TOKENS) -> Reading:
    """Lay out a question and the messages before it.

    Args:
        question: as it was asked.
        turns: the messages, oldest first, `cleaned`.
        most: how many tokens are read. The first message and the last ones stay where not all fit: what a
            conversation is about, and what was said just now.
    """
    from ingest.embedding.models import token_model

    model = token_model()
    asked, *said = model.split([question, *turns])
    asked_ids = asked[0][:_MOST_QUESTION]
    room = most - len(asked_ids) - 2
    kept: dict[int, int] = {}
    for turn in dict.fromkeys((0, *range(len(said) - 1, -1, -1))):
        if turn >= len(said) or room < 2:
            break
        kept[turn] = min(len(said[turn][0]), room - 1)
        room -= kept[turn] + 1
    ids = [_CLS, *asked_ids, _SEP]
    words: list[Word] = []
    for turn in sorted(kept):
        own, places = said[turn]
        starts = {start: len(ids) + at for at, (start, _) in enumerate(places[: kept[turn]])}
        words += _words(turn, turns[turn], starts)
        ids += [*own[: kept[turn]], _SEP]
    return Reading(tuple(ids), tuple(words))


def _words(turn: int, text: str, starts: dict[int, int]) -> list[Word]:
    found = []
    for chunk in _CHUNK.finditer(text):
        core = chunk.group().strip(_EDGE)
        start = chunk.start() + chunk.group().index(core)
        roots = tuple(root for root in stems(core) if root not in weak_stems() and root[:1].isalnum())
        if roots and start in starts:
            found.append(Word(turn, start, start + len(core), roots, starts[start]))
    return found
