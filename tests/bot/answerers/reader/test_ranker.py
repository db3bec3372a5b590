"""Passages that may answer are read and put in order; the others follow."""

from hypothesis import given
from hypothesis import strategies as st

from bot.answerers.reader.ranker import apart, rank
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
