"""Passages that may answer are read and put in order; the others follow."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answerers.reader.ranker import Ranked, apart, first, looked_at, rank
from bot.answerers.reader.spans import Reading
from bot.chat import Bot
from bot.retrieval.retriever import look_up
from ingest.documents import Hit, Passage


def test_passages_far_behind_the_best_are_not_read_and_follow_as_no_likelier(towns: Bot) -> None:
    with towns.index.reading() as view:
        hits = look_up(view, "How tall is the Stump?", 8).hits
    ordered = rank("How tall is the Stump?", hits)
    unread = ordered.hits[len(ordered.readings) :]
    assert 0 < len(unread) < len(hits) == len(ordered.hits)
    far = [hit.passage for hit in hits if hits[0].score - hit.score > 0.5]
    assert [hit.passage for hit in unread] == far
    scores = [hit.score for hit in ordered.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@given(st.lists(st.floats(-1, 1.8), max_size=12), st.none() | st.integers(0, 12))
def test_no_passage_is_lost_by_not_being_read(scores: list[float], most: int | None) -> None:
    hits = [Hit(Passage("a.txt", "", at, at + 1, "x"), score) for at, score in enumerate(scores)]
    near, others = apart(hits, most)
    assert sorted(hit.passage.start for hit in (*near, *others)) == list(range(len(hits)))
    assert most is None or len(near) <= most
    assert most is not None or not hits or max(hits, key=lambda hit: hit.score) in near


@given(
    st.lists(st.floats(0.01, 0.99), max_size=8), st.lists(st.floats(-11, 11), min_size=3, max_size=3), st.integers(0, 8)
)
def test_a_second_look_orders_the_first_passages_and_loses_none(
    scores: list[float], relevance: list[float], read: int
) -> None:
    hits = tuple(
        Hit(Passage("a.txt", "", at, at + 1, "x"), score) for at, score in enumerate(sorted(scores, reverse=True))
    )
    readings = tuple(Reading(float(at), *(np.zeros(0),) * 2, np.zeros((0, 2))) for at in range(min(read, len(hits))))
    found = Ranked(hits, readings)
    looked = first(found)
    ordered = looked_at(found, relevance[: len(looked)], (1.0, 0.5, 0.0))
    assert {hit.passage.start for hit in ordered.hits} == {hit.passage.start for hit in hits}
    assert [int(one.answers) for one in ordered.readings] == [
        hit.passage.start for hit in ordered.hits[: len(readings)]
    ]
    after = [hit.score for hit in ordered.hits]
    assert after[: len(looked)] == sorted(after[: len(looked)], reverse=True)
    assert not looked or all(score <= min(after[: len(looked)]) for score in after[len(looked) :])
