"""Passages that say the same are shown once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Bot
from bot.retrieval.duplicates import collapsed, same
from ingest.documents import Hit, Passage


def passage(text: str, source: str = "a.txt", title: str = "T", heading: str = "") -> Passage:
    return Passage(source, title, 0, len(text), text, heading, ((0, len(text)),))


LONG = "Members of the alliance spent 3% of their income on defense last year, Poland more than any other country of the group."


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        (LONG, True),
        (LONG.upper().replace(",", " —"), True),
        (LONG.replace("defense", "defence"), True),
        (LONG.replace("the alliance", "alliance"), True),
        (LONG.replace("3%", "3 percent"), True),
        (LONG.replace("3%", "2%"), False),
        (LONG.replace("spent", "not spent"), False),
        (LONG.replace("Poland", "Latvia"), False),
        (LONG.replace("more", "less"), False),
        (LONG.replace("spent", "saved"), False),
        ("Something else was said, about 3% of nothing in particular.", False),
    ],
)
def test_only_what_differs_in_trifles_is_the_same(text: str, alike: bool) -> None:
    assert same(passage(LONG), passage(text, "b.txt", "Other")) is alike
    assert same(passage(text, "b.txt", "Other"), passage(LONG)) is alike


def test_under_titles_with_other_numbers_or_in_few_words_nothing_is_the_same() -> None:
    assert not same(passage(LONG, title="Report 2023"), passage(LONG, title="Report 2024"))
    assert not same(passage("It has a market.", title="Ashford"), passage("It has a market.", title="Boston"))


SOME = st.lists(
    st.builds(
        lambda text, source, score: Hit(passage(text, source), score),
        st.sampled_from([LONG, LONG.upper(), LONG.replace("3%", "2%"), "Other words, of another matter altogether."]),
        st.sampled_from(["a.txt", "b.txt", "c.txt"]),
        st.floats(0, 1),
    ),
    max_size=9,
)


@given(SOME, st.integers(1, 9))
def test_no_chosen_document_is_hidden_and_no_place_is_lost(hits: list[Hit], k: int) -> None:
    ranked = sorted(hits, key=lambda hit: -hit.score)
    kept = collapsed(ranked, len(ranked), keep_sources=True)
    assert {hit.passage.source for hit in kept} == {hit.passage.source for hit in ranked}
    assert sum(1 + len(hit.also) for hit in kept) == len(ranked)
    once = collapsed(ranked, k, keep_sources=False)
    assert len(once) <= k
    assert [hit.score for hit in once] == sorted((hit.score for hit in once), reverse=True)
    assert not any(same(a.passage, b.passage) for at, a in enumerate(once) for b in once[:at])


def test_a_copy_is_shown_beside_the_first_and_kept_where_its_document_was_chosen(write: Callable[..., Path]) -> None:
    copy = LONG.replace("the alliance", "alliance")
    bot = Bot.from_folder(
        write(
            {
                "a.txt": f"Spending\n\n{LONG}\n",
                "b.txt": f"Budgets\n\n{copy}\n",
                "c.txt": f"Sums\n\n{LONG.replace('3%', '2%')}\n",
            }
        )
    )
    hits = bot.search("What did members spend on defense?")
    assert len(hits) == 2
    assert {tuple(sorted({hit.passage.source, *(p.source for p in hit.also)})) for hit in hits} == {
        ("a.txt", "b.txt"),
        ("c.txt",),
    }
    assert {hit.passage.source for hit in bot.search("spending", sources=["a.txt", "b.txt"])} == {"a.txt", "b.txt"}
    assert [hit.passage.source for hit in bot.search("spending", sources=["b.txt"])] == ["b.txt"]
    bot.close()
