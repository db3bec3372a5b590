"""An e-mail is its text; who wrote to whom stands last, and what is forwarded or quoted has its own place."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from ingest.formats import extract
from tests.helpers.extracting import held, refusal
from tests.helpers.making import mail

HEAD = "From: Ann Lee <ann@example.org>; To: bo@example.org; Sent: Tue, 04 Mar 2025 09:00:00 +0100"


def letter(subject: str = "Trip") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Ann Lee <ann@example.org>", "bo@example.org"
    message["Subject"], message["Date"] = subject, "Tue, 04 Mar 2025 09:00:00 +0100"
    return message


def said(message: EmailMessage | bytes) -> list[tuple[str, str]]:
    """Heading and text of each section before the header."""
    data = message if isinstance(message, bytes) else message.as_bytes()
    return [(heading, text) for heading, _, text in held(".eml", data) if not heading.startswith("Message header")]


def test_an_e_mail_is_its_text_and_ends_with_who_wrote_to_whom() -> None:
    found = held(".eml", mail())
    assert [(heading, text) for heading, _, text in found] == [
        (
            "Meeting of the board moved",
            "The meeting moves to Thursday at 15:30, in room B.\n\nPlease bring the minutes.",
        ),
        (
            "Message header: Meeting of the board moved",
            HEAD.replace("bo@", "board@").replace("Tue, 04 Mar 2025 09:00:00 +0100", "Mon, 03 Mar 2025 09:00:00 +0000")
            + "\nAttachments: minutes.pdf",
        ),
    ]
    assert extract(".eml", mail()).notes == ("What is attached is not read: minutes.pdf. Save it beside the mail.",)


def test_text_after_an_attachment_is_read() -> None:
    message = letter()
    message.set_content("The tickets are attached.\n")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf", disposition="inline")
    message.attach(part := EmailMessage())
    part.set_content("The hotel costs 95 euros.\n")
    assert said(message) == [("Trip", "The tickets are attached.\n\nThe hotel costs 95 euros.")]


def test_a_forwarded_message_has_its_own_subject_and_sender() -> None:
    inner = letter("Results for Rex")
    inner.replace_header("From", "Vet <vet@example.org>")
    inner.set_content("Rex takes 20 mg a day.\n")
    message = letter("Fwd: Results")
    message.set_content("See below.\n")
    message.add_attachment(inner)
    message.attach(footer := EmailMessage())
    footer.set_content("The club's list.\n")
    assert [(heading, text.partition(";")[0]) for heading, _, text in held(".eml", message.as_bytes())] == [
        ("Fwd: Results", "See below."),
        ("Results for Rex", "Rex takes 20 mg a day."),
        ("Message header: Results for Rex", "From: Vet <vet@example.org>"),
        ("Fwd: Results", "The club's list."),
        ("Message header: Fwd: Results", "From: Ann Lee <ann@example.org>"),
    ]


@pytest.mark.parametrize("plain", ["\n", "This message needs HTML.\n"])
def test_html_behind_an_empty_or_stub_plain_part_is_read(plain: str) -> None:
    message = letter()
    message.set_content(plain)
    message.add_alternative("<p>The gate code is <b>4471</b>, the cabin is 7214.</p>" * 2, subtype="html")
    assert "The gate code is 4471, the cabin is 7214." in said(message)[0][1]


def test_what_a_mail_of_html_hides_is_no_text_of_it() -> None:
    message = letter()
    message.set_content('<div style="display:none">Preview</div><p>Come at five.</p>', subtype="html")
    assert said(message) == [("Trip", "Come at five.")]


def test_an_invitation_says_what_when_and_where() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nSUMMARY:Board meeting\r\n"
        "DTSTART;TZID=Europe/Oslo:20250306T153000\r\nDTEND;TZID=Europe/Oslo:20250306T170000\r\n"
        "LOCATION:Room B\\, second floor\r\nORGANIZER;CN=Ann Lee:mailto:ann@example.org\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message = letter()
    message.set_content("You are invited.\n")
    message.add_alternative(event, subtype="calendar")
    what = "What: Board meeting; When: Thursday, 2025-03-06 15:30 (Europe/Oslo) to 17:00"
    where = "Where: Room B, second floor; Organizer: Ann Lee <ann@example.org>"
    assert said(message) == [("Trip", "You are invited."), ("Trip", f"{what}; {where}")]


RAW = b"From: Ann <ann@example.org>\r\nSubject: Caf\xe9\r\n\r\nThe Caf\xe9 M\xfcller in Z\xfcrich opens at eight.\r\n"


@pytest.mark.parametrize(
    "before", [b"", b"\xef\xbb\xbf", b"\r\n\n", b"From ann@example.org Tue Mar  4 09:00:00 2025\n"]
)
def test_a_mark_or_blank_lines_before_the_header_do_no_harm(before: bytes) -> None:
    assert said(before + RAW) == [("Café", "The Café Müller in Zürich opens at eight.")]


@pytest.mark.parametrize("declared", ["us-ascii", "utf-8", "x-none"])
def test_a_mail_whose_encoding_is_not_what_it_says(declared: str) -> None:
    kind = f"Content-Type: text/plain; charset={declared}\r\nContent-Transfer-Encoding: 8bit\r\n".encode()
    assert said(kind + RAW)[0][1] == "The Café Müller in Zürich opens at eight."


def test_replies_that_are_quoted_are_marked_as_such() -> None:
    message = letter("Re: Meeting")
    message.set_content(
        "Friday works.\n\nOn Mon, Bo Berg wrote:\n> Shall we meet on Thursday?\n>\n> On Sun, Ann Lee wrote:\n"
        ">> Could we meet on Wednesday?\n\nSee you then.\n"
    )
    assert said(message) == [
        ("Re: Meeting", "Friday works."),
        ("Quoted: On Mon, Bo Berg wrote", "Shall we meet on Thursday?"),
        ("Quoted: On Sun, Ann Lee wrote", "Could we meet on Wednesday?"),
        ("Re: Meeting", "See you then."),
    ]


def test_who_wrote_what_is_quoted_may_stand_within_the_quotation() -> None:
    message = letter("Re: Pump")
    message.set_content(
        "Ordered.\n\n> On 5 May 2025 at 07:18, Bo wrote:\n>\n> It broke.\n>\n>> On 2 May 2025, Ann wrote:\n>>\n>> Mend it.\n"
    )
    assert said(message) == [
        ("Re: Pump", "Ordered."),
        ("Quoted: On 5 May 2025 at 07:18, Bo wrote", "It broke."),
        ("Quoted: On 2 May 2025, Ann wrote", "Mend it."),
    ]


def test_an_older_message_below_is_quoted_whatever_language_its_header_has() -> None:
    message = letter("AW: Treffen")
    message.set_content("Freitag passt.\n\nVon: Bo Berg\nGesendet: Montag, 3. März\nBetreff: Treffen\n\nDonnerstag?\n")
    assert said(message) == [
        ("AW: Treffen", "Freitag passt."),
        ("Quoted: Von: Bo Berg; Gesendet: Montag, 3. März; Betreff: Treffen", "Donnerstag?"),
    ]


def test_quotations_in_html_are_marked_too() -> None:
    message = letter("Re: Keys")
    message.set_content(
        "<p>In the hall.</p><div>On Mon, Bo wrote:</div><blockquote><p>Where are they?</p></blockquote><p>Ann</p>",
        subtype="html",
    )
    assert said(message) == [
        ("Re: Keys", "In the hall."),
        ("Quoted: On Mon, Bo wrote", "Where are they?"),
        ("Re: Keys", "Ann"),
    ]


def test_lines_that_were_folded_on_the_way_are_joined() -> None:
    raw = b"From: a@example.org\nContent-Type: text/plain; format=flowed; delsp=yes\n\nEaten by shipworm since l \nast year.\n"
    assert extract(".eml", raw).text.startswith("Eaten by shipworm since last year.")


def test_an_encrypted_mail_says_that_it_was_not_read() -> None:
    raw = letter().as_bytes().replace(b"\n\n", b"\nContent-Type: application/pkcs7-mime\n\nx", 1)
    assert message_from_bytes(raw, policy=policy.default).get_content_type() == "application/pkcs7-mime"
    assert "encrypted or sealed" in extract(".eml", raw).notes[0]


def test_a_date_that_is_none_loses_nothing_else() -> None:
    raw = b"From: a@example.org\nDate: some day\n\nThe rope is here.\n"
    assert said(raw) == [("", "The rope is here.")]
    assert extract(".eml", raw).title == ""


def test_what_is_no_mail_is_refused() -> None:
    assert "is not an e-mail" in refusal(".eml", b"Dear Ann, the rope is here.\n")


@pytest.mark.parametrize("kind", ["multipart/mixed", "multipart/mixed; boundary=x", "text; charset", "no-kind"])
def test_a_mail_whose_parts_cannot_be_told_apart_loses_no_text(kind: str) -> None:
    raw = f"From: a@example.org\nContent-Type: {kind}\n\nThe rope is here.\n".encode()
    assert said(raw) == [("", "The rope is here.")]


def test_a_mail_that_came_back_says_why() -> None:
    status = "Final-Recipient: rfc822; bo@example.org\nStatus: 5.1.1\n"
    raw = (
        "From: a@example.org\nSubject: Undelivered\nContent-Type: multipart/report; boundary=q\n\n--q\n\nSorry.\n"
        f"--q\nContent-Type: message/delivery-status\n\n{status}--q--\n"
    )
    assert said(raw.encode())[-1] == ("Undelivered", "Final-Recipient: rfc822; bo@example.org; Status: 5.1.1")


def test_an_invitation_with_a_time_that_is_none_is_read() -> None:
    event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Trip\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n"
    raw = f"From: a@example.org\nContent-Type: text/calendar\n\n{event}".encode()
    assert said(raw)[0][1].startswith("What: Trip")


def test_a_message_that_came_as_a_file_of_any_kind_is_read_like_one_within_it() -> None:
    inner = "From: Hire <h@example.org>\nSubject: Boat hire\n\nThe kayak costs 15 euros a day.\n"
    mail = (
        "From: Ann <ann@example.org>\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        "--x\nContent-Type: text/plain\n\nSee the mail.\n--x\nContent-Type: application/octet-stream\n"
        f'Content-Disposition: attachment; filename="Boat hire.eml"\n\n{inner}\n--x--\n'
    )
    found = extract(".eml", mail.encode())
    assert [text for heading, _, text in held(".eml", mail.encode()) if heading == "Boat hire"] == [
        "The kayak costs 15 euros a day."
    ]
    assert found.notes == ()
