"""Who wrote a mail, to whom and when is told by its header, and by the line above a quoted one."""

from collections.abc import Iterator

import pytest

from bot.chat import Bot
from tests.bot.conftest import opened

ROOF = """From: Bea Holloway <bea@choir.example>
To: Gil Marsh <gil@choir.example>
Cc: Jun Sato <jun@choir.example>
Subject: The leaking roof
Date: Tue, 8 Apr 2031 09:12:00 +0100
Content-Type: text/plain; charset=utf-8

Dear Gil,

the vestry roof leaks again. Sandell can mend it in June for £900.

Bea

On Sun, 6 Apr 2031 at 18:40, Gil Marsh wrote:
> Bea, is the organ dry? Water came down beside it at the rehearsal.
"""
COACH = """From: Gil Marsh <gil@choir.example>
To: Tam Reedy <tam@choir.example>
Subject: Coach to Wellow
Date: Fri, 2 May 2031 20:01:00 +0100
Content-Type: text/plain; charset=utf-8

Tam, the coach leaves at eight. It has 32 seats.

Gil
"""


@pytest.fixture(scope="module")
def choir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    rules = "# Rules\n\nRehearsals are on Tuesdays. Whoever is ill writes to the chair.\n"
    with opened(tmp_path_factory.mktemp("mails"), {"roof.eml": ROOF, "coach.eml": COACH, "rules.md": rules}) as bot:
        yield bot


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who wrote the mail about the coach?", "Gil Marsh"),
        ("Who was the mail about the coach to Wellow sent to?", "Tam Reedy"),
        ("Who was copied in on Bea's mail about the leaking roof?", "Jun Sato"),
        ("When did Bea write to Gil about the roof?", "Tue, 08 Apr 2031 09:12:00 +0100"),
        ("When was the mail about the coach sent?", "Fri, 02 May 2031 20:01:00 +0100"),
    ],
)
def test_the_header_tells(choir: Bot, question: str, short: str) -> None:
    answer = choir.ask(question)
    assert answer.short == short
    assert answer.citations[0].quote.startswith("From: ")


def test_the_line_above_a_quoted_mail_tells_too(choir: Bot) -> None:
    answer = choir.ask("When did Gil write to Bea?")
    assert "Sun, 6 Apr 2031" in answer.plain
    assert answer.citations[0].quote.startswith("Bea, is the organ dry?")


@pytest.mark.parametrize("question", ["When did Tam write to Gil?", "Who was copied in on the mail about the coach?"])
def test_what_no_header_says_is_not_told(choir: Bot, question: str) -> None:
    assert not any(one.quote.startswith("From: ") for one in choir.ask(question).citations)


def test_a_summary_of_a_mail_is_of_its_text(choir: Bot) -> None:
    assert "£900" in choir.ask("Summarize the mail about the leaking roof").plain
