"""What the parts of an office file beside its text say: notes, lists, charts, diagrams."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from ingest.formats.blocks import Block
from ingest.formats.drawing_text import A, words_of
from ingest.formats.sheet_formats import shown
from ingest.formats.tables import table_blocks

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_READ = ("footnotes", "endnotes", "numbering", "comments")
_MOST = 5000  # values of a chart that are read


def related(part: Any) -> dict[str, list[Any]]:  # noqa: ANN401 (neither python-docx nor lxml has types for it)
    """The parts of XML that a part leads to, by the last word of the relation: "footnotes", "numbering"."""
    found: dict[str, list[Any]] = {}
    for relation in part.rels.values():
        if not relation.is_external and relation.target_part.partname.endswith(".xml"):
            found.setdefault(relation.reltype.rsplit("/", 1)[-1], []).append(relation.target_part)
    return {name: [parsed(one) for one in parts] for name, parts in found.items() if name in _READ}


def parsed(part: Any) -> Any:  # noqa: ANN401
    """The root of a part of XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part.blob, parser)


def target(part: Any, number: str) -> Any:  # noqa: ANN401
    """The part that a relation leads to; None where there is none, or it leads out of the file."""
    relation = part.rels.get(number)
    return None if relation is None or relation.is_external else relation.target_part


def drawn(element: Any, part: Any, number: int | None) -> Iterator[Block]:  # noqa: ANN401
    """The values of the charts and the texts of the diagrams (SmartArt) that a drawing refers to.

    Args:
        element: of the drawing.
        part: of the package, which holds the drawing.
        number: the slide; see `Block.part`.
    """
    for node in element.iter(f"{C}chart", f"{_CX}chart"):
        chart = target(part, node.get(f"{_R}id", ""))
        if chart is not None:
            yield from chart_blocks(parsed(chart), number)
    for node in element.iter(f"{_D}relIds"):
        data = target(part, node.get(f"{_R}dm", ""))
        if data is not None:
            yield from (Block(text, "text", number) for text in _diagram(parsed(data)))


def chart_blocks(root: Any, number: int | None) -> Iterator[Block]:  # noqa: ANN401
    """The title of a chart as a line, then its values: a row for each category, a column for each series.

    `root` is that of its part, `number` the slide or sheet.
    """
    first = root.find(f"{C}chart/{C}title")
    title = _words(first) if first is not None else ""
    if title:
        yield Block(title, "text", number)
    alike: dict[tuple[str, ...], list[Any]] = {}  # series by their categories: they are columns of one table
    for one in root.iter(f"{C}ser"):
        alike.setdefault(tuple(_values(_first(one, "cat", "xVal"))), []).append(one)
    for categories, series in alike.items():
        names = ["".join(_values(one.find(f"{C}tx"))[:1]) for one in series]
        columns = [_values(_first(one, "val", "yVal")) for one in series]
        if any(columns):
            rows = zip_longest(categories, *columns, fillvalue="")
            yield from table_blocks([["", *names], *rows], number, title, counted=True)


def _first(one: Any, *names: str) -> Any:  # noqa: ANN401
    return next((found for name in names if (found := one.find(f"{C}{name}")) is not None), None)


def _values(parent: Any) -> list[str]:  # noqa: ANN401
    """The texts or numbers that the file keeps of a series, each in its place; those of several levels in one."""
    if parent is None:
        return []
    levels = [_points(level) for level in parent.iter(f"{C}lvl")] or [_points(parent)]
    last = max((at for level in levels for at in level), default=-1)
    if last < 0:
        return [text for node in parent.iter(f"{C}v") if (text := node.text)][:1]
    found: list[str] = []
    upper = [""] * len(levels)  # a group's name stands at its first category only
    for at in range(last + 1):
        upper = [
            level.get(at, above if rank else "") for rank, (level, above) in enumerate(zip(levels, upper, strict=True))
        ]
        found.append(" ".join(name for name in reversed(upper) if name))
    return found


def _points(level: Any) -> dict[int, str]:  # noqa: ANN401
    """The texts or numbers of one level by their places, numbers as the chart shows them."""
    usual = next((node.text or "" for node in level.iter(f"{C}formatCode")), "")
    points = [(int(point.get("idx", "0")), point) for point in level.iter(f"{C}pt")]
    return {at: _shown(point, point.get("formatCode", usual)) for at, point in points if 0 <= at < _MOST}


def _shown(point: Any, code: str) -> str:  # noqa: ANN401
    text = "".join(node.text or "" for node in point.iter(f"{C}v"))
    if next(point.iterancestors(f"{C}numCache", f"{C}numLit"), None) is None:
        return text
    from openpyxl.styles.numbers import is_date_format
    from openpyxl.utils.datetime import from_excel

    try:
        value = float(text)
        return shown(from_excel(value) if is_date_format(code) else value, code)
    except (ValueError, OverflowError):
        return text


def _diagram(root: Any) -> Iterator[str]:  # noqa: ANN401
    """The texts of a diagram, each before those below it, in the order in which the file connects them."""
    points = {point.get("modelId"): point for point in root.iter(f"{_D}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(f"{_D}cxn"):
        if link.get("type", "parOf") == "parOf":
            below.setdefault(link.get("srcId"), []).append((int(link.get("srcOrd", "0")), link.get("destId")))
    tops = [name for name, point in points.items() if point.get("type") == "doc"]
    waiting, seen = [*tops, *points][::-1], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in points:
            continue
        seen.add(name)
        waiting += [other for _, other in sorted(below.get(name, ()), reverse=True)]
        text = _words(points[name])
        if text and points[name].get("type", "node") in ("node", "asst"):
            yield text


def _words(element: Any) -> str:  # noqa: ANN401
    return " ".join(" ".join(map(words_of, element.iter(f"{A}p"))).split())
