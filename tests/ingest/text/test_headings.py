"""A line of plain text is a heading by its series over the whole text, by a mark, or by its look and its place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.text.headings import headings, title_of
from ingest.text.labels import label_of

TEXT = "The kiln was lit in May and burned for nine days.\n"
SHORT = "It burned.\n"


def seen(text: str) -> list[str]:
    return [heading.text for heading in headings(text, markdown=False)]


FORMS = {
    "numbers": ["1. Kilns", "2. What they burn", "3. Ash"],
    "numbers alone": ["1 Kilns", "2 What they burn", "3 Ash"],
    "sections": ["1. Kilns", "1.1 Of brick", "1.2 Of clay", "2. Ash"],
    "Roman": ["I. Kilns", "II. What they burn", "III. Ash", "IV. Soot"],
    "letters": ["A) Kilns", "B) What they burn", "C) Ash"],
    "appendices": ["Appendix A: Kilns", "Appendix B: What they burn", "Appendix C: Ash"],
    "spelled": ["Chapter One: kilns", "Chapter Two: what they burn"],
    "paragraphs": ["§ 1 Brennofen", "§ 2 Was er brennt"],
    "measures": ["Measure 1: Build a kiln", "Measure 2: Burn it", "Measure 3: Clear the ash"],
    "capitals": ["KILNS", "WHAT THEY BURN", "ASH"],
    "questions": ["1. What burns?", "2. Who lit it?"],
    "full stops": ["1. Kilns.", "2. Things They Burn.", "3. Ash."],
    "skipped appendix": ["Appendix A: Kilns", "Appendix B: What they burn", "Appendix D: Ash"],
    "skipped in capitals": ["ANNEX 1: KILNS", "ANNEX 3: WHAT THEY BURN"],
    "skipped": ["1. Kilns", "2. What they burn", "4. Ash", "5. Soot"],
}


@pytest.mark.parametrize("lines", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("below", [TEXT, SHORT, "\n" + TEXT, "\n" + SHORT + "\n" + SHORT])
def test_headings_of_one_series_are_seen_whatever_is_under_them(lines: list[str], below: str) -> None:
    text = TEXT + "\n" + "".join(f"{line}\n{below}\n" for line in lines)
    assert seen(text) == lines


@pytest.mark.parametrize("rule", ["=", "-", "~"])
@pytest.mark.parametrize("over", [False, True])
def test_underlined_lines_are_headings_without_their_rules(rule: str, over: bool) -> None:
    lines = ["Kilns and other ovens that stand in the yard", "Ash"]
    drawn = [f"{rule * len(line)}\n" for line in lines]
    text = "".join(f"{mark * over}{line}\n{mark}{TEXT}\n" for line, mark in zip(lines, drawn, strict=True))
    assert seen(text) == lines
    assert text[: headings(text, markdown=False)[0].start] == ""


def test_a_number_and_the_name_under_it_are_one_heading() -> None:
    text = "".join(f"CHAPTER {number}\n\n{name}\n\n{TEXT}\n" for number, name in [("I", "The Kiln"), ("II", "The Ash")])
    assert seen(text) == ["CHAPTER I The Kiln", "CHAPTER II The Ash"]


def test_a_chapter_over_its_first_section_is_seen_and_a_signature_over_a_chapter_is_not() -> None:
    text = f"Foreword\n\n{TEXT}\nAnn Lee, Keeper of the Kilns\n\nChapter 1: Kilns\n\n1.1 Of brick\n{TEXT}\n"
    text += f"1.2 Of clay\n{TEXT}\nChapter 2: Ash\n\n2.1 Grey ash\n{TEXT}"
    assert seen(text) == [
        "Foreword",
        "Chapter 1: Kilns",
        "1.1 Of brick",
        "1.2 Of clay",
        "Chapter 2: Ash",
        "2.1 Grey ash",
    ]


FRIENDS = {
    "list": "1. Brick\n2. Clay\n3. Straw\n",
    "list with gaps": "1. Brick\n\n2. Clay\n\n3. Straw\n",
    "letters": "(a) brick;\n(b) clay;\n(c) straw.\n",
    "sentences": "1. The kiln is lit at dawn by the keeper.\n2. It is cleared at dusk by the boy.\n",
    "contents": "1. Kilns .......... 3\n2. What they burn .... 7\n3. Ash ... 9\n",
    "contents without dots": "1. Kilns\t3\n2. What they burn\t7\n3. Ash\t9\n",
    "dates": "3. May, 6:20. It was lit.\n\n5. May, 7:10. It burned.\n\n9. May, 8:00. It went out.\n",
    "address": "Ann Lee\n7 Kiln Street\n4410 Ashford\n",
    "quotation": '"It burned for nine days."\nAnn Lee\n',
    "table": "Item   Price\n----------------\nBrick   3\nClay   4\n",
    "pages": "12\n",
}


@pytest.mark.parametrize("friend", FRIENDS.values(), ids=FRIENDS)
def test_what_only_looks_like_headings_is_text_amid_headings(friend: str) -> None:
    lines = ["1. Kilns", "2. What they burn", "3. Ash", "4. Soot"]
    text = "".join(f"{line}\n\n{TEXT}\n{friend}\n{TEXT}\n" for line in lines)
    assert seen(text) == lines


def test_a_table_of_contents_is_none_though_its_lines_are_those_of_the_headings() -> None:
    lines = ["1. Kilns", "2. What they burn", "3. Ash"]
    text = "\n".join(lines) + "\n\n" + "".join(f"{line}\n\n{TEXT}\n" for line in lines)
    assert seen(text) == lines
    assert headings(text, markdown=False)[0].start > text.index("3. Ash")


def test_captions_count_on_over_the_sections_and_are_no_headings() -> None:
    lines = ["1. Kilns", "2. What they burn", "3. Ash"]
    text = "".join(f"{line}\n\n{TEXT}\nFigure {at}: A kiln\n\n{TEXT}\n" for at, line in enumerate(lines, 1))
    assert seen(text) == lines


def test_speakers_with_numbers_are_no_series() -> None:
    text = "".join(
        f"Speaker {at}: We lit it\nIt burned for nine days, as I said.\n" for at in (1, 2, 1, 3, 2, 1, 2, 1) * 3
    )
    assert seen(text) == []


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("9.12 Kilns", [("number", "9", 12)]),
        ("I. Kilns", [("roman", "", 1), ("letter", "upper", 9)]),
        ("Part Three", [("number", "", 3)]),
        ("(b) clay", [("letter", "lower", 2)]),
        ("XIV", [("roman", "", 14)]),
        ("A house", None),
        ("in 3 days", None),
        ("12", None),
        ("2025 was dry", None),
    ],
)
def test_a_line_bears_a_number_or_none(line: str, numbers: list[tuple[str, str, int]] | None) -> None:
    label = label_of(line, 0, len(line))
    assert (list(label.readings) if label else None) == numbers


@given(st.text(alphabet="1234.)( IVAab\n:=-#", max_size=120))
@example("1.\n1.\n2.\n====\n")
def test_headings_of_any_text_are_in_order_and_apart(text: str) -> None:
    last = 0
    for heading in headings(text, markdown=False):
        assert last <= heading.start < heading.end <= len(text)
        last = heading.end


def test_a_first_line_alone_is_the_title_and_the_headings_under_it_are_not() -> None:
    text = "Of kilns\n\nA. Lee\n\n" + "".join(f"{at}. Kiln\n\n{TEXT}\n" for at in (1, 2, 3))
    assert title_of(text, markdown=False) == "Of kilns"


@pytest.mark.parametrize("below", ["5 May 2025", "by Ann Lee", "Orra, 12. März 2024"])
def test_who_wrote_it_or_when_may_stand_right_below_the_title(below: str) -> None:
    assert title_of(f"A day at the kilns\n{below}\n\n{TEXT}\n", markdown=False) == "A day at the kilns"
    assert title_of(f"A day at the kilns\n12 Main Road\n\n{TEXT}\n", markdown=False) == ""
    assert title_of(f"Dear Ann,\n{below}\n\n{TEXT}\n", markdown=False) == ""


def test_number_signs_close_a_heading_of_markdown_only_after_a_space() -> None:
    text = "# One #\n\n## C#\n\n### #\n\n# a" + " " * 200_000 + "#\n"
    assert [heading.text for heading in headings(text, markdown=True)] == ["One", "C#", "a"]


def test_who_speaks_and_when_is_no_heading() -> None:
    said = ("Ann Lee", "Shall we buy the sail?"), ("Bo Berg", "If it costs less than 900."), ("Ann Lee", "It is 850.")
    text = "\n\n".join(f"{name}  00:00:{at:02}\n{words}" for at, (name, words) in enumerate([*said, said[1]]))
    assert headings(text, markdown=False) == []
    assert title_of(text, markdown=False) == ""
