"""A part of a question in the place of the like part of the question before: "And of a cat?", "I meant 2024"."""

import calendar
import re
from collections.abc import Sequence

import numpy as np

from bot.question.followup.beside import Labels, beside
from bot.question.followup.mentioned import phrases
from bot.question.followup.understood import StandAlone
from bot.question.names import names, weak_stems
from ingest.text.language import asked_in
from ingest.text.words import stem

BOUND = frozenset("the a an in for with of on at by to from after before during under over per without".split())
_ARTICLES = frozenset("the a an".split())
_PREPOSITIONS = "|".join(sorted(BOUND - _ARTICLES))
_BOUND = re.compile(rf"(?P<bound>{_PREPOSITIONS})\s+", re.I)
_ADJUNCT = re.compile(rf"(?<=\s){_BOUND.pattern}.+?(?=\s+(?:{_PREPOSITIONS})\s|[\s?!.]*$)", re.I)  # "for salaries"
_ARTICLE = re.compile(r"\b(?:the|an?)\s+$", re.I)
_COUNT = re.compile(r"\b(?:the|an?|\d+|two|three|four|five|six|seven|eight|nine|ten)\s+$", re.I)
_OWN_ARTICLE = re.compile(rf"(?:(?:{_PREPOSITIONS})\s+)*(?P<article>(?:the|an?)\s+)", re.I)
_WAYS = 2  # that are read
_LEADING = re.compile(rf"^(?:(?:{'|'.join(BOUND)})\s+)+", re.I)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_OWNER = re.compile(r"[’']s$")
_STANDS_IN = re.compile(r"\s+ones?$", re.I)  # "the yellow ones"
_CODE = re.compile(r"(?<![\w./:-])[$€£]?(?=[\w./,:-]*\d)\w+(?:[./,:-]\w+)*%?")  # "2024", "B/2/1", "5,000", "R-40"
_NUMBERED = frozenset(map(stem, "number no nr num nummer numéro número".split()))  # "number 11" for "no. 10"
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_AMOUNT = re.compile(r"[$€£]?\d[\d.,]*(?:\s?%)?")
_COUNTED = re.compile(rf"{_AMOUNT.pattern}\s+(?P<of>[^\W\d_]+)")
_AHEAD = re.compile(r"([\w’'-]+)\s+$")
_POINTING = frozenset("this that last next the".split())
_TOLD = re.compile(r"\b(?:say|said|think|mean|tell|told)\b(?:\s+us)?\s+(?:about|of|on)\s+(?P<matter>[^?]+)")
_NTH = re.compile(r"\bthe (?:first|second|third|fourth|last|other|former|latter)(?: (?:one|two|three|few))?\b", re.I)
_SUBJECT = re.compile(r"\b(?:did|do|does|has|have|had|will|would|should|can|is|was|are|were)\s+(?:the\s+)?$", re.I)
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_IN_YEAR = re.compile(rf"(?:\b(?:in|of|for)\s+)?\b(?:{_YEAR.pattern})\b")
_SOME_YEAR = re.compile(r"(?P<which>this|last|next)\s+(?:year|season)", re.I)
_STEPS, _DIGITS = {"last": -1, "this": 0, "next": 1}, 4  # from the year that was spoken of, if that is this one
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?$")  # of a month that another one takes the place of
_VERB = 20  # characters, more than any match of it
# Cosine of what the model's first layer says of two words by themselves: dog and cat 0.44, Friday and Wednesday 0.34,
# rent and deposit 0.22; ticket and children 0.08, spend and Poland 0.03.
_ALIKE = 0.2


def instead(topic: str, before: str, series: Sequence[Labels] = ()) -> tuple[StandAlone, ...]:
    """The last question asked about another topic.

    What the topic takes the place of is exchanged for it. What somebody said about the one may not be about the other:
    both together are looked for, whoever said it.

    Args:
        topic: "of a cat", "2024", "the deposit".
        before: the question before, in its stand-alone form.
        series: labels that stand beside each other where the last answer was found; see `beside`.

    Returns:
        The likeliest first, at most two.
    """
    content = _STANDS_IN.sub("", _LEADING.sub("", topic))
    told = _TOLD.search(before)
    if put := _counted(topic, content, before):
        ways = [put, *_other_year(content, before)[1:]]
        return tuple(StandAlone(way, focus=topic, sure=True) for way in ways)
    if told:
        return (StandAlone(f"What about {topic} and {told['matter']}?", focus=topic, added=told["matter"]),)
    return tuple(StandAlone(way, focus=topic) for way in _exchanged(topic, content, before, series)[:_WAYS])


