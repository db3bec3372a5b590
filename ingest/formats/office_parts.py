"""What the parts of an office file beside its text say: notes, lists, charts, diagrams."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from ingest.formats.blocks import Block
from ingest.formats.tables import table_blocks

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MOST = 5000  # values of a chart that are read


def related(part: Any) -> dict[str, list[Any]]:  # noqa: ANN401 (neither python-docx nor lxml has types for it)
    """The parts of XML that a part leads to, by the last word of the relation: "footnotes", "numbering"."""
    found: dict[str, list[Any]] = {}
    for relation in part.rels.values():
        if not relation.is_external and relation.target_part.partname.endswith(".xml"):
            found.setdefault(relation.reltype.rsplit("/", 1)[-1], []).append(relation.target_part)
    return {name: [parsed(one) for one in parts] for name, parts in found.items() if name in _READ}


_READ = ("footnotes", "endnotes", "numbering")


def parsed(part: Any) -> Any:  # noqa: ANN401
    """The root of a part of XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part.blob, parser)


def drawn(element: Any, part: Any, number: int | None) -> Iterator[Block]:  # noqa: ANN401
    """The values of the charts and the texts of the diagrams (SmartArt) that a drawing refers to.

    Args:
        element: of the drawing.
        part: of the package, which holds the drawing.
        number: the slide; see `Block.part`.
    """
    for node in element.iter(f"{_C}chart", f"{_CX}chart"):
        chart = part.related_parts.get(node.get(f"{_R}id", ""))
        if chart is not None:
            yield from _chart(parsed(chart), number)
    for node in element.iter(f"{_D}relIds"):
        data = part.related_parts.get(node.get(f"{_R}dm", ""))
        if data is not None:
            yield from (Block(text, "text", number) for text in _diagram(parsed(data)))


def _chart(root: Any, number: int | None) -> Iterator[Block]:  # noqa: ANN401
    """The title of a chart as a line, then its values: a row for each category, a column for each series."""
    first = root.find(f"{_C}chart/{_C}title")
    title = _words(first) if first is not None else ""
    if title:
        yield Block(title, "text", number)
    series = list(root.iter(f"{_C}ser"))
    names = [_values(one.find(f"{_C}tx")) for one in series]
    categories = next((found for one in series if (found := _categories(one))), [])
    columns = [_values(_first(one, "val", "yVal")) for one in series]
    if any(columns):
        heads = ["", *((name[0] if name else "") for name in names)]
        rows = zip_longest(categories, *columns, fillvalue="")
        yield from table_blocks([heads, *([text or "" for text in row] for row in rows)], number, title)


def _categories(one: Any) -> list[str]:  # noqa: ANN401
    return _values(_first(one, "cat", "xVal"))


def _first(one: Any, *names: str) -> Any:  # noqa: ANN401
    return next((found for name in names if (found := one.find(f"{_C}{name}")) is not None), None)


def _values(parent: Any) -> list[str]:  # noqa: ANN401
    """The texts or numbers that the file keeps of a series, each in its place; those of several levels in one."""
    if parent is None:
        return []
    levels = list(parent.iter(f"{_C}lvl")) or [parent]
    found: dict[int, list[str]] = {}
    for level in reversed(levels):
        for point in level.iter(f"{_C}pt"):
            at, text = int(point.get("idx", "0")), "".join(node.text or "" for node in point.iter(f"{_C}v"))
            if at < _MOST:
                found.setdefault(at, []).append(_shown(text, _format(point)))
    direct = "" if found else "".join(node.text or "" for node in parent.iter(f"{_C}v"))
    if direct:
        return [direct]
    return [" ".join(found.get(at, [])) for at in range(max(found, default=-1) + 1)]


def _format(point: Any) -> str:  # noqa: ANN401
    code = point.get("formatCode") or next((node.text for node in point.getparent().iter(f"{_C}formatCode")), "")
    return code or ""


def _shown(text: str, code: str) -> str:
    """A number as the chart shows it, as far as that is simple: without a float's last digits, percentages as such."""
    try:
        value = float(text)
    except ValueError:
        return text
    if "%" in code:
        return f"{value * 100:.10g}%"
    return f"{value:.10g}" if value == value and abs(value) < 1e15 else text


def _diagram(root: Any) -> Iterator[str]:  # noqa: ANN401
    """The texts of a diagram in the order of its points; what holds no words is for its make-up."""
    for point in root.iter(f"{_D}pt"):
        text = _words(point)
        if text and point.get("type", "node") in ("node", "asst"):
            yield text


def _words(element: Any) -> str:  # noqa: ANN401
    paragraphs = ("".join(node.text or "" for node in one.iter(f"{_A}t")) for one in element.iter(f"{_A}p"))
    return " ".join(" ".join(paragraphs).split())
