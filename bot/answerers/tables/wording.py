"""A result in words: what came out, how it was computed, and over how many rows."""

from collections.abc import Sequence

from bot.answerers.tables.asked import RANKS
from bot.answerers.tables.indexed import NUMBERS, Indexed
from bot.answerers.tables.queries import SHOWING, Query
from bot.drafts import Condition
from bot.proof.operations import items, together

_RELATIONS = {"over": "over", "under": "under", "at least": "at least", "at most": "at most"}
_NAMED = 12  # rows that are named in a sentence; the others are counted
_RANKS = ("", "", *(f"{rank} " for rank in RANKS))
_DONE = {"sum": "Sum", "average": "Average", "range": "Difference"}


def sentence(table: Indexed, query: Query, wanted: tuple[str, ...] | None = None) -> tuple[str, tuple[int, int] | None]:
    """The sentence, and where in it the answer stands: the result, or what is wanted instead, and then comes first."""
    said = _said(table, query, wanted)
    results = (listed(one) for one in (wanted or query.result, query.result))
    return said, next(((at, at + len(one)) for one in results if (at := said.find(one)) >= 0), None)


def _said(table: Indexed, query: Query, wanted: tuple[str, ...] | None) -> str:
    result, operation = listed(query.result), query.operation
    whole = query.operation in SHOWING
    name = (" " if whole else ", ").join(filter(None, (table.grid.columns[at].name for at in query.columns)))
    chosen = _conditions(table, query)
    of = _of(table, query)
    if operation in ("list", "first", "last"):
        place = {"first": "First row, ", "last": "Last row, "}.get(operation, "")
        limited = any(one.relation in _RELATIONS for one in query.choice.conditions)  # that it is so is to be said
        if len(query.rows) == 1 and not limited:
            label = f"{place}{_label(table, query.rows[0], query.columns)}"
            if len(query.columns) > 1 and not {*table.called, table.codes}.issuperset(query.columns):
                cells = table.grid.cells[query.rows[0]]
                shown = ((table.grid.columns[at].name, cells[at].text) for at in query.columns)
                return _headed(label, "", "; ".join(f"{column}: {text}" for column, text in shown))
            return _headed(label, name, result)
        apart = len(query.rows) > len(query.result)  # "Violin" alone names none of three violins
        coded = table.looks[table.label][0] == 1.0  # and says nothing to whoever does not know the codes
        names = "" if table.label in query.columns and not (apart or coded) else _names(table, query)
        if wanted and names == f": {listed(wanted)}":
            return f"{names[2:]} ({of}{chosen}); {_headed('', name, result)}"
        return (
            f"{place}{_headed('', name, result)[:-1]} ({of}{chosen}){names}."
            if chosen or place
            else f"{name or 'Rows'}: {result} ({of})."
        )
    if operation in ("count", "distinct"):
        names = "" if operation == "distinct" else _names(table, query)
        what = f" different values of {name}" if operation == "distinct" else ""
        return f"{result}{what} ({of}{chosen}){names}."
    if operation in ("most", "least"):
        by = "" if query.by is None else table.grid.columns[query.by].name
        best = table.grid.cells[query.rows[0]][query.by or 0].text
        end = _end(table, query.by or 0, least=operation == "least")
        return f"{result}: {_RANKS[round(query.factor)]}{end} {by} ({best}) of {of}{chosen}."
    if operation == "frequent":
        return f"{result}: most often in {name}, {len(query.rows)} of {of}{chosen}."
    if operation in ("next", "previous"):
        return (
            f"{result}: {name} of the row {'after' if operation == 'next' else 'before'} {chosen.removeprefix(': ')}."
        )
    return _calculated(table, query, result, name, chosen, of)


