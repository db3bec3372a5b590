"""Names in a question or an answer, found by their capitals: who and what a conversation is about."""

import calendar
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from ingest.text.language import function_words
from ingest.text.words import stem, words

_NAME = re.compile(
    r"(?:[A-Z]\.){2,}(?:\s+[A-Z][\w’'-]*)*"  # U.S. Defense Secretary
    r"|\b[A-Z][\w’-]*(?:(?:\s+(?:of|de|van|von|der|la|le|for))?\s+[A-Z][\w’-]*)*"
)
_WIDE_NAME = re.compile(r"\b[^\W\d_a-zß-öø-ÿ][\w’-]*(?:\s+[^\W\d_a-zß-öø-ÿ][\w’-]*)*")  # in other languages
_NOUNS_CAPITALIZED = frozenset({"de", "lb"})
_OWNER = re.compile(r"[’']s$")
_OPENS = re.compile(r"(?:^|[.!?:;]\s+)[\W_]*([A-Z][\w-]*)(?![\w-]|['’]|\s+[A-Z])")  # and no more of a name follows
_BEGINS = re.compile(r"(?:^|[.!?:;]\s+)[\W_]*([^\W\d_][\w’'-]*)")
_DAYS = frozenset(day.lower() for day in calendar.day_name)
# Words that begin a question or a sentence and are no names for it.
OPENERS = frozenset(
    "what who whom whose when where why how which did does do am is are was were has have had can could will would "
    "should may might must shall tell give list show find name explain describe summarize please and but so also in on "
    "at by for of with from the a an i he she it we they you me this that these those there if as to his her its "
    "their my your our no yes ok okay then while although however since after before during over under many much "
    "some any all most".split()
)
# And words that tell nothing about what is asked.
_WEAK = (
    "been be being into about than not up down out off again more most other such only own same very just get got make "
    "made go went come came say said says tell told ask asked give gave take took use used article document text "
    "according mention mentioned describe stated exactly currently recently actually ever them whose there".split()
)
_BODY = frozenset(
    "group union nations council committee department ministry office bank company agency party museum society "
    "university school hospital church club project fund board river street".split()
)
_TITLED = re.compile(
    r"^.*\b(?:Secretary|President|Minister|Chancellor|Captain|Director|Professor|Senator|General|Judge|Chairman)\s+(?=\w)"
)
_ARTICLE = re.compile(r"\b(?:the|in|from|of|to|at)\s+", re.I)
_COMPARED = 60  # characters of a name, where it is looked for after an article


def names(text: str, language: str = "") -> list[str]:
    """The names in `text` in order, each once: runs of capitalized words, without words that only open a sentence.

    Where every noun has a capital, as in German, one alone is no name.

    Args:
        text: a question or sentences.
        language: of it, ISO 639-1; "" for English or where it is not known.
    """
    bound = function_words(language)
    found: dict[str, None] = {}
    for match in _WIDE_NAME.finditer(text) if bound else _NAME.finditer(text):
        parts = match.group().split()
        while parts and (_OWNER.sub("", parts[0]).lower() in OPENERS or not bound.isdisjoint(words(parts[0]))):
            parts.pop(0)
        name = _OWNER.sub("", " ".join(parts))
        if (
            name
            and name[0].isupper()
            and (language not in _NOUNS_CAPITALIZED or " " in name or name[1:].lower() != name[1:])
        ):
            found[name] = None
    return list(found)


def passing(text: str) -> frozenset[str]:
    """The words whose capital tells of no name that a document must hold: days, and what only begins a sentence."""
    first = {found.start(1): found[1].lower() for found in _OPENS.finditer(text)}
    within = {word.lower() for found in _NAME.finditer(text) if found.start() not in first for word in found[0].split()}
    return _DAYS | {part for word in {*first.values()} - within for part in (word, *words(word))}


def opening(text: str) -> frozenset[str]:
    """The words that begin a sentence, unless they stand with a capital elsewhere too: their own tells of no name.

    "Compare Elverton and Ardal" and "Mark Rutte said what?" look alike.
    """
    first = {found.start(1): found[1] for found in _BEGINS.finditer(text)}
    within = {part for found in _NAME.finditer(text) for part in found[0].split()[found.start() in first :]}
    return frozenset(word for part in {*first.values()} - within for word in words(part))


def people(text: str) -> list[str]:
    """The names in `text` that may be a person's: no abbreviation, no body, nothing that follows an article.

    A title before a name is left out: "U.S. Defense Secretary Pete Hegseth" is Pete Hegseth.
    """
    follow = sorted(text[found.end() : found.end() + _COMPARED].lower() for found in _ARTICLE.finditer(text))
    return [
        name
        for name in (_TITLED.sub("", name) for name in names(text))
        if not name.isupper()
        and "." not in name
        and name.split()[-1].lower() not in _BODY
        and not _begins_one(name[:_COMPARED].lower(), follow)
    ]


def _begins_one(start: str, texts: Sequence[str]) -> bool:
    """Whether any of the texts, which are in order, begins so."""
    at = bisect_left(texts, start)
    return at < len(texts) and texts[at].startswith(start)


@cache
def weak_stems() -> frozenset[str]:
    """The stems of words that tell nothing about what is asked."""
    return frozenset(stem(word) for word in (*OPENERS, *_WEAK))
