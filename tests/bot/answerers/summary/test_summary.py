"""A summary finds what is meant, tells each part of it under its name, and is made of cited sentences."""

from collections.abc import Iterator

import pytest

from bot.answers import Answer
from bot.chat import Bot

GUIDE = """# Volunteers' guide

## 1 Duty

Whoever is ill rings Vera before eight, so that a third volunteer can be found.

### 1.1 Hours

The museum is open from Thursday to Sunday. Two volunteers are on duty at a time, from 10:00 to 16:00.

### 1.2 Keys

Keys are signed out in the green book. Whoever loses a key pays 35 euros for the new lock.

## 2 Visitors

### 2.1 Tickets

A ticket costs 6 euros. Children under twelve pay nothing.

### 2.2 Animals

Dogs stay outside, except guide dogs. A bowl of water stands at the door for them.
"""
MINUTES = """---
date: {date}
---
# Trustees' meeting, {day}

Present: Olga Brandt, Tim Kerr.

## Roof

{roof}

## Shop

{shop}
"""
MAIL = "From: {sender} <{sender}@example.org>\nTo: museum@example.org\nDate: {date}\nSubject: {subject}\nMessage-ID: <{date}>\n\n{text}\n"
FILES = {
    "guide.md": GUIDE,
    "trustees/2023-03-04.md": MINUTES.format(
        date="2023-03-04",
        day="4 March 2023",
        roof="Rain came in above the loom in January. The trustees decided to have the roof mended for 8,400 euros.",
        shop="Sales of postcards fell by a third. Tim showed the new mugs.",
    ),
    "trustees/2023-09-02.md": MINUTES.format(
        date="2023-09-02",
        day="2 September 2023",
        roof="The slater finished on 11 August. The bill was 300 euros higher than the offer.",
        shop="The mugs sell well. It was agreed to order 200 more.",
    ),
    "post/loom.eml": MAIL.format(
        sender="Vera",
        date="Mon, 08 May 2023 09:00:00 +0000",
        subject="Loan of the loom",
        text="Dear Olga,\n\nI hope you had a good weekend.\n\nOur exhibition on weaving opens on 1 October. We would like to borrow the loom for six months and would insure it for 12,000 euros.\n\nKind regards\nVera",
    ),
    "post/re loom.eml": MAIL.format(
        sender="Olga",
        date="Tue, 09 May 2023 09:00:00 +0000",
        subject="Re: Loan of the loom",
        text="Dear Vera,\n\nThank you for your message.\n\nYou can have the loom until the end of January, but not longer, because the school needs it in February.\n\nBest wishes\nOlga",
    ),
    "post/saw.eml": "From: Rosa Keel <rosa@mill.example>\nTo: Ben Tarrow <ben@mill.example>\n"
    "Date: Fri, 12 May 2023 09:00:00 +0000\nSubject: The saw\n\n"
    "The blade of the big saw has a crack of four centimetres, so nobody may use it.\n\n"
    "A new blade costs 260 euros and can be here on 2 June.\n\n"
    "Until then the carpenter in Hallow cuts our boards for 18 euros an hour.\n",
    "contrat.txt": "CONTRAT D'ENTRETIEN\n\nEntre le Musée et l'atelier Morel.\n\n"
    "L'atelier vérifie les machines deux fois par an, au printemps et à l'automne.\n\n"
    "Le prix est de 640 euros par an, payable en janvier.\n\n"
    "Le contrat dure trois ans et commence le 1er mars 2023.\n",
    "hall.md": "# Hall agreement\n\n## Rent\n\nThe hall costs 40 euros an evening.\n\n## Noise\n\n"
    "Music stops at 22:00. The windows stay shut while drums are played.\n\n## Keys\n\nTwo keys are lent out.\n",
    "spokes.md": "# Spokes\n\nLeaflet for all who like old wheels, number 12.\n\n## Open day\n\n"
    "The wheelwright shows his work on 9 May from noon.\n\n## Thanks\n\nThe bank gave 500 euros for new oak.\n",
    "notes.txt": "Notes of the friends\n\n"
    "1. Fair. Tents go on the lower meadow this time. Vote 6 to 0.\n\n"
    "2. Cake. Iris bakes twelve cakes for the fair. The flour is paid by the till.\n\n"
    "3. Signs. Two new signs are painted by the school. They hang from 4 May.\n",
    "collection.csv": "Object,Room,Value (EUR)\n"
    + "".join(f"{name},{room},{value}\n" for name, room, value in zip(
        "Loom Wheel Plough Churn Harrow Cradle Chest Lamp".split(), "Barn Barn Barn Dairy Barn Attic Attic Dairy".split(),
        (12000, 400, 350, 90, 120, 220, 310, 45), strict=True))
    ,
    "talk.txt": "A talk with Olga Brandt\n\n"
    "Reed: How did the museum begin?\nBrandt: With a plough in my uncle's barn in 1981. Today we have 900 objects.\n\n"
    "Reed: And what is missing?\nBrandt: A lift, above all. Half of our visitors never see the attic.\n\n"
    "Reed: Will it be built?\nBrandt: We have 60,000 euros and need twice as much.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("museum")
    for name, text in FILES.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    bot = Bot.from_folder(folder / "docs")
    yield bot
    bot.close()


def sources(answer: Answer) -> set[str]:
    assert answer.kind == "summary", answer.text
    return {citation.source for citation in answer.citations}


def test_a_document_is_found_by_its_name_and_told_section_by_section(museum: Bot) -> None:
    answer = museum.ask("Summarise the guide")
    assert sources(answer) == {"guide.md"}
    for name in ("1.1 Hours", "1.2 Keys", "2.1 Tickets", "2.2 Animals"):
        assert f"- **{name}:** " in answer.text
    assert 5 <= len(answer.citations) <= 12


def test_what_a_section_says_before_its_first_subsection_is_told_too(museum: Bot) -> None:
    assert "rings Vera" in museum.ask("Summarise the guide").text


def test_a_chapter_is_found_by_its_number_or_name_with_the_sections_in_it(museum: Bot) -> None:
    for question in ("Summarize chapter 2", "Sum up the chapter on visitors"):
        assert {citation.heading for citation in museum.ask(question).citations} == {"2.1 Tickets", "2.2 Animals"}
    assert {citation.heading for citation in museum.ask("Summarise section 1.2").citations} == {"1.2 Keys"}


def test_minutes_are_found_by_kind_and_date_and_what_was_decided_goes_first(museum: Bot) -> None:
    assert sources(museum.ask("Summarise the minutes")) == {"trustees/2023-03-04.md", "trustees/2023-09-02.md"}
    answer = museum.ask("Sum up the September meeting")
    assert sources(answer) == {"trustees/2023-09-02.md"}
    assert answer.text.splitlines()[0].startswith("- **Shop:** ")
    assert "agreed" in answer.text.splitlines()[0]


def test_a_thread_is_told_by_who_wrote_when_without_courtesies(museum: Bot) -> None:
    answer = museum.ask("Summarise the correspondence about the loan")
    first, *others = answer.text.splitlines()
    assert first.startswith("- **Vera, 8 May 2023:** ")
    assert any(line.startswith("- **Olga, 9 May 2023:** ") for line in others)
    assert "weekend" not in answer.text
    assert "Thank you" not in answer.text


def test_an_exchange_is_found_by_who_wrote_and_who_was_written_to(museum: Bot) -> None:
    assert sources(museum.ask("Sum up the mail of Rosa to Ben")) == {"post/saw.eml"}
    assert sources(museum.ask("Summarise the mails to Tarrow")) == {"post/saw.eml"}


def test_a_short_text_is_told_by_a_sentence_of_each_paragraph(museum: Bot) -> None:
    text = museum.ask("Summarise the mail about the saw").text
    assert all(fact in text for fact in ("crack", "260", "18 euros"))


def test_items_are_told_under_what_they_begin_with_and_no_vote_stands_alone(museum: Bot) -> None:
    text = museum.ask("Summarise the notes").text
    assert "- **Fair:** " in text
    assert "- **Signs:** " in text
    assert "Vote" not in text or "Tents go" in text


def test_a_document_is_named_by_its_language_and_by_words_that_only_tell_more_of_it(museum: Bot) -> None:
    assert sources(museum.ask("Summarise the French contract")) == {"contrat.txt"}
    assert sources(museum.ask("Sum up the music hall agreement")) == {"hall.md"}


def test_a_document_is_named_by_what_its_first_line_calls_it(museum: Bot) -> None:
    for question in ("Summarise the leaflet", "Summarise what the leaflet reports"):
        assert {citation.heading for citation in museum.ask(question).citations} == {"Open day", "Thanks"}


def test_a_topic_is_found_in_other_words_or_not_at_all(museum: Bot) -> None:
    for topic, heading in (("being loud", "Noise"), ("the fee", "Rent")):
        answer = museum.ask(f"Summarise what the hall agreement says about {topic}")
        assert answer.kind == "summary"
        assert {citation.heading for citation in answer.citations} == {heading}
    assert museum.ask("Summarise what the hall agreement says about dragons").kind != "summary"


def test_of_an_interview_the_answers_are_told(museum: Bot) -> None:
    answer = museum.ask("Summarise the interview with Olga Brandt in three sentences")
    assert sources(answer) == {"talk.txt"}
    assert len(answer.citations) == 3
    assert "?" not in answer.text
    assert "Brandt:" not in answer.text


def test_a_table_is_told_by_what_it_holds(museum: Bot) -> None:
    answer = museum.ask("Summarise the collection")
    assert sources(answer) == {"collection.csv"}
    assert "8 rows: Object, Room, Value (EUR)" in answer.text
    assert "Barn: Loom, Wheel, Plough, Harrow" in answer.text


def test_a_topic_is_kept_to(museum: Bot) -> None:
    answer = museum.ask("Summarise what the guide says about dogs")
    assert {citation.heading for citation in answer.citations} == {"2.2 Animals"}


def test_everything_is_a_line_or_two_for_each_document(museum: Bot) -> None:
    answer = museum.ask("Summarise everything")
    assert sources(answer) == FILES.keys()
    assert len(answer.citations) <= 20


def test_what_is_not_there_is_not_summarized_as_something_else(museum: Bot) -> None:
    for question in ("Summarise the report about dragons", "Summarise chapter 9", "Summarise the article on Lisbon"):
        assert museum.ask(question).kind != "summary"


def test_what_asks_for_one_thing_and_names_no_document_is_no_summary(bot: Bot) -> None:
    for question in ("What did Lloyd Austin say about Poland?", "What concern did the compensation proposal spark?"):
        assert bot.ask(question).kind != "summary"


def test_a_summary_of_what_was_found_more_surely_is_surer(museum: Bot) -> None:
    assert (
        museum.ask("Summarise the guide").confidence > museum.ask("Summarise what the guide says about dogs").confidence
    )


def test_one_document_is_told_whatever_it_is_called(bot: Bot) -> None:
    answer = bot.ask("What is this about?")
    assert answer.kind == "summary"
    assert [c.start for c in answer.citations] == sorted(c.start for c in answer.citations)
    assert bot.ask("Summarize the article", [{"role": "user", "content": "Who is Macron?"}]).kind == "summary"
    assert len(bot.ask("Summarize the article in two sentences").citations) == 2
