"""An equation of Word or PowerPoint (OMML) -> one line: "(a+b)/c", "x^2", "√(y)"."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def linear(element: Any) -> str:  # noqa: ANN401 (lxml ships no types)
    """The equation in an element as text, in the linear form that Word itself uses."""
    kind = element.tag.removeprefix(_M) if isinstance(element.tag, str) else "Pr"
    if kind == "t":
        return element.text or ""
    if kind.endswith("Pr"):
        return ""
    form = _FORMS.get(kind)
    return form(element) if form else "".join(linear(child) for child in element)


def _part(element: Any, name: str) -> str:  # noqa: ANN401
    part = element.find(f"{_M}{name}")
    return "" if part is None else linear(part).strip()


def _grouped(element: Any, name: str) -> str:  # noqa: ANN401
    """A part in brackets, if it is more than one number or name."""
    part = _part(element, name)
    return part if part.isalnum() or len(part) == 1 else f"({part})"


def _marks(element: Any) -> str:  # noqa: ANN401
    """What stands below and above."""
    below, above = _grouped(element, "sub"), _grouped(element, "sup")
    return (f"_{below}" if below not in ("", "()") else "") + (f"^{above}" if above not in ("", "()") else "")


def _set(element: Any, name: str, usual: str) -> str:  # noqa: ANN401
    """A sign that the properties of an element set."""
    found = element.find(f"{element.tag}Pr/{_M}{name}")
    return usual if found is None else str(found.get(f"{_M}val", ""))


def _delimited(element: Any) -> str:  # noqa: ANN401
    parts: Sequence[str] = [linear(part) for part in element.findall(f"{_M}e")]
    return _set(element, "begChr", "(") + _set(element, "sepChr", "|").join(parts) + _set(element, "endChr", ")")


def _radical(element: Any) -> str:  # noqa: ANN401
    return f"{_part(element, 'deg')}√({_part(element, 'e')})"


def _matrix(element: Any) -> str:  # noqa: ANN401
    rows = [", ".join(linear(cell) for cell in row.findall(f"{_M}e")) for row in element.findall(f"{_M}mr")]
    return "[" + "; ".join(rows) + "]"


def _scripts(element: Any) -> str:  # noqa: ANN401
    return _part(element, "e") + _marks(element)


_FORMS: Mapping[str, Callable[[Any], str]] = {
    "f": lambda one: f"{_grouped(one, 'num')}/{_grouped(one, 'den')}",
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": lambda one: _marks(one) + _part(one, "e"),
    "rad": _radical,
    "nary": lambda one: f"{_set(one, 'chr', '∫')}{_marks(one)} {_part(one, 'e')}",
    "d": _delimited,
    "limLow": lambda one: f"{_part(one, 'e')}_{_grouped(one, 'lim')} ",
    "limUpp": lambda one: f"{_part(one, 'e')}^{_grouped(one, 'lim')} ",
    "func": lambda one: f"{_part(one, 'fName')} {_part(one, 'e')}",
    "m": _matrix,
    "eqArr": lambda one: "; ".join(linear(row) for row in one.findall(f"{_M}e")),
}
