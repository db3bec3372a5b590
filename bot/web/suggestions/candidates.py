"""Questions that documents may answer well, made from titles, headings, sentences and tables; none is tried here."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter

from bot.answerers.summary.wish import asking_stems
from bot.answerers.tables.asked import money_words
from bot.question.followup.coreference import unexplained
from bot.question.names import names, opening, weak_stems
from bot.web.suggestions.sentences import ARTICLES, Known, known_in, questions
from bot.web.suggestions.wording import TIMES, bare, headed, indefinite, rowed, spoken, titled
from ingest.cells import typed
from ingest.documents import Document, Listed, Passage
from ingest.tables import Row, Table
from ingest.text.language import stop_words
from ingest.text.words import stands_in, stem, words
from ingest.view import View

LONGEST = 90  # characters of a question
_LONGEST_CELL, _LONGEST_HEADING = 40, 60  # characters of a cell and of a heading that a question names
_ROWS = 200  # of a table that are looked at
_USUAL = 8  # words of a question
_ASKS = 3  # words of a heading that is a question by itself
_NO_SECTIONS = (".eml", ".ics", ".vcf", ".xlsx", ".csv", ".tsv")
_PARTICIPLE = re.compile(r"(?:[a-z]ed|ing)$")
_DONE = re.compile(r"\w+ed")
_FEW = 3  # words of a column's name
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?")
_ARTICLE = re.compile(r"(?<!\w)(an?) $", re.IGNORECASE)
_SPANS = frozenset("second minute hour morning afternoon evening day night week weekend month quarter year".split())
_POINTING = re.compile(r"\b(?:here|there|this|these|those|such)\b", re.IGNORECASE)  # at what only the document shows
_MENTIONED = 50  # passages looked at for a name


def facts(passages: Sequence[Passage], known: Known | None = None) -> Iterator[str]:
    """What the sentences of a document tell, the questions first that name something and are as long as people's are.

    Of "the first trip" nobody can tell which it is, unless the document's title or a heading speaks of trips.

    Args:
        passages: of the document, or of a part of it.
        known: how the words of the whole document are written; None where the passages are the whole.
    """
    known = known or _known(passages)
    asked: dict[str, bool] = {}  # whether it names something
    for passage in passages:
        about = {stem(word) for word in words(passage.above)} - weak_stems()
        for span in passage.sentences:
            for question in questions(" ".join(passage.quote(*span).split()), known):
                if _POINTING.search(question) or unexplained(question):
                    continue
                named = bool(names(question))
                if named or not about.isdisjoint(map(stem, words(question))):
                    asked.setdefault(question, named)
    yield from sorted(asked, key=lambda one: (not asked[one], abs(len(one.split()) - _USUAL)))


def cells(document: Document) -> Iterator[str]:
    """The cells of its tables by their row and column, of each table some, the most natural questions first."""
    known = known_in(document.text)
    for table in document.tables:
        rows = [row for row in table.window(0, _ROWS) if not row.total]
        label = _labels(table, rows)
        labels = Counter(row.cells[label] for row in rows)
        asked = [
            (-good, at, column, name, row)
            for at, row in enumerate(rows[1:])
            for column in range(label + 1, len(table.columns))
            for name in [_named(table, row, column) if table.columns[label].name else ""]
            for whose in [row.cells[label]]
            for good in [_natural(name, whose, row.cells[column]) if name else 0]
            if good and labels[whose] == 1 and 1 < len(whose) <= _LONGEST_CELL and _tells(whose)
        ]
        best: dict[str, str] = {}  # by row
        for _, _, column, name, row in sorted(asked, key=itemgetter(0, 1, 2)):
            cell = typed(row.cells[column], table.columns[column])
            if name.endswith("s") and (cell.kind == "date" or _TIME.fullmatch(cell.text)):
                continue  # "Opens", "Closes": a single time is not of several
            paid = cell.kind == "currency" or cell.unit in money_words()
            whose = rowed(table.columns[label].name, row.cells[label], known, paid=paid)
            asks = _asked(name, whose, paid=paid, counted=cell.kind == "number" and not cell.unit)
            best.setdefault(row.cells[label], asks)
        yield from islice(best.values(), 3)


def _asked(name: str, whose: str, *, paid: bool, counted: bool) -> str:
    """The question for a cell: what is paid is so for something, all else somebody or something has."""
    head = name.split(" of ")[0]
    several = head.endswith("s") and not head.endswith("ss")
    owner = " " in whose and names(whose) == [whose]
    if several and counted:
        return f"How many {name} does {whose} have?" if owner else f"How many {name} are there for {whose}?"
    verb = "are" if several else "is"
    if owner and not paid:
        return f"What {verb} {whose}'s {name}?"
    return f"What {verb} the {name} {'for' if paid else 'of'} {whose}?"


def _natural(name: str, label: str, cell: str) -> int:
    """How naturally and surely one asks for a cell by the names of its column and row; more is better.

    What belongs to somebody or something with a name is asked for by "of". A stretch of time has no such owner: "the
    full day of Germany", which is 0. A number is the surest to be answered.
    """
    last = name.rsplit(" ", 1)[-1].removesuffix("s")
    named = label[0].isupper() and not any(sign.isdigit() or sign in ",;:/(" for sign in label)
    return 0 if last in _SPANS else 1 + named + any(sign.isdigit() for sign in cell)


def _labels(table: Table, rows: Sequence[Row]) -> int:
    """The column that says what each row is: the first of different names, for of a code "BR-01" nobody asks."""
    for column in range(len(table.columns)):
        cells = [row.cells[column] for row in rows if row.cells[column]]
        named = sum(not any(map(str.isdigit, cell)) for cell in cells)
        if cells and len(set(cells)) == len(rows) and 2 * named > len(cells):
            return column
    return 0


def _named(table: Table, row: Row, column: int) -> str:
    """A column as a question names it, where the row has a cell there; "" if it has no name to ask by."""
    if column >= len(row.cells) or not row.cells[column]:
        return ""
    name = table.columns[column].name.split("(")[0].strip()
    if len(name) < 3 or not all(sign.isalpha() or sign in " -" for sign in name):  # "Visitors 2023"
        return ""
    if not words(name)[-1:] or words(name)[-1] in stop_words("en"):  # "Until", "Who", "Valid for"
        return ""
    if _PARTICIPLE.search(name) or len(name.split()) > _FEW:  # "Planned", "Copies of this letter"
        return ""
    return " ".join(word if word.isupper() else word.lower() for word in name.split())


def _known(passages: Sequence[Passage]) -> Known:
    return known_in("\n".join(passage.text for passage in passages))


def _tells(text: str) -> bool:
    """Whether a text has a word that tells something: "3 to 5" and "BR-01" have none."""
    return any(not stop_words("en").issuperset(words(part)) for part in text.split() if not any(map(str.isdigit, part)))


def _names(heading: str) -> bool:
    """Whether a heading is the name of something: "When it opens" and "Fixed" are none, nor is "Summary"."""
    if asking_stems().issuperset(map(stem, words(heading))):
        return False
    first = next((word for word in words(heading) if word not in ARTICLES and not word[0].isdigit()), "")
    return _tells(first) and not _DONE.fullmatch(heading)


def summaries(
    listed: Sequence[Listed], passages: Mapping[str, Sequence[Passage]], *, alone: bool
) -> Iterator[tuple[str, str]]:
    """Each document with the question for its summary, the largest first, mails and sheets after all others.

    Args:
        listed: the documents.
        passages: of some of them.
        alone: whether there is no other document, and so no need to name it.
    """
    for one in sorted(listed, key=lambda one: (one.source.lower().endswith(_NO_SECTIONS), -one.passages)):
        known = _known(passages.get(one.source, ()))
        # A title with such a line is the name of a file.
        named = one.title and "_" not in one.title
        name = titled(one.title, known) if named else one.source.rsplit("/", 1)[-1]
        asks = f"What is {name} about?" if name.startswith("“") else f"Summarize {name}."
        yield one.source, "Summarize the document." if alone else asks


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


def next_section(passages: Sequence[Passage], place: tuple[int, int]) -> Iterator[str]:
    """What the section after a place in a document tells, or where no more follow the text, and what it is about."""
    here = next((at for at, one in enumerate(passages) if one.start <= place[0] < one.end), None)
    if here is None:
        return
    old, below = passages[here].heading, passages[here + 1 :]
    headed = next((one.heading for one in below if one.heading not in ("", old)), "")
    known = _known(passages)
    yield from facts([one for one in below if one.heading == headed] if headed else below, known)
    if headed:
        yield from sections([one for one in below if one.heading == headed], known)


def sections(passages: Sequence[Passage], known: Known | None = None) -> Iterator[str]:
    """The sections that passages of a document stand in: their headings that ask something, and summaries of others.

    None of a mail, whose sections are what it quotes, of a calendar, and of a sheet; for `known` see `facts`.
    """
    passages = [one for one in passages if not one.source.lower().endswith(_NO_SECTIONS)]
    known = known or _known(passages)
    titles = {one.heading: one.title for one in passages}
    for heading, title in titles.items():
        name = spoken(bare(heading), known)
        if name.endswith("?") and len(name.split()) >= _ASKS:
            yield name
            continue
        if not 0 < len(name) <= _LONGEST_HEADING or set(words(name)) == set(words(title)) or not _names(name):
            continue
        whole = titled(title, known) if title else ""
        if whole and not whole.removeprefix("the ")[0].islower():
            asked = f"What does {whole} say about {headed(name, known)}?"
        else:  # "the pool" is what its document is about, and says nothing
            asked = f"Summarize {headed(name, known)} in {whole}." if whole else f"Summarize {name}."
        yield asked if len(asked) <= LONGEST else f"Summarize the section “{name}”."


def mentions(view: View, question: str, short: str) -> Iterator[str]:
    """Which documents mention a name in a question, or its answer where that is one, if several do."""
    whole = [short] if names(short) == [short] else []
    for name in dict.fromkeys([*whole, *names(question)]):
        if name in TIMES or name.lower() in opening(question):
            continue
        if len({hit.passage.source for hit in view.phrase(name, _MENTIONED)}) > 1:
            yield f"Which documents mention {name}?"
