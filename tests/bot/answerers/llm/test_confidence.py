"""How sure a judged answer is: the model, the reader and the reader's judge are witnesses."""

from bot.answerers.llm.confidence import of_judged
from bot.drafts import Claim, Draft, Quote
from bot.proof.alignment import Place
from tests.helpers.replies import hit

SAID = "Berta Ames owns the brickworks."
HITS = (hit(SAID),)
PROVED = ((Claim(SAID, ()), (Place(0, 0, len(SAID), SAID),)),)
SAME = Draft("answer", (Claim(SAID, (Quote(0, SAID),)),), short="Berta Ames", confidence=0.6)
OTHER = Draft("answer", (Claim("Carl Voss owns it.", ()),), short="Carl Voss", confidence=0.6)
THERE = Draft("answer", (Claim("the brickworks", (Quote(0, SAID),)),), short="the kilns", confidence=0.6)


def sure(own: Draft, chance: float | None = None, odds: float = 0.0) -> float:
    return of_judged(PROVED, "Berta Ames", own, HITS, chance, odds)


def declines(confidence: float) -> Draft:
    return Draft("declined", confidence=confidence)


def test_a_reader_that_answers_the_same_makes_it_surer_and_one_that_answers_from_elsewhere_less_sure() -> None:
    assert sure(SAME) > 0.8 > sure(THERE) > 0.6 > 0.5 > sure(OTHER)


def test_a_reader_that_declines_lowers_it_by_its_doubt() -> None:
    assert sure(declines(0.7)) > sure(declines(0.2)) > sure(declines(0.0))
    assert sure(declines(0.2)) < 0.6
    assert sure(declines(0.0)) < 0.3


def test_what_the_readers_judge_thinks_of_the_sentence_counts_whatever_the_reader_says() -> None:
    for own in (SAME, OTHER, declines(0.2)):
        assert sure(own, odds=3.0) > sure(own) > sure(own, odds=-3.0)


def test_a_model_that_thought_its_words_unlikely_is_less_sure() -> None:
    assert sure(SAME, chance=0.9) > sure(SAME, chance=0.3)
    assert of_judged((), "", SAME, HITS, None, 5.0) == 0.0
