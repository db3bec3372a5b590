"""Texts tell what their abbreviations stand for."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.text.abbreviations import abbreviations, initials


def test_texts_give_away_what_their_abbreviations_mean() -> None:
    text = "The gross domestic product (GDP) and the UDCG (Ukraine Defense Contact Group). The World Health Organization met in Paris (France)."
    found = {(name.short, name.written): name.defined for name in abbreviations(text)}
    assert found[("gdp", "gross domestic product")]
    assert found[("udcg", "Ukraine Defense Contact Group")]
    assert not found[("who", "World Health Organization")]
    assert not any(short == "france" for short, _ in found)
    assert initials("Department of Defense") == ("DOD",)
    assert initials("Pete Hegseth") == ()


@given(st.text(alphabet="ABab (). \n", max_size=60))
def test_no_text_is_too_odd_to_look_for_abbreviations_in(text: str) -> None:
    assert all(len(name.short) > 1 and " " in name.written for name in abbreviations(text))
