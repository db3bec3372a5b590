"""Which documents a question about the folder means: by name, kind, author, date, language or folder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.answerers.answerer import Request
from bot.answerers.summary.names import Named, is_kind, named
from bot.answerers.tables.limits import denies
from bot.question.classifier import THING, model
from bot.question.names import weak_stems
from bot.question.tongues import tongues
from ingest.documents import Listed
from ingest.text.words import stem, words
from ingest.view import View

_MEANT = 0.6  # how surely a word must name a document
_BEFORE = frozenset("before until older vor avant antes".split())
_AFTER = frozenset("after since newer nach seit après depuis después desde".split())
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The documents that are meant.

    Attributes:
        documents: in order of source.
        asked: the words of the question that chose them, "" if all are meant.
    """

    documents: tuple[Listed, ...]
    asked: str


def choose(request: Request, view: View, listing: Sequence[Listed]) -> Chosen | None:
    """The documents that every telling word of the question fits; None if one of the words fits none."""
    text, task = request.question.text, request.intent.task
    terms = telling(text)
    languages = {root for root in terms if root in tongues()} if task in ("language", "count", "list") else set()
    left = list(listing)
    if languages:
        codes = {tongues()[root] for root in languages}
        denying = {stem(word) for word in words(text) if denies(word)}  # "isn't in English"
        left = [one for one in left if one.language and (one.language in codes) != bool(denying)]
        languages |= denying
    limit = _limit(words(text))
    if limit:
        left = [one for one in left if _within(one.date, *limit)]
    named_by = {one.source: named(one, next(iter(view.passages(one.source, 1)), None)) for one in left}
    for root, word in terms.items():
        if root in languages or (limit and _YEAR.fullmatch(word)):
            continue
        fits = [one for one in left if _fits(root, named_by[one.source], task)]
        if (
            not fits
            and task not in ("author", "date", "language")
            and (len(terms) > 1 or not is_kind(root) or task in ("about", "topics", "property"))
        ):
            return None
        left = fits
    return Chosen(tuple(left), " ".join(terms.values()))


def telling(text: str) -> dict[str, str]:
    """The words of a question that are not those of asking for documents in general, by stem."""
    asking = {stem(word) for one in ("library", THING) for said in model().asking[one] for word in words(said)}
    return {
        root: word
        for word in words(text)
        if len(word) > 1
        and (root := stem(word)) not in _general()
        and (root not in asking | weak_stems() or is_kind(root))
    }


@cache
def _general() -> frozenset[str]:
    roots = {stem(word) for said in model().asking[THING] for word in words(said)}
    return frozenset(root for root in roots if not is_kind(root))


def _fits(root: str, one: Named, task: str) -> bool:
    if task == "author" and not is_kind(root):
        return root in {stem(word) for word in words(one.listed.author)}
    return one.match(root) >= _MEANT


def _limit(said: Sequence[str]) -> tuple[str, str] | None:
    """The first and the last year that documents may be of, where the question says "before" or "after" one."""
    year = next((word for word in said if _YEAR.fullmatch(word)), "")
    if year and _BEFORE & {*said}:
        return "", str(int(year) - 1)
    if year and _AFTER & {*said}:
        return (year if "since" in said else str(int(year) + 1)), "9999"
    return None


def _within(date: str, first: str, last: str) -> bool:
    return bool(date) and first <= date[:4] <= last
