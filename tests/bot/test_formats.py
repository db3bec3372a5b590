"""A question is answered from every format, and the citation names the exact characters, the page and the heading."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat import Bot
from tests.helpers.making import EVERY


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("shelf") / "docs"
    folder.mkdir()
    for name, data in EVERY.items():
        (folder / name).write_bytes(data)
    one = Bot.from_folder(folder)
    yield one
    one.close()


@pytest.mark.parametrize(
    ("source", "question", "words", "page", "heading"),
    [
        ("bees.html", "When does the keeper open the hive?", "March", None, "What the keeper does"),
        ("harbour.pdf", "How many tonnes does the largest crane lift?", "65 tonnes", 2, "Cranes"),
        ("harbour.pdf", "To what depth was the harbour dredged?", "eleven metres", 1, ""),
        ("club.docx", "How much does a mooring cost?", "140 euros", None, "Moorings"),
        ("club.docx", "Who is the owner of the boat Heron?", "Bo Dahl", None, "Guests"),
        ("roof.pptx", "What do the panels cost?", "48,000 euros", 2, "What it costs"),
        ("members.xlsx", "What is the fee of a pensioner?", "12 euros", 2, "Fees 2025"),
        ("members.xlsx", "How many members does Poland have?", "310", 1, "Members"),
        ("rivers.csv", "What is the length of the river Oder?", "866 km", None, ""),
        ("canals.tsv", "How many locks does the Göta canal have?", "58", None, ""),
        ("trees.json", "What is the height of the lime?", "30.50", None, ""),
        ("birds.jsonl", "What is the speed of the stork?", "45 km/h", None, ""),
        ("lamps.epub", "Where was the boat found?", "Skagen", None, "The storm"),
        ("rowers.vcf", "What is the phone number of Ida Rask?", "08 5512", None, ""),
        ("tides.ics", "When is low tide?", "06:10", None, "Low tide"),
        ("oars.vtt", "What are oars made of?", "ash", None, ""),
        ("nets.srt", "Where are the nets dried?", "in the loft", None, ""),
        ("moved.eml", "To which day does the meeting move?", "Thursday", None, "Meeting of the board moved"),
    ],
)
def test_every_format_answers_with_an_exact_citation(
    shelf: Bot, source: str, question: str, words: str, page: int | None, heading: str
) -> None:
    answer = shelf.ask(question)
    assert answer.answered, answer.text
    cited = [c for c in answer.citations if c.source == source and words in c.quote]
    assert [(c.page, c.heading) for c in cited] == [(page, heading)], answer.to_dict()["citations"]
    with shelf.index.reading() as view:
        document = view.document(source)
        assert document is not None
        assert document.text[cited[0].start : cited[0].end] == cited[0].quote
        assert document.sections == tuple(s for s in document.sections if s.start < s.end)


def test_the_index_keeps_the_sections_of_a_document(shelf: Bot) -> None:
    from ingest.load import load

    folder: Path = shelf.settings.documents_folder
    with shelf.index.reading() as view:
        kept = {document.source: document for document in view.documents()}
    assert kept == {path.name: load(path, folder) for path in sorted(folder.iterdir())}
