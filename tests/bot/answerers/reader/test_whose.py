"""An answer speaks of whoever is asked about, or stands in that person's document; what is asked of most of it fits."""

from collections.abc import Iterator

import pytest

from bot.chat import Bot
from tests.bot.conftest import opened

FOLDER = {
    "interviews/mabel-trant.txt": "A talk in the garden\n\n"
    "The mayor gave us each a fountain pen after the flood of 1953. We had carried sandbags for two nights.",
    "letters/contrat-cidre.txt": "Contrat de livraison\n\nLe fournisseur livre le cidre tous les lundis avant neuf heures. "
    "Une consigne de 11 euros est demandée pour chaque tonneau. Le contrat dure deux ans.",
    "rules/lending.md": "# Lending\n\nThe deposit for the big extractor is €120. The deposit for the hand extractor is €40.",
    "reports/kiln.md": "# The kiln trial\n\nReport by Piet Verhulst, keeper of the kilns.\n\nThe new kiln saved a third of the gas.",
}  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with opened(tmp_path_factory.mktemp("whose"), FOLDER) as bot:
        yield bot


def test_in_somebodys_own_document_we_are_that_person(kept: Bot) -> None:
    assert "fountain pen" in kept.ask("What did Mabel get from the mayor after the flood of 1953?").text
    other = kept.ask("What did Verhulst get from the mayor after the flood of 1953?")
    assert not other.answered


def test_the_language_of_a_document_is_nothing_that_the_documents_lack(kept: Bot) -> None:
    said = kept.ask("What deposit does the French contract ask for each barrel?").text
    assert "The documents don't mention" not in said


def test_a_follow_up_is_answered_by_what_speaks_of_most_of_it(kept: Bot) -> None:
    history = [
        {"role": "user", "content": "What is the deposit for the big extractor?"},
        {"role": "assistant", "content": "The deposit for the big extractor is €120."},
    ]
    assert "€40" in kept.ask("And for the hand one?", history).text


def test_who_wrote_a_document_that_names_no_author_is_asked_of_its_text(kept: Bot) -> None:
    assert "Piet Verhulst" in kept.ask("Who wrote the report on the kiln trial?").text
