"""The texts in JSON as chats and pages show them: what is written for HTML, links with their words, texts in pieces."""

import html
import re
from typing import Any

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});", re.IGNORECASE)
_LINK = re.compile(r"<(?:((?:https?|mailto|tel):[^<>|\s]+)|([@#])[^<>|\s]+|![^<>|]+)(?:\|([^<>|]+))?>")


def shown(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """A JSON value with its texts as they are shown; one that is given in pieces, some with a look, as one text."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [shown(item) for item in value]
    pieces = [item.get("text") if isinstance(item, dict) else item for item in items]
    texts = [piece for piece in pieces if isinstance(piece, str)]
    mixed = {type(item) for item in items} == {str, dict}
    return "".join(texts) if mixed and len(texts) == len(items) else items


def _text(said: str) -> str:
    said = _LINK.sub(_words, said) if "<" in said else said
    return _ENTITY.sub(lambda found: html.unescape(found[0]), said) if "&" in said else said


def _words(link: re.Match[str]) -> str:
    """What is shown of "<https://…|the plan>", "<#C07|general>" and "<https://…>"."""
    address, sign, words = link.groups()
    return f"{sign or ''}{words}" if words else address or link[0]