def _calculated(table: Indexed, query: Query, result: str, name: str, chosen: str, of: str) -> str:
    values = [table.grid.cells[row][at].text for row in query.rows for at in query.columns]
    label = _label(table, query.rows[0], query.columns)
    if query.operation.startswith("column"):
        least = "lowest" if query.operation == "column least" else "highest"
        return f"{result}: {least} of {label} ({listed(values)})."
    if query.operation in ("difference", "change"):
        first, second = (table.grid.columns[at].name for at in query.columns)
        change = " in percent" if query.operation == "change" else ""
        return f"{label}: {result}, the difference{change} between {first} ({values[0]}) and {second} ({values[1]})."
    if query.operation == "times":
        return f"{label}: {result} = {query.factor:g} × {values[0]} ({name})."
    if len(query.columns) > 1 and len(query.rows) == 1:
        return f"{label}: {result}, the {query.operation} of {listed(values)}."
    parts = f" ({', '.join(values)})" if 1 < len(values) <= _NAMED else ""
    done = _DONE.get(query.operation, "")
    if query.operation in ("highest", "lowest"):
        parts = f" ({_label(table, query.rows[0], query.columns)})"
        done = _end(table, query.columns[0], least=query.operation == "lowest").capitalize()
    return f"{done} of {name}: {result}, over {of}{chosen}{parts}."


def _end(table: Indexed, at: int, *, least: bool) -> str:
    """What the end of a column is called: days are early and late."""
    return (("highest", "lowest"), ("latest", "earliest"))[table.kinds[at] == "date"][least]


def listed(values: Sequence[str]) -> str:
    """Values as a person lists them."""
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"


def _headed(label: str, name: str, result: str) -> str:
    head = ", ".join(filter(None, (label, name)))
    return f"{head}: {result}." if head else f"{result}."


def _label(table: Indexed, row: int, columns: Sequence[int]) -> str:
    """What a row is called: its names, or its first cell that is not shown anyway."""
    own = [at for at in table.apart if at not in columns]
    if not {*table.called} & {*columns} and (name := together(table.grid, row, own)):
        return name
    cells = table.grid.cells[row]
    order = dict.fromkeys([table.label, *range(len(cells))])
    at = next((at for at in order if at not in columns and cells[at].text), None)
    if at is None:
        return ""
    bare = table.kinds[at] in NUMBERS  # "2000" alone says nothing: "Order value from 2000"
    return f"{table.grid.columns[at].name} {cells[at].text}".strip() if bare else cells[at].text


def _called(table: Indexed, row: int, shown: Sequence[int]) -> str:
    """What a row is called, with its code or day before it, where that tells rows apart and is not shown anyway."""
    first = table.looks and table.looks[0][3] == 1.0 and table.kinds[0] != "number"
    cells = table.grid.cells[row]
    own = dict.fromkeys(([0] if first else []) + [*table.apart])
    other = (at for at, kind in enumerate(table.kinds) if kind == "text" and at not in own)
    order = [at for at in own if at not in shown] or [*other][:1]
    return " ".join(cells[at].text for at in order if cells[at].text)


def _names(table: Indexed, query: Query) -> str:
    names = [one for row in query.rows if (one := _called(table, row, query.columns))]
    if not names or len(names) == len(items(table.grid, range(len(table.grid.cells)))):
        return ""
    more = len(names) - _NAMED
    return f": {listed(list(dict.fromkeys(names[:_NAMED])))}" + (f" and {more} more" if more > 0 else "")


def _of(table: Indexed, query: Query) -> str:
    """How many rows count, of how many."""
    whole = len(items(table.grid, range(len(table.grid.cells))))
    met = len(items(table.grid, query.choice.rows))
    return f"{whole} rows" if met == whole else f"{met} of {whole} rows"


def _conditions(table: Indexed, query: Query) -> str:
    said = [_condition(table, query, one) for one in query.choice.conditions]
    return f": {'; '.join(said)}" if said else ""


def _condition(table: Indexed, query: Query, one: Condition) -> str:
    name = table.grid.columns[one.column].name
    if one.relation == "empty":
        return f"without {name}" if name else "empty"
    if one.relation == "filled":
        return f"with {name}"
    if one.relation == "not":
        return f"{name} not {' or '.join(one.values)}"
    if one.relation in _RELATIONS:
        return f"{name} {_RELATIONS[one.relation]} {one.values[0]}"
    there = list(dict.fromkeys(table.grid.cells[row][one.column].text for row in query.choice.rows))
    shown = listed(there) if len(there) <= len(one.values) else " or ".join(one.values)
    return f"{name} {shown}" if name else shown
