"""The gate: what a sentence says must follow from what it cites, as far as its words tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answer
from bot.drafts import Claim, Draft, Quote
from bot.proof.alignment import locate
from bot.proof.citations import cite
from bot.proof.support import Evidence, fault
from ingest.documents import Document, Hit, Passage
from ingest.text.sentences import sentence_spans

SOURCE = (
    "The mill opened in 1847 and employed 1,300 workers. Wages should not drop below 7 % of sales, said Ann Lee, who led "
    "the Calder Trades Council. She later moved to Leeds with her brother Tom Lee. The two towns increased their output "
    "of cotton by 12 million yards. The United Nations praised the mill in February 1950."
)


@pytest.mark.parametrize(
    "said",
    [
        "The mill opened in 1847.",
        "In 1847 the mill was opened.",
        "The mill, which opened in 1847, had 1300 employees working for it: 1,300 workers.",
        "Ann Lee said that wages should not fall below 7% of sales, and must not drop.",
        "The pay should not drop below 7 percent of sales, according to Lee.",
        "According to Ann Lee, wages shouldn't drop below 7 % of sales.",
        "Output of cotton rose by 12 million yards in the two towns.",
        "The UN praised the mill in Feb 1950.",
        "The Calder Trades Council was led by Ann Lee.",
        "Workers at the mill numbered 1,300.",
    ],
)
def test_right_sentences_pass_in_other_words_too(said: str) -> None:
    assert fault(said, Evidence(SOURCE)) is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("The mill opened in 1848.", "number"),
        ("The mill employed 13,000 workers.", "number"),
        ("The mill employed 130 workers.", "number"),
        ("Wages should not drop below $7 of sales.", "number"),
        ("Output rose by 12 billion yards of cotton.", "number"),
        ("The three towns increased their output of cotton.", "number"),
        ("The 4th mill opened.", "number"),
        ("Ann Brown said that wages should not drop.", "name"),
        ("The mill opened in Bolton in 1847.", "name"),
        ("France opened the mill in 1847.", "name"),
        ("The NATO praised the mill.", "name"),
        ("The mill opened in March 1847.", "name"),
        ("The mill did not open in 1847.", "denial"),
        ("Wages should drop below 7 % of sales, said Ann Lee.", "denial"),
        ("The mill never employed workers.", "denial"),
        ("The two towns decreased their output of cotton by 12 million yards.", "denial"),
        ("The bridge over the river collapsed and sank a ship.", "words"),
        ("The password is secret.", "words"),
    ],
)
def test_corrupted_sentences_are_caught(said: str, found: str) -> None:
    assert fault(said, Evidence(SOURCE)) == found


def test_a_name_put_for_another_one_in_a_copy_is_caught_though_both_stand_there() -> None:
    there = Evidence("Ann Lee moved to Leeds with Tom Brown after the mill in Calder had been closed by the council.")
    assert fault("Ann Lee moved to Leeds with Tom Brown after the mill in Leeds had been closed.", there) == "name"
    assert fault("Ann Lee moved to Leeds with Tom Brown after the mill in Calder had been closed.", there) is None


@pytest.mark.parametrize(
    "said",
    ["In Bolton they like the mayor of Leeds.", "Wages rose owing to it."],
)
def test_what_the_gate_cannot_see_is_known(said: str) -> None:
    there = Evidence("The mayor of Leeds comes from Bolton. 10 mills and 20 banks burned. Owing to wages, it rose.")
    assert fault(said, there) is None


def test_names_may_come_from_the_heading_and_numbers_too() -> None:
    there = Evidence("It began in October when prices rose.", "The 1973 oil crisis\nHistory of OPEC")
    assert fault("The 1973 oil crisis began in October.", there) is None
    assert fault("OPEC raised prices in October.", there) is None
    assert fault("The 1979 oil crisis began in October.", there) == "number"


def test_a_word_that_begins_a_sentence_is_a_name_only_where_it_is_written_as_one() -> None:
    common = frozenset({"factories"})
    assert fault("Factories opened in 1847 with workers.", Evidence(SOURCE, common=common)) is None
    assert fault("Poland opened in 1847 with workers.", Evidence(SOURCE, common=common)) == "name"


@given(st.sampled_from(SOURCE.split(". ")), st.data())
def test_what_stands_in_the_source_word_for_word_passes(sentence: str, data: st.DataObject) -> None:
    parts = sentence.split()
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start + 1, len(parts)))
    assert fault(" ".join(parts[start:end]), Evidence(SOURCE)) is None


DOCUMENT = Document("a.txt", "The mill", SOURCE, "")
HIT = Hit(Passage("a.txt", "The mill", 0, len(SOURCE), SOURCE, "The mill", tuple(sentence_spans(SOURCE))), 1.0)


def cited(said: str, *quotes: str, hit: int = 0, asked: str = "q") -> Answer:
    draft = Draft("answer", (Claim(said, tuple(Quote(hit, quote) for quote in quotes)),))
    return cite(draft, (HIT,), {"a.txt": DOCUMENT}, asked)


def test_a_quote_is_widened_to_its_sentence_where_only_that_proves_the_claim() -> None:
    (citation,) = cited("The mill opened in 1847.", "The mill opened").citations
    assert citation.quote == "The mill opened in 1847 and employed 1,300 workers."
    (citation,) = cited("The mill opened.", "The mill opened").citations
    assert citation.quote == "The mill opened"


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("Wages should drop below 7 % of sales.", "drop below 7 % of sales"),
        (
            "Tom Lee led the Calder Trades Council.",
            "led the Calder Trades Council. She later moved to Leeds with her brother Tom Lee",
        ),
        ("The mill dropped wages below 7 % of sales.", "wages should not drop below 7 % of sales"),
    ],
)
def test_a_part_of_a_sentence_proves_nothing_that_its_sentence_denies(said: str, part: str) -> None:
    assert not cited(said, part).answered


def test_of_many_quotes_only_those_are_shown_that_prove() -> None:
    sentences = [SOURCE[start:end] for start, end in sentence_spans(SOURCE)]
    (citation,) = cited("The mill opened in 1847.", *sentences[1:], sentences[0]).citations
    assert citation.quote == sentences[0]
    both = cited("The mill opened in 1847, and the United Nations praised the mill in February 1950.", *sentences)
    assert {citation.quote for citation in both.citations} == {sentences[0], sentences[-1]}


def test_what_a_pronoun_points_back_to_is_cited_with_it() -> None:
    (citation,) = cited("Ann Lee later moved to Leeds.", "She later moved to Leeds").citations
    assert citation.quote.startswith("Wages should not drop")
    assert citation.quote.endswith("Tom Lee.")
    assert not cited("The Calder mill later moved to Paris.", "She later moved to Leeds").answered


def test_a_quote_with_another_number_or_its_opposite_is_no_slip_of_copying() -> None:
    assert locate(Quote(0, "The mill opened in 1847 and employd 1,300 workers"), (HIT,))
    assert not locate(Quote(0, "The mill opened in 1848 and employed 1,300 workers"), (HIT,))
    assert not locate(Quote(0, "Wages should drop below 7 % of sales, said Ann Lee"), (HIT,))


def test_a_quote_is_cited_from_where_it_stands_if_the_model_miscounted_by_one() -> None:
    assert locate(Quote(1, "The mill opened in 1847"), (HIT,))
    assert locate(Quote(-1, "The mill opened in 1847"), (HIT,))
    assert not locate(Quote(6, "The mill opened in 1847"), (HIT,))


@pytest.mark.parametrize("quote", ["", "The mill stands in Bolton", "Ann Lee"])
def test_a_right_sentence_with_a_wrong_quote_is_cited_from_the_sentence_that_proves_it(quote: str) -> None:
    (citation,) = cited("In 1847 the mill was opened.", quote, asked="When did the mill open?").citations
    assert citation.quote == "The mill opened in 1847 and employed 1,300 workers."
    two = cited("The mill opened in 1847, and the United Nations praised it.", quote, asked="Who praised the mill?")
    assert not two.answered  # names of one sentence would stand in what another says


def test_two_sentences_near_each_other_prove_what_both_say_of_one_thing() -> None:
    text = (
        "Mayors met at a congress of the Harbour League, which Ann Lee had founded. It rained. "
        "This year the congress was chaired by a town other than Norland, with South Haven taking the lead."
    )
    document = Document("b.txt", "", text, "")
    hits = (Hit(Passage("b.txt", "", 0, len(text), text, "", tuple(sentence_spans(text))), 1.0),)

    def proved(said: str) -> bool:
        draft = Draft("answer", (Claim(said, ()),))
        return cite(draft, hits, {"b.txt": document}, "Who chaired the Harbour League congress?").answered

    assert proved("South Haven chaired this year's Harbour League congress.")
    assert not proved("Norland chaired this year's Harbour League congress.")
    assert not proved("Ann Lee chaired this year's Harbour League congress.")


@pytest.mark.parametrize(
    "said",
    [
        "The mill opened in 1848.",  # proved by none
        "She moved to Leeds.",  # not about what was asked
        "The mill opened in 1847 [x](http://mill.example).",  # no plain text
        "The mill, the wages, the cotton and the United Nations were praised in Leeds.",  # three sentences would do
    ],
)
def test_what_no_sentence_or_two_about_the_question_prove_is_dropped(said: str) -> None:
    assert not cited(said, "no such words", asked="When did the mill open?").answered


def test_a_quote_cuts_through_no_word_and_no_number() -> None:
    assert cited("It was 47.", "47").citations == ()


@given(st.text(max_size=80), st.text(max_size=80), st.integers(-2, 4))
def test_whatever_is_claimed_what_is_cited_is_exact_and_what_is_not_cited_is_not_shown(
    said: str, quote: str, hit: int
) -> None:
    answer = cited(said, quote, SOURCE[20:60], hit=hit)
    assert answer.answered == bool(answer.citations)
    for citation in answer.citations:
        assert SOURCE[citation.start : citation.end] == citation.quote
