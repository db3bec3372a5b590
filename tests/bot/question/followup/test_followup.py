"""A follow-up is completed from the conversation; what stands alone stays as it is."""

from dataclasses import replace

import pytest

from bot.question.followup import completed, readings, stand_alone
from bot.question.followup.ellipsis import instead
from bot.question.followup.ordinals import items, pick
from bot.question.followup.terms import carried, runs_of


def history(*turns: str) -> list[dict[str, str]]:
    return [{"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(turns)]


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("How much does the U.S. spend on defense?", "And what about Poland?", "How much does Poland spend on defense?"),
        ("What did Hegseth say about 3% of GDP?", "And what about Poland?", "What about Poland and 3% of GDP?"),
        ("What did Hegseth say about 3% of GDP?", "And 5%?", "What did Hegseth say about 5% of GDP?"),
        ("Who established the Ukraine Defense Contact Group?", "When was it established?",
         "When was the Ukraine Defense Contact Group established?"),
        ("What did Hegseth say about 3% of GDP?", "Did he commit to 5%?", "Did Hegseth commit to 5%?"),
        ("How many NATO members met the 2% target?", "How many of them fall short?", "How many of NATO members fall short?"),
        ("What did Hegseth say about U.S. defense spending?", "Who will decide that?", "Who will decide U.S. defense spending?"),
        ("When is the next NATO summit?", "Where?", "Where: When is the next NATO summit?"),
        ("How long is a parcel kept?", "And if it's a letter?", "How long is a parcel kept if it's a letter?"),
        ("When does the ferry leave?", "What if it rains?", "When does the ferry leave if it rains?"),
        ("What was the rent until 31 March 2031?", "And after that?", "What was the rent after 31 March 2031?"),
        ("Who has locker no. 10?", "and number 11?", "Who has locker no. 11?"),
        ("How long does Holm guarantee the hull of the Tern?", "and the mast", "How long does Holm guarantee the mast?"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_taken_from_the_question_before(before: str, question: str, whole: str) -> None:
    assert completed(question, history(before, "…")).text == whole


@pytest.mark.parametrize(
    "question", ["What did Trump pledge about the war in Ukraine?", "Who is Lloyd Austin?", "tea prices"]
)
def test_a_question_that_stands_alone_stays_as_it_is(question: str) -> None:
    assert stand_alone(question, ()).text == question


def test_a_question_of_its_own_ignores_the_conversation() -> None:
    asked = stand_alone("Where is the summit of NATO held in June?", history("Who is Lloyd Austin?", "A predecessor."))
    assert asked.text == "Where is the summit of NATO held in June?"


def test_a_chain_of_follow_ups_is_followed() -> None:
    said = history("What is the Ukraine Defense Contact Group?", "A forum.", "Who founded it?", "Lloyd Austin.")
    assert completed("When was it founded?", said).text == "When was the Ukraine Defense Contact Group founded?"


def test_the_new_topic_is_what_the_answer_must_speak_of() -> None:
    meant = completed("What about Poland?", history("What did Hegseth say about 3% of GDP?", "…"))
    assert (meant.focus, meant.added) == ("Poland", "3% of GDP")  # which may not be about Poland


FERRIES = "The Stormcock sails to Great Quill and takes 95 minutes; the Dunlin sails to Little Quill."
INSTRUMENTS = (
    "The first, a salinity meter called Brine, costs £340. The second, a logger called Tremor, records movement."
)


@pytest.mark.parametrize(
    ("question", "before", "answer", "whole"),
    [
        ("How big is the first one?", "Which ferries are there?", FERRIES, "How big is the Stormcock?"),
        ("And the latter?", "Which ferries are there?", FERRIES, "And the Dunlin?"),
        ("Who uses the second one?", "Which instruments are there?", INSTRUMENTS, "Who uses Tremor?"),
        ("And the other?", "How much is the first one?", INSTRUMENTS, "And Tremor?"),
        ("Who had the first one?", "Which plots are free?", "Plots 17 and 38 are free.", "Who had Plot 17?"),
        ("How tall is the former?", "Who came?", "It was visited by the painter Ann Lee and the poet Bo Ray.",
         "How tall is Ann Lee?"),
        ("Is the second one bigger?", "Where will the new tanks be?", "The first is at the gate and the second in a shed.",
         "Is the second tank bigger?"),
        ("Why is the latter better?", "Which is better, tea or coffee?", "Hard to say.", "Why is coffee better?"),
    ],
)  # fmt: skip
def test_the_first_one_is_what_was_named_first(question: str, before: str, answer: str, whole: str) -> None:
    assert pick(question, before, answer) == whole


@pytest.mark.parametrize(
    ("question", "answer", "stressed", "whole"),
    [
        ("What does the second one cost?", "- Kayak, 2 seats - Canoe: 3 seats - Skiff (4 seats)", (), "Canoe"),
        ("Who wrote the first one?", "1. Damp study 2. Noise study", (), "Damp study"),
        ("And the last one?", "Rye bread, spelt rolls and walnut bread are baked.",
         ("Rye bread", "spelt rolls", "walnut bread"), "walnut bread"),
    ],
)  # fmt: skip
def test_the_second_one_of_a_list_is_what_it_shows_second(
    question: str, answer: str, stressed: tuple[str, ...], whole: str
) -> None:
    assert whole in (pick(question, "Which are there?", answer, stressed) or "")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who was the first president?", FERRIES),
        ("How many cars does the third one carry?", FERRIES),
        ("How much is the first one?", "It rains."),
        ("Who came first?", FERRIES),
    ],
)
def test_where_nothing_fits_nothing_is_picked(question: str, answer: str) -> None:
    assert pick(question, "Which ferries are there?", answer) is None


def test_what_is_not_a_row_has_no_items() -> None:
    assert items("Who is she?", "Ann Lee met Bo Ray in Paris.") == []


def test_that_year_is_the_one_spoken_of() -> None:
    asked = completed("Who was director that year?", history("When did it burn?", "The store burned in 2019."))
    assert asked.text.startswith("Who was director in 2019")


@pytest.mark.parametrize("question", ["What else did she say?", "What else?", "Anything else?"])
def test_who_asks_for_more_is_not_told_the_same_again(question: str) -> None:
    said = "Captain Walsh said that the ship had never missed Christmas."
    asked = completed(question, history("What did Captain Walsh say about the ship?", f"{said} [1]"))
    assert asked.told == (said,)
    assert "else" not in asked.text
    assert "Walsh" in asked.text


def test_who_asks_for_more_is_not_led_back_to_what_was_told() -> None:
    before = history("What did Captain Walsh say about the price of coal?", "Walsh said that coal had doubled.")
    assert completed("What else did she say?", before).text == "What did Walsh say?"


@pytest.mark.parametrize("question", ["In which city?", "and for how long?", "ab wann?", "depuis combien de temps ?"])
def test_what_asks_takes_no_other_question_s_place(question: str) -> None:
    asked = completed(question, history("When is the next summit of NATO?", "It is in June."))
    assert asked.focus == ""
    assert question.rstrip("? ").split()[-1] in asked.text


def test_what_the_answer_stresses_may_be_meant() -> None:
    said = history("Which is the longest river of the county?", "The longest river is the **Tamsel**. [1]")
    assert completed("How deep is it?", said).text.startswith("How deep is the Tamsel")


def test_there_at_the_end_is_the_place_spoken_of() -> None:
    asked = completed("Who else was there?", history("Who spoke at the fair of Callow in May?", "Ann Lee spoke."))
    assert asked.text == "Who was at the fair of Callow?"


def test_what_was_put_before_a_question_is_not_taken_along() -> None:
    said = history("How much is a berth?", "£40.", "since when?", "2019.", "why?", "Costs rose.")
    assert completed("by whom?", said).text == "By whom: How much is a berth?"


def test_the_next_best_is_read_in_the_second_place() -> None:
    said = history("What did Ann Lee write about Bo Ray?", "She wrote a poem.")
    first, *others = readings("Where did she live?", said)
    assert first.text == completed("Where did she live?", said).text == "Where did Ann Lee live?"
    assert any("Bo Ray" in other.text for other in others)
    assert all(other.chance < first.chance for other in others)


@pytest.mark.parametrize("question", ["Are there any rocks?", "What rocks are there?"])
def test_are_there_points_at_nothing(question: str) -> None:
    asked = completed(question, history("What is the Maiden Falls?", "A waterfall."))
    assert asked.text.startswith(question.rstrip("?"))


def test_only_words_of_the_conversation_are_added() -> None:
    before = history("What is the Ukraine Defense Contact Group?", "A forum set up by Lloyd Austin in Ramstein. [1]")
    asked = completed("How often are meetings held?", before)
    spoken = " ".join(message["content"] for message in before).lower() + " how often are meetings held about"
    assert all(word.strip("(),?:").lower() in spoken for word in asked.text.split())
    assert asked.added in asked.text


def test_words_of_two_sentences_are_not_carried_over_as_one() -> None:
    turns = ["What is sold?", "All tickets come with VAT. Mill Lane Press prints them."]
    word = {found.word.start: found for found in carried("How long does it take?", turns) if found.word.turn == 1}
    taken = [replace(found, taken=True) for found in word.values()]
    assert not any("VAT. Mill" in run.text for run in runs_of(taken, turns))


def test_the_model_tells_what_is_left_out() -> None:
    turns = ["Who led the LUMEN study?", "It was led by Dr. Helena Brandt of the University of Oslo."]
    chances = {word.word.roots[0]: word.chance for word in carried("Where was she born?", turns)}
    assert chances["brandt"] > 0.5
    assert chances["brandt"] > chances["led"]
    assert carried("Why?", []) == ()


@pytest.mark.parametrize(
    ("topic", "before", "whole"),
    [
        ("of a cat", "How much is the vaccination of a dog in 2025?", "How much is the vaccination of a cat in 2025?"),
        ("2024", "How much is a visit in 2025?", "How much is a visit in 2024?"),
        ("the deposit", "How high is the rent?", "How high is the deposit?"),
        ("on Fridays", "Until when is Ashcombe open on Wednesdays?", "Until when is Ashcombe open on Fridays?"),
        ("Wendle", "Until when is Ashcombe open?", "Until when is Wendle open?"),
        ("to the yellow ones", "How many bees came to white flowers?", "How many bees came to yellow flowers?"),
        ("in Block 5", "How many shoots died in Block 2?", "How many shoots died in Block 5?"),
        ("of B/2/2", "How many boxes are there of HTA/B/2/1?", "How many boxes are there of HTA/B/2/2?"),
        ("if we take 2500", "What is asked for a housing if we order 5,000?",
         "What is asked for a housing if we order 2500?"),
        ("in 2023", "How much are 3 tickets in 2025?", "How much are 3 tickets in 2023?"),
        ("with 3 children", "What does the boat cost for 2 adults?", "What does the boat cost for 3 children?"),
        ("on 11 June", "Who was there on 5 May?", "Who was there on 11 June?"),
        ("last year", "What does a season ticket cost in 2025?", "What does a season ticket cost last year?"),
        ("last year", "What does the small box cost this year?", "What does the small box cost last year?"),
        ("the winter tour", "How long is the summer tour?", "How long is the winter tour?"),
        ("on the Short Walk", "How many wines are poured on the Cellar Tour?",
         "How many wines are poured on the Short Walk?"),
        ("of the Pinot Estate", "How many cases of Haverel Red are there?", "How many cases of the Pinot Estate are there?"),
        ("Tom's", "What is Ann's extension?", "What is Tom's extension?"),
        ("the annex", "How many beds are in the main house?", "How many beds are in the annex?"),
        ("to the annex", "When do the deliveries go to the main house?", "When do the deliveries go to the annex?"),
        ("the deposit", "How much is the annual fee?", "How much is the deposit?"),
        ("in July", "Who spoke at the meeting of 11 June 2025?", "Who spoke at the meeting of July 2025?"),
        ("am Abend", "Was kostet ein Platz im Zelt?", "Was kostet ein Platz im Zelt, am Abend?"),
    ],
)  # fmt: skip
def test_a_part_of_a_question_takes_the_place_of_the_like_part_before(topic: str, before: str, whole: str) -> None:
    assert instead(topic, before)[0].text == whole


@pytest.mark.parametrize(
    ("question", "said", "whole"),
    [
        ("I meant 2024", ("How much is a visit in 2025?", "£95."), "How much is a visit in 2024?"),
        ("and the year before?", ("How many came in 2024?", "12."), "How many came in 2023?"),
        ("back to the lift: who repairs it?",
         ("When was the lift built?", "In 1990.", "Who cleans the yard?", "Ann Lee."), "who repairs the lift?"),
        ("back to the lift: who repairs it?", ("Who cleans the yard?", "Ann Lee."), "who repairs the lift?"),
        ("and the year before?",
         ("Who is she?", "Ann.", "New topic: how many came in 2024?", "12."), "how many came in 2023?"),
    ],
)  # fmt: skip
def test_corrections_and_returns_are_followed(question: str, said: tuple[str, ...], whole: str) -> None:
    assert completed(question, history(*said)).text.startswith(whole.rstrip("?"))


def test_what_was_taken_over_is_told() -> None:
    asked = completed(
        "When was it established?", history("Who established the Ukraine Contact Group?", "Lloyd Austin.")
    )
    assert asked.carried == "the Ukraine Contact Group"
    assert asked.said == (("Who established the Ukraine Contact Group?", "Lloyd Austin."),)


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("What did the course cost in 2025?", "what was that last year", "What did the course cost last year?"),
        ("When is the pool open for members?", "the same for guests?", "When is the pool open for guests?"),
        ("When are the shop's hours shown?", "What about tours then?", "tours?"),
        ("How long does the Cellar Tour last?", "How many wines do they pour on it?",
         "How many wines do they pour on the Cellar Tour?"),
        ("How long does the small tour last?", "When does it begin?", "When does the small tour begin?"),
    ],
)  # fmt: skip
def test_what_is_asked_again_is_asked_of_another(before: str, question: str, whole: str) -> None:
    assert completed(question, history(before, "…")).text.endswith(whole)


