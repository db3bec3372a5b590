"""The values of a PDF's form -> words of its pages: each behind its label, which is told from where they stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.pdf_forms import Field
from ingest.formats.pdf_words import Word

_REACH = 3  # heights from a label to its value at most, if they are to be close by
_UNDER = 1.5  # heights from a label to the value below it at most


def filled(words: Sequence[Word], fields: Sequence[Field]) -> list[Word]:
    """The words of a page with the values among them: each behind its label, or under the field's name without one."""
    labels = [_label(words, field) for field in fields]
    counts = Counter(label for label, _ in labels)
    found = list(words)
    for field, (label, near) in zip(fields, labels, strict=True):
        if label is None:
            name = f"{field.name}: " if field.name else ""
            word = Word(field.left, field.bottom, field.right, field.top, name + field.value)
            found.insert(_above(found, field), word)
            continue
        # Beside its label, so that the two are one line whatever stands on the page besides; but the values of a row
        # with several stay where they are.
        at = next(at for at, word in enumerate(found) if word.at == label.at)
        beside = near or counts[label] == 1
        mark = ":" if beside and (field.ticked or not near) and not label.text.endswith(":") else ""
        found[at] = replace(found[at], text=label.text + mark)
        left = label.right + 0.1 * label.height if beside else field.left
        right = left + 1 if beside else max(field.right, field.left + 1)
        found.insert(at + 1, replace(label, left=left, right=right, text=field.value, spaced=True, at=-1))
    return found


def _label(words: Sequence[Word], field: Field) -> tuple[Word | None, bool]:
    """The last word of the field's label, and whether it is close by: before it on its line, else right above it."""
    middle = (field.bottom + field.top) / 2
    line = [word for word in words if word.bottom < middle < word.top and word.at >= 0] or _first_line(words, field)
    before = max((word for word in line if word.right <= field.left + word.height / 2), key=_right, default=None)
    if field.ticked and (after := _behind(line, field, before)):
        return after, True
    if before is None:
        return _over(words, field), False
    return before, field.ticked or before.text.endswith(":") or field.left - before.right < _REACH * before.height


def _first_line(words: Sequence[Word], field: Field) -> list[Word]:
    """The words beside the first line of a field of several lines."""
    beside = [word for word in words if word.at >= 0 and field.bottom < (word.bottom + word.top) / 2 < field.top]
    top = max((word.top for word in beside), default=0.0)
    return [word for word in beside if top - word.top < word.height / 2]


def _right(word: Word) -> float:
    return word.right


def _behind(line: Sequence[Word], field: Field, before: Word | None) -> Word | None:
    """The last word of the label behind a box to tick, if that is nearer than the one before it."""
    after = sorted((word for word in line if word.left >= field.right - 2), key=lambda word: word.left)
    gap = field.left - before.right if before else field.right
    if not after or not after[0].left - field.right < _REACH * after[0].height:
        return None
    if after[0].left - field.right > max(gap, after[0].height / 2):
        return None
    last = after[0]
    for word in after[1:]:
        if word.left - last.right > word.height:
            break
        last = word
    return last


def _over(words: Sequence[Word], field: Field) -> Word | None:
    """The last word of the line right above a field that begins where the field does."""
    above = [word for word in words if word.at >= 0 and -2 < word.bottom - field.top < _UNDER * word.height]
    first = next((word for word in above if abs(word.left - field.left) < word.height), None)
    if first is None:
        return None
    last = first
    for word in sorted(above, key=lambda word: word.left):
        if 0 <= word.left - last.right < word.height and abs(word.bottom - last.bottom) < word.height / 2:
            last = word
    return last


def _above(words: Sequence[Word], field: Field) -> int:
    """Where in the order of the words one that stands alone belongs: behind the nearest above it."""
    above = [at for at, word in enumerate(words) if word.bottom >= field.bottom]
    return max(above, key=lambda at: (-words[at].bottom, at), default=-1) + 1
