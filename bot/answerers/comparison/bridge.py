"""Questions that need two documents: the first names what the second is then looked up by."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.reader.confidence import confidence_of
from bot.answerers.reader.evidence import sentences
from bot.answerers.reader.ranker import rank
from bot.answerers.reader.selection import choose, draft
from bot.answerers.reader.weights import calibration, threshold, weights
from bot.drafts import Claim, Draft, Quote
from bot.question.analysis import Question
from bot.question.names import names
from bot.retrieval.retriever import look_up
from ingest.documents import Hit
from ingest.text.words import stems
from ingest.view import View

_FIRST = 3  # passages that may name what is to be looked up
_SECOND = 4  # passages looked up by each
_SURE = 0.6  # a passage that is found by what another one says may answer something else
_NAMES = 4  # by which one of them is looked up


def answer(request: Request, view: View) -> Reply | None:
    """An answer from a passage that another one leads to, with the sentence that does; None where one is enough."""
    question, settings = request.question, request.settings
    first = rank(question.text, request.hits).hits[:_FIRST]
    steps = list(_steps(request, view, first))
    # What leads to a passage is read above it, as its title is.
    told = [replace(hit, passage=replace(hit.passage, title=f"{said}\n{hit.passage.title}")) for said, _, hit in steps]
    ranked = rank(question.text, (*request.hits, *told))
    found = sentences(question, ranked)
    choice = choose(question, found, ranked.hits, weights().choice)
    own = calibration(settings.index_folder)
    if choice is None or not choice.named:
        return None
    sure = confidence_of(question, ranked.hits, choice, own)
    if sure < max(_SURE, threshold(own, settings.max_wrong)):
        return None
    best = ranked.hits[choice.chosen[0].hit].passage
    step = next((one for one, hit in zip(steps, told, strict=True) if hit.passage == best), None)
    if step is None:
        return None
    said, leads, hit = step
    made = draft(question, ranked.hits, replace(choice, chosen=choice.chosen[:1]), sure)
    claims = (Claim(said, (Quote(0, said),)), *(_from(claim, 1) for claim in made.claims))
    whole: Draft = replace(made, claims=claims)
    return Reply((leads, hit, *first), growing(lambda: whole))


def _from(claim: Claim, hit: int) -> Claim:
    return replace(claim, quotes=tuple(replace(quote, hit=hit) for quote in claim.quotes))


def _steps(request: Request, view: View, first: Sequence[Hit]) -> Iterator[tuple[str, Hit, Hit]]:
    """A sentence that names something, its passage, and a passage that is found by what it names."""
    question = request.question
    there = {hit.passage for hit in request.hits}
    for hit in first:
        said = _telling(question, hit)
        asked = set(stems(question.text))
        new = [name for name in (*names(said), hit.passage.title) if name and not set(stems(name)) <= asked][:_NAMES]
        if not said or not new:
            continue
        for found in look_up(view, f"{question.text} {', '.join(new)}", _SECOND + 1, request.sources).hits:
            if found.passage != hit.passage and (
                found.passage not in there or found.passage.source != hit.passage.source
            ):
                yield said, hit, found


def _telling(question: Question, hit: Hit) -> str:
    """The sentence of a passage that holds most of what the question tells."""
    weight = {term.stem: term.weight for term in question.terms}

    def held(span: tuple[int, int]) -> float:
        return sum(weight.get(root, 0.0) for root in set(stems(hit.passage.quote(*span))))

    best = max(hit.passage.sentences, key=held, default=None)
    return hit.passage.quote(*best) if best else ""
