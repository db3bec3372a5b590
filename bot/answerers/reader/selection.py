"""The best sentence or two as an answer, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.answerers.reader.evidence import FEATURES, Sentence
from bot.answerers.reader.judge.judge import Said, judged
from bot.answerers.reader.logistic import Rows, bent, logits
from bot.answerers.reader.short import short_span
from bot.answerers.reader.weights import weights
from bot.drafts import Claim, Draft, Quote
from bot.question.analysis import Question
from ingest.documents import Hit, Passage
from ingest.text.words import stems, words

_TAKEN = (
    "span", "passage", "meaning", "tokens", "weakest_token", "words", "words_around", "keys_around", "numbers", "cue",
    "span_kind",
)  # fmt: skip
SIGNS = ("best", "share", "lead", *_TAKEN, "no_cue", "keys_in_passage", "terms")
SECOND = ("new", "behind", "passage", "length", "opens", "span_kind", "cue", "other_cue")
# Log odds; set by hand: the public questions seldom ask about a share or a sum, or whether there is any.
_SAME_SUM = 0.8
_DENIED = 0.8
_TOPIC = 2.0  # in a transcript the question before tells what an answer is about, and the public questions have none
_JUDGED = 3  # sentences that the judge reads
_BEHIND = 3.5  # log odds: what is further behind the likeliest one no judge puts before it
_OF_JUDGE = 1.2  # how much its log odds count beside the reader's; chosen on the seven sets of `second_look`
_CLOSE = 1.8  # log odds: a second sentence that comes this near is shown too
_MOST_WORDS = 60  # of an answer
_LEANS = ("he ", "she ", "it ", "they ", "his ", "her ", "its ", "their ", "this ", "these ", "those ", "such ")


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences that answer best.

    Attributes:
        chosen: in the order of their worth.
        signs: what speaks for and against the first being right, in the order of `SIGNS`.
        named: whether the first speaks of whoever is asked about, itself or where it stands.
    """

    chosen: tuple[Sentence, ...]
    signs: tuple[float, ...]
    named: bool = True


def choose(
    question: Question, found: Sequence[Sentence], hits: Sequence[Hit], learned: Sequence[float]
) -> Choice | None:
    """Rank sentences, the likeliest of them by what the judge makes of them too; None if there are none.

    Args:
        question: what is asked.
        found: the sentences of all passages.
        hits: the passages.
        learned: weights of `evidence.FEATURES`, then the bias.
    """
    if not found:
        return None
    odds = odds_of(question, found, learned)
    order = np.argsort(-odds, kind="stable")[:_JUDGED]
    likely = [int(at) for at in order if odds[order[0]] - odds[at] < _BEHIND]
    thought = judged(question.sought, [said(question, found[at], hits) for at in likely], question.language)
    best = max(zip(likely, thought, strict=True), key=lambda one: float(odds[one[0]]) + _OF_JUDGE * one[1])
    return choice_of(question, found, odds, (best[0],))


def said(question: Question, sentence: Sentence, hits: Sequence[Hit]) -> Said:
    """A sentence as the judge reads it, under the names and years of the question that are known of its document."""
    passage = hits[sentence.hit].passage
    before = passage.quote(*passage.sentences[sentence.number - 1]) if sentence.number else ""
    text = passage.quote(sentence.start, sentence.end)
    text = text[_label(sentence, text) :]
    teller = f"{sentence.told.teller}: " if sentence.told.teller else ""
    own = Said(f"{teller}{text}", before, passage.title, passage.heading)
    there = {*stems(own.text), *stems(before), *stems(passage.above)}
    known = [term.word for term in question.terms if term.key and term.stem in sentence.around - there]
    return replace(own, title=" ".join([own.title, *known]))


def odds_of(question: Question, found: Sequence[Sentence], learned: Sequence[float]) -> Rows:
    """How much speaks for each sentence, log odds up to a constant: shape (sentences,)."""
    odds = logits(learned, [sentence.features for sentence in found])
    for wanted, weight in ((question.sums, _SAME_SUM), (question.denials, _DENIED)):
        if wanted:
            odds += weight * np.array([wanted <= sentence.stems for sentence in found])
    return odds + _TOPIC * np.array([sentence.topic for sentence in found])


def choice_of(question: Question, found: Sequence[Sentence], odds: Rows, group: Sequence[int]) -> Choice:
    """The choice of some sentences that answer together.

    Args:
        question: what is asked.
        found: the sentences of all passages.
        odds: of each, as `odds_of` gives them.
        group: places of those that answer together, among all.
    """
    first = max(group, key=lambda at: odds[at])
    best = found[first]
    order = [int(at) for at in np.argsort(-odds, kind="stable")]
    others = [float(odds[at]) for at in order if at not in group]
    mass = float(np.log(np.exp(odds[list(group)] - odds[first]).sum()))
    lead = float(odds[first]) + mass - others[0] if others else 3.0
    near = [found[at] for at in order[:6] if at != first and odds[first] - odds[at] < _CLOSE]
    passage = frozenset(stem for sentence in found if sentence.hit == best.hit for stem in sentence.around)
    share = mass - float(np.log(np.exp(odds - odds[first]).sum()))
    signs = (float(odds[first]), share, lead, *_signs(question, best, passage))
    return Choice((best, *near), signs, not question.doer or bool(question.doer & best.around))