def test_what_was_asked_about_is_not_read_as_a_thing() -> None:
    said = history("Which pump was put in quarantine?", "**SP-22** was.", "why?", "**SP-22** gave a late alarm.")
    assert completed("Which software does it run?", said).text == "Which software does SP-22 run?"


def test_a_verb_is_no_several_things() -> None:
    assert "of was" not in completed("How many of them?", history("What was lit there?", "**240 candles** were.")).text


def test_what_only_the_answer_names_is_read_in_the_second_place() -> None:
    said = history("How expensive has the Harbour Bridge become?", "According to an internal audit £187 million.")
    assert any("audit" in one.text for one in readings("Who wrote it?", said)[1:])


def test_who_comes_back_to_a_thing_with_a_comma_means_it() -> None:
    said = history("When was the lift built?", "In 1990.", "Who cleans the yard?", "Ann Lee.")
    assert completed("Back to the lift, who repairs it?", said).text == "who repairs the lift?"
    assert completed("In general, who repairs it?", said).text.startswith("In general")


@pytest.mark.parametrize(
    ("topic", "before", "whole"),
    [
        ("for a week", "How much is a bell tent for three days?", "How much is a bell tent for a week?"),
        ("with the concession", "What does a season ticket cost an adult?", "What does a season ticket cost the concession?"),
        ("the small one", "What does the rye loaf cost now?", "What does the rye loaf small cost now?"),
        ("Goats?", "How many sheep were sold in May?", "How many goats were sold in May?"),
    ],
)  # fmt: skip
def test_what_stands_beside_it_in_a_table_takes_a_label_s_place(topic: str, before: str, whole: str) -> None:
    columns = ("Ticket", "adult_eur", "concession_eur", "3 days", "Week")
    rows = ("Rye loaf", "Rye loaf small", "Bun", "sheep", "goats")
    assert instead(topic.rstrip("?"), before, (columns, rows))[0].text == whole


