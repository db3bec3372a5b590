"""Questions for the cells of tables: of a row and a column that have a name to ask by, and the same of other rows."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter

from bot.answerers.tables.asked import money_words
from bot.question.names import OPENERS, names
from bot.web.suggestions.sentences import known_in
from bot.web.suggestions.wording import TIMES, indefinite, rowed
from ingest.cells import typed
from ingest.documents import Document
from ingest.tables import Row, Table
from ingest.text.language import stop_words
from ingest.text.words import stands_in, words

_LONGEST = 40  # characters of a label that a question names
_ROWS = 200  # of a table that are looked at
_FEW = 3  # words of a column's name, and of a cell that tells what somebody is
_YES_AND_NO = 2
_PARTICIPLE = re.compile(r"(?:[a-z]ed|ing)$")
_ARTICLE = re.compile(r"(?<!\w)(an?) $", re.IGNORECASE)
_SPANS = frozenset("second minute hour morning afternoon evening day night week weekend month quarter year".split())


def cells(document: Document) -> Iterator[str]:
    """The cells of its tables by their row and column, of each table some, the most natural questions first."""
    known = known_in(document.text)
    for table in document.tables:
        rows = [row for row in table.window(0, _ROWS) if not row.total]
        label = _labels(table, rows)
        labels = Counter(row.cells[label] for row in rows)
        measures, traits = _columns(table, rows, label) if table.columns[label].name else ({}, {})
        asked = [
            (not row.cells[label][0].isupper(), column in traits, at, column, name, row)
            for at, row in enumerate(rows[1:])
            if labels[row.cells[label]] == 1 and _calls(row.cells[label])
            for column, name in (measures | (traits if _owns(row.cells[label]) else {})).items()
            if row.cells[column]
        ]
        best: dict[str, str] = {}  # by row
        for *_, column, name, row in sorted(asked, key=itemgetter(0, 1, 2, 3)):
            cell = typed(row.cells[column], table.columns[column])
            paid = cell.kind == "currency" or cell.unit in money_words()
            whose = rowed(table.columns[label].name, row.cells[label], known, paid=paid)
            paid = paid or cell.unit.removesuffix("s") in _SPANS  # "the loan period for tools"
            asks = _asked(name, whose, paid=paid, counted=cell.kind == "number" and not cell.unit)
            best.setdefault(row.cells[label], asks)
        yield from islice(best.values(), 3)


def _asked(name: str, whose: str, *, paid: bool, counted: bool) -> str:
    """The question for a cell: what is paid is so for something, all else somebody or something has."""
    head = name.split(" of ")[0]
    several = head.endswith("s") and not head.endswith("ss")
    owner = _owns(whose)
    if several and counted:
        return f"How many {name} does {whose} have?" if owner else f"How many {name} are there for {whose}?"
    verb = "are" if several else "is"
    if owner and not paid:
        return f"What {verb} {whose}'s {name}?"
    return f"What {verb} the {name} {'for' if paid else 'of'} {whose}?"


def _owns(whose: str) -> bool:
    """Whether something is said to be somebody's: "Ida Holm's phone"."""
    return " " in whose and names(whose) == [whose]


def _columns(table: Table, rows: Sequence[Row], label: int) -> tuple[dict[int, str], dict[int, str]]:
    """The names of the columns behind that of the labels whose cells are numbers, and of those that are a few words.

    The names of two columns with numbers of one unit say how they differ, "Planned" and "Actual", and not what they
    are of; only several things that are counted, "Seats" and "Desks", are named by themselves.
    """
    measures: dict[int, tuple[str, str]] = {}  # each with its unit, or its name where it counts
    traits: dict[int, str] = {}
    for column in range(label + 1, len(table.columns)):
        name = _named(table.columns[column].name)
        cells = [typed(row.cells[column], table.columns[column]) for row in rows if row.cells[column]]
        kinds = {cell.kind for cell in cells if cell.kind != "empty"}
        if kinds and kinds <= {"number", "currency"}:
            unit = next((cell.unit for cell in cells if cell.unit), "")
            measures[column] = name, name if name.endswith("s") and not unit else unit
        elif name and kinds == {"text"} and _tell_apart([cell.text for cell in cells]):
            traits[column] = name
    units = Counter(unit for _, unit in measures.values())
    return {column: name for column, (name, unit) in measures.items() if name and units[unit] == 1}, traits


