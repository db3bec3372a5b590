"""What stands at the top and the bottom of a sheet's printed pages."""

import re
from collections.abc import Iterator
from typing import Any

_LOOK = re.compile(r"&(?:K\d\d[+-]\d{3}|[BEGHIOSUXY])")  # fonts, sizes and colours apart, which openpyxl takes out
# Page numbers, dates and names of files, which each print has anew, with the word before them: "Page 1 of 3".
_FILLED = re.compile(r"(?:[^\W\d_]+\.?[^\S\n]*)?&(?:[PN](?:[+-]\d+)?|[DTAFZ]|\[[^\]]*\])")
_EDGE = " \t–—-/|,;:()"


def page_lines(header_footer: Any, name: str) -> list[str]:  # noqa: ANN401 (openpyxl ships no types)
    """The lines at one edge, each once and without what every print fills in.

    Args:
        header_footer: openpyxl's; None where the sheet has none.
        name: "Header" or "Footer".
    """
    pages = [getattr(header_footer, f"{kind}{name}", None) for kind in ("first", "odd", "even")]
    parts = (getattr(page, side).text for page in pages if page for side in ("left", "center", "right"))
    return list(dict.fromkeys(line for text in parts for line in _lines(text or "")))


def _lines(text: str) -> Iterator[str]:
    for line in _FILLED.sub("", _LOOK.sub("", text.replace("&&", "\0"))).splitlines():
        words = " ".join(line.replace("\0", "&").split()).strip(_EDGE)
        if any(map(str.isalpha, words)):
            yield words
