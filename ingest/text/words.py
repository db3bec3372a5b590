"""How text is compared word by word: the one normalization that the lexical index, the reader and the checks share.

What it does shapes the lexical index: `ingest.stores.manifest.LAYOUT` goes up with every change.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import tantivy

# Patterns that begin with a fixed sign are found several times faster than those that begin with a condition: so the
# condition comes after the sign, and what has none is looked for first by a part of it that does.
_ACRONYM_PART = re.compile(r"\.[^\W\d_]\.")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"[,'’\u00a0\u2009\u202f](?<=\d.)(?=\d{3}(?!\d))")
_POSSESSIVE = re.compile(r"'s(?<=\w's)\b")
_PERCENT = re.compile(r"\bper ?cent\b")
# "5m" may be metres and "5b" a paragraph: those need the currency sign.
_SCALED = re.compile(
    r"(?<![\d.])(?:([$€£]) ?)?(\d+(?:\.\d+)?)(?:( ?bn|mn| ?mln|trn)|(k| thousand)|(?(1)( ?[mbt])|(?!)))\b"
)
_SCALE = re.compile(r"\d(?: ?bn|mn| ?mln|trn|k| thousand| ?[mbt])\b")
_SCALES = {"bn": "billion", "b": "billion", "mn": "million", "mln": "million", "m": "million"}
_TENS = {name: 10 * at for at, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_UNITS = {name: at for at, name in enumerate("one two three four five six seven eight nine".split(), 1)}
_TENS_END = re.compile(f"ty[- ](?:{'|'.join(_UNITS)})\\b")
_COMPOUND = re.compile(f"\\b({'|'.join(_TENS)})[- ]({'|'.join(_UNITS)})\\b")
_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[%$€£]")


def words(text: str) -> list[str]:
    """The words of `text` in order, made comparable.

    Case and accents are folded, "U.S." becomes "us", "24,000" becomes "24000", "Hegseth's" becomes "hegseth" and
    "percent" becomes "%"; decimals, % and currency signs are kept, so that "3%" and "3.3%" differ; "1898³" is 1898 and
    the mark of a note. "126bn" becomes "126 billion", "$5m" "$ 5 million", "2k" and "2 thousand" "2000", "twenty-three"
    "23".
    """
    text = _THOUSANDS.sub("", text)
    if not text.isascii():
        # Sign by sign: to put a long run of accents in order takes time that grows with its square.
        text = text.translate({ord(sign): _folded(sign) for sign in set(text) if not sign.isascii()})
        text = text.replace("’", "'").replace("‘", "'")
    if _ACRONYM_PART.search(text):
        text = _ACRONYM.sub(lambda found: found.group().replace(".", ""), text)
    text = text.casefold()
    if _TENS_END.search(text):
        text = _COMPOUND.sub(lambda found: str(_TENS[found[1]] + _UNITS[found[2]]), text)
    if _SCALE.search(text):
        text = _SCALED.sub(_scaled, text)
    if "cent" in text:
        text = _PERCENT.sub("%", text)
    return _WORD.findall(_POSSESSIVE.sub("", text))


@lru_cache(maxsize=50_000)
def _folded(sign: str) -> str:
    raised = " " if sign.isdigit() and unicodedata.decomposition(sign).startswith("<super>") else ""
    return raised + "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))


def _scaled(found: re.Match[str]) -> str:
    sign, number, scale, thousand, short = found.groups()
    if thousand:
        times = Decimal(number) * 1000
        whole = times.to_integral_value()
        return f"{sign or ''}{whole:f}" if times == whole else f"{sign or ''}{number} thousand"
    return f"{sign or ''}{number} {_SCALES.get((scale or short).strip(), 'trillion')}"


@cache
def analyzer() -> Any:  # noqa: ANN401 (tantivy ships no types)
    """English Snowball, for words that are normalized."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.remove_long(120)).filter(tantivy.Filter.stemmer("english")).build()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one word that `words` gave, as the lexical index takes it."""
    return next(iter(analyzer().analyze(word)), word)


def stems(text: str) -> list[str]:
    """The stems of the words of `text`, in order."""
    return [stem(word) for word in words(text)]


def places(part: Sequence[str], whole: Sequence[str]) -> Iterator[int]:
    """Where the words of `part` stand in `whole` one after the other; nothing stands everywhere."""
    sought, there = list(part), list(whole)
    return (at for at in range(len(there) - len(sought) + 1) if there[at : at + len(sought)] == sought)


def stands_in(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words of `part` stand in `whole` one after the other."""
    return next(places(part, whole), None) is not None
