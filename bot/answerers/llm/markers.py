"""Citation markers that models write into their text: [1], [1, 2], [1-3], [[1]], 【1】, [^1], [passage 1]."""

import re
from collections.abc import Sequence

from bot.drafts import Quote
from bot.question.names import weak_stems
from ingest.documents import Hit
from ingest.text.sentences import sentence_spans
from ingest.text.words import stem, words

_LIST = r"\d{1,3}(?:\s*(?:,|;|&|and|-|–|—|to)\s*\d{1,3})*"
_NAME = r"(?:(?:passages?|sources?|citations?|refs?\.?|p\.)\s*|\^|#)?"
_END = r"(?:\s*†[^\]】]*)?"  # what OpenAI's own file search appends
_MARKER = re.compile(
    rf"\s*(?:\[\[\s*{_NAME}({_LIST}){_END}\s*\]\]|\[\s*{_NAME}({_LIST}){_END}\s*\](?!\()|【\s*{_NAME}({_LIST}){_END}\s*】)",
    re.IGNORECASE,
)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|to)\s*(\d+)")
_WIDEST = 20  # passages in a range: more is no citation
_FENCE = re.compile(r"^\s*(?:[#>*+-]+|\d+[.)])\s+", re.MULTILINE)


def unmarked(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without its markers, and the passages they name, from 1, in order; code is left as it is."""
    numbers: dict[int, None] = {}
    kept, at = [], 0
    for code in [*_CODE.finditer(text), None]:
        plain = text[at : code.start() if code else len(text)]
        for match in _MARKER.finditer(plain):
            numbers.update(dict.fromkeys(_numbers(next(group for group in match.groups() if group))))
        kept.append(_MARKER.sub("", plain))
        if code:
            kept.append(code.group())
            at = code.end()
    return "".join(kept).strip(), tuple(numbers)


def _numbers(listed: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"\s*(?:,|;|&|and)\s*", listed):
        span = _RANGE.fullmatch(part.strip())
        first, last = (int(span[1]), int(span[2])) if span else (int(part), int(part))
        found += range(first, last + 1) if 0 <= last - first < _WIDEST else []
    return found


def marked_sentences(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of a plain reply without their markers, and the passages that each cites.

    A marker behind the full stop belongs to the sentence before it.
    """
    found: list[tuple[str, tuple[int, ...]]] = []
    body = _FENCE.sub("", text)
    for start, end in sentence_spans(body):
        piece = body[start:end]
        led = _leading(piece)
        if led and found:
            said, numbers = found.pop()
            found.append((said, tuple(dict.fromkeys((*numbers, *unmarked(piece[:led])[1])))))
            piece = piece[led:]
        said, numbers = unmarked(piece)
        if any(sign.isalnum() for sign in said):
            found.append((said, numbers))
    return found


def _leading(piece: str) -> int:
    """How many characters at the beginning of a sentence are markers."""
    at = 0
    while match := _MARKER.match(piece, at):
        at = match.end()
    return at


def nearest(said: str, hit: int, hits: Sequence[Hit]) -> Quote | None:
    """The sentence of a passage that shares most words with what was said; None if the passage was not given."""
    if not 0 <= hit < len(hits):
        return None
    passage = hits[hit].passage
    wanted = _telling(said)
    spans = passage.sentences or ((passage.start, passage.end),)
    best = max(spans, key=lambda span: len(wanted & _telling(passage.quote(*span))))
    return Quote(hit, passage.quote(*best))


def _telling(text: str) -> set[str]:
    return {stem(word) for word in words(text)} - weak_stems()
