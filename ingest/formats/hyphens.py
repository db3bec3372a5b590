"""Words that are parted at a line's end -> whole again, where they are written without the hyphen."""

import re
from collections.abc import Set as AbstractSet

from ingest.embedding.tokenizer import vocabulary

_SOFT = "\u00ad\ufffe\x02"  # a soft hyphen, and what PDFium makes of any that ends a line
_PARTED = re.compile(rf"\b([^\W_]++)([-\u2010{_SOFT}])\n([^\W_]+)(\S*) ?")
_BREAK = re.compile(rf"[-\u2010{_SOFT}](?:\n|$)|\u00ad")
_WHOLE = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_ENDS = re.compile(rf"[{_SOFT}](?=\n|$)")
_SHORT = 3  # letters: fewer are seldom a word by themselves


def is_parted(text: str) -> bool:
    """Whether a line of the text ends in a hyphen."""
    return _BREAK.search(text) is not None


def words_in(text: str) -> set[str]:
    """The words of a text, in small letters, with their hyphens; those parted at a line's end are not among them."""
    return {word.casefold() for word in _WHOLE.findall(_PARTED.sub(" ", text))}


def mended(text: str, known: AbstractSet[str]) -> str:
    """Lines whose last word goes on in the next one, with that word whole at the end of the first.

    A hyphen goes if the word is written without it elsewhere (in the document, or by the vocabulary of the embedding
    model), and stays if it is written with it elsewhere, or if both its parts are words.

    Args:
        text: lines.
        known: what `words_in` says of the document.
    """
    if not is_parted(text):
        return text
    text = _PARTED.sub(lambda found: _whole(found[1], found[3], known) + found[4] + "\n", text)
    return _ENDS.sub("-", text).replace("\u00ad", "")


def _whole(begin: str, end: str, known: AbstractSet[str]) -> str:
    whole, parts = (begin + end).casefold(), (begin.casefold(), end.casefold())
    if not whole.isalpha():
        return f"{begin}-{end}"
    if whole in known:
        return begin + end
    if "-".join(parts) in known or end[0].isupper() or "\u2010".join(parts) in known:
        return f"{begin}-{end}"
    if whole in vocabulary():
        return begin + end
    words = all(part in vocabulary() or part in known for part in parts) and len(parts[1]) >= _SHORT
    return f"{begin}-{end}" if words else begin + end
