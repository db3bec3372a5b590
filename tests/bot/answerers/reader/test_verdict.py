"""A question for yes or no is answered with the word, where the sentence says it clearly, and always with the sentence."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.answerers.reader.verdict.verdict import HEAD, VERDICTS, load_judge, verdict_of, with_verdict
from bot.chat import Bot
from bot.drafts import Claim, Draft
from bot.evaluation.metrics import holds_any
from bot.question.analysis import analyze
from ingest.errors import ModelError
from tests.bot.conftest import opened

RULES = """# Rules of the boat house

## Animals
Dogs are not allowed in the boat house.

## Boats
Members may borrow a rowing boat at any time.

## Money
The key costs £12, and the deposit is £40.

## The mill
The mill is open from Monday to Saturday.
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("rules"), {"rules.md": RULES}) as bot:
        yield bot


@pytest.mark.parametrize(
    ("question", "said", "verdict"),
    [
        ("Are dogs allowed in the boat house?", "Dogs are not allowed in the boat house.", "No"),
        ("Is smoking allowed on the terrace?", "Smoking is allowed on the terrace.", "Yes"),
        ("Can I bring my own food?", "Bringing your own food is forbidden.", "No"),
    ],
)
def test_a_plain_sentence_says_yes_or_no(question: str, said: str, verdict: str) -> None:
    assert verdict_of(question, said) == (verdict, True)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Are bikes left in the yard overnight insured?",
            "Bicycles that are left in the yard overnight are not covered.",
        ),
        ("Was the motion carried?", "The motion fell with 4 votes to 9."),
    ],
)
def test_what_is_denied_in_other_words_gets_no_yes(question: str, said: str) -> None:
    assert verdict_of(question, said)[0] != "Yes"


@pytest.mark.parametrize("said", ["The terrace lies on the south side.", "She asked whether smoking was allowed."])
def test_a_sentence_that_says_neither_is_given_no_word(said: str) -> None:
    assert verdict_of("Is smoking allowed on the terrace?", said)[0] == ""


def test_what_is_only_likely_is_said_to_be_so(rules: Bot) -> None:
    question, said = "Is the mill open on Sundays?", "The mill is open from Monday to Saturday."
    assert verdict_of(question, said) == ("No", False)
    answer = rules.ask(question)
    assert answer.text.startswith("**No, probably.** ")
    assert said in answer.plain
    assert answer.short != "No"


def test_no_word_is_said_in_a_language_that_was_not_learned() -> None:
    assert (
        verdict_of("Ist das Rauchen auf der Terrasse erlaubt?", "Das Rauchen ist auf der Terrasse verboten.")[0] == ""
    )


def test_the_word_comes_before_the_sentence_that_proves_it(rules: Bot) -> None:
    answer = rules.ask("Are dogs allowed in the boat house?")
    assert answer.text.startswith("**No.** Dogs are not allowed in the boat house. [1]")
    assert answer.short == "No"
    assert answer.citations[0].quote == "Dogs are not allowed in the boat house."
    assert holds_any(answer.text, ("no",))
    assert not holds_any(answer.text, ("yes",))


def told(*sentences: str) -> Draft:
    return Draft("answer", tuple(Claim(one, (), bold=(0, 1)) for one in sentences), short="x")


def test_of_sentences_that_say_opposite_things_that_counts_which_is_about_what_is_asked(rules: Bot) -> None:
    def said(question: str, *sentences: str) -> tuple[str, str]:
        with rules.index.reading() as view:
            asked = analyze(view, question, np.zeros(384, dtype=np.float32))
        first = with_verdict(asked, told(*sentences)).claims[0]
        return first.verdict, first.text

    both = ("Guests are not allowed on the upper deck.", "Members are allowed on the upper deck.")
    assert said("Are members allowed on the upper deck?", *both) == ("Yes", both[1])
    assert said("Are members allowed on the upper deck?", *reversed(both)) == ("Yes", both[1])
    assert said("Are members allowed on the upper deck?", both[1]) == ("Yes", both[1])
    even = ("Smoking is allowed on the terrace.", "Smoking is not allowed on the terrace.")
    assert said("Is smoking allowed on the terrace?", *even) == ("", even[0])


def test_other_questions_get_no_such_word(rules: Bot) -> None:
    answer = rules.ask("How much is the deposit?")
    assert not answer.plain.startswith(("Yes", "No"))
    assert answer.short not in ("Yes", "No")


def test_a_missing_judge_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Cannot read the judge"):
        load_judge(tmp_path)
    (tmp_path / HEAD).write_text('{"weight": [1, 2]}', encoding="utf-8")
    with pytest.raises(ModelError, match="Reinstall"):
        load_judge(tmp_path)


def test_no_number_that_it_gives_is_missing() -> None:
    own = load_judge()
    assert own.weight.shape == (len(VERDICTS), own.weight.shape[1])
    assert np.isfinite(own.weight).all()
    assert np.isfinite(own.bias).all()
    assert 0.5 < own.threshold < 1
