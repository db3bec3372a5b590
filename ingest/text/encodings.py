"""Which of the encodings before Unicode a text has: what its name means, and a trained detector for those without one.

chardetng, which Firefox asks too, was right about more than charset-normalizer, chardet and uchardet on texts in 25
encodings (`ingest/formats/README.md`). It does not know Latin-9 and those of old Macs and of DOS, and in a text with a
few signs only it cannot tell the languages of Latin letters apart: there the language that the ASCII of the text shows
decides.
"""

import codecs
import re

from ingest.text.language import language_of

_SAMPLE = 65_536  # bytes that are looked at
# What browsers read where a narrower one is named, and names that Python does not know.
_WIDER = dict(
    pair.split(":")
    for pair in (
        "iso8859-1:cp1252 iso8859-9:cp1254 iso8859-11:cp874 tis-620:cp874 gb2312:gb18030 gbk:gb18030"
        " shift_jis:cp932 euc_kr:cp949 big5:big5hkscs cp950:big5hkscs iso2022_jp:iso2022_jp_ext"
    ).split()
)
_NAMES = dict(
    pair.split(":")
    for pair in (
        "visual:iso8859-8 logical:iso8859-8 csiso88598e:iso8859-8 csiso88598i:iso8859-8 csiso88596e:iso8859-6"
        " csiso88596i:iso8859-6 sun_eu_greek:iso8859-7 csisolatin9:iso8859-15 koi:koi8-r koi8:koi8-r koi8-ru:koi8-u"
        " mac:mac-roman csmacintosh:mac-roman mac-ukrainian:mac-cyrillic csgb2312:gb18030 gb_2312:gb18030"
        " gb_2312-80:gb18030 cn-big5:big5 cseucpkdfmtjapanese:euc_jp cp50220:iso2022_jp cp50221:iso2022_jp"
        " iso-2022-jp-ms:iso2022_jp cp31j:cp932 cseuckr:cp949 csksc56011987:cp949 iso-ir-149:cp949"
        " ks_c_5601-1989:cp949 ksc_5601:cp949 unicode-1-1-utf-8:utf-8 unicode:utf-16"
    ).split()
)
_SPELLINGS = (  # of a name, and how Python has it
    (re.compile("^(?:x-)+"), ""),
    (re.compile(r"^(?:windows|dos)-?(?=\d)"), "cp"),
    (re.compile(r"^iso-?8859-?(\d+)(?:-[ie])?$"), r"iso8859-\1"),
)
_JIS = {"iso2022_jp_ext": range(0x21, 0x7F), "euc_jp": range(0xA1, 0xFF)}  # the bytes that two of make a sign
MULTIBYTE = frozenset("gb18030 cp932 cp949 big5hkscs euc_jp iso2022_jp_ext iso2022_kr hz utf-7".split())
_LATIN = {
    "cp1252": "en de fr es it pt nl sv da no nn fi is ga ca gl eu",
    "cp1250": "pl cs sk hu sl hr bs ro sq",
    "cp1254": "tr",
    "cp1257": "et lv lt",
}
_PAGE = {language: page for page, languages in _LATIN.items() for language in languages.split()}
_ALIKE = {"iso8859-2": "cp1250", "iso8859-4": "cp1257", "iso8859-13": "cp1257", "cp1258": "cp1258"}
_FEW = 10  # signs that would be read otherwise: with more of them the detector goes before English words
_OTHER = ("iso8859-15", "mac_roman", "cp850", "cp437", "cp866")  # which the detector does not know, or amid drawn lines
# The sign of Latin-1 that is in no text, as Latin-9 has the euro in its place; what is no sign; control characters.
_NOWHERE = frozenset(("¤", "�", *map(chr, range(0x80, 0xA0))))
_CYRILLIC = "\u0400", "\u04ff"
_LETTER = re.compile(r".?[A-Za-z]")
_WITHIN = "’‘–—-·\u00ad"  # signs that stand between letters in any text


def known(name: str) -> str:
    """The codec to read what is declared as `name` with; "" if there is none of that name.

    ASCII is none: what has other signs is not in it, though many programs say so.
    """
    plain = name.strip().lower()
    for spelling, meant in _SPELLINGS:
        plain = spelling.sub(meant, plain)
    try:
        codec = codecs.lookup(_NAMES.get(plain, plain or "none")).name
    except (LookupError, ValueError):
        return ""
    return "" if codec == "ascii" else _WIDER.get(codec, codec)


