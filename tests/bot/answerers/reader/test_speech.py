"""What somebody said is answered with that person's words."""

from collections.abc import Iterator

import pytest

from bot.chat import Bot
from tests.bot.conftest import opened

TALK = """Talk with Ida Brook, keeper of the weir

Pike: Is it true that the weir was built of oak by your own family?

Brook: My grandfather built it of stone. The oak came later, for the gates.

Pike: The council says that Brook asked for 90 crowns for each gate.

Brook: I asked for 40. They never paid more than 30 crowns for a gate.

Pike: And what of the lower meadow? Somebody wants to sell it for 700 crowns.

Brook: I do not want to sell it. It floods, and it should be left to the storks.
"""


RADIO = """On air with the ferry people
HG = Hetty Garland (studio), JO = Jannis Oakes (ferryman), BIRD = Lena Bird

HG: What was the worst crossing?
JO: The one with the piano. Nobody had told me that it was on board. I swore that day like a pump.
HG: And you, what would you do with an empty week?
BIRD: I would mend the kites that hang in my loft.
"""
MAIL = """From: Quentin Marsh <quentin@ferry.example>
To: Lena Bird <lena@ferry.example>
Date: Tue, 4 Feb 2025 10:00:00 +0000
Subject: The bell

Dear Lena,

the landing is in order again. I broke the bell when I turned the boat, and I will pay for it.
"""
LEASE = """# Lease of the net loft

Between the harbour trust and Mr Anselm Quist, for ten years.

## 1 Rent
The rent is 90 crowns a month. It is paid on the first.

## 2 Use
The loft is let for gear. Mr Quist may dry nets on the roof. The trust mends the gutters.
"""


HUT = """Up at the hut: William “Bill” Okello and Tobias Renn, wardens, talk with Ann Lee.

Ann: When did you come up here?
Bill: In 1987, with a tent and a dog.
Tobi: I came two winters later, by sledge.
Ann: And what was there to eat?
Bill: Cod, every single day.
Tobi: I lived on turnips.
"""


@pytest.fixture(scope="module")
def weir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = {"talk.txt": TALK, "radio.txt": RADIO, "bell.eml": MAIL, "lease.md": LEASE, "hut.txt": HUT}
    with opened(tmp_path_factory.mktemp("weir"), folder) as bot:
        yield bot


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What did Brook say about how many crowns she asked for a gate?", "40"),
        ("What does Brook say about the lower meadow?", "storks"),
        ("What did Brook say the weir was built of?", "stone"),
    ],
)
def test_the_answer_is_in_the_words_of_whoever_is_asked_about(weir: Bot, question: str, answer: str) -> None:
    said = weir.ask(question)
    assert answer in said.text
    for citation in said.citations:
        assert TALK.rfind("Brook:", 0, citation.end) > TALK.rfind("Pike:", 0, citation.end)


@pytest.mark.parametrize(
    ("question", "name", "words"),
    [
        ("Who swore like a pump?", "Jannis Oakes", "like a pump"),
        ("Who broke the bell?", "Quentin Marsh", "broke the bell"),
        ("Who said that the lower meadow should be left to the storks?", "Ida Brook", "storks"),
        ("Who came by sledge?", "Tobias Renn", "by sledge"),
    ],
)
def test_whose_words_they_are_is_said_by_the_full_name(weir: Bot, question: str, name: str, words: str) -> None:
    said = weir.ask(question)
    assert words in said.plain
    assert f"**{name}:**" in said.text


def test_somebody_is_asked_about_by_a_name_that_is_not_the_one_before_the_turns(weir: Bot) -> None:
    said = weir.ask("What would Lena do with an empty week?")
    assert "kites" in said.text
    assert "**Lena Bird:**" in said.text
    assert "BIRD:" in said.citations[0].quote


@pytest.mark.parametrize(
    ("question", "label", "words"),
    [
        ("What did William Okello come with?", "Bill", "a tent and a dog"),
        ("What did Bill say he ate?", "Bill", "Cod"),
        ("What did Tobias Renn live on?", "Tobi", "turnips"),
        ("Who came by sledge?", "Tobi", "by sledge"),
    ],
)
def test_somebody_is_known_by_what_the_others_call_them(weir: Bot, question: str, label: str, words: str) -> None:
    said = weir.ask(question)
    assert words in said.plain
    first = said.citations[0]
    assert HUT[: first.end].rpartition("\n")[2].startswith(f"{label}:")


def test_a_document_may_have_only_the_surname_of_whoever_is_asked_about(weir: Bot) -> None:
    said = weir.ask("What may Anselm dry on the roof?")
    assert "Mr Quist may dry nets" in said.citations[0].quote
