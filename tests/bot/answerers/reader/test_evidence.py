"""What speaks for a sentence: whether its likeliest words are of the kind that is asked for."""

import re

import pytest

from bot.answerers.reader.evidence import FEATURES, sentences
from bot.answerers.reader.ranker import rank
from bot.chat import Bot
from bot.question.analysis import analyze
from bot.retrieval.retriever import look_up


def _read(bot: Bot, asked: str) -> list[tuple[str, str, float]]:
    """Of each sentence its text, its likeliest words, and whether these are of the kind that is asked for."""
    with bot.index.reading() as view:
        found = look_up(view, asked, 5)
        question = analyze(view, found.text, found.vector)
    ranked = rank(question.text, found.hits)
    read = []
    for sentence in sentences(question, ranked):
        passage = ranked.hits[sentence.hit].passage
        said = passage.text[sentence.span.start : sentence.span.end]
        kind = sentence.features[FEATURES.index("span_kind")]
        read.append((passage.quote(sentence.start, sentence.end), said, kind))
    return read


@pytest.mark.parametrize(
    ("asked", "right"),
    [("How many workers did the railway works employ?", "1,300"), ("When was Ashford founded?", "893")],
)
def test_a_sentence_is_judged_by_whether_its_likeliest_words_are_of_the_kind_asked_for(
    towns: Bot, asked: str, right: str
) -> None:
    read = _read(towns, asked)
    for quote, said, kind in read:
        if right in quote:
            assert (right in said, kind) == (True, 1.0)
        elif not re.search(r"[0-9]|Middle Ages", said):
            assert kind == 0.0
    assert {0.0, 1.0} <= {kind for _, _, kind in read}


def test_a_share_is_no_count(bot: Bot) -> None:
    kinds = {said: kind for _, said, kind in _read(bot, "How many members does NATO have?")}
    assert (kinds["third"], kinds["Twenty-three"]) == (0.0, 1.0)
