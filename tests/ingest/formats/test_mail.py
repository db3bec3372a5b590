"""An e-mail is its text; who wrote to whom stands last, and what is forwarded or quoted has its own place."""

from base64 import b64encode
from binascii import b2a_uu
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from ingest.formats import extract
from tests.helpers.extracting import held, refusal
from tests.helpers.making import PDF, mail, word

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


def test_a_table_is_read_of_the_form_that_has_its_rows() -> None:
    message = letter()
    message.set_content(
        "Our rooms:\n\nRoom\n\nBeds\n\nNight\n\nAttic\n\n2\n\n40 EUR\n\nLoft\n\n3\n\n55 EUR\n\nBring soap.\n"
    )
    rows = "<tr><th>Room<th>Beds<th>Night<tr><td>Attic<td>2<td>40 EUR<tr><td>Loft<td>3<td>55 EUR"
    message.add_alternative(f"<p>Our rooms:</p><table>{rows}</table><p>Bring soap.</p>", subtype="html")
    assert [text for _, text in said(message)] == [
        "Our rooms:", "Room: Attic; Beds: 2; Night: 40 EUR\nRoom: Loft; Beds: 3; Night: 55 EUR", "Bring soap.",
    ]  # fmt: skip


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
    what = "What: Board meeting; When: Thursday, 6 March 2025 15:30 (Europe/Oslo) to 17:00"
    where = "Where: Room B, second floor; Organizer: Ann Lee <ann@example.org>"
    assert said(message) == [("Trip", "You are invited."), ("Trip", f"{what}; {where}")]


def test_an_appointment_that_is_called_off_says_so_and_why() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nSUMMARY:Choir\r\n"
        "DTSTART;VALUE=DATE:20250306\r\nCOMMENT:The hall is flooded.\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message = letter()
    message.set_content("See the file.\n")
    message.add_attachment(event.encode(), maintype="application", subtype="ics", filename="choir.ics")
    assert [text for _, text in said(message)] == [
        "See the file.", "What: Choir; When: Thursday, 6 March 2025; Status: Cancelled", "The hall is flooded.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        (
            "prices.csv",
            "Seil;Maß\nFock;12,5\nGroß;30,0\n".encode("cp1252"),
            "Seil: Fock; Maß: 12,5\nSeil: Groß; Maß: 30,0",
        ),
        ("Rules.HTM", b"<title>x</title><p>No <b>dogs</b>.</p>", "No dogs."),
        ("notes.txt", b"The key hangs by the door.\n", "The key hangs by the door."),
        (
            "Bo.vcf",
            b"BEGIN:VCARD\r\nN:Ek;Bo;;;\r\nFN:Bo Ek\r\nitem1.TEL;type=CELL:+46 70 1\r\nNOTE:At six\\, not\r\n  before\r\nEND:VCARD",
            "Name: Bo Ek; Phone (cell): +46 70 1; Note: At six, not before",
        ),
        (
            "old.vcf",
            b"BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=C3=85=\n=73;Bo\nTEL;WORK:08 1\nEND:VCARD",
            "Name: Bo \u00c5s; Phone (work): 08 1",
        ),
    ],
)
def test_a_file_of_text_that_came_with_a_mail_is_read_below_its_name(name: str, data: bytes, text: str) -> None:
    message = letter()
    message.set_content("See the file.\n")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    assert said(message) == [("Trip", "See the file."), (name, text)]
    found = extract(".eml", message.as_bytes())
    assert found.text.endswith(f"Attachments: {name}")
    assert found.notes == ()


def test_a_file_that_came_with_a_mail_is_read_like_one_of_the_folder_with_its_pages() -> None:
    message = letter()
    message.set_content("See the files.\n")
    message.add_attachment(word(), maintype="application", subtype="octet-stream", filename="plan.docx")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="river.pdf")
    alone, found = extract(".docx", word()), extract(".eml", message.as_bytes())
    assert [[row.cells for row in one.rows] for one in found.tables] == [
        [row.cells for row in one.rows] for one in alone.tables
    ]
    assert {one.heading for one in alone.sections} | {"Trip", "river.pdf"} <= {one.heading for one in found.sections}
    assert [one.page for one in found.sections if one.page] == [one.page for one in extract(".pdf", PDF).sections]


