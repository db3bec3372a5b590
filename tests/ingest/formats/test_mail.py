"""An e-mail gives its subject, who wrote, and its text."""

from ingest.formats import extract
from tests.helpers.extracting import held
from tests.helpers.making import mail


def test_an_e_mail_has_its_subject_as_heading_and_says_who_wrote() -> None:
    found = held(".eml", mail())
    assert {heading for heading, _, _ in found} == {"Meeting of the board moved"}
    assert [text for _, _, text in found] == [
        "From: Ann Lee <ann@example.org>; To: board@example.org; Date: Mon, 03 Mar 2025 09:00:00 +0000",
        "The meeting moves to Thursday at 15:30, in room B.\n\nPlease bring the minutes.",
        "Attachments: minutes.pdf",
    ]


def test_an_e_mail_of_html_in_an_encoding_that_is_not_known() -> None:
    raw = b"From: a@example.org\nContent-Type: text/html; charset=x-none\n\n<p>Caf\xc3\xa9 at <b>noon</b></p>\n"
    assert extract(".eml", raw).text.endswith("Café at noon")
