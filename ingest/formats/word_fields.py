"""The fields of a Word document: what they were told to do is taken out, so that only what they show is left."""

from dataclasses import dataclass, field
from typing import Any

from ingest.formats.word_numbers import W


@dataclass(slots=True)
class _Field:
    """A field that has begun.

    Attributes:
        made: whether it shows what its begin says (a list or a box of an old form), and not what follows.
        shown: whether its instruction has ended.
        told: what stands in its instruction.
    """

    made: bool
    shown: bool = False
    told: list[Any] = field(default_factory=list)


def drop_instructions(root: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Take out of a tree what stands in the instructions of fields: other fields, and text that they choose from.

    A field that does not end is none, and what follows it stays.
    """
    begun: list[_Field] = []
    gone: list[Any] = []
    for run in root.iter(f"{W}r") if root.find(f".//{W}fldChar") is not None else ():
        for node in run:
            told = next((one for one in reversed(begun) if not one.shown), None)
            if told is not None:
                told.told.append(node)
            kind = node.get(f"{W}fldCharType", "") if node.tag == f"{W}fldChar" else ""
            if kind == "begin":
                begun.append(_Field(any(node.find(f".//{W}{name}") is not None for name in ("ddList", "checkBox"))))
            elif kind == "separate" and begun:
                begun[-1].shown = not begun[-1].made
            elif kind == "end" and begun:
                gone += begun.pop().told
    for node in gone:
        node.getparent().remove(node)
