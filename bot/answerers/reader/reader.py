"""The embedded reader's answer: passages -> Draft, with no language model."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.declining import decline, lacking_keys, missing_keys, unsure
from bot.answerers.reader.confidence import confidence_of
from bot.answerers.reader.conflicts import settle
from bot.answerers.reader.evidence import NO_DATES, Sentence, answering, sentences
from bot.answerers.reader.itemized import itemized
from bot.answerers.reader.more import untold
from bot.answerers.reader.ranker import Ranked, rank
from bot.answerers.reader.selection import Choice, choose
from bot.answerers.reader.selection import draft as drafted
from bot.answerers.reader.speech import NOBODY, UNSIGNED, Authors, Speech, authors_of, speech_of
from bot.answerers.reader.verdict.verdict import with_verdict
from bot.answerers.reader.weights import calibration, threshold, weights
from bot.answers import dated
from bot.drafts import Draft, Quote
from bot.question.analysis import Question
from bot.question.tongues import tongues
from bot.retrieval.rows import NO_ROWS, Rows, rows_of
from bot.retrieval.versions import asked_times, dates_of, is_of
from ingest.documents import Document, Hit
from ingest.text.words import stems
from ingest.view import View

NO_DOCUMENTS: Mapping[str, Document] = {}
_NEAR = 3  # passages that may help
_MORE = 0.25  # of the usual confidence is enough for one more passage about the same,
_HELPS = 0.5  # of it where a name of the question occurs nowhere, for what is near to be shown
_GOES_ON = 0.1  # and for what follows on the sentence that was told


def answer(request: Request, view: View) -> Reply:
    """See `read`; the passages are what was retrieved, put in order by the reader.

    Steps and reasons that the documents give as a list are given as one.
    """
    question, settings = request.question, request.settings
    if question.more and (reply := itemized(request, view)):
        return reply
    rows = rows_of(view, question.text, request.hits)
    ranked = _named_first(rank(question.text, request.hits), rows)
    speech, authors = speech_of(question, ranked.hits, view), authors_of(question, ranked.hits, view)
    dates = dates_of(view, ranked.hits)
    there = (view.document(source) for source in {hit.passage.source for hit in ranked.hits})
    documents = {document.source: document for document in there if document}

    def draft() -> Draft:
        own = settings.index_folder, settings.max_wrong
        return read(question, ranked, *own, speech, rows, authors, dates, documents)

    return Reply(ranked.hits, growing(draft))


def read(
    question: Question,
    ranked: Ranked,
    index: Path,
    max_wrong: float | None,
    speech: Speech = NOBODY,
    rows: Rows = NO_ROWS,
    authors: Authors = UNSIGNED,
    dates: Mapping[str, str] = NO_DATES,
    documents: Mapping[str, Document] = NO_DOCUMENTS,
) -> Draft:
    """Answer from passages with their own sentences, or decline.

    Args:
        question: what is asked.
        ranked: the passages that were read for it.
        index: folder of the index, where its calibration is.
        max_wrong: the share of answers that may be wrong; None for the default.
        speech: who says what in transcripts.
        rows: of tables in the passages, and which of their cells may answer.
        authors: who wrote the documents, where that is asked about.
        dates: when the documents are from, by source.
        documents: those of the passages, by source.
    """
    missing = missing_keys(_known_of(question, dates, documents))
    weighed = answering(sentences(question, ranked, speech, authors, dates), ranked.hits)
    asked = [one for each in weighed for one in _in_a_cell(each, ranked, rows)]
    left, goes_on = untold(question, ranked.hits, asked)
    if goes_on:  # whoever is spoken of may be "she" there
        question = replace(question, doer=frozenset())
    fit = left if goes_on else _fit_to_answer(question, left)
    found = _of_the_time(question, fit, ranked.hits, dates)
    choice = choose(question, found, ranked.hits, weights().choice)
    if choice is None:
        return decline(question, 0.0, missing)
    own = calibration(index)
    confidence = confidence_of(question, ranked.hits, choice, own)
    if missing:
        likely = confidence >= threshold(own, max_wrong) * _HELPS
        return decline(question, 0.0, missing, _near(ranked.hits, choice.chosen[0], found) if likely else ())
    # Who asks for more has been told that the documents speak of it: what else they say is not a guess.
    enough = _GOES_ON if goes_on else _MORE if question.told else 1.0
    of_them = _of_them(question, choice, documents.get(ranked.hits[choice.chosen[0].hit].passage.source))
    least = threshold(own, max_wrong) * enough
    if confidence < least or not of_them or question.limits:
        there = _told_by(ranked.hits[choice.chosen[0].hit].passage.source, dates, documents)
        return _undecided(question, ranked.hits, choice.chosen[0], found, min(confidence, least), there)
    settled = settle(question, choice, found, ranked.hits, dates)
    told = drafted(question, ranked.hits, settled.choice, confidence, settled.rivals, settled.notes)
    return told if settled.rivals else with_verdict(question, told)


def _undecided(
    question: Question,
    hits: Sequence[Hit],
    best: Sentence,
    found: Sequence[Sentence],
    confidence: float,
    there: frozenset[str],
) -> Draft:
    """Without an answer: what may help, unless no document has any word of the question.

    The best passage lacks none of the stems that are `there` in what is known of its document.
    """
    if not any(term.known for term in question.terms):
        return decline(question, confidence)
    near = _near(hits, best, found)
    passage = hits[best.hit].passage
    return unsure(
        confidence, near, lacking_keys(question, {*stems(passage.above), *stems(passage.text), *best.around, *there})
    )


def _near(hits: Sequence[Hit], best: Sentence, found: Sequence[Sentence]) -> list[Quote]:
    """The likeliest sentences of the passages that may help, the best one first."""
    likeliest: dict[int, Sentence] = {}
    for one in (best, *sorted(found, key=lambda one: -one.span.score)):
        likeliest.setdefault(one.hit, one)
    near = sorted(likeliest.values(), key=lambda one: (one is not best, one.hit))[:_NEAR]
    return [Quote(one.hit, hits[one.hit].passage.quote(one.start, one.end)) for one in near]


def _known_of(question: Question, dates: Mapping[str, str], documents: Mapping[str, Document]) -> Question:
    """The question, with the words for a document's names, date and language as known as if they stood in it.

    So is "the meeting of 5 March", and "the French contract".
    """
    known = frozenset(stem for source in {*dates, *documents} for stem in _told_by(source, dates, documents))
    return replace(question, terms=tuple(replace(one, known=one.known or one.stem in known) for one in question.terms))


def _told_by(source: str, dates: Mapping[str, str], documents: Mapping[str, Document]) -> frozenset[str]:
    """The stems of a document's date, and of its names and language, as far as these are known."""
    known = frozenset(stems(dated(dates.get(source, ""), 0)))
    if document := documents.get(source):
        known |= {word for word, language in tongues().items() if language == document.language}
        known |= _names(document)
    return known


