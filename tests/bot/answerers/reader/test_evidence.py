"""What speaks for a sentence: whether its likeliest words are of the kind that is asked for."""

import re
from dataclasses import replace

import pytest

from bot.answerers.reader.evidence import FEATURES, Sentence, answering, sentences
from bot.answerers.reader.ranker import Ranked, rank
from bot.answerers.reader.spans import Span
from bot.chat import Bot
from bot.question.analysis import analyze
from bot.retrieval.retriever import look_up
from ingest.documents import Hit, Passage


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


def test_a_sentence_names_its_passage_wherever_that_stands_among_those_that_are_much_less_likely(bot: Bot) -> None:
    with bot.index.reading() as view:
        found = look_up(view, "When is the next NATO summit?", 5)
        question = analyze(view, found.text, found.vector)
    ranked = rank(question.text, found.hits)
    scores = (0.9, 0.0001, 0.8)
    hits = tuple(replace(hit, score=score) for hit, score in zip(ranked.hits, scores, strict=False))
    read = sentences(question, Ranked(hits, ranked.readings[:3]))
    assert {one.hit for one in read} == {0, 2}
    assert all(hits[one.hit].passage.start <= one.start < one.end <= hits[one.hit].passage.end for one in read)


def test_what_only_asks_or_tells_who_wrote_is_no_answer() -> None:
    said = (
        "From: Ann Fell <ann@mill.example>; To: Bo Kay; Sent: 4 May 2024",
        "When does it open?",
        "It opens at nine.",
    )
    text = "\n".join(said)
    starts = [text.index(one) for one in said]
    spans = tuple((start, start + len(one)) for start, one in zip(starts, said, strict=True))
    hit = Hit(Passage("a.eml", "", 0, len(text), text, sentences=spans), 1.0)
    none: frozenset[str] = frozenset()
    found = [Sentence(0, at, *span, none, none, (), Span(0, 0, 0.0)) for at, span in enumerate(spans)]
    assert answering(found, (hit,)) == found[2:]
    assert answering(found[:2], (hit,)) == found[:2]
