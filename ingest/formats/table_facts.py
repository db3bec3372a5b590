"""Whether a table is a list of facts: a label in the first cell of every row, and what it labels in the second."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.formats.grid import GridRow
from ingest.formats.table_shapes import DATE, WORD, shape, spread

_UNIT = re.compile(r"[^\W\d_]+|[%‰°²³€$£¥]")
_NUMBERED = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)] ")  # "1. Name": the number is the label's
_ROWS = 12  # of a list of facts that nothing else tells
_LABEL = 60  # characters of a label in a list of facts


def are_facts(rows: Sequence[GridRow], *, even: bool = True, marks_only: bool = False) -> bool:
    """Whether rows of two cells are labels and what they label; without `even`, something speaks for a heading."""
    pairs = [row for row in rows if len(spread(row)) == 2]
    if not pairs or 2 * len(pairs) < len(rows):
        return False
    labels = [row.texts[0] for row in pairs]
    for look in ("heading", "bold"):
        marked = [(getattr(row.look(0), look), getattr(row.look(1), look)) for row in pairs]
        if 5 * marked.count((True, False)) >= 4 * len(pairs):
            return True
    if 5 * sum(label.endswith((":", "：")) for label in labels) >= 4 * len(labels):
        return True
    if marks_only or len(set(labels)) < len(labels) or max(map(len, labels)) > _LABEL:
        return False
    kinds = value_kinds(pairs)
    numbers = len(kinds) - ("x" in kinds)
    mixed = numbers > 0 and len(kinds) > 1
    return all("x" in shape(_NUMBERED.sub("", one)) for one in labels) and (
        mixed if even else numbers > 2 or (numbers > 1 and kinds["x"] > 1)
    )


def best_as_facts(rows: Sequence[GridRow]) -> bool:
    """Whether rows of two cells that nothing tells are best read as labels and what they label.

    "Country: Capital" and "Norway: Oslo" do no harm where the first row is a heading after all, while "Client: Contact;
    Fjord AS: Nils Berg" is wrong.
    """
    labels, values = ([row.texts[at] for row in rows if len(row.texts) > 1] for at in (0, 1))
    texts = all("x" in shape(one) for one in [*labels, *values])
    again = len(set(labels)) < len(labels) or len(set(values)) < len(values)
    least = 2 if all(row.looks for row in rows) else 3  # where cells have looks, headings mostly have some
    if not least <= len(rows) <= _ROWS or len(labels) < len(rows) or not texts or again:
        return False
    first, *others = map(_form, labels)
    return not (len(others) > 1 and len(set(others)) == 1 and first not in others)


def _form(text: str) -> tuple[str, bool, bool]:
    """How a cell is written: as a code or in words, in several or one, and whether all begin with a capital."""
    said = WORD.findall(text)
    return shape(text), len(said) > 1, all(word[0].isupper() for word in said)


def value_kinds(pairs: Sequence[GridRow]) -> Counter[str]:
    """The kinds of the second cells of rows, blank ones apart."""
    return Counter(kind for kind in (_value_kind(row.texts[1]) for row in pairs if len(row.texts) > 1) if kind)


def _value_kind(text: str) -> str:
    """The shape of a value, of a number its unit: numbers of one column have the same, those of a list of facts not."""
    kind = shape(text)
    return kind and "x" if kind != "#" else "# " + " ".join(_UNIT.findall(text)) if not DATE.search(text) else "date"
