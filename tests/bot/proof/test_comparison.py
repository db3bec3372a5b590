"""What is compared is decided by the characters that are cited, or not at all."""

import pytest

from bot.answers import Claim, Comparison, Draft, Quote
from bot.proof.citations import DROPPED, cite
from bot.proof.comparison import decided, value_of
from ingest.documents import Document, Hit, Passage

MILL, WEIR = "The mill was built in 1804.", "The weir was built in 1790."


@pytest.mark.parametrize(
    ("text", "value"),
    [("48 hives", ("hive", 48.0)), ("£1,250", ("£", 1250.0)), ("3.5 million", ("", 3.5e6)), ("62 %", ("%", 62.0))],
)
def test_a_value_has_its_unit(text: str, value: tuple[str, float]) -> None:
    assert value_of(text) == value


def test_two_values_are_none() -> None:
    assert value_of("between 4 and 5 pounds") is None


@pytest.mark.parametrize(("wanted", "first"), [("most", "Mill"), ("least", "Weir")])
def test_the_later_and_the_earlier_year(wanted: str, first: str) -> None:
    one = Comparison(("the mill", "the weir"), ("1804", "1790"), "most" if wanted == "most" else "least")
    sentence, bold = decided(one, (MILL, WEIR))
    assert sentence.startswith(f"{first}: ")
    assert bold == (0, len(first))


@pytest.mark.parametrize(
    "one",
    [
        Comparison(("the mill", "the weir"), ("1804", "1790 pounds"), "most"),  # not what is cited
        Comparison(("the mill", "the bridge"), ("1804", "1790"), "most"),  # of something else
    ],
)
def test_what_is_cited_must_say_it(one: Comparison) -> None:
    assert decided(one, (MILL, WEIR)) == ("", None)


def test_an_answer_says_which_only_where_the_proof_can_tell() -> None:
    text = f"{MILL} {WEIR}"
    spans = ((0, len(MILL)), (len(MILL) + 1, len(text)))
    hit, document = Hit(Passage("a.txt", "", 0, len(text), text, sentences=spans), 1.0), Document("a.txt", "", text, "")
    quotes = (Quote(0, MILL), Quote(0, WEIR))
    for values, shown in ((("1804", "1790"), "**Weir**: 1790; mill: 1804. [1] [2]"), (("1804", "built"), MILL)):
        verdict = Claim("", quotes, comparison=Comparison(("the mill", "the weir"), values, "least"))
        answer = cite(Draft("answer", (verdict, Claim(MILL, quotes[:1]))), (hit,), {"a.txt": document}, "?")
        assert answer.text.startswith(shown)
        assert DROPPED not in answer.notes
