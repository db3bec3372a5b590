"""What a question asks for: its telling words and how much each tells, its names and numbers, its kind."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.question.cues import AUXILIARY, kind_of
from bot.question.names import names, passing, weak_stems
from bot.question.wording import Form, forms
from ingest.text.calendar_names import days, months
from ingest.text.language import asked_in, function_words
from ingest.text.words import stem, stems, words
from ingest.view import View

_MORE = re.compile(
    r"^\W*(?:why|how(?! (?:many|much|long|old|far|often|tall|big|large|high))|what are|list|explain"
    r"|what (?:do|does|must|should|shall|can) (?:i|we|you|one) do)\b",
    re.I,
)

_LOOKED_UP = 8  # passages that hold the word which a question begins with
_SHORT = 3  # letters: "May" is a name too
_CARRIED = 0.4  # the weight of a word that the conversation may mean, against one that was asked
_SUM = re.compile(r"[$€£]\s?\d[\d.,]*k?|\d[\d.,]*\s?(?:%|percent\b)", re.I)
_DOER = re.compile(
    rf"\b{AUXILIARY}\s+(?:the\s+|an?\s+)?"
    r"((?:[A-Z][\w.’'&-]*(?:\s+(?:of|the|and|de|von)\s+(?=[A-Z])|\s*))+)"
)
# "More than 815", "before the year 2000": what limits need not stand in any document.
_LIMITS = re.compile(
    r"\b(?:than|over|under|above|below|beyond|least|most|before|after|since|until|between|exceeding|als|über|unter|mindestens"
    r"|höchstens|vor|nach|seit|moins|plus|avant|après|depuis|antes|después|desde|menos|más)\s+(?:(?:the|year|de|que|dem|jahr|del?"
    r"|año|l[’']année)\s+)*[$€£]?\s?(?P<number>\d[\d.,’]*)",
    re.I,
)
_ANY = re.compile(r"\bany(?:(?P<whole>one|body|thing|where)|\s+(?:other\s+|more\s+)?(?P<noun>\w+))?\b", re.I)
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,6}(?:[’']?s)?")
_SAID = re.compile(
    r"\b(?i:did|does|has|have|do)\s+(?:the\s+)?(?:[A-Z][\w.’'-]*\s+)+"
    r"(?:say|said|claim|claimed|argue|think|state|stated|tell|told|suggest|suggested|promise|promised|pledge|pledged)\b"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A telling word of the question.

    Attributes:
        word: as `ingest.text.words.words` normalizes it.
        stem: what it is compared by.
        weight: how much it tells: the inverse document frequency of BM25, 0 and up.
        known: whether the documents hold it, in whatever form.
        key: whether it is a name or a number, which no other word can stand for.
    """

    word: str
    stem: str
    weight: float
    known: bool
    key: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be read for.

    Attributes:
        text: stand-alone.
        vector: its embedding, shape (dimension,).
        terms: its telling words, each once, in order.
        required: stems of what was asked for now, where the rest is only carried over from the conversation: the
            answer must speak of it.
        sums: stems of shares and sums of money: what says the same number is the likelier answer.
        denials: stems of "no" and what is asked about as "any": a sentence that says both is the likelier answer.
        doer: stems of the name of whoever does or is what is asked for, in every form that the documents have for it,
            initials apart, which a sentence writes out or takes for known: an answer speaks of one of them.
        together: stems of the names where somebody's words about something are asked for: nobody else's will do.
        kind: of what is asked for; see `bot.question.cues.kind_of`.
        more: whether one sentence may not be enough.
        carried: stems that only the conversation may mean: they count less, and no answer must speak of them.
        told: answers that the conversation has given already and that are not to be given again.
        limits: numbers that only limit what is asked for ("more than 815") and stand in no document: what is read there
            cannot answer by itself.
        now: what was asked for now, as a question, where what is carried over may not be about that; "" elsewhere.
        language: that it is asked in, ISO 639-1; "" where it is not clear.
    """

    text: str
    vector: NDArray[np.float32]
    terms: tuple[Term, ...]
    required: frozenset[str]
    sums: frozenset[str]
    denials: frozenset[str]
    doer: frozenset[str]
    together: frozenset[str]
    kind: str
    more: bool
    carried: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()
    language: str = ""
    limits: frozenset[str] = frozenset()
    now: str = ""

    @property
    def sought(self) -> str:
        """What a sentence must answer: the text, or what was asked for now where the rest may not be about that."""
        return self.now or self.text


def analyze(
    view: View,
    text: str,
    vector: NDArray[np.float32],
    focus: str = "",
    added: str = "",
    told: tuple[str, ...] = (),
) -> Question:
    """Take a question apart.

    Args:
        view: the index; tells which words are rare.
        text: the stand-alone question.
        vector: its embedding.
        focus: the part of it that was asked for now, "" for all of it.
        added: the part of it that the conversation may mean too: it counts less, and no word of it must be there.
        told: answers not to be given again.
    """
    # The words of the question may have been mended, those that were added as well.
    own = text.replace(added, " ") if added in text else text.rsplit(" (", 1)[0]
    carried = frozenset(stems(added)) - frozenset(stems(own)) if added else frozenset()
    written = forms(view, text)
    said = bool(_SAID.search(text))
    language = asked_in(text)
    limits = frozenset(word for found in _LIMITS.finditer(text) for word in words(found["number"]))
    terms = _terms(view, text, written, carried, language, limits)
    kind = kind_of(text, language)
    sums = (word for found in _SUM.finditer(text) for word in words(found.group()) if word[0].isdigit())
    return Question(
        text,
        vector,
        terms=tuple(terms.values()),
        required=frozenset(map(stem, words(focus))) - weak_stems(),
        sums=frozenset(map(stem, sums)),
        denials=_denials(text) if kind == "yes or no" else frozenset(),
        doer=_doer(text, terms, written),
        together=frozenset(term.stem for term in terms.values() if term.key and said),
        kind=kind,
        more=bool(_MORE.match(text)),
        carried=carried,
        told=told,
        language=language,
        limits=frozenset(word for word in limits if not view.frequency(word)),
        now=f"What about {focus}?" if focus and added else "",
    )


def _terms(
    view: View,
    text: str,
    written: Sequence[Form],
    carried: frozenset[str],
    language: str,
    limits: frozenset[str],
) -> dict[str, Term]:
    """The telling words of a question by their stems."""
    count = max(1, view.count()[1])
    named = [words(name) for name in names(text, language)]
    key = {word for name in named for word in name}
    bound = function_words(language)
    slight = passing(text)
    if bound:  # of a run of capitals some of which the documents know, the others may be common nouns
        slight |= {word for name in named if any(map(view.frequency, name)) for word in name}
    otherwise = {word for form in written for word in form.said}
    terms: dict[str, Term] = {}
    for word in words(text):
        root = stem(word)
        weak = word in bound or root in weak_stems()
        if (weak and word not in key) or root in terms or not word[0].isalnum():
            continue
        frequency = view.frequency(word)
        weight = math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
        known = frequency > 0 or word in otherwise or root in _times()
        if root in carried:
            terms[root] = Term(word, root, weight * _CARRIED, known, key=False)
        else:
            sure = word in key and (word not in slight or (known and _names(view, word)))
            terms[root] = Term(word, root, weight, known, (word[0].isdigit() and word not in limits) or sure)
    return terms


@cache
def _times() -> frozenset[str]:
    """The stems of days and months: documents may tell of them by numbers, or as "from Monday to Saturday"."""
    return frozenset(stem(name.lower()) for name, _ in (*days(), *months()) if len(name) > _SHORT)


def _names(view: View, word: str) -> bool:
    """Whether a word that begins a question is a name in the documents: "Mark", not "Largest".

    They write it with a capital within a sentence, or never without.
    """
    texts = "\n".join(hit.passage.text for hit in view.lexical(word, _LOOKED_UP))
    said = re.findall(rf"([^\s.!?•*|–-] +)?\b({re.escape(word)})\b", texts, re.I)
    return any(before and form[0].isupper() for before, form in said) or not any(form[0].islower() for _, form in said)


def _denials(text: str) -> frozenset[str]:
    match = _ANY.search(text)
    if not match or not (match["whole"] or match["noun"]):
        return frozenset()
    said = f"no{match['whole']}".replace("noone", "no one") if match["whole"] else f"no {match['noun']}"
    return frozenset(stems(said))


def _doer(text: str, terms: Mapping[str, Term], written: Sequence[Form]) -> frozenset[str]:
    match = _DOER.search(text)
    if not match:
        return frozenset()
    said = {word for part in match[1].split() if not _INITIALS.fullmatch(part) for word in words(part)}
    named = {root for root in map(stem, said) if root in terms and terms[root].key}
    others = {stem(word) for form in written if said & {*form.said} for word in form.written}
    return frozenset(named | others) if named else frozenset()
