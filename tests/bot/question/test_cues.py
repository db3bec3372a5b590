"""What a question asks for is told by the words of its language; what only binds it tells nothing."""

from collections.abc import Iterator

import pytest

from bot.chat import Bot
from bot.question.cues import kind_of
from bot.question.names import names
from ingest.text.language import asked_in, function_words
from tests.bot.conftest import opened
from tests.conftest import Write

RULES = {
    "verein.txt": "Satzung des Vereins Lindenhof\n\nVorsitzende ist Renate Kolbe. Der Beitrag beträgt 48 Euro im Jahr. "
    "Bienen dürfen nur mit Zustimmung des Vorstands gehalten werden. Die Versammlung findet im März statt.\n",
    "club.txt": "Normas del club de Alcornoque\n\nLa cuota mensual es de 29 euros. La directora es Pilar Escudero. "
    "Las clases de natación empiezan el 3 de octubre.\n",
    "biblio.txt": "Règlement de la bibliothèque\n\nL'inscription coûte 12 euros par an. La directrice est Hélène Vasseur. "
    "La durée du prêt est de trois semaines.\n",
}


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("abroad"), RULES) as bot:
        yield bot


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("Who stands in when the warden is away?", "en", "person"),
        ("Where do we go when the bell rings?", "en", "place"),
        ("Wann ist die Versammlung?", "de", "date"),
        ("Wie viele Stunden sind es?", "de", "count"),
        ("Wie hoch ist der Beitrag?", "de", "number"),
        ("Darf ich hier Bienen halten?", "de", "yes or no"),
        ("Combien coûte l'inscription ?", "fr", "number"),
        ("Qui est la directrice ?", "fr", "person"),
        ("Faut-il une carte pour le prêt ?", "fr", "yes or no"),
        ("¿Cuándo empiezan las clases?", "es", "date"),
        ("¿Dónde está la piscina?", "es", "place"),
        ("When was it founded?", "en", "date"),
    ],
)
def test_the_kind_is_told_in_each_language(question: str, language: str, kind: str) -> None:
    assert asked_in(question) in (language, "") if language == "en" else asked_in(question) == language
    assert kind_of(question, language) == kind


def test_words_in_no_language_for_sure_are_taken_for_english() -> None:
    assert [asked_in(text) for text in ("price list 2024", "natterjack", "die hard cast")] == ["", "", ""]
    assert function_words("") == function_words("en") == frozenset()


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Wie hoch ist der Beitrag?", "de", []),
        ("Wie alt ist Holger Damm?", "de", ["Holger Damm"]),
        ("Was prüft der TÜV?", "de", ["TÜV"]),
        ("Cuánto cuesta la clase de Pilar Escudero?", "es", ["Pilar Escudero"]),
        ("Où habite Élodie Martin ?", "fr", ["Élodie Martin"]),
        ("Where is the Stump?", "", ["Stump"]),
    ],
)
def test_where_every_noun_has_a_capital_one_alone_is_no_name(text: str, language: str, found: list[str]) -> None:
    assert names(text, language) == found


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wie hoch ist der Beitrag?", "48 Euro"),
        ("Wer ist die Vorsitzende?", "Renate Kolbe"),
        ("¿Cuánto es la cuota mensual?", "29 euros"),
        ("¿Cuándo empiezan las clases de natación?", "3 de octubre"),
        ("Quelle est la durée du prêt ?", "trois semaines"),
        ("Qui est la directrice de la bibliothèque ?", "Vasseur"),
    ],
)
def test_questions_are_answered_in_the_language_of_a_document(abroad: Bot, question: str, said: str) -> None:
    assert said in abroad.ask(question).text.replace("*", "")


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("Darf ich einen Pool aufstellen?", "Darf"),
        ("¿Cuántas bicicletas alquila Lucía?", "Cuántas"),
        ("Wo ist der Parkplatz?", "Wo"),
    ],
)
def test_a_word_that_only_asks_is_not_what_is_missing(abroad: Bot, question: str, never: str) -> None:
    answer = abroad.ask(question)
    assert not answer.answered
    assert never not in answer.text


def test_a_short_word_of_another_language_is_no_slip(write: Write) -> None:
    bot = Bot.from_folder(
        write({"a.txt": "The dead sea\n\nThe dead sea is salty. The mais is ripe, and the barley too.\n"})
    )
    assert not any("was read as" in note for note in bot.ask("¿Qué edad deben tener los adoptantes?").notes)
    assert not any("was read as" in note for note in bot.ask("What do the mails say about barley?").notes)
    bot.close()
