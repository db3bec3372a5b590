"""A text that was made of printed pages is read as it was written; any other stays as it stands."""

import pytest

from ingest.formats.text_printouts import as_written

LEFT = """The mill on the Orra ground rye for
the whole valley until the dam gave
way in the spring of 1893. Two years
later a new one of stone stood ready."""
RIGHT = """In May the weavers moved in with nine
looms, and since then the upper floor
has been theirs. The rent is a length
of linen for every child of the miller."""


def beside(*columns: str) -> str:
    return "\n".join(
        "    ".join(f"{line:40}" for line in row).rstrip() for row in zip(*map(str.splitlines, columns), strict=True)
    )


@pytest.mark.parametrize("form", ["{:2}  {}", "{:<4}{}", "{:>6}   {}"])
def test_numbers_of_lines_are_no_part_of_them(form: str) -> None:
    lines = f"{LEFT}\n\n{RIGHT}".split("\n")
    assert as_written("\n".join(form.format(*one) for one in enumerate(lines, 1))) == "\n".join(lines)


def test_numbers_of_lines_may_stand_at_the_right_and_begin_anew_on_each_page() -> None:
    lines = [*enumerate(LEFT.split("\n"), 1), *enumerate(RIGHT.split("\n"), 1)]
    assert as_written("\n".join(f"{line:50}{number}" for number, line in lines)) == f"{LEFT}\n{RIGHT}"


@pytest.mark.parametrize(
    "text",
    [
        "1  Rye\n2  Barley\n3  Oats\n4  Wheat\n5  Spelt\n6  Millet",
        "1 open the gate of the mill\n2 lift the stone\n3 pour in the rye\n4 close the lid\n5 call the miller",
        "1893 was a dry year, and the mill on the river\nstood still until May.",
    ],
)
def test_numbers_of_a_list_stay(text: str) -> None:
    assert as_written(text) == text


@pytest.mark.parametrize("foot", ["- {} -", "Page {} of 3", "Orra Mills               {}               1893", "{}"])
@pytest.mark.parametrize("feed", ["\f", "\n"])
def test_running_heads_and_numbers_of_pages_part_no_sentence(foot: str, feed: str) -> None:
    pages = ["The mill was built\nby two brothers who", "came from Tarn in 1742.\nThey had nine", "children and a dog."]
    made = feed.join(f"Yearbook of Orra\n\n{page}\n\n{foot.format(at)}\n" for at, page in enumerate(pages, 6))
    text = as_written(made)
    assert "two brothers who\ncame from Tarn in 1742.\nThey had nine\nchildren and a dog." in text
    assert text.count("Yearbook of Orra") == 1
    assert text.count("Orra Mills") == ("Orra" in foot)


def test_a_table_goes_on_over_pages() -> None:
    rows = [f"Loom {at}        {at * 10} cm" for at in range(1, 5)]
    made = "\f".join(f"Looms of Orra\n\n{row}" for row in rows)
    assert as_written(made) == "\n".join(["Looms of Orra", "", *rows])


def test_numbers_of_chapters_and_of_questions_stay() -> None:
    text = "1\n\nThe mill was built in 1742.\n\n2\n\nIt burned in 1893.\n\nPage 3 of the letter is lost.\n"
    assert as_written(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "   6/9\n   ---\nMakefile.in\n\t- take the mill out\n\n   7/1\n   ---\nMakefile.in\n\t- and the dam\n",
        "The miller needs\n\n1.\n\na stone of granite,\n\n2.\n\na wheel and\n\n3.\n\nrye from the hills.\n",
        "Two looms of oak\n\n\f\n=====\nnine of ash\n\n\f\n=====\nand a chair.\n",
    ],
    ids=["dates", "list", "drawn"],
)
def test_what_only_looks_like_the_number_of_a_page_stays(text: str) -> None:
    assert as_written(text) == text


def test_columns_side_by_side_are_read_one_after_the_other() -> None:
    made = as_written(f"THE MILL\n\n{beside(LEFT, RIGHT)}\n")
    assert made.split() == f"THE MILL {LEFT} {RIGHT}".split()
    assert as_written(beside(LEFT, RIGHT, LEFT)).split() == f"{LEFT} {RIGHT} {LEFT}".split()


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join([beside(LEFT, RIGHT)] * 3),  # the rows of a table, or a text and its translation
        "Rye from Orra       ground twice and\nSpelt from Tarn     never ground at\nOats of the hill    not to be sold\n"
        * 3,
        "    for (i = 0; i < n; i++)     // every loom of the mill is\n    count += looms[i];          // counted once.\n"
        * 4,
        "-v, --verbose       says what is done while it is done, and\n-q, --quiet         says nothing at all.\n" * 4,
    ],
    ids=["table", "goods", "code", "options"],
)
def test_tables_lists_and_code_stay(text: str) -> None:
    assert as_written(text) == text


def test_words_parted_at_the_end_of_a_line_are_whole_where_pages_were_undone() -> None:
    made = "\f".join(
        f"Yearbook of Orra\n\n{page}" for page in ("The harvest was good; the har-\nvest", "of 1743 was not.")
    )
    assert as_written(made) == "Yearbook of Orra\n\nThe harvest was good; the harvest\n\nof 1743 was not."
