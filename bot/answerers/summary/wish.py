"""What a request says of the summary itself: the length that is wished for, and the words that name nothing."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.question.classifier import model
from bot.question.names import weak_stems
from bot.question.spellings import DIGITS
from ingest.text.words import stems

_ONE = "one a an single ein eine einem einen un une una".split()
_MORE = {  # beside the English ones, which are looked up
    **dict.fromkeys("zwei deux dos couple".split(), 2),
    **dict.fromkeys("drei trois tres".split(), 3),
    **dict.fromkeys("few paar quelques".split(), 4),
    **dict.fromkeys("vier quatre cuatro".split(), 4),
    **dict.fromkeys("fünf cinq cinco".split(), 5),
}
_COUNTS = {**{name: int(digits) for name, digits in DIGITS.items()}, **dict.fromkeys(_ONE, 1), **_MORE}
_UNITS = (
    ("sentence", r"sentences?|lines?|Sätzen?|Satz|phrases?|frases?"),
    ("point", r"bullets?|bullet ?points?|(?:bullet |key |main )?points?|takeaways?|Stichpunkten?|Punkten?|puntos?"),
    ("paragraph", r"paragraphs?|Absatz|Absätzen?|paragraphes?|párrafos?"),
    ("word", r"words|Wörtern?|Worten|mots|palabras"),
)
_LENGTH = re.compile(
    rf"(?:\b(?:in|into|as|with|mit|auf|en|avec|con)\s+(?:\w+\s+){{0,3}}?)?\b(?:an?\s+(?=few|couple))?"
    rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\s+(?:of\s+)?"
    rf"(?:[\w-]+\s+)?(?:{'|'.join(f'(?P<{name}>{form})' for name, form in _UNITS)})\b",
    re.IGNORECASE,
)
_LONGEST = 50  # claims
_PARAGRAPH = _FEW = 4  # sentences
_SENTENCE = 20  # words


@dataclass(frozen=True, slots=True)
class Wish:
    """How long a summary shall be.

    Attributes:
        claims: how many sentences or bullets; None if it was not said.
        words: how many words at most; None if it was not said.
        flowing: whether sentences are wanted rather than bullets.
    """

    claims: int | None = None
    words: int | None = None
    flowing: bool = False


def wish_of(text: str) -> tuple[Wish, str]:
    """The wished length, and the request without what says it."""
    found = _LENGTH.search(text)
    if found is None:
        return Wish(), text
    said = found["count"].lower()
    count = int(said) if said.isdigit() else _COUNTS[said]
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    if found["word"] and not said.isdigit() and count < _SENTENCE:  # "in a few words" is "in short"
        return Wish(_FEW, flowing=True), rest
    if found["word"]:
        return Wish(max(1, min(_LONGEST, count // _SENTENCE)), count), rest
    if found["paragraph"]:
        return Wish(min(_LONGEST, count * _PARAGRAPH), flowing=True), rest
    return Wish(max(1, min(_LONGEST, count)), flowing=bool(found["sentence"])), rest


@cache
def asking_stems() -> frozenset[str]:
    """The stems of words by which summaries are asked for: those of the examples in requests.txt, and weak ones."""
    return weak_stems() | _stems("requests.txt")


@cache
def said_stems() -> frozenset[str]:
    """Those of all words by which the classifier's examples ask for a summary: "what was decided at …".

    Where they name nothing that is there, they are no topic either.
    """
    return frozenset(stem for word in model().asking["summary"] for stem in stems(word))


@cache
def whole_stems() -> frozenset[str]:
    """Those of further words by which all that there is can be meant: of the examples in everything.txt."""
    return _stems("everything.txt") - asking_stems()


def _stems(name: str) -> frozenset[str]:
    lines = (files("bot.answerers.summary") / name).read_text(encoding="utf-8").splitlines()
    return frozenset(stem for line in lines if not line.startswith("#") for stem in stems(line))
