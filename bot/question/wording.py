"""What a question says in other words than the documents: abbreviations, numbers, hyphens, spellings.

All of it is looked up, nothing is read through: a question costs some forty look-ups in the word index, a few
microseconds each, a phrase search or two, and two in the table of abbreviations that is kept as documents are added.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.question.names import names, weak_stems
from bot.question.spellings import other_spellings
from ingest.text.abbreviations import initials
from ingest.text.language import asked_in, function_words
from ingest.text.words import stem, words
from ingest.view import View

# Abbreviated everywhere and defined nowhere; they count where the documents hold the other form.
_COUNTRIES = (
    ("uk", "United Kingdom"),
    ("us", "United States"),
    ("usa", "United States"),
    ("eu", "European Union"),
    ("un", "United Nations"),
)
_AMERICA = re.compile(r"\bU\.S\.|\bUSA?\b|\bthe us\b")  # as a country, where "us" alone is a pronoun
_CAPITALS = re.compile(r"(?:[A-Z]\.){2,}|\b[A-Z][A-Za-z&-]*[A-Z]\w*")
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’']\w+)?")
_PART, _WHOLE = 2, 6  # letters of what is joined or parted
_LONG = 60  # letters of what may be two words, or a slip
_LONGEST = 7  # words of a name
_SLIPS = 50  # words that are looked up as slips: each is compared with what is near to it


@dataclass(frozen=True, slots=True)
class Form:
    """What the documents write for words of a question.

    Attributes:
        said: the words of the question, normalized.
        written: those of the documents.
        shown: these as they are written.
        meant: whether this is what the words stand for, and not only how they are spelled.
    """

    said: tuple[str, ...]
    written: tuple[str, ...]
    shown: str
    meant: bool


def forms(view: View, text: str) -> tuple[Form, ...]:
    """Every form in which the documents write what a question says in another, the surest first."""
    asked = words(text)
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], Form] = {}
    for form in (*_abbreviations(view, text, asked), *_spellings(view, asked)):
        found.setdefault((form.said, form.written), form)
    return tuple(found.values())


def held(view: View, said: tuple[str, ...]) -> bool:
    """Whether the documents hold all of these words: they need not be put otherwise."""
    return all(view.frequency(word) for word in said)


def _abbreviations(view: View, text: str, asked: list[str]) -> Iterator[Form]:
    runs = {tuple(asked[at : at + size]) for size in range(2, _LONGEST + 1) for at in range(len(asked) - size + 1)}
    there = {*asked}
    for short, long in _COUNTRIES:
        parts = tuple(words(long))
        if short in there and (not short.startswith("us") or _AMERICA.search(text)) and view.phrase(long, 1):
            yield Form((short,), parts, long, meant=True)
        if parts in runs and (_america(view) if short.startswith("us") else view.frequency(short)):
            yield Form(parts, (short,), short.upper(), meant=True)
    capitals = _capitals(text)
    known = view.abbreviations(sorted(_short(view, text, asked, capitals)), [" ".join(run) for run in runs])
    senses = Counter(name.short for name in known)
    for name in known:
        parts = tuple(name.long.split())
        sure = name.defined or (senses[name.short] == 1 and (name.short in capitals or not view.frequency(name.short)))
        if name.short in there and sure:
            yield Form((name.short,), parts, name.written, meant=True)
        if parts in runs and name.defined:
            yield Form(parts, (name.short,), name.short.upper(), meant=True)
    yield from _own_initials(view, text)


def _short(view: View, text: str, asked: list[str], capitals: set[str]) -> set[str]:
    """The words of a question that may be abbreviations: in capitals, or unknown, or all is in small letters."""
    from ingest.embedding.models import token_model

    small = text == text.lower()
    return {
        word
        for word in asked
        if word in capitals
        or not token_model().knows(word)
        or (small and view.frequency(word) and stem(word) not in weak_stems())
    }


def _capitals(text: str) -> set[str]:
    return {"".join(words(found)) for found in _CAPITALS.findall(text)}


def _own_initials(view: View, text: str) -> Iterator[Form]:
    """Names that the documents do not know, by initials that they write in capitals."""
    for name in names(text):
        parts = tuple(words(name))
        if all(view.frequency(part) for part in parts):
            continue
        for short in initials(" ".join(parts)):
            if any(re.search(rf"\b{short}\b", hit.passage.text) for hit in view.phrase(short, 3)):
                yield Form(parts, (short.lower(),), short, meant=True)


def _america(view: View) -> bool:
    return any(_AMERICA.search(hit.passage.text) for hit in view.lexical("us", 5))


def _spellings(view: View, asked: list[str]) -> Iterator[Form]:
    for word in dict.fromkeys(asked):
        for other in other_spellings(word):
            if stem(other) != stem(word) and view.frequency(other):
                yield Form((word,), (other,), other, meant=False)
        if _WHOLE <= len(word) <= _LONG and word.isalpha() and not view.frequency(word):
            for at in range(_PART, len(word) - _PART + 1):
                parts = (word[:at], word[at:])
                if view.frequency(parts[0]) and view.frequency(parts[1]) and view.phrase(" ".join(parts), 1):
                    yield Form((word,), parts, " ".join(parts), meant=False)
    for pair in dict.fromkeys(pairwise(asked)):
        joined = "".join(pair)
        # The index counts by stem, and "who sings" is no "whosings", whose stem is that of "whose": so the exact word.
        telling = joined.isalpha() and min(map(len, pair)) >= _PART and weak_stems().isdisjoint(map(stem, pair))
        if telling and len(joined) >= _WHOLE and view.frequency(joined) and view.phrase(joined, 1):
            yield Form(pair, (joined,), joined, meant=False)


def mended(view: View, text: str) -> tuple[str, tuple[str, ...]]:
    """A question in words that the documents hold, as far as they give them away, and notes on what was read how.

    What they hold as it is said stays. An abbreviation or a long name becomes the form that they use; so does another
    spelling, without a note; and a slip becomes the word that it is near to.
    """
    notes = []
    done: set[str] = set()
    written = _Written(text)
    instead: list[tuple[int, int, str]] = []
    for form in forms(view, text):
        if not done.isdisjoint(form.said) or held(view, form.said):
            continue
        span = written.place(form.said)
        if span is None:
            continue
        before = text[span[0] : span[1]]
        shown = form.shown[0].upper() + form.shown[1:] if before[0].isupper() else form.shown
        instead.append((*span, shown))
        done.update(form.said)
        if form.meant:
            notes.append(f"“{before}” was read as “{shown}”.")
    text, slips = _without_slips(view, _exchanged(text, sorted(instead)))
    return text, (*notes, *slips)


def _exchanged(text: str, instead: Iterable[tuple[int, int, str]]) -> str:
    """A text with other words in some places, which are in order and do not overlap."""
    parts, at = [], 0
    for start, end, shown in instead:
        parts += [text[at:start], shown]
        at = end
    return "".join([*parts, text[at:]])


class _Written:
    """The question that words were taken from, to look up where they stand in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [(found.start(), found.end(), words(found.group())) for found in _TOKEN.finditer(text)]
        self._starts: dict[str, list[int]] = {}
        for at, (_, _, parts) in enumerate(self._tokens):
            self._starts.setdefault(parts[0] if parts else "", []).append(at)

    def place(self, said: tuple[str, ...]) -> tuple[int, int] | None:
        """Where words stand, as they are written there."""
        for at in self._starts.get(said[0], ()):
            run: list[str] = []
            for _, end, parts in self._tokens[at : at + len(said)]:
                run += parts
                if tuple(run) == said:
                    start = self._tokens[at][0]
                    owner = re.search(r"[’']s$", self._text[start:end])
                    return start, end - len(owner.group()) if owner else end
        return None


