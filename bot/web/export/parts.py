"""A conversation as the parts of a file: questions, lines with markers, remarks, and one list of footnotes."""

import re
from dataclasses import dataclass, replace

from bot.markup import visible
from bot.web.conversation import Cited, Conversation, Place, Turn
from bot.web.render import Piece, pieces

STOPPED = "(Stopped.)"
_CLOSEST = "Closest passages:"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of an answer, whose markers count through the whole file; `item` if it stands in a list."""

    pieces: tuple[Piece, ...]
    item: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: title and heading with page, the quote, and the file with its characters and its date."""

    where: str
    quote: str
    file: str


@dataclass(frozen=True, slots=True)
class Said:
    """A question and what came of it: the answer's lines, what else is to be known, and passages that may help.

    `lead` stands before those, where the answer does not speak of them.
    """

    question: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]
    near: tuple[Note, ...] = ()
    lead: str = ""


def turns_of(said: Conversation) -> list[Said]:
    """Every question with its answer, whose markers count through all of them."""
    made, before = [], 0
    for turn in said.turns:
        if turn.reply is None:
            made.append(Said(visible(turn.question), (), (visible(turn.error) or STOPPED,)))
            continue
        lines = [line for line in re.split(r"\n+", turn.reply.text) if line.strip()]
        numbers = range(1, len(turn.reply.cited) + 1)
        numbered = [
            Line(tuple(_moved(one, before, numbers) for one in pieces(line)[0]), line.startswith("- "))
            for line in lines
        ]
        made.append(Said(visible(turn.question), tuple(numbered), remarks_of(turn), near_of(turn), lead_of(turn)))
        before += len(numbers)
    return made


def _moved(piece: Piece, before: int, numbers: range) -> Piece:
    """A marker as it counts in the file; one that leads nowhere is a text."""
    if piece.number in numbers:
        return replace(piece, number=piece.number + before)
    return replace(piece, text=f"[{piece.number}]", number=0) if piece.number else piece


def remarks_of(turn: Turn) -> tuple[str, ...]:
    """What else is to be known of an answer: how sure it is, its limits and its notes."""
    if turn.reply is None:
        return ()
    sure = (f"{turn.reply.word}.",) if turn.reply.cited else ()
    limits = (f"Limited to {turn.limits}.",) if turn.limits else ()
    return tuple(visible(one) for one in (*sure, *limits, *turn.reply.notes))


def near_of(turn: Turn) -> tuple[Note, ...]:
    """The passages that may help where there is no answer, each with a little around its likeliest words."""
    if turn.reply is None:
        return ()
    near = [_note(one, "".join(one.shown)) for one in turn.reply.near]
    closest = [_written(one.where, one.text, one.place) for one in turn.reply.closest]
    return (*near, *closest)


def lead_of(turn: Turn) -> str:
    """What stands before these passages; "" where the answer ends with it: "These passages may help"."""
    return _CLOSEST if turn.reply and turn.reply.closest and not turn.reply.near else ""


def notes_of(said: Conversation) -> list[Note]:
    """The footnotes of all answers, in order."""
    return [_note(cited, cited.shown[1]) for turn in said.turns if turn.reply for cited in turn.reply.cited]


def _note(cited: Cited, quote: str) -> Note:
    return _written(cited.whereabouts, quote, cited.place, f", {cited.dated}" if cited.dated else "")


def _written(where: str, quote: str, place: Place, dated: str = "") -> Note:
    file = f"{place.source}, characters {place.start} to {place.end}{dated}"
    return Note(visible(where), visible(" ".join(quote.split())), visible(file))
