"""Every sentence of the retrieved passages, and what speaks for it as an answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bot.answerers.reader.logistic import logit
from bot.answerers.reader.ranker import Ranked
from bot.answerers.reader.spans import Reading, Span
from bot.answerers.reader.speech import NOBODY, PERSON, UNSIGNED, UNTOLD, Authors, Speech, Told
from bot.answerers.reader.vectors import Tokens, covered, mean_of, tokens_of, unit
from bot.answers import dated
from bot.question.analysis import Question, Term
from bot.question.names import names
from ingest.documents import Hit
from ingest.formats.mail_text import HEADER
from ingest.text.words import stem, stems, words

_DATE = re.compile(
    r"\b(?:1\d{3}|20\d\d|January|February|March|April|May|June|July|August|September|October|November|December|century"
    r"|decade|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|spring|summer|autumn|winter|ago|weeks?|months?|years?)\b"
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|hundreds?"
    r"|thousands?|millions?|billions?|half|third|quarter|once|twice|several|majority|many)\b",
    re.I,
)
_REASON = re.compile(r"\b(?:because|due|since|so that|in order|result|causes?d?|reason|as|therefore|to|given)\b", re.I)
_PURPOSE = re.compile(r"\bto [a-z]+\b|\b(?:for|purpose|aims?|serves?|used|designed|so that)\b")
_EXTREME = re.compile(
    r"\b(?:most|least|leads?|leading|top|first|last|only|record|minimum|maximum|below|above|more than|\w{3,}est)\b",
    re.I,
)
_VERDICT = re.compile(
    r"\b(?:not|no|none|never|nobody|only|first|yet|already|did|does|has|have|will|would|\w+n[’']t)\b", re.I
)
_AGE = re.compile(
    r"\bage[ds]?\b|\bborn\b|\byears? old\b|-year-old\b|\b(?:founded|built|opened|established|since)\b", re.I
)
_CUES = {
    "yes or no": _VERDICT,
    "age": _AGE,
    "number": _NUMBER,
    "count": _NUMBER,
    "date": _DATE,
    "reason": _REASON,
    "purpose": _PURPOSE,
    "extreme": _EXTREME,
}
_COUNT = re.compile(  # a share or an ordinal is none
    r"(?<![\d.,])\d+(?:[.,]\d+)*(?!\d|[.,]\d|\s?%|\s?percent|st\b|nd\b|rd\b|th\b)"
    r"|\b(?:no|none|one|two|both|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh"
    r"|nine)teen|dozens?|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|(?:hundred|thousand|million|billion)s?)\b",
    re.I,
)
_SPAN_CUES = {  # of the likeliest words themselves: "many" is near a number, but no answer to "how many"
    "number": re.compile(rf"(?!(?:several|majority|many)\b)(?:{_NUMBER.pattern})", re.I),
    "count": _COUNT,
    "date": re.compile(rf"\d|{_DATE.pattern}"),
}
FEATURES = (
    "span", "passage", "first_passage", "meaning", "tokens", "weakest_token", "words", "words_around", "keys",
    "keys_around", "numbers", "cue", "length", "opens", "span_kind",
)  # fmt: skip
NO_DATES: Mapping[str, str] = MappingProxyType({})
_BEST = 5  # passages whose sentences are looked at: a right one is among them as often as among all that were read
_CLEAR = 5.0  # log odds: nor at those of a passage that is so much less likely to answer than the best one
_SURE = 20.0  # log odds: beyond that one span is as sure as another


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be the answer.

    Attributes:
        hit: index of its passage among the hits.
        number: its place among the passage's sentences.
        start, end: offsets into its document's text.
        stems: of its words.
        around: of its words, of the sentence before, and of title and heading.
        features: what speaks for it, in the order of `FEATURES`.
        span: the likeliest answer within it, characters of its passage's text.
        topic: in a turn of a transcript, how much of what its speaker is asked about it or the question before holds.
        told: who says it, where that matters.
    """

    hit: int
    number: int
    start: int
    end: int
    stems: frozenset[str]
    around: frozenset[str]
    features: tuple[float, ...]
    span: Span
    topic: float = 0.0
    told: Told = UNTOLD

    @property
    def of_kind(self) -> float:
        """Whether the likeliest answer is of the kind that is asked for; 0.5 where that cannot be told."""
        return self.features[FEATURES.index("span_kind")]


def sentences(
    question: Question,
    ranked: Ranked,
    speech: Speech = NOBODY,
    authors: Authors = UNSIGNED,
    dates: Mapping[str, str] = NO_DATES,
) -> list[Sentence]:
    """The sentences of the best passages with what speaks for each; in transcripts of whose words are asked for.

    Who has written a document is around all of its sentences: there "I" and "we" stand for that person.

    The trained reader tells how likely an answer stands in it, and how likely its passage answers. A sentence is
    compared in its context: its tokens are encoded with the whole passage ("late chunking", Günther et al. 2024), and
    each telling token of the question looks for its nearest one (the MaxSim of ColBERT, Khattab and Zaharia 2020). So
    "he" is near the name it stands for, and "spending" near "budget".
    """
    from ingest.embedding.models import token_model

    asked, offsets = token_model().encode_question_tokens(question.text)
    asked = unit(asked)[_telling(question, offsets)]
    best = logit(ranked.hits[0].score) if ranked.hits else 0.0
    # A second look may have put a passage before one that the reader thinks likelier: each keeps its place.
    read = list(enumerate(zip(ranked.hits, ranked.readings[:_BEST], strict=False)))
    near = [(at, hit, reading) for at, (hit, reading) in read if best - logit(hit.score) <= _CLEAR]
    tokens = tokens_of([hit.passage for _, hit, _ in near])
    return [
        sentence
        for (at, hit, reading), token in zip(near, tokens, strict=True)
        for sentence in _of_passage(question, asked, at, hit, reading, token, speech, authors, dates)
    ]


