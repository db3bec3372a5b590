"""A conversation as the parts of a file: questions, lines with markers, remarks, and one list of footnotes."""

import re
from dataclasses import dataclass, replace

from bot.markup import visible
from bot.web.cited import Cited, QuotedRows
from bot.web.conversation import Conversation, Turn
from bot.web.render import Piece, pieces

STOPPED = "(Stopped.)"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of an answer, whose markers count through the whole file; `item` if it stands in a list."""

    pieces: tuple[Piece, ...]
    item: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: title and heading with page, the quote, and the file with its date.

    Attributes:
        quote: in words; "" where its rows are shown instead.
        rows: those, or the ones beside it.
    """

    where: str
    quote: str
    file: str
    rows: QuotedRows | None = None


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


def parts_of(said: Conversation) -> tuple[list[Said], list[Note]]:
    """Every question with its answer, and the footnotes of all of them, from 1; equal ones are one."""
    made: list[Said] = []
    notes: dict[Note, int] = {}  # with its number
    for turn in said.turns:
        question, reply = visible(turn.question), turn.reply
        if reply is None:
            made.append(Said(question, (), (visible(turn.error) or STOPPED,)))
            continue
        cited = [_note(one) for one in reply.cited]
        numbers = [notes.setdefault(note, len(notes) + 1) for note in cited]
        lines = tuple(
            Line(tuple(_numbered(pieces(line)[0], numbers)), line.startswith("- "))
            for line in re.split(r"\n+", reply.text)
            if line.strip()
        )
        near = tuple(_note(one, whole=True) for one in reply.near)
        made.append(Said(question, lines, _remarks(turn), near, reply.lead))
    return made, list(notes)


def _numbered(line: list[Piece], numbers: list[int]) -> list[Piece]:
    """A line whose markers count in the file, equal neighbours once; one that leads nowhere is a text."""
    made: list[Piece] = []
    for piece in line:
        if 0 < piece.number <= len(numbers):
            number = numbers[piece.number - 1]
            if not made or made[-1].number != number:
                made.append(replace(piece, number=number))
        else:
            made.append(replace(piece, text=f"[{piece.number}]", number=0) if piece.number else piece)
    return made


def _remarks(turn: Turn) -> tuple[str, ...]:
    """What else is to be known of an answer: how sure it is, its limits and its notes."""
    if turn.reply is None:
        return ()
    measured = f" ({turn.reply.measured})" if turn.reply.measured else ""
    sure = (f"How sure this is: {turn.reply.word.lower()}{measured}.",) if turn.reply.word else ()
    limits = (f"Limited to {turn.limits}.",) if turn.limits else ()
    return tuple(visible(one) for one in (*sure, *limits, *turn.reply.notes))


def _note(cited: Cited, *, whole: bool = False) -> Note:
    dated = f", {cited.dated}" if cited.dated else ""
    quote, rows = cited.told(whole=whole)
    return Note(visible(cited.whereabouts), visible(quote), visible(cited.place.source + dated), _seen(rows))


def _seen(rows: QuotedRows | None) -> QuotedRows | None:
    """Rows without the characters that show nothing."""
    if rows is None:
        return None
    cells = (replace(row, cells=tuple(map(visible, row.cells))) for row in rows.rows)
    return replace(rows, columns=tuple(map(visible, rows.columns)), rows=tuple(cells))
