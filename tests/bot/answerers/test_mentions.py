"""Where something is mentioned is listed."""

from bot.chat import Bot


def test_every_mention_is_listed_and_cited(bot: Bot) -> None:
    for question, phrase in (("Where is The Hague mentioned?", "Hague"), ("“donor fatigue”", "donor fatigue")):
        answer = bot.ask(question)
        assert answer.text.startswith("- ")
        assert all(phrase in citation.quote for citation in answer.citations)
    assert bot.ask("Where is Macron mentioned?").text == "The documents don't mention Macron."
    many = bot.ask("Where is Ukraine mentioned?")
    assert len(many.citations) == 12
    assert many.notes[0].startswith("The first 12 of ")


def test_a_name_is_found_without_what_is_said_of_it(bot: Bot) -> None:
    answer = bot.ask("Which documents mention the boxer Hegseth?")
    assert answer.answered
    assert "Hegseth" in answer.citations[0].quote
    assert answer.notes[0] == "“boxer Hegseth” stands in none of the documents, “Hegseth” does."
    assert bot.ask("Which documents mention the boxer Wladimir Hegseth?").text.startswith("The documents don't mention")