def answering(found: Sequence[Sentence], hits: Sequence[Hit]) -> list[Sentence]:
    """The sentences without those that only ask something, or only tell who wrote to whom; all, if no other is left."""
    said = [(one, hits[one.hit].passage) for one in found]
    kept = [
        one for one, passage in said if not HEADER.match(text := passage.quote(one.start, one.end)) and text[-1:] != "?"
    ]
    return kept or [*found]


def _of_passage(
    question: Question,
    asked: NDArray[np.float32],
    at: int,
    hit: Hit,
    reading: Reading,
    tokens: Tokens,
    speech: Speech,
    authors: Authors,
    dates: Mapping[str, str],
) -> Iterator[Sentence]:
    """The sentences of the passage in place `at`; `asked` are the question's telling tokens.

    What is before a turn of a transcript, the question, is around all of its sentences, and so is its document's date.
    """
    passage, (states, places) = hit.passage, tokens
    near = asked @ states.T.astype(np.float32)
    before: frozenset[str] = frozenset()
    labelled = UNTOLD, -_SURE
    when = frozenset(stems(dated(dates.get(passage.source, ""), 0)))
    above = when | frozenset(stems(passage.above)) | authors.get(passage.source, frozenset())
    for number, (start, end) in enumerate(passage.sentences):
        own = frozenset(stems(passage.quote(start, end)))
        told = speech.get((passage.source, start), UNTOLD)
        if told is None:
            continue
        inside = covered(passage, places, start, end)
        similar = (0.0, 0.0, 0.0)  # beyond what the model reads
        if inside.any():
            similar = (float(mean_of(states[inside]) @ question.vector), *_nearest(near[:, inside]))
        context = told.context
        around = own | before | above | context | told.names
        span = reading.best(start - passage.start, end - passage.start)
        if passage.quote(start, end).startswith(f"{told.label}:"):
            labelled = told, reading.best(start - passage.start, start - passage.start + len(told.label)).score
        tells = question.kind == PERSON and told.teller
        score = max(span.score, labelled[1]) if tells and labelled[0] == told else span.score
        features = (
            max(-_SURE, min(_SURE, score)),
            logit(hit.score),
            float(at == 0),
            *similar,
            *_shares(question, own | when, around),
            1.0 if tells else _cue(question, passage.quote(start, end), _CUES),
            float(np.log1p(inside.sum())),
            float(number == 0),
            1.0 if tells else _cue(question, passage.text[span.start : span.end], _SPAN_CUES),
        )
        spoken = question.together if context else context
        about = [term for term in question.terms if context and term.stem not in question.together]
        topic = _share(about, own | context) if about else 0.0
        yield Sentence(at, number, start, end, own, around | spoken, features, span, topic, told)
        before = own


def _shares(question: Question, own: frozenset[str], around: frozenset[str]) -> tuple[float, ...]:
    """How much of the question's words, names and numbers a sentence holds, and what is around it."""
    keys = [term for term in question.terms if term.key]
    numbers = [term for term in keys if term.word[0].isdigit()]
    return (
        _share(question.terms, own),
        _share(question.terms, around),
        _share(keys, own),
        _share(keys, around),
        _share(numbers, own),
    )


def _telling(question: Question, offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which tokens of the question belong to its terms, or to those carried over if it has no other; all, if none."""
    terms = {term.stem for term in question.terms}
    terms = terms - question.carried or terms
    marks = np.zeros(len(offsets), dtype=bool)
    for word in re.finditer(r"[\w.%$€£’']+", question.text):
        if any(stem(part) in terms for part in words(word.group())):
            marks |= (offsets[:, 0] >= word.start()) & (offsets[:, 1] <= word.end())
    return marks if marks.any() else np.ones(len(offsets), dtype=bool)


def _nearest(near: NDArray[np.float32]) -> tuple[float, float]:
    """How near the question's tokens come to a sentence: on average, and the one that comes least near."""
    best = near.max(axis=1)
    return float(best.mean()), float(best.min())


def _share(terms: Sequence[Term], there: frozenset[str]) -> float:
    """How much of what the terms tell is there, 0 to 1; 1 where there are none."""
    total = sum(term.weight for term in terms)
    return sum(term.weight for term in terms if term.stem in there) / total if total else 1.0


def _cue(question: Question, text: str, cues: Mapping[str, re.Pattern[str]]) -> float:
    """Whether a text holds something of the kind that is asked for; 0.5 where that cannot be told."""
    if question.kind in cues:
        return float(bool(cues[question.kind].search(text)))
    if question.kind in ("person", "place"):
        asked = {term.stem for term in question.terms}
        return float(any(stem(word) not in asked for name in names(text) for word in words(name)))
    return 0.5
