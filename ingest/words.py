"""How text is compared word by word: the one normalization that the lexical index, the reader and the checks share."""

import re
import unicodedata
from functools import lru_cache

_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_PERCENT = re.compile(r"\bper ?cent\b")
_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[%$€£]")


def words(text: str) -> list[str]:
    """The words of `text` in order, made comparable.

    Case and accents are folded, "U.S." becomes "us", "24,000" becomes "24000", "Hegseth's" becomes "hegseth" and
    "percent" becomes "%"; decimals, % and currency signs are kept, so that "3%" and "3.3%" differ.
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.replace("’", "'").replace("‘", "'")
    text = _ACRONYM.sub(lambda found: found.group().replace(".", ""), text)
    text = _THOUSANDS.sub("", text).casefold()
    return _WORD.findall(_PERCENT.sub("%", _POSSESSIVE.sub("", text)))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one word that `words` gave (English Snowball, as the lexical index uses it)."""
    from ingest.lexical import analyze

    return next(iter(analyze(word)), word)


def stems(text: str) -> list[str]:
    """The stems of the words of `text`, in order."""
    return [stem(word) for word in words(text)]
