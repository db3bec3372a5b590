"""Bytes become the text that was written, whatever encoding it was saved in."""

import pytest

from ingest.text.decoding import decode

WRITTEN = {
    "cp1252": "The café’s owner didn’t agree: “We can’t pay more than £400 – or €450.”",
    "latin-1": "Der Wärter wohnt in der Nähe. Über die Öffnungszeiten gibt das Büro Auskunft.",
    "iso8859-15": "Le cœur de l'été coûte 5 € à Noël, où l'on fête déjà.",
    "mac_roman": "Der Kapitän heißt Jürgen Müller. Für Kinder unter zwölf Jahren ist die Überfahrt frei.",
    "cp1250": "Latarnia została zbudowana w 1898 roku. Źródło znajduje się obok, wstęp kosztuje cztery złote.",
    "iso8859-2": "Příliš vysoký maják stojí na břehu řeky už od roku 1898 a jeho správce bydlí vedle.",
    "cp1251": "Маяк построен в 1898 году. Смотритель живёт рядом.",
    "koi8-r": "Маяк построен в 1898 году. Смотритель живёт рядом.",
    "cp1253": "Ο φάρος χτίστηκε το 1898. Ο φύλακας μένει κοντά.",
    "cp1254": "Deniz feneri 1898 yılında yapıldı. Yüksekliği yirmi yedi metredir, giriş ücretsizdir.",
    "cp1255": "המגדלור נבנה בשנת 1898. השומר גר בקרבת מקום.",
    "cp1256": "بنيت المنارة سنة 1898. الحارس يسكن بالقرب منها.",
    "cp932": "灯台は1898年に建てられました。入口は①番です。",
    "euc_jp": "灯台は1898年に建てられました。高さは二十七メートルです。",
    "cp949": "등대는 1898년에 세워졌습니다. 등대지기는 근처에 살고 있습니다.",
    "gb18030": "灯塔建于1898年。看守人住在附近。成人票四百元，儿童票二百元。",
    "big5": "燈塔建於1898年。看守人住在附近。成人票四百元，兒童票二百元。",
    "iso2022_jp": "灯台は1898年に建てられました。",
    "utf-16-le": "The ferry leaves at 7:15.\nTickets cost 12 crowns — children pay half.\n",
    "utf-16-be": "灯塔建于1898年。\r\n看守人住在附近。一共一百一十一人。\r\n",
}


@pytest.mark.parametrize(("encoding", "text"), WRITTEN.items())
def test_a_text_without_a_mark_is_read_in_the_encoding_it_has(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_the_sign_that_no_text_has_is_the_euro_of_latin_9() -> None:
    assert decode("Eintritt für Schüler: 4 €".encode("iso8859-15")) == "Eintritt für Schüler: 4 €"


def test_what_is_declared_holds_unless_it_cannot_be() -> None:
    assert decode("£5".encode("latin-1"), "iso-8859-1") == "£5"
    assert decode(b"\x80 5 \x96 6", "iso-8859-1") == "€ 5 – 6"  # as in browsers: Windows writes more into it
    assert decode("Żółw".encode(), "iso-8859-1") == "Żółw"
    assert decode("Zürich".encode("latin-1"), "utf-8") == "Zürich"
    assert decode("Café in Zürich".encode("latin-1"), "x-none") == "Café in Zürich"
    assert decode("会议在星期五".encode("gbk"), "gb2312") == "会议在星期五"
    assert decode("Ключ лежит у сторожа".encode("cp1251"), "us-ascii") == "Ключ лежит у сторожа"  # it has no such sign


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("ks_c_5601-1987", "펲시 콜라".encode("cp949"), "펲시 콜라"),
        ("GB_2312-80", "朱镕基".encode("gbk"), "朱镕基"),
        ("x-sjis", "①㈱".encode("cp932"), "①㈱"),
        ("euc-jp", b"\xad\xa1 \xb3\xf4\xbc\xb0", "① 株式"),
        ("iso-2022-jp", b"\x1b$B-!;3|b\x1b(B 12 \x1b(I1\x1b(B", "①山髙 12 ｱ"),
        ("iso-2022-kr", "김치 4".encode("iso2022_kr"), "김치 4"),
        ("cn-big5", "碁 €".encode("cp950"), "碁 €"),
        ("iso-8859-9", b"\x80 \xfe", "€ ş"),
        ("tis-620", "฿5 – ไทย".encode("cp874"), "฿5 – ไทย"),
        ("x-mac-roman", b"caf\x8e", "café"),
        ("utf-16", b"plain", "plain"),
    ],
)
def test_the_name_of_an_older_set_stands_for_the_larger_one(declared: str, data: bytes, text: str) -> None:
    assert decode(data, declared) == text


def test_lines_in_utf_8_among_lines_in_another_encoding_are_told_apart() -> None:
    lines = [
        "Örjan zahlt für die Fähre.",
        "“Così” costa 4 €.",
        "Das Öl – drei Fässer.",
        "Plain words.",
        "Noël à l’été.",
    ]
    data = b"\n".join(line.encode("cp1252" if at % 2 else "utf-8") for at, line in enumerate(lines))
    assert decode(data) == "\n".join(lines)
    thai = "รถ\nคนไทยขับรถไปทำงานทุกวัน\nรถไฟมาถึงสถานีตอนเช้า"
    assert "รถ".encode("cp874").decode() == "ö"
    assert decode(thai.encode("cp874")) == thai


def test_one_broken_byte_does_not_make_another_encoding_of_utf_8() -> None:
    text = "Die Fähre fährt um fünf; für Kinder über zwölf gilt der übliche Preis. "
    assert decode((text * 3).encode() + "für".encode("cp1252")) == text * 3 + "für"


@pytest.mark.parametrize("end", ["\r", "\x85", "\r\n"])
def test_line_ends_stay_as_they_stand(end: str) -> None:
    assert decode(f"One — two.{end}Three.{end}".encode()) == f"One — two.{end}Three.{end}"


def test_zero_bytes_that_pad_a_file_are_no_part_of_its_text() -> None:
    assert decode(b"The ferry leaves at 7:15.\n" + bytes(400)) == "The ferry leaves at 7:15.\n"
    assert decode(b"10:00 start\n" + bytes(4000) + b"12:00 stop\n") == "10:00 start\n\n12:00 stop\n"
    assert decode(bytes(range(32)) * 40) is None


def test_the_sign_that_ends_a_file_of_dos_is_no_part_of_its_text() -> None:
    assert decode("Prix\r\nété\r\n".encode() + b"\x1a") == "Prix\r\nété\r\n"
    assert decode(b"10:00 start\r\n\x1a\x1a\0\0") == "10:00 start\r\n"


def test_russian_of_dos_is_told_amid_drawn_lines_too() -> None:
    text = "\n".join(
        ("Ведомость лодок", "-" * 15, "┌───────┬──────┐", "│ Лодка │ Мест │", "│ Чайка │    6 │", "└───────┴──────┘")
    )
    assert decode(text.encode("cp866")) == text


def test_text_printed_for_a_terminal_is_what_shows_there() -> None:
    assert decode(b"1\x081.\x08. R\x08RO\x08OP\x08PE\x08E is _\x08w_\x08e_\x08t.") == "1. ROPE is wet."
    assert decode(b"+\x08o   a snake_case name") == "•   a snake_case name"
    assert decode(b"\x1b[1;31mError\x1b[0m: no rope") == "Error: no rope"
