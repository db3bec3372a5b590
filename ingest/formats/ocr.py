"""The picture of a page -> its words, by Debian's tesseract, where it and the extra `ocr` are installed."""

from contextlib import closing
from importlib.util import find_spec
from shutil import which
from typing import Any

_SIDE = 3500  # pixels of a page's longer side: 300 to the inch, whatever size the page says it has
_SECONDS = 120  # that a page may take


def available() -> bool:
    """Whether pictures can be read."""
    return which("tesseract") is not None and find_spec("pytesseract") is not None


def words(page: Any) -> str:  # noqa: ANN401 (pypdfium2 ships no types)
    """What stands on a page of a PDF that is a picture; "" if nothing is recognized."""
    from pytesseract import image_to_string

    scale = _SIDE / max(page.get_width(), page.get_height(), 1)
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        return str(image_to_string(bitmap.to_pil(), timeout=_SECONDS))
