"""The values in JSON as chats, pages and databases show them: texts for HTML, links with words, values with a type."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.formats.blocks import Block
from ingest.formats.web import everything

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});", re.IGNORECASE)
_LINK = re.compile(r"<(?:((?:https?|mailto|tel):[^<>|\s]+)|([@#])[^<>|\s]+|![^<>|]+)(?:\|([^<>|]+))?>")
_LONG = 200  # characters that make a value a text
_LINES = "address|article|blockquote|br|div|dl|figure|h[1-6]|hr|li|ol|p|pre|section|table|ul"  # of HTML
_OPENS = re.compile(
    rf"<(?:(?P<lines>{_LINES})|a|abbr|b|code|del|em|font|i|ins|mark|s|small|span|strong|su[bp]|u)\b[^<>]*>",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"</[a-z]+[1-6]?\s*>|<[bh]r\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# MongoDB's names of the types of values: https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/
_TYPES = frozenset("$date $numberDecimal $numberDouble $numberInt $numberLong $oid $symbol $uuid".split())


class Html(str):
    """What HTML in a text shows, its lines parted; they are `blocks`."""

    blocks: tuple[Block, ...] = ()


def shown(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """A JSON value with its texts as they are shown.

    One that is given in pieces, some with a look, is one text; one that is given beside its type stands for itself.
    """
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict) and len(value) == 1 and (name := next(iter(value))) in _TYPES:
        own = shown(value[name])
        return _moment(own) if name == "$date" else own
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [shown(item) for item in value]
    pieces = [item.get("text") if isinstance(item, dict) else item for item in items]
    texts = [piece for piece in pieces if isinstance(piece, str)]
    mixed = {type(item) for item in items} == {str, dict}
    return "".join(texts) if mixed and len(texts) == len(items) else items


def is_text(value: object) -> bool:
    """Whether a value is long enough, or has the lines, of a text of its own."""
    return isinstance(value, Html) or (isinstance(value, str) and (len(value) > _LONG or "\n" in value.strip()))


def plain(value: object) -> str:
    """A value that is no list and no object, as it is shown."""
    return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _moment(value: object) -> object:
    """The time so many milliseconds after 1970 began; another value as it is."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(str(value)))
    except (ValueError, OverflowError):
        return value
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(said: str) -> str:
    if "<" in said and _CLOSES.search(said) and (tags := list(_OPENS.finditer(said))):
        return _html(said) if any(tag["lines"] for tag in tags) else html.unescape(_TAG.sub("", said))
    said = _LINK.sub(_words, said) if "<" in said else said
    return _ENTITY.sub(lambda found: html.unescape(found[0]), said) if "&" in said else said


def _html(said: str) -> str:
    blocks = tuple(block for block in everything(said) if block.text.strip())
    lines = [" ".join(block.text.split()) for block in blocks]
    if len(blocks) < 2 and not any(block.row for block in blocks):
        return "".join(lines)
    found = Html("\n".join(lines))
    found.blocks = blocks
    return found


def _words(link: re.Match[str]) -> str:
    """What is shown of "<https://…|the plan>", "<#C07|general>" and "<https://…>"."""
    address, sign, words = link.groups()
    return f"{sign or ''}{words}" if words else address or link[0]
