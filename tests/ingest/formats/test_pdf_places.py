"""A quote of the extracted text is found among the signs of the pages, however these are cut into lines."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.pdf_places import places


def said(quote: str, pages: list[str], before: str = "") -> list[str]:
    return [pages[page][begin:end] for page, begin, end in places(quote, pages, before)]


def test_line_breaks_hyphens_and_ligatures_are_no_difference() -> None:
    page = "Above.\r\nThe of\ufb01ce is under\x02\r\nstaffed in March.\r\nBelow."
    assert said("The office is understaffed in March.", [page]) == ["The of\ufb01ce is under\x02\r\nstaffed in March"]


def test_a_quote_goes_on_after_the_running_lines_on_the_next_page() -> None:
    pages = ["The ferry leaves at seven and\r\nTimetable 12", "Timetable 13\r\ncomes back before noon on Sundays."]
    found = said("The ferry leaves at seven and comes back before noon on Sundays.", pages)
    assert found == ["The ferry leaves at seven and", "comes back before noon on Sundays"]


def test_what_is_written_across_two_columns_is_found_in_both() -> None:
    page = "The bridge was opened by        Tolls are taken at its\r\nthe king in the year 1911.      northern end."
    found = said("The bridge was opened by the king in the year 1911.", [page])
    assert found == ["The bridge was opened by", "the king in the year 1911"]


def test_of_two_equal_places_it_is_the_one_that_as_many_stand_before() -> None:
    pages = ["Open daily. Closed in May. Open daily. Closed in June."]
    (second,) = places("Open daily.", pages, before="Open daily. Closed in May.")
    assert second == (0, 27, 37)
    assert places("Open daily.", pages) == [(0, 0, 10)]


def test_short_words_far_from_the_rest_are_not_taken_for_it() -> None:
    page = "a " * 400 + "The lighthouse keeper retired in winter"
    assert said("The lighthouse keeper retired at a loss", [page]) == ["The lighthouse keeper retired"]
    assert said("Nothing of this stands there", ["0123 4567"]) == []


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.data())
def test_every_piece_of_a_page_is_found_on_it(page: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(page))), data.draw(st.integers(0, len(page)))))
    for number, begin, stop in places(page[start:end], [page]):
        assert number == 0
        assert 0 <= begin < stop <= len(page)
