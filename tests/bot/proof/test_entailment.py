"""Who does what to whom: a sentence follows only from one that says it of the same, and as so."""

import pytest

from bot.proof.entailment import entails, opposes

HALL = "The hall was designed by Ruth Fane in 1903 and paid for by Idris Bell."
LEAGUE = "Holt, which hopes to join the Corn League, lies near Esby, a member of the league since 1950."
GROUP = "Kit Marlow came to see the harbour school, a school founded by his predecessor, Ann Lee, in 1912."


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (HALL, "Ruth Fane designed the hall."),
        (HALL, "Ruth Fane designed the hall in 1903."),
        (HALL, "Idris Bell paid for the hall."),
        (HALL, "The hall was designed by Ruth Fane."),
        (GROUP, "Ann Lee founded the harbour school in 1912."),
        ("Wages fell, said Ann Lee, who led the trades council.", "Ann Lee led the trades council."),
        ("It was two years before Holt's full-scale invasion of Esby on May 3, 1903.", "Holt invaded Esby in 1903."),
        ("The arrival of Ann Lee in Holt was on Monday.", "Ann Lee arrived in Holt."),
        ("Since the purchase of the mill by Tom Roe, prices fell.", "The mill was purchased by Tom Roe."),
        (LEAGUE, "Holt hopes to join the Corn League."),
        ("Ann Lee, the mayor of Holt, met Tom Roe.", "Ann Lee is the mayor of Holt."),
        ("Esby gave Holt 12 ferries in 1950.", "Holt was given 12 ferries by Esby."),
        ("Ann Lee said that wages should not drop below 3 %.", "Ann Lee said that wages should not drop below 3 %."),
        ("Ann Lee joined the band in 1900, left it in 1903 and lives in Holt.", "Ann Lee left the band in 1903."),
        ("Ann Lee sold the mill because Tom Roe owed the bank 40 crowns.", "Ann Lee sold the mill."),
    ],
)
def test_the_same_in_another_voice_order_or_form_follows(there: str, said: str) -> None:
    assert entails(said, there)


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (HALL, "Idris Bell designed the hall."),
        (HALL, "Ruth Fane paid for the hall."),
        (GROUP, "Kit Marlow founded the harbour school."),
        ("Ann Lee, who led the council, left with her brother Tom Lee.", "Tom Lee led the council."),
        ("The fair was opened by a town other than Holt, with Esby taking the lead.", "Holt opened the fair."),
        ("All towns but Holt joined the league.", "Holt joined the league."),
        ("Two years after Holt's invasion of Esby on May 3, 1903, it rained.", "Esby invaded Holt."),
        (
            "The fair took place a year after Holt's invasion of Esby on May 3, 1903.",
            "The fair took place on May 3, 1903.",
        ),
        ("Tom Roe cancelled Ann Lee's visit to Holt.", "Ann Lee visited Holt."),
        ("The threat of Holt's attack on Esby passed.", "Holt attacked Esby."),
        (LEAGUE, "Holt is a member of the league."),
        ("Ann Lee said that any decision would rest with Tom Roe.", "Ann Lee will make the decision."),
        ("Ann Lee suggested that Holt should repay Esby by granting Arden the mill.", "Holt granted Arden the mill."),
        ("Ann Lee asked whether Tom Roe sold the mill.", "Tom Roe sold the mill."),
        ("The idea that Ann Lee sold the mill is old.", "Ann Lee sold the mill."),
        ("Ann Lee sells the mill if Tom Roe agrees.", "Ann Lee sells the mill."),
        ("Ann Lee nearly sold the mill.", "Ann Lee sold the mill."),
        ("The brother of Ann Lee sold the mill.", "Ann Lee sold the mill."),
        ("Some members signed the letter.", "The members signed the letter."),
        ("Ann Lee was born in Holt in 1900 and died in Esby in 1980.", "Ann Lee died in Holt."),
        ("Ann Lee was formerly the mayor of Holt.", "Ann Lee is the mayor of Holt."),
        ("Ann Lee sold the mill because Tom Roe left.", "Tom Roe left because Ann Lee sold the mill."),
        ("Ann Lee had the hall built by masons.", "The hall was built by Ann Lee."),
        ("Ann Lee and Tom Roe own 10 mills.", "Ann Lee owns 10 mills."),
        ("She met the mayor, the judge, the bishop, and the king.", "The mayor is the judge."),
        ("The letter from Ann Lee to Tom Roe was lost.", "The letter from Tom Roe was lost."),
        ("Tom Roe, with whom Ann Lee lived, left Holt.", "Ann Lee left Holt."),
        ("The mill was sold not by Ann Lee but by Tom Roe.", "The mill was sold by Ann Lee."),
        ("Ann Lee sold nothing but the mill.", "Ann Lee sold nothing."),
        ("Without Ann Lee, Tom Roe could not have sold the mill.", "Ann Lee sold the mill."),
        ("Tom Roe, unlike Ann Lee, voted for the plan.", "Ann Lee voted for the plan."),
        ("Ann Lee led the choir in Esby and the band in Holt.", "Ann Lee led the choir in Holt."),
    ],
)
def test_what_another_does_or_nobody_has_done_follows_not(there: str, said: str) -> None:
    assert not entails(said, there)


def test_he_and_it_are_the_one_person_and_the_one_thing_of_the_sentence_before() -> None:
    before = "Tom Roe praised the mill."
    assert entails("Ann Lee built the mill.", "It had been built by Ann Lee.", before)
    assert entails("Tom Roe sold the hall.", "He sold the hall.", before)
    assert not entails("Ann Lee sold the hall.", "He sold the hall.", before)
    assert not entails("Tom Roe built the hall.", "It had been built by Ann Lee.", before)


def test_a_name_is_written_out_where_only_one_is_known() -> None:
    there = "Lee sold the mill."
    assert entails("Ann Lee sold the mill.", there, known="Ann Lee lived in Holt. Lee sold the mill.")
    assert not entails("Ann Lee sold the mill.", there, known="Ann Lee and Tom Lee lived in Holt. Lee sold the mill.")


@pytest.mark.parametrize(
    ("there", "said", "against"),
    [
        ("Holt currently spends 3 % on schools.", "Holt currently spends 5 % on schools.", True),
        ("Holt should not drop below 3 %.", "Holt spends 5 %.", False),
        ("Ann Lee did not sign the letter.", "Ann Lee signed the letter.", True),
        ("Sales rose in 1903.", "Sales fell in 1903.", True),
        ("Ann Lee did not sign the letter.", "Tom Roe signed the letter.", False),
    ],
)
def test_another_number_an_opposite_or_a_denial_of_the_same_is_against_it(there: str, said: str, against: bool) -> None:
    assert opposes(said, there) is against
