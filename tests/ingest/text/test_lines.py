"""Paragraphs and sentences are found line by line and piece by piece, in time and memory that grow with the text."""

import textwrap
import tracemalloc

import pytest

from ingest.text.abbreviations import abbreviations
from ingest.text.headings import headings
from ingest.text.lines import laid_out, paragraphs, raw_lines
from ingest.text.sentences import sentence_spans

PROSE = "The weir was built of oak in 1790. It holds the water of two brooks, and Mr. Pike opens it in spring. "


@pytest.mark.parametrize(
    "text", ["", "a", "a\r\nb\rc\n\nd\u2028e\x0bf\x0cg\x85h\x1c", "\n\n a \n\t\n", "\r\n\n\r", "a\u00a0\nb"]
)
def test_lines_are_those_of_splitlines(text: str) -> None:
    assert [raw for _, raw in raw_lines(text)] == text.splitlines(keepends=True)
    assert all(text.startswith(raw, start) for start, raw in raw_lines(text))


def test_a_drawn_line_goes_on_with_none_where_text_is_wrapped() -> None:
    wrapped = (
        "The weir was built of oak and it holds the water of two brooks in\nspring, and of none in the dry months. "
    )
    text = "The weir of the upper mill and all of its gates and its keeper\n" + "-" * 62 + "\n" + (wrapped + "\n\n") * 9
    assert [one.lines for one in paragraphs(text)][:3] == [1, 1, 2]


GERMAN = (
    "Die Genossenschaft Quelle beschließt, das Dach der Turnhalle im Frühjahr zu erneuern. Kosten und Termine nennt "
    "Frau Keller in der Sitzung vom Mai. Die Firma Brandt aus Kassel liefert Ziegel, Latten und Nägel. Gerüst und "
    "Kran stellt die Stadt Orra bereit. Herr Vogt prüft Rechnung und Abnahme, Mitglieder erhalten Post."
)


@pytest.mark.parametrize("width", [50, 62, 72, 80])
def test_wrapped_text_is_seen_where_nouns_have_capitals(width: int) -> None:
    assert [one.lines for one in paragraphs(textwrap.fill(GERMAN, width))] == [
        textwrap.fill(GERMAN, width).count("\n") + 1
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "The Long Tide, by Mara Quist, North wall of the hall",
            "Nets, by Lea Frey, East wall",
            "Salt and Iron, by Jon Berg",
        ],
        ["Ada Long, Keeper of the Upper Weir in the Mill", "Bo Ek, Clerk", "Cy Day, Keeper of the Lower Weir, Orra"]
        * 2,
        ["Monday 8 to 12 and 13 to 17 in the Town Hall 4"] * 6,
    ],
)
def test_lines_of_a_list_stay_apart(lines: list[str]) -> None:
    assert len(list(paragraphs("\n".join(lines)))) == len(lines)


def test_sentences_are_the_same_whatever_is_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PROSE * 40
    whole = sentence_spans(text)
    monkeypatch.setattr("ingest.text.sentences._PIECE", 150)
    assert sentence_spans(text) == whole
    assert len(whole) == 80


@pytest.mark.parametrize("text", ["." * 300_000, "?!" * 200_000, "A-" * 200_000, "A " * 200_000, "a." + ")" * 300_000])
def test_rows_of_marks_take_no_time_that_grows_with_their_square(text: str) -> None:
    assert sentence_spans(text)
    assert headings(text, markdown=False) == []
    assert abbreviations(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param((PROSE + "\n\n") * 10_000, id="prose"),
        pytest.param(PROSE * 10_000, id="one line", marks=pytest.mark.slow),
        pytest.param("2031-03-01 10:00:00 INFO pump 3 pressure=20 bar\n" * 20_000, id="log", marks=pytest.mark.slow),
    ],
)
def test_memory_stays_within_a_few_bytes_for_each_character(text: str) -> None:
    sentence_spans(PROSE)
    tracemalloc.start()
    try:
        assert headings(text, markdown=False) == []
        sum(1 for _ in paragraphs(text))
        sum(1 for _ in laid_out(text))
        assert tracemalloc.get_traced_memory()[1] < 6 * len(text)
    finally:
        tracemalloc.stop()