def text_of(data: bytes, encoding: str, *, lenient: bool = False) -> str:
    """The text in an encoding, with the signs that Windows added to the Japanese and Chinese ones ("①", "㈱", "€").

    Raises:
        UnicodeError: the encoding has no sign for some bytes, unless it is `lenient`: then a sign says so.
    """
    return data.decode(encoding, "added or lost" if lenient else "added")


def _added(error: UnicodeError) -> tuple[str, int]:
    """The sign of two bytes that Python's codec does not know, and where it ends."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    end = error.start + 2
    pair = error.object[error.start : end]
    if error.encoding == "big5hkscs":
        return pair.decode("cp950"), end
    if len(pair) == 2 and all(byte in _JIS.get(error.encoding, ()) for byte in pair):
        return _folded(*(byte % 128 - 33 for byte in pair)).decode("cp932"), end
    raise error


def _added_or_lost(error: UnicodeError) -> tuple[str | bytes, int]:
    try:
        return _added(error)
    except UnicodeError:
        return codecs.replace_errors(error)


def _folded(row: int, cell: int) -> bytes:
    """A place in the table of JIS X 0208 as Shift_JIS has it, where two rows share a first byte."""
    return bytes((row // 2 + (0x81 if row < 62 else 0xC1), cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)))


codecs.register_error("added", _added)
codecs.register_error("added or lost", _added_or_lost)


def guessed(data: bytes) -> str:
    """The codec of a text that is not UTF-8 and does not say what it is."""
    import chardetng_py

    encoding = known(chardetng_py.detect(data)) or "cp1252"
    page = _ALIKE.get(encoding, encoding)
    if page not in {*_LATIN, "cp1258"}:
        return encoding
    sample = data[:_SAMPLE]
    wanted = _PAGE.get(language_of(sample.decode(encoding, "replace")), page)
    if wanted != page and (wanted != "cp1252" or _apart(sample, encoding, wanted) <= _FEW):
        encoding = wanted
    return min((encoding, *_OTHER), key=lambda codec: _oddities(sample.decode(codec, "replace")))


def mixed(data: bytes) -> str | None:
    """The text of a file to which some programs wrote lines in UTF-8 and others did not; None if that is not sure.

    It is where lines that are valid UTF-8 would be odd in the encoding that the others have.
    """
    lines = data.split(b"\n")
    read = [_utf8(line) for line in lines]
    signs = sum(not sign.isascii() for text in read for sign in text or "")
    encoding = guessed(b"\n".join(line for line, text in zip(lines, read, strict=True) if text is None))
    there = b"\n".join(line for line, text in zip(lines, read, strict=True) if text and not text.isascii())
    if encoding in MULTIBYTE or not there or 2 * _oddities(text_of(there, encoding, lenient=True)) < signs:
        return None
    return "\n".join(
        text_of(line, encoding, lenient=True) if text is None else text for line, text in zip(lines, read, strict=True)
    )


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _apart(data: bytes, one: str, other: str) -> int:
    """How many characters two encodings of one byte each read otherwise."""
    return sum(a != b for a, b in zip(data.decode(one, "replace"), data.decode(other, "replace"), strict=True))


def _oddities(text: str) -> int:
    """How many signs beyond ASCII stand where no language has them: capitals within and signs amid a word.

    No language has control characters, nor Latin and Cyrillic letters in one word.
    """
    odd = 0
    for at in (at for at, character in enumerate(text) if character > "\x7f"):
        sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
        if not sign.isalpha():
            odd += sign in _NOWHERE or (before.isalpha() and after.isalpha() and sign not in _WITHIN)
        elif _CYRILLIC[0] <= sign <= _CYRILLIC[1] and _LETTER.match(before + after):
            odd += 1
        elif sign.isupper():
            odd += before.islower() or before.isdigit() or (before == after == " " and text[at - 2].isalnum())
        else:
            odd += before.isdigit() or (after.isupper() and before.isalpha())
    return odd
