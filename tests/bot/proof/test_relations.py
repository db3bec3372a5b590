"""Who does what to whom, what comes first, more or less, planned or done: what the source has otherwise is found."""

import pytest

from bot.proof.support import Evidence, Fault, fault, small_words
from tests.bench.relations import pairs


@pytest.mark.parametrize(
    ("said", "there", "found"),
    [
        ("The museum lent the painting to the city.", "The city lent the painting to the museum.", "order"),
        ("The council was sued by the company.", "The council sued the company in March.", "order"),
        ("The flood came because the dam broke.", "The dam broke because the flood came.", "order"),
        ("It opened before 1950.", "It opened after 1950.", "order"),
        ("Over 300 people came.", "About 300 people came to the harbour.", "degree"),
        ("It cost nearly $126 million.", "It cost more than $126 million to build.", "degree"),
        ("The harbour spends 5 % on cranes.", "The harbour should spend 5 % on cranes.", "plan"),
        ("Norway bought the ferry.", "Norway plans to buy the ferry.", "plan"),
        ("Norway will buy the ferry.", "Norway bought the ferry.", "plan"),
        ("Twelve members fall short of the target.", "Twelve members met the target of last year.", "denial"),
        ("The council sued the company.", "The company was sued by the council in March.", None),
        ("The bridge was built after the mill closed.", "The mill closed before the bridge was built.", None),
        ("More than 300 people came.", "At least 300 people came to the harbour.", None),
        ("No, Sarkis did not commit to it.", "While he did not commit to it, Sarkis praised the plan.", None),
        ("No, the mill has not been sold.", "The mill has not been sold.", None),
        ("U. S. Trade Secretary Ann Lee visited.", "U.S. Trade Secretary Ann Lee visited the port.", None),
    ],
)
def test_what_is_said_otherwise_is_found_and_other_words_for_the_same_are_not(
    said: str, there: str, found: Fault | None
) -> None:
    assert fault(said, Evidence(there, "", small_words([there]))) == found


def test_of_sentences_put_together_from_parts_nearly_all_are_told_apart() -> None:
    told = [(one.right, fault(one.said, Evidence(one.there, "", small_words([one.there]))) is None) for one in pairs()]
    dropped = sum(right and not kept for right, kept in told) / sum(right for right, _ in told)
    caught = sum(not right and not kept for right, kept in told) / sum(not right for right, _ in told)
    assert dropped <= 0.02
    assert caught >= 0.95