@pytest.mark.parametrize(
    ("before", "answer", "question", "whole"),
    [
        ("What's the rent of the hall?", "It is £90 since 1 May 2024.", "And what was it before that?",
         "What's the rent of the hall before 1 May 2024?"),
        ("What did a seat cost in 2025/26?", "£12.", "And the season before?", "What did a seat cost in 2024/25?"),
        ("How long may a dog be left alone?", "4 hours.", "Does it hold for a cat as well?", "How long may a cat be left alone?"),
        ("How much is set aside for wages in 2026?", "£9,000.", "and for travel", "How much is set aside for travel in 2026?"),
        ("Which show sold worst?", "A Dry Summer, with 98 seats.", "How come?", "How come (A Dry Summer): Which show sold worst?"),
        ("Who wrote the study?", "Dr Ruth Lee of Holm Water.", "Where is her firm?", "Where is Dr Ruth Lee’s firm?"),
    ],
)  # fmt: skip
def test_another_time_holder_or_reason_is_asked_for(before: str, answer: str, question: str, whole: str) -> None:
    assert completed(question, history(before, answer)).text == whole


def test_last_year_may_be_the_one_before_that_which_was_named() -> None:
    ways = instead("last year", "What did a seat cost in 2025?")
    assert [one.text for one in ways] == ["What did a seat cost last year?", "What did a seat cost in 2024?"]


def test_it_is_read_with_all_that_was_said_last_too() -> None:
    said = history("Where did the choir sing in 1974?", "In a tent behind the fire station.")
    ways = [one.text for one in readings("What was the piece called?", said)]
    assert ways[-1].endswith("(Where did the choir sing in 1974: In a tent behind the fire station)?")
    assert not any("1974:" in one.text for one in readings("And in 1975?", said))  # says all that is meant


def test_a_declined_answer_is_nothing_that_was_said() -> None:
    said = history("Who opened the mill?", "I am not sure enough: the nearest passage doesn't mention the mill.")
    assert all("passage" not in one.text for one in readings("When was that?", said))
