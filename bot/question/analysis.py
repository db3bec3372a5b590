"""What a question asks for: its telling words and how much each tells, its names and numbers, its kind."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.question.names import names, passing, weak_stems
from bot.question.wording import Form, forms
from ingest.text.words import stem, stems, words
from ingest.view import View

_AUXILIARY = "(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should)"
_KINDS = (
    ("yes or no", rf"^\W*{_AUXILIARY}\b"),
    ("age", r"how old\b|what age\b"),
    ("count", r"how many"),
    ("number", r"how (?:much|long|far|often|tall|big|large|high|deep|fast|heavy)|percent|what number"),
    ("date", r"\bwhen\b|(?:what|which) (?:year|date|month|day|century|decade|time|season)"),
    ("person", r"\bwho(?:m|se)?\b|(?:what|which) (?:person|man|woman|actor|actress|singer|author|leader|president)"),
    ("place", r"\bwhere\b|(?:what|which) (?:city|country|state|place|town|region|continent|location)"),
    ("reason", r"\bwhy\b|\breasons?\b|how come"),
    ("purpose", r"what for\b|\b(?:purpose|goal|aim|role|task|mission|function) of\b|used for\b|designed to\b"),
    (
        "extreme",
        r"\b(?:most|least|(?:larg|high|low|small|bigg|long|old|young|great|few|rich|poor|fast|earli|lat)e?st)\b",
    ),
)
_MORE = re.compile(
    r"^\W*(?:why|how(?! (?:many|much|long|old|far|often|tall|big|large|high))|what are|list|explain)\b", re.I
)

_CARRIED = 0.4  # the weight of a word that the conversation may mean, against one that was asked
_SUM = re.compile(r"[$€£]\s?\d[\d.,]*k?|\d[\d.,]*\s?(?:%|percent\b)", re.I)
_DOER = re.compile(
    rf"\b{_AUXILIARY}\s+(?:the\s+|an?\s+)?"
    r"((?:[A-Z][\w.’'&-]*(?:\s+(?:of|the|and|de|von)\s+(?=[A-Z])|\s*))+)"
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
        kind: of what is asked for, one of the names in `_KINDS`, or "other".
        more: whether one sentence may not be enough.
        carried: stems that only the conversation may mean: they count less, and no answer must speak of them.
        told: answers that the conversation has given already and that are not to be given again.
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
    carried = frozenset(stems(added)) - frozenset(stems(text.replace(added, " "))) if added else frozenset()
    written = forms(view, text)
    said = bool(_SAID.search(text))
    terms = _terms(view, text, written, carried)
    kind = next((name for name, pattern in _KINDS if re.search(pattern, text, re.I)), "other")
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
    )


def _terms(view: View, text: str, written: Sequence[Form], carried: frozenset[str]) -> dict[str, Term]:
    """The telling words of a question by their stems."""
    count = max(1, view.count()[1])
    key = {word for name in names(text) for word in words(name)}
    slight = passing(text)
    otherwise = {word for form in written for word in form.said}
    terms: dict[str, Term] = {}
    for word in words(text):
        root = stem(word)
        if (root in weak_stems() and word not in key) or root in terms or not word[0].isalnum():
            continue
        frequency = view.frequency(word)
        weight = math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
        known = frequency > 0 or word in otherwise
        if root in carried:
            terms[root] = Term(word, root, weight * _CARRIED, known, key=False)
        else:
            named = word in key and (known or word not in slight)
            terms[root] = Term(word, root, weight, known, word[0].isdigit() or named)
    return terms


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
