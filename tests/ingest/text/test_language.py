"""The language of a text is told when it is sure."""

import pytest

from ingest.text.language import NAMES, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How do I report a phishing email?", "en"),
        ("Darf ich meine Katze mitbringen?", "de"),
        ("Où se trouve la clé du bateau ?", "fr"),
        ("¿Cuánto cuesta la entrada?", "es"),
        ("Czy mogę zabrać psa?", "pl"),
        ("Kolik stojí lístek pro děti?", "cs"),
        ("灯台はいつ建てられましたか", "ja"),
    ],
)
def test_a_question_of_a_few_words_shows_its_language(text: str, language: str) -> None:
    assert language_of(text) == language
    assert language in NAMES


@pytest.mark.parametrize("text", ["", "?", "12; 13; 14", "Ann Lee", "mx1.orra.example", "Pet policy"])
def test_what_is_not_sure_has_none(text: str) -> None:
    assert language_of(text) == ""
