"""Fit confidence to a user's own documents, with questions made from them, answerable and not.

A question is made from a sentence that holds a name or a number: some of its telling words, in another order, without
that name or number. It is answerable as it is, and unanswerable once the passage it was made from is hidden.
"""

import random
from collections.abc import Sequence

from bot.answerers.reader.confidence import sureness
from bot.answerers.reader.evidence import sentences
from bot.answerers.reader.logistic import logits, sigmoid
from bot.answerers.reader.ranker import rank
from bot.answerers.reader.selection import choose
from bot.answerers.reader.weights import Calibration, weights
from bot.chat import Bot
from bot.errors import EvaluationError
from bot.evaluation.regression import cutoff, fit
from bot.question.analysis import analyze
from bot.question.names import names, weak_stems
from bot.retrieval.retriever import look_up
from ingest.documents import Hit, Passage
from ingest.text.words import stem, words

_FEWEST, _MOST = 20, 300  # questions
_LEAST_WORDS = 5  # telling words that a sentence needs, so that some are left when its answer is taken out
_WRONG_DECLINES = 0.05  # of the questions that would be answered right


def calibrate(bot: Bot) -> str:
    """Fit slope, bias and threshold of confidence (Platt 1999) to the bot's documents, and keep them with its index.

    Returns:
        One line that says what was done.

    Raises:
        EvaluationError: the documents are too few to make questions from.
    """
    asked = [(*made, hidden) for made in made_questions(bot.passages()) for hidden in (False, True)]
    judged = [found for one in asked if (found := _judge(bot, *one)) is not None]
    odds, right = [[odd] for odd, _ in judged], [good for _, good in judged]
    if len(right) < 2 * _FEWEST or not any(right):
        raise EvaluationError(
            f"--calibrate needs documents that {_FEWEST} questions can be made from; these give {len(right) // 2}."
        )
    slope, bias = (float(value) for value in fit(odds, right))
    confidence = sigmoid(logits([slope, bias], odds))
    threshold = cutoff(confidence, right, _WRONG_DECLINES)
    Calibration(slope, bias, threshold).save(bot.settings.index_folder)
    return f"Calibrated on {len(right)} questions made from the documents: answers from confidence {threshold:.2f} on."


def made_questions(passages: Sequence[Passage]) -> list[tuple[Passage, str, int]]:
    """At most 300 questions, evenly spread: the passage, the question, and where the sentence it asks for starts."""
    chance = random.Random(0)  # noqa: S311 (repeatable, not secret)
    made = []
    for passage in passages[:: max(1, len(passages) // _MOST)]:
        for start, end in passage.sentences:
            question = _question(passage.quote(start, end), chance)
            if question:
                made.append((passage, question, start))
    return made[:: max(1, -(-len(made) // _MOST))]


def _question(sentence: str, chance: random.Random) -> str:
    """Some telling words of a sentence that holds a name or a number, without it; "" where too few are left."""
    answers = {word for name in names(sentence)[1:] for word in words(name)} | {
        word for word in words(sentence) if word[0].isdigit()
    }
    telling = [word for word in words(sentence) if word[0].isalpha() and stem(word) not in weak_stems()]
    left = [word for word in dict.fromkeys(telling) if word not in answers]
    if not answers or len(left) < _LEAST_WORDS:
        return ""
    chance.shuffle(left)
    return "What about " + " ".join(left[: chance.randint(3, _LEAST_WORDS)]) + "?"


def _judge(bot: Bot, passage: Passage, text: str, start: int, hidden: bool) -> tuple[float, bool] | None:
    """The log odds that the packaged weights give the answer, and whether it is the sentence that was asked for."""
    k = bot.settings.passages
    with bot.index.reading() as view:
        found = look_up(view, text, k + 1)
        question = analyze(view, found.text, found.vector)
    place = (passage.source, start)
    hits = tuple(hit for hit in found.hits if not hidden or place not in _sentences(hit))[:k]
    ranked = rank(found.text, hits)
    choice = choose(question, sentences(question, ranked), ranked.hits, weights().choice)
    if choice is None:
        return None
    shown = {(ranked.hits[one.hit].passage.source, one.start) for one in choice.chosen[:2]}
    right = not hidden and place in shown
    return sureness(question, ranked.hits, choice), right


def _sentences(hit: Hit) -> set[tuple[str, int]]:
    """Where the sentences of a passage and of its copies stand."""
    return {(place.source, start) for place in (hit.passage, *hit.also) for start, _ in place.sentences}
