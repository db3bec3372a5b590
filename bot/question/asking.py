"""Which part of a long message asks: the rest is the story around it."""

import re

from ingest.text.sentences import sentence_spans

_BACK = re.compile(r"\b(?:it|its|that|this|these|those|they|them|their|he|him|his|she|her|there)\b(?! are\b)", re.I)
_CLAUSE = re.compile(r"(?<=[:;])\s+")
_MOST = 30  # words of a story that a question is read with
_LONG = 45  # words: a shorter message is read as a whole
_ASKS = re.compile(
    r"^\W*(?:(?:so|and|but|now|then|please|also|or)\W+)*(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were"
    r"|did|does|do|has|have|had|can|could|will|would|should|may|must|tell|list|name|explain|give|show|find"
    r"|(?:i|we)(?:['’]d| would)? (?:like|want|need|wonder|am wondering|was wondering|wanted)|(?:my|our) question)\b",
    re.I,
)


def asked_part(text: str) -> tuple[str, str]:
    """The sentences of a message that ask, and the others; all of it and "" where it is short or asks throughout.

    Those that end with a question mark ask; where none does, those that begin as a question or a wish; else the last.
    """
    if len(text.split()) < _LONG:
        return text, ""
    said = [part for start, end in sentence_spans(text) for part in _CLAUSE.split(text[start:end])]
    asks = [one for one in said if one.rstrip("\"”’') ").endswith("?")] or [one for one in said if _ASKS.match(one)]
    asks = asks or said[-1:]
    story = [one for one in said if one not in asks]
    return (" ".join(asks), " ".join(story)) if story else (text, "")


def points_back(question: str) -> bool:
    """Whether a question holds a word that stands for something said before."""
    return _BACK.search(question) is not None


def last_said(story: str) -> str:
    """The last sentences of a story, at most 30 words, at least one of them: what a question points back to."""
    spans = sentence_spans(story)
    first = len(spans) - 1
    while first > 0 and len(story[spans[first - 1][0] :].split()) <= _MOST:
        first -= 1
    return story[spans[first][0] :].rstrip(".!? ")
