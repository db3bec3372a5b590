"""A part of a question in the place of the like part of the question before: "And of a cat?", "I meant 2024"."""

import calendar
import re

import numpy as np

from bot.question.names import names, weak_stems
from ingest.text.language import asked_in
from ingest.text.words import stem

BOUND = frozenset("the a an in for with of on at by to from after before during under over per without".split())
_LEADING = re.compile(rf"^(?:(?:{'|'.join(BOUND)})\s+)+", re.I)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_STANDS_IN = re.compile(r"\s+ones?$", re.I)  # "the yellow ones"
_AMOUNT = re.compile(r"[$€£]?\d[\d.,]*(?:\s?%)?")
_TOLD = re.compile(r"\b(?:say|said|think|mean|tell|told)\b(?:\s+us)?\s+(?:about|of|on)\s+(?P<matter>[^?]+)")
_NTH = re.compile(r"\bthe (?:first|second|third|fourth|last|other|former|latter)(?: one)?\b", re.I)
_SUBJECT = re.compile(r"\b(?:did|do|does|has|have|had|will|would|should|can|is|was|are|were)\s+(?:the\s+)?$", re.I)
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?$")  # of a month that another one takes the place of
_VERB = 20  # characters, more than any match of it
# Cosine of what the model's first layer says of two words by themselves: dog and cat 0.44, Friday and Wednesday 0.34,
# rent and deposit 0.22; ticket and children 0.08, spend and Poland 0.03.
_ALIKE = 0.2


def instead(topic: str, before: str) -> str:
    """The last question asked about another topic: what the topic takes the place of is exchanged for it.

    Args:
        topic: "of a cat", "2024", "the deposit".
        before: the question before, in its stand-alone form.
    """
    content = _STANDS_IN.sub("", _LEADING.sub("", topic))
    amounts = _AMOUNT.findall(before)
    if _AMOUNT.match(content) and amounts:
        return before.replace(amounts[-1].strip(), content, 1)
    place = _NTH.match(topic)
    if place and _NTH.search(before):
        return _NTH.sub(place.group(), before, count=1)
    told = _TOLD.search(before)
    if told:  # what he said about the one may not be about the other: both together are looked for, whoever said it
        return f"What about {topic} and {told['matter']}?"
    like = _like(content, before)
    if like is not None:
        dated = _DAY.search(before[: like.start()]) if content.title() in calendar.month_name else None
        return before[: dated.start() if dated else like.start()] + content + before[like.end() :]
    inside = [name for name in names(before) if name.lower() not in topic.lower()]
    if content[:1].isupper() and inside:
        ahead = ((name, before.index(name)) for name in inside)
        subject = next((name for name, at in ahead if _SUBJECT.search(before[max(0, at - _VERB) : at])), inside[0])
        return re.sub(rf"(?:\bthe\s+)?{re.escape(subject)}(?!\w)", lambda _: topic, before, count=1)
    return f"{before.rstrip('?!. ')}, {topic}?"


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
