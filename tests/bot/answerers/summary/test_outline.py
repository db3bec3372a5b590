"""The headings of a document are a tree, by their marks, their numbers, and where they stand."""

from bot.answerers.summary.outline import Part, outline
from ingest.documents import Document
from ingest.text.splitting import split

SAID = "The kiln is fired on Fridays. Nobody may open it before Sunday."


def of(source: str, text: str) -> list[Part]:
    document = Document(source, text.strip("# \n").splitlines()[0], text, "")
    return list(outline(text, split(document)))


def test_marks_tell_how_deep_a_heading_lies_and_front_matter_is_none() -> None:
    text = f"---\nauthor: Ann\nowner: Bo\nlayout: page\n---\n# Pottery\n\n## Kiln\n\n### Firing\n\n{SAID}\n\n### Cooling\n\n{SAID}\n\n## Glazes\n\n{SAID}\n"
    parts = of("a.md", text)
    assert [(part.heading, part.level) for part in parts] == [
        ("Pottery", 1),
        ("Kiln", 2),
        ("Firing", 3),
        ("Cooling", 3),
        ("Glazes", 2),
    ]
    kiln, glazes = parts[1], parts[4]
    assert kiln.holds(text.index("Cooling"))
    assert kiln.end == glazes.start


def test_a_chapter_without_text_of_its_own_holds_its_sections() -> None:
    text = f"POTTERY FOR ALL\n\nChapter 1: Clay\n\n1.1 Digging\n\n{SAID}\n\n1.2 Washing\n\n{SAID}\n\nChapter 2: Fire\n\n2.1 Wood\n\n{SAID}\n\n2.2 Gas\n\n{SAID}\n"
    by_name = {part.heading: part for part in of("a.txt", text)}
    assert by_name["Chapter 2: Fire"].number == ("2",)
    assert by_name["Chapter 2: Fire"].key == "chapter"
    assert by_name["2.2 Gas"].number == ("2", "2")
    assert by_name["Chapter 2: Fire"].holds(by_name["2.2 Gas"].start)
    assert by_name["Chapter 1: Clay"].end == by_name["Chapter 2: Fire"].start
