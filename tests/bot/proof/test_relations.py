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


@pytest.mark.parametrize("kind", sorted({one.kind for one in pairs()}))
def test_of_sentences_put_together_from_parts_nearly_all_are_told_apart(kind: str) -> None:
    of = [one for one in pairs() if one.kind == kind]
    told = [(one.right, fault(one.said, Evidence(one.there, "", small_words([one.there]))) is None) for one in of]
    dropped = sum(right and not kept for right, kept in told) / sum(right for right, _ in told)
    caught = sum(not right and not kept for right, kept in told) / sum(not right for right, _ in told)
    assert dropped <= 0.02
    assert caught >= 0.95


TOWNS = "Arden has 12 buses, and Arden is old. … Esby has 9 buses and a tram."
HALL = "Ruth Fane designed the hall in 1903. … Idris Bell paid for the organ."
MEETING = (
    "This week the forum was chaired by a country other than Norland, with Sudland taking the lead. "
    "No decision has been made on who will chair the next meeting."
)


@pytest.mark.parametrize(
    ("said", "there", "right"),
    [
        ("Arden has 12 buses, while Esby has 9.", TOWNS, True),
        ("Arden has 9 buses.", TOWNS, False),
        ("Both Arden and Esby have buses.", TOWNS, True),
        ("Ruth Fane designed the hall, and Idris Bell paid for the organ.", HALL, True),
        ("Idris Bell designed the hall.", HALL, False),
        ("Ruth Fane designed the hall because Idris Bell paid for the organ.", HALL, False),
        ("Sudland will chair the next meeting.", MEETING, False),
        (
            "Nineteen of the schools have no gym.",
            "Nineteen schools have a library. A tenth of them have no gym.",
            False,
        ),
        ("The Petrel was sold in 1931.", "The Petrel was launched in Kiel. The ship was sold in 1931.", True),
        ("Mona Lind became treasurer in 2006.", "Mona Lind joined in 2001. She became treasurer in 2006.", True),
    ],
)
def test_of_a_sentence_from_two_places_each_clause_follows_from_one(said: str, there: str, right: bool) -> None:
    assert (fault(said, Evidence(there, "", small_words([there]))) is None) is right


ASKED = (
    "Ann Weiss was asked about the chance for the town to raise its own spending on schools to 9 %. … "
    "While she did not commit to such a raise, she said that spending should not drop below 4 %."
)


@pytest.mark.parametrize(
    ("said", "there", "found"),
    [
        ("No, Ann Weiss did not commit to raising spending on schools to 9 %.", ASKED, None),
        ("Ann Weiss said that spending should not drop below 9 %.", ASKED, "degree"),
        ("The decision rests with Kit Marlow.", "Ann Weiss said that any decision would rest with Kit Marlow.", None),
        ("The decision rests with Ann Weiss.", "Ann Weiss said that any decision would rest with Kit Marlow.", "order"),
        ("Norland opened the fair.", "The fair was opened by a town other than Norland, led by Holt.", "denial"),
        ("United Holt opened the fair.", "United Holt opened the fair, a town other than United States.", None),
        ("The guild left because it saw a threat in the fair.", "The guild saw a threat in the fair.", "places"),
        (
            "The guild left because it saw a threat in the fair.",
            "The guild left, for it saw a threat in the fair.",
            "places",
        ),
        (
            "The guild left because it saw a threat in the fair.",
            "As it saw a threat in the fair, the guild left.",
            None,
        ),
    ],
)
def test_what_such_would_other_than_and_because_mean(said: str, there: str, found: Fault | None) -> None:
    assert fault(said, Evidence(there, "", small_words([there]))) == found


@pytest.mark.parametrize(
    ("said", "there", "found"),
    [
        ("Norland spends 9 % on schools.", "Norland spends 7 % on schools and hopes to approach 9 %.", "name"),
        ("The town recycles 61 %.", "The town recycles 61 % and wants to reach 75 % by 2030.", None),
        ("The town wants to reach 75 %.", "The town recycles 61 % and wants to reach 75 % by 2030.", None),
        ("The union won a raise of 6 percent.", "The union calls for a raise of 6 percent.", "plan"),
        ("The decision rests with Ann Weiss.", "Ann Weiss said that any decision rests with the treasurer.", "order"),
        ("Ann Weiss said the decision rests with her.", "Ann Weiss said that any decision rests with her.", None),
        ("Okafor beat Lind in the final.", "In the final, Lind beat Okafor in three sets.", "order"),
        ("The cannery supplies the orchard.", "The orchard supplies the cannery with plums.", "order"),
        ("The driver accused Dale of lying.", "The driver was accused of lying by Dale in May.", "order"),
        ("The library opened before the fire.", "After the fire, the library opened again.", "order"),
        ("Exactly 410 pupils took part.", "At least 410 pupils took part in the race.", "degree"),
        ("At most 6 dogs may be kept.", "No more than 6 dogs may be kept on a farm.", None),
        ("No dogs are allowed in the park.", "Dogs are not allowed in the park.", None),
        ("Sten signed the letter.", "All signed the letter except Sten.", "denial"),
        ("The guide speaks Dutch.", "The guide speaks French instead of Dutch.", "denial"),
        ("Knut forgot to lock the shed.", "Knut locked the shed at nine.", "denial"),
        ("The tenant did not pay the deposit.", "The tenant refused to pay the deposit.", None),
        ("Twelve people came.", "12 people came to the talk.", None),
        ("The fee is fifty euros.", "The fee is €50 a year.", None),
        ("Two hundred guests stayed.", "200 guests stayed overnight.", None),
        ("Half of the members voted.", "A third of the members voted in June.", "number"),
        ("He won the cup twice.", "He won the cup three times in all.", "number"),
        ("20 mills and 10 banks burned.", "10 mills and 20 banks burned.", "number"),
        (
            "The rent for the small hall is £52.",
            "5. The rent is £52 for the large hall and £19 for the small one.",
            "number",
        ),
        (
            "The rent for the small hall is £19.",
            "5. The rent is £52 for the large hall and £19 for the small one.",
            None,
        ),
        ("Asia's sales grew by 7 %.", "Sales grew by 5 % in Europe and by 7 % in Asia, thanks to cars.", None),
        ("It weighs two tons.", "It weighs two and a half tons when empty.", "number"),
    ],
)
def test_plans_speakers_denials_and_numbers_in_words(said: str, there: str, found: Fault | None) -> None:
    assert fault(said, Evidence(there, "", small_words([there]))) == found