def _of_them(question: Question, choice: Choice, document: Document | None) -> bool:
    """Whether an answer speaks of whoever is asked about: itself, where it stands, or by whose document it is."""
    if choice.named or document is None:
        return choice.named
    return bool(question.doer & _names(document))


def _names(document: Document) -> frozenset[str]:
    """The stems of a document's path, title and author."""
    path = re.sub(r"[\W_]+", " ", document.source)
    return frozenset(stems(f"{path} {document.title} {document.author}"))


def _fit_to_answer(question: Question, found: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences that speak of what an answer must speak of: themselves, else where they stand; or of most of it."""
    found = [sentence for sentence in found if question.together <= sentence.around]
    named = [sentence for sentence in found if question.required <= sentence.stems]
    most = max((len(question.required & sentence.around) for sentence in found), default=0)
    if named or (question.required and not most):
        return named
    return [sentence for sentence in found if len(question.required & sentence.around) == most]


def _of_the_time(
    question: Question, found: Sequence[Sentence], hits: Sequence[Hit], dates: Mapping[str, str]
) -> Sequence[Sentence]:
    """Where documents are of the time that is asked about, the sentences without what those of other times say."""
    times = asked_times(question.text)
    when = {one: dates.get(hits[one.hit].passage.source, "") for one in found}
    if not any(is_of(date, times) for date in when.values()):
        return found
    return [one for one in found if not when[one] or is_of(when[one], times) or times & one.around]


def _in_a_cell(sentence: Sentence, ranked: Ranked, rows: Rows) -> Iterator[Sentence]:
    """A sentence; of a row of a table that is asked about, with its likeliest answer within one cell."""
    passage, reading = ranked.hits[sentence.hit].passage, ranked.readings[sentence.hit]
    cells = rows.get((passage.source, sentence.start), ())
    spans = [reading.best(start - passage.start, end - passage.start) for start, end in cells or ()]
    best = max(spans, key=lambda span: span.score, default=sentence.span)
    if cells is not None:
        yield replace(sentence, span=best) if best.start < best.end else sentence


def _named_first(ranked: Ranked, rows: Rows) -> Ranked:
    """The passages that were read, with those last that hold nothing but rows that are not asked about."""

    def passed_over(hit: Hit) -> bool:
        return all(rows.get((hit.passage.source, start), ()) is None for start, _ in hit.passage.sentences)

    read = sorted(zip(ranked.hits, ranked.readings, strict=False), key=lambda one: passed_over(one[0]))
    hits = tuple(hit for hit, _ in read)
    return Ranked((*hits, *ranked.hits[len(read) :]), tuple(reading for _, reading in read))
