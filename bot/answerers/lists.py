"""Every item of what is asked for: bullets below a line, lines of one label, or the members of a sentence."""

from collections.abc import Sequence

import numpy as np

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.reader.evidence import Sentence
from bot.answerers.reader.itemized import list_of, sure_enough, weigh
from bot.answerers.reader.members import members
from bot.answerers.reader.ranker import Ranked
from bot.answerers.reader.selection import Choice, choice_of, told_claim
from bot.drafts import Claim, Draft, Quote
from bot.question.analysis import Question
from bot.question.spellings import DIGITS
from ingest.text.words import words
from ingest.view import View

_MOST = 7  # things that are counted and then told, a sentence each
_BARE = 4  # words of a span that only counts


def answer(request: Request, view: View) -> Reply | None:
    """The items of the list that most likely answers, or the members of a sentence; None where one thing does."""
    read = weigh(request, view)
    if read is None:
        return None
    ranked, found, odds = read
    if reply := list_of(request, view, ranked, found, odds):
        return reply
    choice = choice_of(request.question, found, odds, (int(np.argmax(odds)),))
    if not (sure := sure_enough(ranked, choice, request)):
        return None
    claims = _counted(ranked, choice) or _members(request.question, ranked, choice, found)
    if len(claims) < 2 and not any(claim.also for claim in claims):
        return None
    draft = Draft("answer", claims, short=_short(claims), listed=len(claims) > 1, confidence=sure)
    return Reply(ranked.hits, growing(lambda: draft))


def _counted(ranked: Ranked, choice: Choice) -> tuple[Claim, ...]:
    """A sentence that only says how many there are ("Three habits …"), and as many of those after it; else ()."""
    best = choice.chosen[0]
    passage = ranked.hits[best.hit].passage
    said = words(passage.text[best.span.start : best.span.end])
    number = next((int(value) for word in said if (value := DIGITS.get(word, word)).isdigit()), 0)
    after = passage.sentences[best.number + 1 : best.number + 1 + number]
    if not 1 < number <= _MOST or len(said) > _BARE or len(after) < number:
        return ()
    texts = [passage.quote(start, end) for start, end in ((best.start, best.end), *after)]
    return tuple(Claim(text, (Quote(best.hit, text),)) for text in texts)


def _members(question: Question, ranked: Ranked, choice: Choice, found: Sequence[Sentence]) -> tuple[Claim, ...]:
    """The sentences of the best passage that hold members of an enumeration, these in bold."""
    best = choice.chosen[0]
    passage, reading = ranked.hits[best.hit].passage, ranked.readings[best.hit]
    spans = members(question.text, passage, reading, best.span)
    claims = []
    for one in (sentence for sentence in found if sentence.hit == best.hit):
        begin, end = one.start - passage.start, one.end - passage.start
        own = [(a - begin, b - begin) for a, b in spans if begin <= a and b <= end]
        claim = told_claim(one, passage.quote(one.start, one.end), own)
        if claim.bold:
            claims.append(claim)
    return tuple(claims)


def _short(claims: Sequence[Claim]) -> str | None:
    """The words from the first member to the last, where one sentence holds them all."""
    if len(claims) != 1 or not claims[0].bold:
        return None
    return claims[0].text[claims[0].bold[0] : [claims[0].bold, *claims[0].also][-1][1]]