def _signs(question: Question, best: Sentence, passage: frozenset[str]) -> tuple[float, ...]:
    named = dict(zip(FEATURES, best.features, strict=True))
    keys = [term for term in question.terms if term.key]
    return (
        *(named[name] for name in _TAKEN),
        float(named["cue"] == 0),
        sum(term.stem in passage for term in keys) / len(keys) if keys else 1.0,
        float(min(len(question.terms), 8)),
    )


def first_look(choice: Choice) -> float:
    """Log odds that the chosen answer is right, by what the reader alone makes of it."""
    return float(logits(weights().confidence, bent([choice.signs], weights().knots))[0])


def second_signs(one: Sentence, other: Sentence, hits: Sequence[Hit]) -> tuple[float, ...]:
    """What speaks for showing another sentence after the first, in the order of `SECOND`."""
    first, second = (dict(zip(FEATURES, sentence.features, strict=True)) for sentence in (one, other))
    passage = hits[other.hit].passage
    said = words(passage.text[other.span.start : other.span.end])
    held = {*words(hits[one.hit].passage.quote(one.start, one.end))}
    return (
        float(not held.issuperset(said)),
        second["span"] - first["span"],
        second["passage"] - first["passage"],
        first["length"],
        second["opens"],
        first["span_kind"],
        first["cue"],
        second["cue"],
    )


def adds(one: Sentence, other: Sentence, hits: Sequence[Hit]) -> bool:
    """Whether another sentence likely holds an answer that the first lacks."""
    signs = second_signs(one, other, hits)
    return bool(signs[0]) and float(logits(weights().second, [signs])[0]) >= weights().adds


def draft(
    question: Question,
    hits: Sequence[Hit],
    choice: Choice,
    confidence: float,
    rivals: Sequence[Sentence] = (),
    notes: tuple[str, ...] = (),
) -> Draft:
    """The chosen sentences as claims: one; a second where it comes close and adds something, within 60 words.

    Where more is asked for there may be three, in the order of the text.

    A sentence that leans on the one before it ("He …") is quoted together with it. The likeliest words of the first are
    the short answer.

    Args:
        question: what is asked.
        hits: the passages.
        choice: of their sentences.
        confidence: the probability that the first is right.
        rivals: sentences of other documents that give other answers, to be shown too.
        notes: on what documents say differently.
    """
    claims: list[Claim] = []
    count = 0
    wanted = max(3 if question.more else 2, 1 + len(rivals))
    best, *others = choice.chosen
    if not (question.more or question.told):
        others = [other for other in others[:1] if adds(best, other, hits)]
    for sentence in (best, *rivals, *others)[:wanted]:
        claim = _claim(sentence, hits)
        size = len(claim.text.split())
        full = count + size > _MOST_WORDS and sentence not in rivals
        if claims and (full or any(claim.text in other.text for other in claims)):
            continue
        claims.append(claim)
        count += size
    short = claims[0].text[slice(*claims[0].bold)] if claims[0].bold else None
    if question.more and not rivals:
        claims.sort(key=lambda claim: (claim.quotes[0].hit, hits[claim.quotes[0].hit].passage.text.find(claim.text)))
    return Draft("answer", tuple(claims), short=short, confidence=confidence, notes=notes)


def _claim(sentence: Sentence, hits: Sequence[Hit]) -> Claim:
    passage = hits[sentence.hit].passage
    begin = sentence.start
    if leans_back(passage.quote(begin, sentence.end)) and sentence.number:
        start, _ = passage.sentences[sentence.number - 1]
        if len(passage.quote(start, sentence.end).split()) <= _MOST_WORDS:
            begin = start
    start, end = (at + sentence.start - begin for at in _span(sentence, passage))
    return told_claim(sentence, passage.quote(begin, sentence.end), [(start, end)])


def told_claim(sentence: Sentence, text: str, bold: Sequence[tuple[int, int]]) -> Claim:
    """A claim of a sentence: somebody's words under the full name, and without the label that stands before them.

    Args:
        sentence: that is told.
        text: of it, or of it and the one before.
        bold: (start, end) of the words in it that answer, in order.
    """
    ahead = _label(sentence, text)
    moved = [(max(start - ahead, 0), end - ahead) for start, end in bold if max(start, ahead) < end]
    under = (sentence.told.teller,) if sentence.told.teller else ()
    first, also = (moved[0] if moved else None), tuple(moved[1:])
    return Claim(text[ahead:], (Quote(sentence.hit, text),), first, under, also)


def _label(sentence: Sentence, text: str) -> int:
    """How many characters before what is said only tell who says it."""
    label = sentence.told.label
    return text.index(":") + len(": ") if label and text.startswith(label) and ": " in text else 0


def leans_back(text: str) -> bool:
    """Whether a sentence begins with a word that stands for something in the sentence before."""
    return text.lower().startswith(_LEANS)


def short_of(sentence: Sentence, hits: Sequence[Hit]) -> str:
    """The likeliest words of a sentence."""
    passage = hits[sentence.hit].passage
    return passage.quote(sentence.start, sentence.end)[slice(*_span(sentence, passage))]


def _span(sentence: Sentence, passage: Passage) -> tuple[int, int]:
    """The likeliest words of a sentence, as characters of it."""
    ahead = sentence.start - passage.start
    return short_span(
        passage.quote(sentence.start, sentence.end), sentence.span.start - ahead, sentence.span.end - ahead
    )
