"""What a claim says of documents is looked up again."""

import pytest

from bot.drafts import Claim, Draft, Fact, Quote
from bot.proof.citations import cite
from ingest.documents import Document, Hit, Listed, Passage

TEXT = "Barn rota\nThe barn is swept daily."
FIRST = Listed("rota.txt", "Barn rota", "", "en", 1000, 0.0, 1, "Ada Lund", "2023-05-01")
SECOND = Listed("b.eml", "Hay", "", "en", 9000, 0.0, 1, "Tom", "2024")
HIT = Hit(Passage("rota.txt", "Barn rota", 0, len(TEXT), TEXT, sentences=((0, 9), (10, len(TEXT)))), 1.0)
NAME = Fact("name", "Barn rota", ("rota.txt",))


def shown(text: str, *facts: Fact) -> bool:
    draft = Draft("answer", (Claim(text, (Quote(0, "Barn rota"),), facts=facts),))
    documents = {"rota.txt": Document("rota.txt", "Barn rota", TEXT, "")}
    return cite(draft, [HIT], documents, "", (FIRST, SECOND)).answered


@pytest.mark.parametrize(
    ("text", "fact", "proved"),
    [
        ("Barn rota, Ada Lund", Fact("author", "Ada Lund", ("rota.txt",)), True),
        ("Barn rota, Tom", Fact("author", "Tom", ("rota.txt",)), False),
        ("Barn rota, 1 May 2023", Fact("date", "1 May 2023", ("rota.txt",)), True),
        ("Barn rota, 1 May 2024", Fact("date", "1 May 2024", ("rota.txt",)), False),
        ("Barn rota", Fact("oldest", "", ("rota.txt", "b.eml")), True),
        ("Barn rota", Fact("newest", "", ("rota.txt", "b.eml")), False),
        ("Barn rota", Fact("smallest", "", ("rota.txt", "b.eml")), True),
        ("Barn rota, once", Fact("times", "once", ("rota.txt",), "swept"), True),
        ("Barn rota, 2 times", Fact("times", "2 times", ("rota.txt",), "swept"), False),
        ("Barn rota, Ada Lund", Fact("author", "Ada Lund", ("gone.txt",)), False),
        ("Barn rota, Ada Lund, of 1999", Fact("author", "Ada Lund", ("rota.txt",)), False),
        ("Barn rota, Ada Lund, for Nelson", Fact("author", "Ada Lund", ("rota.txt",)), False),
    ],
)
def test_a_document_is_said_to_be_what_the_index_knows(text: str, fact: Fact, proved: bool) -> None:
    assert shown(text, NAME, fact) is proved


@pytest.mark.parametrize(
    ("text", "fact", "proved"),
    [
        ("2 documents", Fact("count", "2", ("rota.txt", "b.eml")), True),
        ("3 documents", Fact("count", "3", ("rota.txt", "b.eml")), False),
        ("2 documents", Fact("count", "2", ("rota.txt", "rota.txt")), False),
        ("1 e-mails", Fact("count", "1", ("b.eml",), "e-mail"), True),
        ("1 e-mails", Fact("count", "1", ("rota.txt",), "e-mail"), False),
    ],
)
def test_documents_are_counted_again(text: str, fact: Fact, proved: bool) -> None:
    assert shown(text, fact) is proved
