"""A summary is made of cited sentences."""

from bot.chat import Bot


def test_a_summary_has_three_to_five_cited_sentences_in_order(bot: Bot) -> None:
    answer = bot.ask("What is this about?")
    assert answer.kind == "summary"
    assert 3 <= len(answer.citations) <= 5
    assert [c.start for c in answer.citations] == sorted(c.start for c in answer.citations)
    assert bot.ask("Summarize the article", [{"role": "user", "content": "Who is Macron?"}]).kind == "summary"