def _tell_apart(texts: Sequence[str]) -> bool:
    """Whether the cells of a column are a few words each, and not two for yes and no."""
    few = all(len(text.split()) <= _FEW and not any(map(str.isdigit, text)) for text in texts)
    return few and len(set(texts)) > _YES_AND_NO


def _calls(label: str) -> bool:
    """Whether a label is what something is called: "Over 12 m" and "Tue, May 6" are not."""
    if not 1 < len(label) <= _LONGEST or not all(sign.isalpha() or sign in " -'’&." for sign in label):
        return False
    said = words(label)
    return _is_called(said) and not TIMES & set(label.split())


def _is_called(said: Sequence[str]) -> bool:
    """Whether words can be what something is called: "at the school" and "valid for" cannot."""
    return bool(said) and said[0] not in OPENERS and said[-1] not in stop_words("en")


def _labels(table: Table, rows: Sequence[Row]) -> int:
    """The column that says what each row is: the first of different names, for of a code "BR-01" nobody asks."""
    for column in range(len(table.columns)):
        cells = [row.cells[column] for row in rows if row.cells[column]]
        named = sum(not any(map(str.isdigit, cell)) for cell in cells)
        if cells and len(set(cells)) == len(rows) and 2 * named > len(cells):
            return column
    return 0


def _named(column: str) -> str:
    """The name of a column as a question has it; "" if it is none to ask by."""
    name = column.split("(")[0].strip()
    said = words(name)
    if len(name) < 3 or not all(sign.isalpha() or sign in " -" for sign in name):  # "Visitors 2023"
        return ""
    if not _is_called(said):
        return ""
    # "Planned", "Copies of this letter"; a stretch of time has no owner: "the full day of Germany".
    if _PARTICIPLE.search(name) or len(name.split()) > _FEW or said[-1].removesuffix("s") in _SPANS:
        return ""
    return " ".join(word if word.isupper() else word.lower() for word in name.split())


def other_rows(document: Document, places: Sequence[tuple[int, int]], question: str) -> Iterator[str]:
    """The question about the rows below, and then above, the ones that stand at these places."""
    said = words(question)
    for table in document.tables:
        rows = list(islice(table.rows, _ROWS))
        for at, row in enumerate(rows):
            if not any(start < row.end and row.start < end for start, end in places):
                continue
            for column, label in enumerate(row.cells):
                if 2 * len({one.cells[column] for one in rows}) <= len(rows):
                    continue  # "open" says which rows are, and of none which it is
                begin = question.casefold().find(label.casefold())
                if begin < 0 or not _called(table, column, label) or not stands_in(words(label), said):
                    continue
                for other in (*rows[at + 1 :], *reversed(rows[:at])):
                    if not other.total and other.cells[column] != label and _called(table, column, other.cells[column]):
                        yield _put(question, begin, label, other.cells[column])
                return


def _called(table: Table, column: int, cell: str) -> bool:
    """Whether a cell can be what a row is called: of "more than 50 pounds" the number is none."""
    letters = len(cell) > 1 and any(map(str.isalpha, cell))
    return letters and typed(cell, table.columns[column]).kind == "text"


def _put(question: str, begin: int, label: str, other: str) -> str:
    """The question with another label in the place of one, written as that was: "a chair" for "Desk" is "an oven"."""
    before, written, after = question[:begin], question[begin : begin + len(label)], question[begin + len(label) :]
    if written[0].islower() and label[0].isupper() and not other.split()[0].isupper():
        other = other[0].lower() + other[1:]
    if article := _ARTICLE.search(before):
        before = f"{before[: article.start(1)]}{article[1][0]}{indefinite(other)[1:]} "
    return before + other + after
