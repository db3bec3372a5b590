"""Which of the things that were just named "the first one", "the latter" or "the other" means."""

import re
from collections.abc import Sequence

from bot.question.followup.tokens import telling
from bot.question.names import names
from ingest.text.sentences import sentence_spans

_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "latter": -1, "last": -1}
_POINT = re.compile(
    r"\bthe\s+(?P<place>first|second|third|fourth|former|latter|last|other)"
    r"(?:\s+(?P<one>ones?|two)\b|(?<=former)\b|(?<=latter)\b|(?=\s*[?.,!]|\s*$|\s+(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could"
    r"|should|aim|carry|have|cost|want|get|go|say|use|hold|need|make|win|take|mean|come|look|work)\b))",
    re.I,
)
_NAMED = re.compile(r"\bthe\s+(?P<place>first|second|third|fourth)\s+(?P<noun>[a-z]+)\b", re.I)
_ORDINAL = re.compile(r"\b(?:the\s+)?(first|second|third|fourth)\b(?:\s+(?P<noun>[a-z]+))?", re.I)
_NO_NOUN = frozenset(
    "of in on at to by for with from beside near behind under over between largest smallest is was are were has had "
    "comes came carries time half and or one".split()
)
_ONE_OTHER = re.compile(
    r"\bone\s+(?:was\s+|is\s+)?(?P<one>.{1,200}?),?\s+and\s+the\s+other\s+(?:was\s+|is\s+)?(?P<other>.+)", re.I
)
_NUMBERED = re.compile(r"\b(?P<noun>[A-Z]?[a-z]+)s\s+(?P<all>\d+(?:,\s*\d+)*\s+(?:and|or)\s+\d+)\b")
_BETWEEN = re.compile(r"^(?:,\s*|,?\s*(?:and|or)\s+)(?:(?:the|an?)\s+)?(?:[a-z-]+\s+){0,2}$")
_ITEM = re.compile(r"(?:^|\s)(?:[-•*–]|\d{1,2}[.)])\s+(?=\S)")
_SAID_OF = re.compile(r"\s+[-–—(]|[:;,]\s")
_EITHER = re.compile(r"(?:,|\bis|\bare)\s+(?P<one>[^,?]{1,200}?)\s+or\s+(?P<other>[^?,]{1,200})\?", re.I)
_CLAUSES = re.compile(r";\s+|,\s+(?:while|whereas)\s+")
_PLURAL = re.compile(r"\b(?:which|what|how many|the)\s+(?:[a-z]+\s+){0,2}?(?P<noun>[a-z]{3,})s\b", re.I)


def pick(question: str, before: str, answer: str, stressed: Sequence[str] = ()) -> str | None:
    """Put in what "the first one" and its like stand for.

    Args:
        question: as it was asked.
        before: the user's question before it.
        answer: the last answer, `cleaned`.
        stressed: what it shows in bold: several things are the ones asked for, if nothing else tells which are.

    Returns:
        The question with the thing in it; None, if it says nothing of the kind or nothing was named that it may mean.
    """
    point = _POINT.search(question)
    if point is None:
        return _explained(question, answer)
    found = items(before, answer) or listed(answer) or [one for one in stressed if telling(one)]
    if len(found) < 2:
        return None
    place = point["place"].lower()
    if place == "other":
        rest = [thing for thing in found if thing and not _meant(thing, found, before)]
        if not 0 < len(rest) < len(found):
            return None
        thing = " and ".join(rest)
    else:
        at = _PLACES[place]
        if at >= len(found):
            return None
        thing = found[at]
    if not thing:
        return None
    if re.search(rf"\bthe {re.escape(thing)}\b", answer, re.I):
        thing = f"the {thing}"
    return question[: point.start()] + thing + question[point.end() :]


def items(before: str, answer: str) -> list[str]:
    """The things that a conversation has just named one after the other; none if it is not clear which they are."""
    either = _EITHER.search(before)
    sentences = [answer[start:end] for start, end in sentence_spans(answer)]
    return (
        _counted(before, sentences)
        or next(filter(None, (_one_other(sentence) for sentence in sentences)), [])
        or next(filter(None, (_numbered(sentence) for sentence in sentences)), [])
        or ([either["one"].strip(), either["other"].strip()] if either else [])
        or next(filter(None, (_side_by_side(sentence, before) for sentence in sentences)), [])
    )


def listed(answer: str) -> list[str]:
    """The items of an answer that is a list, each without what is said of it after a dash, a colon or the like."""
    found = [_SAID_OF.split(item.strip(" .;,"))[0] for item in _ITEM.split(answer)[1:]]
    return [item for item in found if item] if len(found) > 1 else []


def _counted(before: str, sentences: list[str]) -> list[str]:
    """What the answer itself counts: "The first, …, The second, …"."""
    clauses: list[tuple[str, str, str]] = []
    for sentence in sentences:
        marks = list(_ORDINAL.finditer(sentence))
        for mark, follower in zip(marks, [*marks[1:], None][: len(marks)], strict=True):
            noun = (mark["noun"] or "").lower()
            end = follower.start() if follower else len(sentence)
            clauses.append((mark[1].lower(), "" if noun in _NO_NOUN else noun, sentence[mark.end(1) : end]))
    order = [place for place, _, _ in clauses]
    if len(set(order)) < 2 or order != sorted(order, key=_PLACES.__getitem__):
        return []
    plural = _PLURAL.search(before)
    noun = next((noun for _, noun, _ in clauses if noun), plural["noun"].lower() if plural else "")
    counted = []
    for place, own, clause in clauses:
        named = [] if own else [name for name in names(clause) if name not in before]
        counted.append(named[0] if named else f"the {place} {own or noun}".strip())
    return counted if "first" in order else ["", *counted]


def _one_other(sentence: str) -> list[str]:
    found = _ONE_OTHER.search(sentence)
    return [f"the one {found['one']}", f"the other {found['other'].rstrip('. ')}"] if found else []


def _numbered(sentence: str) -> list[str]:
    found = _NUMBERED.search(sentence)
    return [f"{found['noun']} {number}" for number in re.findall(r"\d+", found["all"])] if found else []


def _side_by_side(sentence: str, before: str) -> list[str]:
    """The first name of each clause, or names with nothing but "and" between them."""
    clauses = [names(clause) for clause in _CLAUSES.split(sentence)]
    if len(clauses) > 1 and all(clauses):
        firsts = [next((name for name in own if name not in before), own[0]) for own in clauses]
        return firsts if len(set(firsts)) == len(firsts) else []
    row: list[str] = []
    end = 0
    for name in names(sentence):
        start = sentence.index(name, end)
        if row and not _BETWEEN.match(sentence[end:start]):
            if len(row) > 1:
                break
            row = []
        row.append(name)
        end = start + len(name)
    return row if len(row) > 1 else []


def _meant(thing: str, found: list[str], before: str) -> bool:
    """Whether the question before was about this one of the things found."""
    point = _POINT.search(before)
    place = _PLACES.get(point["place"].lower()) if point else None
    if place is not None and -len(found) <= place < len(found):
        return found[place] == thing
    return thing.lower() in before.lower()


def _explained(question: str, answer: str) -> str | None:
    """Add to "the first group" what the answer says of it."""
    named = _NAMED.search(question)
    if named is None:
        return None
    told = re.search(rf"\b{re.escape(named[0])}\s+(?P<what>[^,.;]+)", answer, re.I)
    if told is None:
        return None
    what = " ".join(told["what"].split()[:8])
    return f"{question.rstrip('?! ')} ({named[0]} {what})?"
