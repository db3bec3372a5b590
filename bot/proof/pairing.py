"""Numbers of one sentence and what each is of: "£52 for the large hall and £19 for the small one"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.proof.quantities import Figure, figures
from bot.question.names import weak_stems
from ingest.text.sentences import sentence_spans
from ingest.text.words import stem, words

_PARTS = re.compile(r"[,;]\s+(?:and\s+|but\s+|while\s+)?|\s+(?:and|but|while|whereas)\s+")
_NUMBERED = re.compile(r"^\W*\d+(?:\.\d+)*[.)]?\s+(?=[A-Z])")  # "5. The rent is"
_OF = frozenset("for in of at on to by from with among per".split())


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a sentence with one number.

    Attributes:
        number: in it.
        frame: the preposition behind it, "" where the stretch begins with it.
        of: stem of the telling word after that: what the number is of.
        stems: of all words.
    """

    number: Figure
    frame: str
    of: str
    stems: frozenset[str]


def mispaired(said: str, there: str) -> bool:
    """Whether a number is said of what the source has another number of the same kind for, in the same sentence."""
    ours = _parts(said)
    if not ours:
        return False
    for start, end in sentence_spans(there):
        theirs = [part for part in _parts(there[start:end]) if part.of]
        for own in ours:
            mine = [part for part in theirs if part.number == own.number]
            if len(mine) == 1 and any(_is_of(own, mine[0], other) for other in theirs):
                return True
    return False


def _is_of(own: _Part, mine: _Part, other: _Part) -> bool:
    alike = other.number != mine.number and (other.number.unit, other.frame) == (mine.number.unit, mine.frame)
    return alike and other.of in own.stems and other.of not in mine.stems and mine.of not in own.stems


def _parts(sentence: str) -> list[_Part]:
    """The stretches between commas and conjunctions that hold one number each."""
    found = []
    for text in _PARTS.split(_NUMBERED.sub("", sentence)):
        numbers = figures(text)
        if len(numbers) == 1:
            listed = words(text)
            found.append(_Part(numbers[0], *_of(listed, numbers[0]), frozenset(map(stem, listed))))
    return found


def _of(listed: Sequence[str], number: Figure) -> tuple[str, str]:
    at = listed.index(number.value) if number.value in listed else 0
    behind = next((place for place in range(at + 1, len(listed)) if listed[place] in _OF), None)
    if behind is None and at > 0:
        return "", ""
    after = listed[(behind or at) + 1 :]
    telling = (stem(word) for word in after if word.isalpha() and stem(word) not in weak_stems())
    return listed[behind] if behind is not None else "", next(telling, "")
