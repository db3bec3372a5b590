"""The trained reader: what it has read for a question it does not read again."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.answerers.reader.spans import Reader, Reading, read_passages
from ingest.documents import Passage


def _passage(text: str) -> Passage:
    return Passage("kiln.txt", "The kiln", 0, len(text), text, "", ((0, len(text)),))


def test_among_others_a_passage_is_not_read_again_for_the_same_question(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    own = Reader.read

    def counted(reader: Reader, question: str, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        read.extend(text for _, text in texts)
        return own(reader, question, texts)

    monkeypatch.setattr(Reader, "read", counted)
    hot, cold, dear = map(_passage, ("The kiln reaches 1,280 degrees.", "It cools for a day.", "It cost £900."))
    (first, _) = read_passages("How hot does the kiln get?", [hot, cold])
    again = read_passages("How hot does the kiln get?", [dear, hot])
    assert read == [hot.text, cold.text, dear.text]
    assert again[1] is first


def test_the_rows_of_markdown_are_read_with_their_labels_and_answer_with_their_own_characters() -> None:
    text = "| Kiln | Heat |\n|---|---|\n| North | 1,280 degrees |\n| South | 940 degrees |"
    passage = replace(_passage(text), columns="Kiln | Heat")
    (reading,) = read_passages("What is the heat of the South kiln?", [passage])
    begin = text.index("| South")
    best = reading.best(begin, len(text))
    assert text[best.start : best.end] in ("940", "940 degrees")
    assert reading.best(0, text.index("|---")).start == reading.best(0, text.index("|---")).end
