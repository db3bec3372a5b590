"""The judge tells a sentence that answers a question from one that only looks like it."""

from pathlib import Path

import pytest

from bot.answerers.reader.judge.judge import HEAD, Said, judged, judged_pair, load_judge
from ingest.errors import ModelError


@pytest.mark.parametrize(
    ("question", "answers", "other"),
    [
        ("When was the boiler bought?", "The boiler was bought in May 2019.", "The boiler cost £4,300."),
        ("Who looks after the pianos?", "The pianos are in the care of Ms Lind.", "The pianos were bought in 1998."),
        (
            "When do the doors open?",
            "The concert begins at half past seven, and the doors open at seven.",
            "No deputies are taken for the final rehearsal or the concert.",
        ),
    ],
)
def test_what_answers_is_likelier_than_what_stands_beside_it(question: str, answers: str, other: str) -> None:
    first, second = judged(question, [Said(answers, title="Handbook"), Said(other, title="Handbook")])
    assert first > second + 1


def test_what_a_sentence_stands_under_counts() -> None:
    question = "What is the rent of flat 4?"
    here, elsewhere = (Said("The rent is £640.", title=f"Lease of flat {number}") for number in (4, 7))
    own, others = judged(question, [here, elsewhere])
    assert own > others


def test_the_sentence_before_is_read_after_it_and_title_and_heading_before() -> None:
    one = Said("It is paid in May.", "The fee is £20.", "Rules", "Rules")
    assert (
        judged_pair("When?", one).ids.tolist()
        == judged_pair("When?", Said("It is paid in May. | The fee is £20.", title="Rules")).ids.tolist()
    )


def test_of_a_language_that_it_has_not_learned_it_says_nothing() -> None:
    first, second = (Said(text) for text in ("Der Beitrag beträgt 48 Euro.", "Vorsitzende ist Renate Kolbe."))
    assert len({*judged("Wie hoch ist der Beitrag?", [first, second], "de")}) == 1


def test_a_damaged_judge_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / HEAD).write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="Cannot read the judge in .* Reinstall Footnote"):
        load_judge(tmp_path)