def test_a_file_whose_name_says_text_and_which_is_none_is_not_read() -> None:
    message = letter()
    message.set_content("See the file.\n")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="application", subtype="octet-stream", filename="a.csv")
    assert extract(".eml", message.as_bytes()).notes == (
        "What is attached is not read: a.csv. Save it beside the mail.",
    )


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("quoted-printable", "Sk=c3=a5l = \t\nfor the = 3 ships=", "Skål for the = 3 ships"),
        (
            "base64",
            "U2vDpWwgZm9yIHRoZSBzaGlwcy4=\n____\nThe list - Ships\n",
            "Skål for the ships.\n\n____\n\nThe list - Ships",
        ),
    ],
)
def test_what_was_encoded_badly_is_decoded(encoding: str, body: str, text: str) -> None:
    kind = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n"
    assert said(f"From: a@example.org\n{kind}\n{body}".encode())[0][1] == text


def test_a_mail_of_apples_folders_is_read_without_its_count_and_properties() -> None:
    properties = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict/></plist>\n'
    assert said(b"99     \n" + RAW + properties) == [("Café", "The Café Müller in Zürich opens at eight.")]


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


@pytest.mark.parametrize(
    ("label", "encoding", "name"),
    [("ks_c_5601-1987", "cp949", "펲, 똠"), ("GB2312", "gbk", "朱镕基, 喆"), ("iso-8859-1", "cp1252", "Zoë, “O’Hara”")],
)
def test_names_in_the_header_are_in_what_mail_programs_mean_by_their_encoding(
    label: str, encoding: str, name: str
) -> None:
    data = name.encode(encoding)
    half = len(data) // 2 + 1
    words = " ".join(f"=?{label}?B?{b64encode(part).decode()}?=" for part in (data[:half], data[half:]))
    plain = data.replace(b" ", b"_").hex("=", 1).upper()
    raw = (
        f"From: {words} <a@example.org>\nSubject: Re: {words} and =?{label}?Q?={plain}?=\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nHi.\n"
        f'--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="{words}"\n\n--x--\n'
    )
    found = extract(".eml", raw.encode())
    assert (found.title, found.metadata.author) == (f"Re: {name} and {name.replace(' ', '_')}", name)
    assert found.text.endswith(f"Attachments: {name}")


def test_a_line_that_is_broken_within_a_name_does_no_harm() -> None:
    assert extract(".eml", b"From: =?utf-8?Q?Ann=0D=0ALee?= <a@example.org>\n\nHi.\n").metadata.author == "Ann Lee"


def test_files_within_the_text_are_left_out_and_named() -> None:
    chart = b2a_uu(bytes(range(45))).decode() * 3 + b2a_uu(b"end").decode()
    raw = f"From: a@example.org\n\nThe chart:\n\nbegin 644 reef chart.gif\n{chart}`\nend\n\nMind the reef.\n"
    assert said(raw.encode()) == [("", "The chart:\n\nMind the reef.")]
    assert extract(".eml", raw.encode()).notes == (
        "What is attached is not read: reef chart.gif. Save it beside the mail.",
    )
    words = b"From: a@example.org\n\nWe\n\nbegin 200 laps today\n\nand stop at the\nend\n"
    assert "begin 200 laps today" in said(words)[0][1]


def test_openpgp_within_the_text_is_no_text() -> None:
    block = "-----BEGIN PGP {0}-----\n\nhQEMA8\n=x1\n-----END PGP {0}-----\n"
    signed = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe key is 4471.\n{block.format('SIGNATURE')}"
    assert said(f"From: a@example.org\n\n{signed}".encode()) == [("", "The key is 4471.")]
    found = extract(".eml", f"From: a@example.org\n\nFor Bo:\n\n{block.format('MESSAGE')}".encode())
    assert "hQEMA8" not in found.text
    assert "encrypted or sealed" in found.notes[0]


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


def test_what_stands_below_the_header_of_an_older_message_is_no_part_of_it() -> None:
    message = letter("Re: Key")
    message.set_content("At Ann's.\n\nFrom: Bo Berg\nSent: Monday\nSubject: Key\n\nOne thing: where is it?\nBo\n")
    assert said(message) == [
        ("Re: Key", "At Ann's."),
        ("Quoted: From: Bo Berg; Sent: Monday; Subject: Key", "One thing: where is it?\n\nBo"),
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
