"""What is filled into the forms of a web page that was saved: it becomes words, "Name: Ann"."""

from typing import Any

from ingest.formats.web_tables import INLINE

_TYPED = frozenset({"", "text", "email", "tel", "url", "number", "date", "time", "datetime-local", "month", "week"})


def fill_in(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Make words of what is typed, chosen and ticked in the forms of a tree."""
    for form in tree.iter("form"):
        filled: set[Any] = set()
        for field in list(form.iter("input", "select", "textarea")):
            if said := _said(field):
                field.clear(keep_tail=True)
                field.tag, field.text = "span", f"{_between(field, filled)}{said}"
                filled.add(field)


def _said(field: Any) -> str:  # noqa: ANN401
    """What a field holds; "" of one that nobody has filled in, and of a button."""
    kind = (field.get("type") or "").lower()
    if field.tag == "select":
        chosen = ("".join(one.itertext()) for one in field.iter("option") if "selected" in one.attrib)
        text = ", ".join(filter(None, (" ".join(one.split()) for one in chosen)))
    elif field.tag == "textarea":
        text = "".join(field.itertext())
    elif kind in ("checkbox", "radio"):
        text = "checked" if "checked" in field.attrib else ""
    else:
        text = field.get("value", "") if kind in _TYPED else ""
    return " ".join(text.split())


def _between(field: Any, filled: set[Any]) -> str:  # noqa: ANN401
    """What parts a field from its label, or from the field before it in its line; nothing, where neither is there."""
    previous, above = field.getprevious(), field.getparent()
    if previous is None:
        before = above.text = (above.text or "").rstrip()
    elif previous.tail and previous.tail.strip():
        before = previous.tail = previous.tail.rstrip()
    elif any(one in filled for one in previous.iter()):
        previous.tail = None
        return "; "
    else:
        before = "".join(previous.itertext()).rstrip() if previous.tag in INLINE | {"label"} else ""
    return "" if not before else " " if before.endswith((":", "?", "*")) else ": "
