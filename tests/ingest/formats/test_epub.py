"""A book gives its chapters in order; one that is locked is refused."""

from ingest.formats import extract
from tests.helpers.extracting import held, refusal
from tests.helpers.making import book, epub


def test_epub_chapters_stand_in_order_under_their_headings_or_their_names_in_the_contents() -> None:
    assert held(".epub", book()) == [
        ("The lighthouse", None, "The keeper lit 36 lamps every evening. Nobody saw him do it."),
        ("The storm", None, "In November the sea took the jetty. The boat was found in Skagen."),
    ]
    assert extract(".epub", book()).title == "Lamps over the sea"


def test_a_book_that_is_locked_is_refused_and_one_with_scrambled_fonts_is_not() -> None:
    def lock(path: str) -> dict[str, str]:
        return {"META-INF/encryption.xml": f'<e><c xmlns="x"><CipherReference URI="{path}"/></c></e>'}

    assert "locked by its seller" in refusal(".epub", epub([("a", "<p>x</p>")], extra=lock("OEBPS/text/c%201.xhtml")))
    assert extract(".epub", epub([("a", "<p>x</p>")], extra=lock("OEBPS/font.otf"))).text == "a\n\nx"


def test_the_marks_of_notes_do_not_glue_to_numbers_and_soft_hyphens_go() -> None:
    chapter = '<p>It was built in 1898<a epub:type="noteref" href="#n3">3</a> for 10<sup>6</sup> crow\u00adns.</p>'
    assert extract(".epub", epub([("a.xhtml", chapter)])).text.endswith("It was built in 1898 [3] for 10^6 crowns.")
