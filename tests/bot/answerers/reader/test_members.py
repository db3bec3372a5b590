"""Which stretches of a sentence are members of an enumeration that answers."""

import numpy as np

from bot.answerers.reader.members import members, pieces
from bot.answerers.reader.spans import Reading, Span, read_passages
from ingest.documents import Passage


def passage(text: str) -> Passage:
    return Passage("a.txt", "", 0, len(text), text, sentences=((0, len(text)),))


def taken(question: str, text: str) -> list[str]:
    one = passage(text)
    (reading,) = read_passages(question, [one])
    return [text[start:end] for start, end in members(question, one, reading, reading.best(0, len(text)))]


def test_every_member_is_taken() -> None:
    text = "The orchard grows plums, quinces and medlars, which are sold in October."
    assert taken("Which fruits does the orchard grow?", text) == ["plums", "quinces", "medlars"]


def test_one_answer_stays_one() -> None:
    text = "The orchard, a gift of the mayor, grows plums and is open on Sundays."
    assert taken("On which day is the orchard open?", text) == ["Sundays"]


def test_a_sentence_is_cut_at_commas_and_conjunctions() -> None:
    text = "Plums, quinces such as Vranja and medlars"
    nothing = Reading(0.0, np.zeros(0, np.float32), np.zeros(0, np.float32), np.zeros((0, 2), np.int64))
    cut = pieces("?", passage(text), nothing, Span(0, 5, 0.0))
    assert [text[one.start : one.end] for one in cut] == ["Plums", "quinces", "Vranja", "medlars"]
