"""What of a Word document is hidden text ("vanish"): by itself, or by the styles of its run, paragraph and table."""

from dataclasses import dataclass
from typing import Any

from ingest.formats.word_numbers import W

OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Which styles of a document hide their text.

    Attributes:
        styles: their names in the file.
        usual: that of paragraphs which name none.
        always: whether text is hidden where nothing says otherwise.
    """

    styles: frozenset[str] = frozenset()
    usual: str = ""
    always: bool = False

    def hides(self, looks: Any) -> bool:  # noqa: ANN401 (lxml ships no types)
        """Whether what has these looks is hidden: a run, or the "pPr" of a paragraph for the mark at its end.

        What it says itself holds; styles switch, so that one hidden style within another shows (ISO/IEC 29500-1,
        17.7.3).
        """
        own = _told(looks)
        if own is not None or not self.styles:
            return self.always if own is None else own
        paragraph, table = (next(looks.iterancestors(f"{W}{name}"), None) for name in ("p", "tbl"))
        named = (
            _named(looks, "rPr", "rStyle"),
            _named(paragraph, "pPr", "pStyle") or self.usual,
            _named(table, "tblPr", "tblStyle"),
        )
        return self.always or sum(name in self.styles for name in named) % 2 == 1


def hidden_by(styles: Any) -> Hidden:  # noqa: ANN401
    """What the part "styles" of a document says of it: each style by itself, or by the one that it is based on."""
    known = {one.get(f"{W}styleId", ""): one for one in styles.iter(f"{W}style")}
    hiding = set[str]()
    for name in known:
        style, seen = name, set[str]()
        while style in known and style not in seen:
            seen.add(style)
            told = _told(known[style])
            if told is not None:
                hiding |= {name} if told else set()
                break
            based = known[style].find(f"{W}basedOn")
            style = "" if based is None else based.get(f"{W}val", "")
    kinds = (one for one in known.values() if one.get(f"{W}type") == "paragraph")
    usual = next((one.get(f"{W}styleId", "") for one in kinds if one.get(f"{W}default", "0") not in OFF), "")
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault")
    return Hidden(frozenset(hiding), usual, defaults is not None and bool(_told(defaults)))


def _told(looks: Any) -> bool | None:  # noqa: ANN401
    """What an element says of itself; None for nothing."""
    mark = looks.find(f"{W}rPr/{W}vanish")
    return None if mark is None else mark.get(f"{W}val", "1") not in OFF


def _named(element: Any, looks: str, kind: str) -> str:  # noqa: ANN401
    style = None if element is None else element.find(f"{W}{looks}/{W}{kind}")
    return "" if style is None else style.get(f"{W}val", "")