_COMPARED = re.compile(r"(?<=\w{3})(?:est|er)$")  # "coldest" is no slip of "oldest"


def _is_word(plain: str) -> bool:
    """Whether the model knows a word, or the one that it is a form of: "mails" is no slip of the French "mais"."""
    from ingest.embedding.models import token_model

    return any(map(token_model().knows, (plain, stem(plain), _COMPARED.sub("", plain))))


@cache
def _bound() -> frozenset[str]:
    """The words that only bind sentences, in languages other than English."""
    return frozenset().union(*map(function_words, ("de", "fr", "es")))


def _without_slips(view: View, text: str) -> tuple[str, tuple[str, ...]]:
    notes = []
    instead = {}
    sought = 0
    if asked_in(text) not in ("", "en"):  # the vocabulary by which a slip is known is English
        return text, ()
    for word in dict.fromkeys(re.findall(r"[^\W\d_]{4,}", text)):
        plain = "".join(words(word))
        if len(word) > _LONG or not word[1:].islower() or stem(plain) in weak_stems() or _is_word(plain):
            continue
        there = view.frequency(plain)
        if there and view.phrase(plain, 1):
            continue
        sought += 1
        if sought > _SLIPS:
            break
        better = view.spelling(plain)
        if better in _bound():  # "gist" is no slip of the German "ist"
            continue
        alike = stem(better) == stem(plain)  # as for the slip "responsability": only the reader stumbles over it
        ending = alike and (better.startswith(plain) or plain.startswith(better))  # "reopen" is no slip of "reopens"
        if better and not ending and (alike or not there):
            shown = better.capitalize() if word[0].isupper() else better
            instead[word] = shown
            if not alike:
                notes.append(f"“{word}” was read as “{shown}”.")
    text = re.sub(r"\b[^\W\d_]{4,}\b", lambda found: instead.get(found.group(), found.group()), text)
    return text, tuple(notes)
