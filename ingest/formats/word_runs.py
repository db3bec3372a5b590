"""What changes the runs of a Word document before they are read: words that are struck out go, addresses come."""

from typing import Any

from ingest.formats.link_targets import reached
from ingest.formats.struck import left
from ingest.formats.word_hidden import OFF
from ingest.formats.word_numbers import W

_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRUCK = (f"{W}rPr/{W}strike", f"{W}rPr/{W}dstrike")


def drop_struck(root: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Take out of a tree the words that are struck out, unless all of their cell or paragraph are."""
    lines: dict[Any, list[Any]] = {}
    any_struck = any(True for _ in root.iter(f"{W}strike", f"{W}dstrike"))
    for run in root.iter(f"{W}r") if any_struck else ():
        holders = list(run.iterancestors(f"{W}p", f"{W}tc"))
        line = next((one for one in holders if one.tag == f"{W}tc"), holders[0] if holders else root)
        lines.setdefault(line, []).extend((node, _is_struck(run)) for node in run.iterfind(f"{W}t"))
    for found in lines.values():
        texts = left([(node.text or "", is_struck) for node, is_struck in found])
        for (node, _), text in zip(found, texts, strict=True):
            node.text = text


def name_addresses(root: Any, part: Any) -> None:  # noqa: ANN401
    """Write the addresses that links of a part lead to behind their words."""
    for link in root.iter(f"{W}hyperlink"):
        relation = part.rels.get(link.get(_LINKED, ""))
        texts = list(link.iter(f"{W}t"))
        if relation is not None and relation.is_external and texts:
            words = "".join(one.text or "" for one in texts)
            last = texts[-1].text or ""
            texts[-1].text = last.rstrip() + reached(relation.target_ref, words) + last[len(last.rstrip()) :]


def _is_struck(run: Any) -> bool:  # noqa: ANN401
    marks = (run.find(path) for path in _STRUCK)
    return any(mark is not None and mark.get(f"{W}val", "1") not in OFF for mark in marks)
