"""Terms and the few words that say what each is, in a list of terms (dl) or side by side: one line, "Length: 42 m"."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ingest.formats.web_links import is_linked
from ingest.formats.web_tables import INLINE, words
from ingest.text.lines import ends_sentence

FACT = "fact"  # the attribute of an element that holds such a line
_LONGEST = 80  # characters of a term, and of what is said of it: more is text under a heading of its own
_PARTS = (INLINE - {"sub", "sup"}) | {"div", "p"}


def join_terms(tree: Any) -> None:  # noqa: ANN401 (lxml ships no types)
    """Put what is said of a term behind it, in a tree, where both are short."""
    for term in list(tree.iter("dt")):
        said = []
        node = term.getnext()
        while node is not None and node.tag == "dd":
            said.append(node)
            node = node.getnext()
        if said and all(_is_short(_plain(one)) for one in (term, *said)):
            _join(term, f"{_plain(term).rstrip(' :')}: {'; '.join(map(_plain, said))}", said)
    for box in list(tree.iter("*")):
        for term, said in [*_rows(box), *_run(list(box))]:
            name, text = _plain(term), _plain(said)
            sign = ":" if any(map(str.isalpha, name)) else ""  # "27 members", "9:00 Opening"
            _join(term, f"{name.rstrip(' :')}{sign} {text}", [said])


def _join(term: Any, line: str, said: list[Any]) -> None:  # noqa: ANN401
    linked = all(map(is_linked, (term, *said)))
    for one in (*said, *term):
        one.drop_tree()
    term.text = line
    if linked:  # it stays a link: a line of a table of contents
        term.insert(0, term.makeelement("a"))
        term[0].text, term.text = line, None
    if term.tag in INLINE and term.getnext() is not None:
        term.tail = "; "
    (term.getparent() if term.tag in INLINE else term).set(FACT, "")


def _rows(box: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    """The pairs in the elements right below one, if several of one look have nothing else."""
    rows = [row for row in box if row.tag in ("div", "li") and len(row) == 2 and not (row.text or "").strip()]
    looks = [tuple((one.tag, *(one.get("class") or "").split()[:1]) for one in row) for row in rows]
    alike = Counter(looks)
    pairs = [tuple(row) for row, look in zip(rows, looks, strict=True) if alike[look] > 1 and not is_linked(row)]
    return [(term, said) for term, said in pairs if _is_pair(term, said)]


def _run(parts: list[Any]) -> Iterator[tuple[Any, Any]]:
    """The pairs among elements side by side, if several of one look stand one after the other."""
    looks = [(one.tag, one.get("class")) for one in parts]
    at, before = 0, None
    while at + 1 < len(parts):
        look = looks[at : at + 2]
        if look in (before, looks[at + 2 : at + 4]) and _is_pair(*parts[at : at + 2]):
            yield parts[at], parts[at + 1]
            at, before = at + 2, look
        else:
            at, before = at + 1, None


def _is_pair(term: Any, said: Any) -> bool:  # noqa: ANN401
    """Whether two elements of different looks say a few words each, and no space or sign makes them one line."""
    pair = (term, said)
    if len({(one.tag, one.get("class")) for one in pair}) < len(pair) or any((one.tail or "").strip() for one in pair):
        return False
    if any(one.tag not in _PARTS or any(inner.tag not in INLINE for inner in one.iterdescendants()) for one in pair):
        return False
    if not all(_is_short(_plain(one)) for one in pair) or next(term.iterancestors("pre", "code"), None) is not None:
        return False
    joint = f"{''.join(term.itertext())[-1:]}{term.tail or ''}{''.join(said.itertext())[:1]}"
    return not all(one.tag in INLINE for one in pair) or re.fullmatch(r"[\w:)%][\w$€£]", joint) is not None


def _plain(node: Any) -> str:  # noqa: ANN401
    return " ".join(words(node).split())


def _is_short(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and not ends_sentence(text)
