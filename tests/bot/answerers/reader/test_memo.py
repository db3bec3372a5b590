"""What was just made is not made again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.answerers.reader.memo import Memo


@given(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=8), st.integers(1, 12))
def test_each_key_gets_its_own_value_and_what_is_kept_is_not_made_again(batches: list[list[int]], most: int) -> None:
    memo: Memo[int, int] = Memo(most)
    made: list[int] = []

    def make(keys: list[int]) -> list[int]:
        made.extend(keys)
        return [key * key for key in keys]

    for batch in batches:
        before = len(made)
        assert memo.of(batch, make) == tuple(key * key for key in batch)
        assert len(made) - before <= len(set(batch)), "each at most once"
        again = len(made)
        if len(set(batch)) <= most:
            assert memo.of(batch, make) == tuple(key * key for key in batch)
            assert len(made) == again, "what was just made is kept"
