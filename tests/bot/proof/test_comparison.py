"""What is compared is decided by the characters that are cited, or not at all."""

from dataclasses import replace

import pytest

from bot.drafts import Claim, Comparison, Draft, Quote
from bot.proof.citations import DROPPED, cite
from bot.proof.comparison import compared, decided
from ingest.documents import Document, Hit, Passage

MILL, WEIR = "The mill was built in 1804.", "The weir was built in 1790."


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


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("£685", "£540"), "The difference is £145 (£685 is more than £540)."),
        (("£6.85", "£5.40"), "The difference is £1.45 (£6.85 is more than £5.40)."),
        (("1,250 hives", "48 hives"), "The difference is 1,202 hives (1,250 hives is more than 48 hives)."),
        (("62 %", "50 %"), "The difference is 12 percentage points (62 % is more than 50 %)."),
        (("3 May 2024", "1 May 2024"), "The difference is 2 days (3 May 2024 is later than 1 May 2024)."),
        (("ten years", "five years"), "The difference is 5 years (ten years is more than five years)."),
        (("£3 million", "£2.5 million"), "The difference is £500,000 (£3 million is more than £2.5 million)."),
        (("£685", "540 days"), ""),  # of two units
    ],
)
def test_by_how_much_two_things_differ_is_computed(values: tuple[str, str], said: str) -> None:
    sentence, bold = decided(Comparison(("", ""), values, "difference"), values)
    assert sentence == said
    assert (bold is None) == (not said)


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


def test_a_thing_is_not_compared_with_itself() -> None:
    text = "The roof cost £3,150. The door cost £410."
    hits = [Hit(Passage("a.txt", "", 0, len(text), text), 1.0)]
    roof, door = Quote(0, "The roof cost £3,150."), Quote(0, "The door cost £410.")
    apart = Comparison(("", ""), ("£3,150", "£410"), "difference")
    assert compared(Claim("", (roof, door), comparison=apart), hits)[1]
    same = replace(apart, values=("£3,150", "£3,150"))
    assert compared(Claim("", (roof, roof), comparison=same), hits)[1] == ()


def test_the_heading_of_a_value_gives_its_unit() -> None:
    rows = ("Ticket: adult; Fee: €10.00", "ticket: adult; fee_eur: 8.00")
    apart = Comparison(("", ""), ("€10.00", "8.00"), "difference")
    assert decided(apart, rows)[0] == "The difference is €2 (€10.00 is more than 8.00)."
    assert decided(apart, (rows[0], rows[1].replace("eur", "gbp")))[0] == ""


def test_the_column_of_a_row_in_markdown_gives_its_unit() -> None:
    apart = Comparison(("", ""), ("16.00", "12.00"), "difference")
    rows = ("| L2 | loft | day | 16.00 |", "code: L2; price_gbp: 12.00")
    assert decided(apart, rows, ("Code | Room | What | 2031 (£)", ""))[0].startswith("The difference is ")
    assert decided(apart, rows, ("Code | Room | What | 2031 (€)", ""))[0] == ""
