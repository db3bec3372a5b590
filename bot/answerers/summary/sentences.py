"""The sentences that can stand in a summary.

Headings, salutations, signatures, addresses, who was at a meeting and rows of tables are no sentences; a question, or
who asks it, answers nothing; what begins with a word that points back is shown with the sentence before it, or not.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.vectors import sentence_vectors
from bot.answerers.summary.features import features, settled
from bot.answerers.summary.labels import PEOPLE, labels
from bot.answerers.summary.talk import Talk
from bot.answerers.summary.units import Unit
from ingest.documents import Passage
from ingest.text.lines import ends_sentence, is_list_item

Vector = NDArray[np.float32]
_FEWEST, _MOST = 4, 60  # words of a sentence
_UNSPACED = 12  # characters of one in a script without spaces
_WIDE = 45  # words of one with the sentence that it leans on
_LEANS = 4  # words of one that does, whatever they are
_BACK = re.compile(
    r"(?:he|she|it|they|his|her|its|their|this|these|that|those|such|both|but|and|or|so|yet|however|instead|therefore"
    r"|thus|also|then|otherwise|er|sie|es|dies\w*|jedoch|aber|und|il|elle|ils|elles|cela|mais|donc|ello|eso|esto|pero)\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s*(?:[-*+•‣▪◦·–—]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
_NO_TEXT = re.compile(r"©|\(c\)\s*\d{4}|\ball rights reserved\b|https?://\S+$", re.IGNORECASE)
_SILENT = Talk()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can stand in a summary.

    Attributes:
        unit: the number of its unit.
        passage: that it stands in.
        start, end: of what is shown: it, and the sentence before where it leans on that; offsets into the document.
        features: what speaks for it, in the order of `features.FEATURES`.
        vector: its meaning, unit length.
        speaker: who says it, "" where nobody does.
    """

    unit: int
    passage: Passage
    start: int
    end: int
    features: tuple[float, ...]
    vector: Vector
    speaker: str = ""

    @property
    def text(self) -> str:
        """What is shown."""
        return self.passage.quote(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sentence before it is weighed; `place` is where it begins itself, `spoken` the characters of its turn."""

    passage: Passage
    start: int
    end: int
    place: int
    number: int
    opens: bool
    vector: Vector
    speaker: str
    spoken: int


def sentences(units: Sequence[Unit], talk: Mapping[str, Talk], topic: Vector | None = None) -> list[Sentence]:
    """The sentences of some passages of each unit; of one that has none, such as a slide, its lines.

    Args:
        units: with the passages to read.
        talk: who speaks in them, by source, where people do.
        topic: the meaning of what is asked about; None for everything.
    """
    vectors = iter(sentence_vectors([passage for unit in units for passage in unit.passages]))
    meanings = [[next(vectors) for _ in unit.passages] for unit in units]
    seen = [list(_seen(unit, own, talk, _stands)) for unit, own in zip(units, meanings, strict=True)]
    bare = not any(seen)
    for at, unit in enumerate(units):
        if not seen[at] and not unit.tables and (unit.name or bare):
            seen[at] = list(_seen(unit, meanings[at], talk, _is_line))
    everything = [one.vector for own in seen for one in own]
    return list(_weighed(units, seen, _centre(everything), topic)) if everything else []


def _weighed(
    units: Sequence[Unit], seen: Sequence[Sequence[_Seen]], whole: Vector, topic: Vector | None
) -> Iterator[Sentence]:
    from ingest.embedding.models import token_model

    titles = (" ".join(unit.name) or (unit.passages[0].title if unit.passages else "") for unit in units)
    meant = token_model().encode_passages([title or "?" for title in titles])
    for at, (own, name) in enumerate(zip(seen, meant, strict=True)):
        near = (_centre([one.vector for one in own]) if own else whole, whole, name, topic)
        for one in own:
            text = one.passage.quote(one.place, one.end)
            cosines = [float(one.vector @ other) if other is not None else 0.0 for other in near]
            signs = features(text, one.number, cosines, opens=one.opens, spoken=one.spoken)
            yield Sentence(at, one.passage, one.start, one.end, signs, one.vector, one.speaker)


def _centre(vectors: Sequence[Vector]) -> Vector:
    mean = np.mean(vectors, axis=0)
    centre: Vector = mean / max(float(np.linalg.norm(mean)), 1e-6)
    return centre


def _seen(
    unit: Unit, meanings: Sequence[Sequence[Vector]], talk: Mapping[str, Talk], stands: Callable[[str, bool], bool]
) -> Iterator[_Seen]:
    number = 0
    in_row = _rows(unit)
    for passage, vectors in zip(unit.passages, meanings, strict=True):
        those = talk.get(passage.source, _SILENT)
        before: tuple[int, int] | None = None
        for (start, end), vector in zip(passage.sentences, vectors, strict=True):
            opens = before is None or "\n" in passage.quote(before[1], start)
            turn = those.turn(start)
            speaker = turn.speaker if turn else ""
            begin = _begin(passage, start, end, speaker)
            previous, before = before, (begin, end)
            if in_row(start) or speaker in those.askers or not stands(passage.quote(begin, end), opens):
                continue
            shown = _with_antecedent(passage, (begin, end), None if opens else previous)
            if shown is None:
                continue
            spoken = turn.end - turn.start if turn else 0
            yield _Seen(passage, shown, end, begin, number, opens, vector, speaker, spoken)
            number += 1


def _with_antecedent(passage: Passage, span: tuple[int, int], before: tuple[int, int] | None) -> int | None:
    """Where to begin with a sentence: with the one before, where it leans on that; None if that does not help.

    So does a short one: "Vote 6 to 0."
    """
    text = passage.quote(*span)
    if not _BACK.match(text) and (before is None or len(text.split()) > _LEANS):
        return span[0]
    if before is None or _BACK.match(passage.quote(*before)):
        return None
    return before[0] if len(passage.quote(before[0], span[1]).split()) <= _WIDE else None


def _rows(unit: Unit) -> Callable[[int], bool]:
    """Whether a place of the text is in a table."""
    spans = sorted((rows[0].start, rows[-1].end) for sheet in unit.tables if (rows := list(sheet.table.rows)))
    starts = [start for start, _ in spans]

    def holds(place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at >= 0 and place < spans[at][1]

    return holds


def _begin(passage: Passage, start: int, end: int, speaker: str) -> int:
    """Where the words of a sentence begin: behind the mark of a list, or the name of who speaks."""
    text = passage.quote(start, end)
    if speaker and speaker in text[: text.find(":") + 1]:
        said = text[text.index(":") + 1 :].lstrip()
        return end - len(said)
    mark = _MARKER.match(text)
    return start + mark.end() if mark and is_list_item(text) else start


def _stands(text: str, opens: bool) -> bool:
    """Whether it is a whole sentence that tells something."""
    count = len(text.split())
    spaced = text.isascii() or count >= _FEWEST  # some scripts write no spaces
    short = count < _FEWEST and not (count > 1 and settled(text))  # "Changed to €3."
    if count > _MOST or (short and (spaced or len(text) <= _UNSPACED)):
        return False
    if _NO_TEXT.search(text) or text.rstrip(' "”’)').endswith("?") or "|" in text or text[0].islower():
        return False
    if any(labels()[task].match(text) for task in PEOPLE):
        return False
    return ends_sentence(text) or (opens and count > 2 * _FEWEST and not text.rstrip().endswith((",", ":")))


def _is_line(text: str, opens: bool) -> bool:
    """Whether a text without sentences, such as a slide, can be told by it: a line of some words."""
    return opens and 2 < len(text.split()) <= _MOST and not text.rstrip().endswith((",", ":", "?"))
