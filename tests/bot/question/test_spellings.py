"""A word is known in its other spellings."""

from bot.question.spellings import other_spellings


def test_spellings_go_both_ways() -> None:
    for one, other in (("defence", "defense"), ("organize", "organise"), ("labour", "labor"), ("theatre", "theater"),
                       ("programme", "program"), ("catalogue", "catalog"), ("3", "three")):  # fmt: skip
        assert other in other_spellings(one)
        assert one in other_spellings(other)