def _counted(topic: str, content: str, before: str) -> str:
    """The question before with another code, year, amount or place in a row; "" where the topic is none that it has."""
    put = _other_code(topic, before) or next(iter(_other_year(content, before)), "") or _other_amount(content, before)
    if put:
        return put
    place = _NTH.match(topic)
    return _NTH.sub(place.group(), before, count=1) if place and _NTH.search(before) else ""


def _exchanged(topic: str, content: str, before: str, series: Sequence[Labels]) -> list[str]:
    """The question before with the topic in the place of a phrase of it, the likest first, and behind it."""
    same, other, like = _same_head(content, before), beside(content, before, series), _like(content, before)
    ways = [
        f"{before[: same[0]]}{content}{before[same[1] :]}" if same else "",
        _fitted(topic, before, *other) if other else "",
        _fitted(topic, before, *_whole(like, topic, before)) if like else "",
        _other_name(topic, content, before),
        _other_adjunct(topic, before),
        f"{before.rstrip('?!. ')}, {topic}?",
    ]
    return [*dict.fromkeys(filter(None, ways))]


def _fitted(topic: str, before: str, start: int, end: int) -> str:
    """The question before with the topic from `start` to `end`: "a week" in the place of "three days"."""
    content, own = _STANDS_IN.sub("", _LEADING.sub("", topic)), _OWN_ARTICLE.match(topic)
    sign = _COUNT if own and own["article"].lower().startswith("a") else _ARTICLE
    if own and (ahead := sign.search(before[:start])):
        start, content = ahead.start(), f"{own['article']}{content}"
    if start == end:
        return f"{before[:start]} {content}{before[end:]}"
    if before[start].islower() and content[1:].islower():  # "Cats?"
        content = content[:1].lower() + content[1:]
    return f"{before[:start]}{content}{before[end:]}"


def _other_adjunct(topic: str, before: str) -> str:
    """The question before with "for travel" in the place of "for salaries"; "" where nothing in it begins like that."""
    bound = _BOUND.match(topic)
    found = [one for one in _ADJUNCT.finditer(before) if bound and one["bound"].lower() == bound["bound"].lower()]
    return f"{before[: found[-1].start()]}{topic}{before[found[-1].end() :]}" if found else ""


def _other_name(topic: str, content: str, before: str) -> str:
    """The question before about another name, or another thing with an article; "" where the topic is neither."""
    inside = [name for name in names(before) if name.lower() not in topic.lower()]
    if inside and content[:1].isupper() and not content.split()[-1].islower():  # "VAT on top" is no name
        ahead = ((name, before.index(name)) for name in inside)
        subject = next((name for name, at in ahead if _SUBJECT.search(before[max(0, at - _VERB) : at])), inside[0])
        owner = "(?:[’']s)?" if _OWNER.search(topic) else ""
        bound = topic.partition(" ")[0] if topic != content else ""
        once = rf"(?:\b{bound}\s+)?" if bound.lower() in BOUND else ""  # "of …" after "of" is said once
        return re.sub(rf"{once}(?:\bthe\s+)?{re.escape(subject)}(?!\w){owner}", lambda _: topic, before, count=1)
    led = re.match(r"(?:\w+\s+)?the\s", topic)
    asked = [span for span in _spans(before) if led and before[: span[0]].endswith(led.group())]
    if len(asked) > 1 and content[:1].islower():  # "and the battery?" is not instead of "the Libelle"
        asked = [span for span in asked if before[span[0]].islower()][:1]
    return f"{before[: asked[0][0]]}{content}{before[asked[0][1] :]}" if len(asked) == 1 else ""


def _spans(before: str) -> list[tuple[int, int]]:
    """Where the phrases with an article stand in a question, without it."""
    found = [phrase.removeprefix("the ") for phrase in phrases(before)]
    return [(before.find(phrase), before.find(phrase) + len(phrase)) for phrase in found]


