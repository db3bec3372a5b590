"""Which of the encodings before Unicode a text has: what its name means, and a trained detector for those without one.

chardetng, which Firefox asks too, was right about more than charset-normalizer, chardet and uchardet on texts in 25
encodings (`ingest/formats/README.md`). It does not know Latin-9 and those of old Macs and of DOS, and in a text with a
few signs only it cannot tell the languages of Latin letters apart: there the language that the ASCII of the text shows
decides.
"""

import codecs

from ingest.text.language import language_of

_SAMPLE = 65_536  # bytes that are looked at
# What browsers read where a narrower one is named, and names that Python does not know.
_WIDER = dict(
    pair.split(":")
    for pair in (
        "ascii:cp1252 iso8859-1:cp1252 iso8859-9:cp1254 iso8859-11:cp874 tis-620:cp874 gb2312:gb18030 gbk:gb18030"
        " shift_jis:cp932 euc_kr:cp949 big5:big5hkscs"
    ).split()
)
_NAMES = {"windows-874": "cp874", "x-sjis": "cp932", "x-gbk": "gb18030", "iso-8859-8-i": "iso8859-8"}
MULTIBYTE = frozenset("gb18030 cp932 cp949 big5hkscs euc_jp iso2022_jp iso2022_kr hz utf-16 utf-7".split())
_LATIN = {
    "cp1252": "en de fr es it pt nl sv da no nn fi is ga ca gl eu",
    "cp1250": "pl cs sk hu sl hr bs ro sq",
    "cp1254": "tr",
    "cp1257": "et lv lt",
}
_PAGE = {language: page for page, languages in _LATIN.items() for language in languages.split()}
_ALIKE = {"iso8859-2": "cp1250", "iso8859-4": "cp1257", "iso8859-13": "cp1257", "cp1258": "cp1258"}
_FEW = 10  # signs that would be read otherwise: with more of them the detector goes before English words
_OTHER = ("iso8859-15", "mac_roman", "cp850", "cp437")  # which the detector does not know
_NOWHERE = "¤"  # of Latin-1, and in no text: Latin-9 has the euro in its place
_WITHIN = "’‘–—-·\u00ad"  # signs that stand between letters in any text


def known(name: str) -> str:
    """The codec to read what is declared as `name` with; "" if there is none of that name."""
    try:
        codec = codecs.lookup(_NAMES.get(name.strip().lower(), name.strip() or "none")).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(codec, codec)


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


def _apart(data: bytes, one: str, other: str) -> int:
    """How many characters two encodings of one byte each read otherwise."""
    return sum(a != b for a, b in zip(data.decode(one, "replace"), data.decode(other, "replace"), strict=True))


def _oddities(text: str) -> int:
    """How many signs beyond ASCII stand where no language has them: capitals within and signs amid a word."""
    odd = 0
    for at in (at for at, character in enumerate(text) if character > "\x7f"):
        sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
        if not sign.isalpha():
            odd += sign == _NOWHERE or (before.isalpha() and after.isalpha() and sign not in _WITHIN)
        elif sign.isupper():
            odd += before.islower() or before.isdigit() or (before == after == " " and text[at - 2].isalnum())
        else:
            odd += before.isdigit() or (after.isupper() and before.isalpha())
    return odd
