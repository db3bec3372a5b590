"""Running heads and the numbers of pages in a plain text that was printed page by page -> the text without them."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, islice, pairwise

from ingest.text.lines import ends_sentence
from ingest.text.table_lines import is_laid_out

_PAGE = r"(?:page|seite|p[áa]gina|side|sida|sivu|strona|strana|str\.|стр\.|страница|сторінка)"
_OF = "(?:of|von|de|sur|z|av|di|из)"
_ALONE = re.compile(
    rf"[\s\[|~·•–—-]*(?:{_PAGE}\W*)?(\d{{1,4}})(?:\s?(?:{_OF}|/)\s?\d{{1,4}})?[\s\]|~·•–—-]*", re.IGNORECASE
)
_CALLED = re.compile(rf"\b{_PAGE}\s*(\d{{1,4}})\b", re.IGNORECASE)
_CELL = re.compile(r"(?:^|\s{3})(\d{1,4})(?=\s{3}|$)")
_WORD, _COUNTED = re.compile(r"[^\W\d_]+"), re.compile(rf"{_PAGE}|{_OF}", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_STEPS = (1, 2, 3)  # from one such line to the next, as left and right pages may differ, and some have none
_MOSTLY = 0.9  # of the steps: so many are such, or the numbers count something else
_SHARE = 0.4  # of the pages: on so many stands what runs along them
_PARTED = 0.25  # of the borders that only numbers show: so many part a sentence
_NEAR = 3  # lines at the top and the bottom of a page that may run along
_LONGEST = 160  # characters of such a line
_FEED = "\f"


def without_running(text: str) -> str:
    """The text without what stands at the top or the bottom of several pages; of it what has words stands once, below.

    Where pages begin is told by form feeds, else by lines with numbers that count up, if they part a sentence. The
    first page keeps what is at its top.
    """
    rows = [row.rstrip("\r") for row in text.replace(_FEED, f"\n{_FEED}\n").split("\n")]
    said = [" ".join(row.split()) for row in rows]
    numbered = _numbered(rows, said)
    feeds = {at for at, row in enumerate(rows) if row == _FEED}
    if not feeds and not numbered:
        return text
    gone = numbered | _running(said, sorted(feeds | numbered), numbered)
    stretches = [(at, list(group)) for at, group in groupby(range(len(rows)), lambda at: not said[at] or at in gone)]
    borders = [bool(feeds.intersection(group) or gone.intersection(group)) and aside for aside, group in stretches]
    kept: list[str] = []
    parted: list[bool] = []
    for at, ((_, group), border) in enumerate(zip(stretches, borders, strict=True)):
        if not border:
            kept += [rows[one] for one in group]
        elif kept and at + 1 < len(stretches):
            above, below = group[0] - 1, group[-1] + 1
            goes_on = not ends_sentence(said[above]) and said[below][0].islower()
            parted.append(goes_on)
            kept += [] if goes_on or (is_laid_out(rows[above]) and is_laid_out(rows[below])) else [""]
    if not gone or not (feeds or sum(parted) > _PARTED * len(parted)):
        return text
    return "\n".join([*kept, *_once(said, sorted(gone), {" ".join(row.split()) for row in kept})])


def _numbered(rows: Sequence[str], said: Sequence[str]) -> set[int]:
    """The lines with the number of a page: they say the same, but the number counts up.

    It stands alone, is called so, or is apart from the words beside it.
    """
    chains: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for at, row in enumerate(rows):
        if len(row) > _LONGEST or not _DIGITS.search(row) or not _is_edge(said, at):
            continue
        alone = _ALONE.fullmatch(row)
        words = _DIGITS.sub("#", said[at].casefold())
        cells = _CELL.finditer(row.strip()) if _words(row) else ()
        for place, found in enumerate([alone] if alone else [*_CALLED.finditer(row), *cells]):
            chains.setdefault((words, place), []).append((at, int(found[1])))
    pages: set[int] = set()
    for chain in chains.values():
        steps = [(one[0], other[0]) for one, other in pairwise(chain) if other[1] - one[1] in _STEPS]
        if steps and len(steps) >= _MOSTLY * (len(chain) - 1):
            pages.update(at for step in steps for at in step)
    return pages


def _is_edge(said: Sequence[str], at: int) -> bool:
    """Whether no words stand above, or none below, a line."""
    return at == 0 or at + 1 == len(said) or not said[at - 1] or not said[at + 1]


def _running(said: Sequence[str], borders: Sequence[int], numbered: AbstractSet[int]) -> set[int]:
    """The lines between the borders and the text of their pages that stand at several of them."""
    gone: set[int] = set()
    known = {_words(said[at]) for at in numbered}
    least = max(2.0, _SHARE * max(len(numbered), len(borders) - len(numbered)))
    for step in (-1, 1):
        near = {at: _near(said, at, step, numbered) for at in (*borders, -1 if step > 0 else len(said))}
        places: dict[str, set[int]] = {}
        for at in (one for lines in near.values() for one in lines):
            places.setdefault(said[at], set()).add(at)
        for border in borders:
            for at in near[border]:
                words = _words(said[at])
                if not words or len(said[at]) > _LONGEST or (len(places[said[at]]) < least and words not in known):
                    break
                gone.add(at)
    return gone


def _near(said: Sequence[str], border: int, step: int, numbered: AbstractSet[int]) -> list[int]:
    """The first lines with words from a border on, those with the number of the page apart."""
    after = range(border + step, len(said) if step > 0 else -1, step)
    return list(islice((at for at in after if said[at] and at not in numbered), _NEAR))


def _once(said: Sequence[str], gone: Sequence[int], kept: AbstractSet[str]) -> Iterator[str]:
    """What ran along, each once, where it has words that the text does not have; a blank line before each."""
    told = {"", *map(_words, kept)}
    for line in (said[at] for at in gone):
        if (words := _words(line)) not in told:
            yield from ("", line)
        told.add(words)


def _words(line: str) -> str:
    """What a line says without numbers and what they count."""
    return " ".join(word for word in _WORD.findall(line) if not _COUNTED.fullmatch(word)).casefold()
