"""A list of the documents as an answer: bullets below a line, rows of a table, or lines of one label."""

from collections.abc import Sequence

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.declining import missing_keys
from bot.answerers.reader.confidence import confidence_of
from bot.answerers.reader.evidence import Sentence, answering, sentences
from bot.answerers.reader.groups import best_group, claims_of
from bot.answerers.reader.logistic import Rows
from bot.answerers.reader.ranker import Ranked, rank
from bot.answerers.reader.selection import Choice, choice_of, odds_of
from bot.answerers.reader.speech import authors_of, speech_of
from bot.answerers.reader.weights import calibration, threshold, weights
from bot.drafts import Draft
from ingest.view import View


def itemized(request: Request, view: View) -> Reply | None:
    """The items of the list that most likely answers; None where a sentence does that stands in no list."""
    read = weigh(request, view)
    return list_of(request, view, *read) if read else None


def weigh(request: Request, view: View) -> tuple[Ranked, Sequence[Sentence], Rows] | None:
    """The passages of a request in order, their sentences, and the log odds of each; None where nothing can answer."""
    question = request.question
    if not request.hits or missing_keys(question):
        return None
    ranked = rank(question.text, request.hits)
    speech, authors = speech_of(question, ranked.hits, view), authors_of(question, ranked.hits, view)
    found = answering(sentences(question, ranked, speech, authors), ranked.hits)
    return (ranked, found, odds_of(question, found, weights().choice)) if found else None


def list_of(request: Request, view: View, ranked: Ranked, found: Sequence[Sentence], odds: Rows) -> Reply | None:
    """The items of the list that most likely answers, once passages are read and sentences weighed; see `itemized`."""
    group = best_group(request.question, ranked, found, odds, view)
    document = view.document(group.source) if group else None
    choice = choice_of(request.question, found, odds, group.sentences) if group else None
    if group is None or document is None or choice is None:
        return None
    sure = sure_enough(ranked, choice, request)
    if group.counted and choice.named:  # as many as are asked for: no chance is as telling
        sure = max(sure, least_of(request))
    if not sure:
        return None
    hits, claims = claims_of(document, group, ranked.hits, found[group.sentences[0]].hit)
    draft = Draft("answer", claims, listed=True, confidence=sure)
    return Reply(hits, growing(lambda: draft))


def sure_enough(ranked: Ranked, choice: Choice, request: Request) -> float:
    """How sure a choice is; 0 where that is not enough to answer, or it is not of whoever is asked about."""
    if not choice.named:
        return 0.0
    sure = confidence_of(request.question, ranked.hits, choice, calibration(request.settings.index_folder))
    return sure if sure >= least_of(request) else 0.0


def least_of(request: Request) -> float:
    """How sure an answer must be to be given."""
    return threshold(calibration(request.settings.index_folder), request.settings.max_wrong)
