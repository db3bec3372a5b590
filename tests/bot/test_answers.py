"""An answer as a value."""

from bot.answers import Answer, leaf


def test_an_answer_says_whether_it_answered() -> None:
    made = Answer("x", "summary", None, 1.0, (), (), "embedded", "q")
    assert made.answered
    assert made.to_dict()["answered"] is True


def test_pages_are_called_what_they_are() -> None:
    assert [leaf(name, 3) for name in ("a.pdf", "a.PPTX", "a.xlsx")] == ["page 3", "slide 3", "sheet 3"]
    assert leaf("a.docx", None) == ""