def _whole(like: re.Match[str], topic: str, before: str) -> tuple[int, int]:
    """From where to where a word of a question goes out: with its day, within a name, as the last one of "the …"."""
    start, end = like.span()
    dated = _DAY.search(before[:start]) if like.group().title() in calendar.month_name else None
    if dated:
        return dated.start(), end
    named = [(before.find(name), before.find(name) + len(name)) for name in names(before) if topic != topic.lower()]
    held = [span for span in named if span[0] <= start and end <= span[1]]
    held += [span for span in _spans(before) if "the " in topic and span[0] <= start and span[1] == end]
    return min(held, default=(start, end))


def _other_year(content: str, before: str) -> list[str]:
    """The question before about "last year", where it was about one that it names, and about the year before that."""
    some, years = _SOME_YEAR.fullmatch(content), list(_IN_YEAR.finditer(before))
    if not some or not years:
        return []
    start, end = years[-1].span()
    year = int(years[-1].group()[-_DIGITS:]) + _STEPS[some["which"].lower()]
    return [f"{before[:start]}{put}{before[end:]}" for put in (content, f"in {year}")]


def _other_amount(content: str, before: str) -> str:
    """The question before with another amount, and what it is of: "3 children" for "2 adults"."""
    amounts = _AMOUNT.findall(before)
    if not _AMOUNT.match(content) or not amounts:
        return ""
    counted = [
        found
        for found in _COUNTED.finditer(before)
        if found["of"] in calendar.month_name or stem(found["of"].lower()) not in weak_stems()
    ]
    if counted and _COUNTED.match(content):
        return f"{before[: counted[-1].start()]}{content}{before[counted[-1].end() :]}"
    return before.replace(amounts[-1].strip(), content, 1)


def _same_head(content: str, before: str) -> tuple[int, int] | None:
    """Where the question before says the last word of the topic, with as many words before it: "summer tour"."""
    own = content.split()
    found = re.search(rf"(?<!\w){re.escape(own[-1])}(?!\w)", before, re.I) if len(own) > 1 else None
    if not found:
        return None
    start = found.start()
    for _ in own[1:]:
        ahead = _AHEAD.search(before[:start])
        if not ahead or (stem(ahead[1].lower()) in weak_stems() and ahead[1].lower() not in _POINTING):
            break
        start = ahead.start()
    return (start, found.end()) if start < found.start() else None


def _other_code(topic: str, before: str) -> str:
    """The question before with another number or code of the same shape, where that is all that the topic says.

    What stands before both belongs to them: "Block 5" takes the place of "Block 2", "B/2/2" that of the end of
    "HTA/B/2/1". "" where the topic says more, or holds no code that is like one of the question's.
    """
    codes = [found.group() for found in _CODE.finditer(topic)]
    if len(codes) != 1:
        return ""
    shape = _shape(codes[0])
    like = [found for found in _CODE.finditer(before) if _shape(found.group()).endswith(shape)]
    more = {stem(word.lower()) for word in _WORD.findall(topic.replace(codes[0], ""))} - weak_stems() - _NUMBERED
    if not like or not more <= {stem(word.lower()) for word in _WORD.findall(before)}:
        return ""
    last = like[-1]
    parts = [found.start() for found in _RUNS.finditer(last.group())]
    kept = 0 if _shape(last.group()) == shape else parts[-len(_RUNS.findall(codes[0]))]
    start = last.start() + kept
    return f"{before[:start]}{codes[0]}{before[last.end() :]}"


def _shape(code: str) -> str:
    """What a number or code looks like: years apart, all other numbers alike, as are words and the signs between."""
    if _YEAR.fullmatch(code):
        return "y"
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", re.sub(r"(?<=\d)[.,](?=\d)|[$€£%]", "", code)))


def _like(content: str, before: str) -> re.Match[str] | None:
    """The word of an English question before that is most like the last one of the topic, if any is like it."""
    from ingest.embedding.models import token_model

    own = [found.group() for found in _WORD.finditer(content) if stem(found.group().lower()) not in weak_stems()]
    there = [found for found in _WORD.finditer(before) if stem(found.group().lower()) not in weak_stems()]
    if not own or not there or len(own) > 2 or asked_in(before) not in ("", "en"):
        return None
    head, *others = token_model().word_vectors([own[-1].lower(), *(found.group().lower() for found in there)])
    alike = [float(np.dot(head, other)) for other in others]
    best = int(np.argmax(alike))
    return there[best] if _ALIKE <= alike[best] < 1 else None
