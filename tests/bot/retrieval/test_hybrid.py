"""Words and meaning are searched for together."""

from bot.chat import Bot


def test_the_passage_with_the_words_side_by_side_comes_first(aid: Bot) -> None:
    assert aid.search("Who set up the contact group?")[0].passage.source == "aid.txt"
    assert aid.search("gross domestic product")[0].passage.source == "nato.txt"
    scores = [hit.score for hit in aid.search("gross domestic product")]
    assert scores == sorted(scores, reverse=True)
    assert -1 <= scores[-1] <= scores[0] <= 1.8
