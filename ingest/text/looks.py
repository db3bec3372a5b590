"""How a line of plain text looks: as a heading, a name, a field, the line of a table."""

import re

from ingest.text.lines import ends_sentence, is_rule

LONGEST = 120  # characters of a line that can be a heading, and of a heading that is kept
_MOST_WORDS = 18
_FEW_IN_FIELD = 3  # words after a colon: "Conclusion: A Turning Point" is a heading, "Name: Ann Lee" is not
_SMALL = frozenset("a an and as at but by for from in into nor of on or per so than the to up via vs with yet".split())
_WORD = re.compile(r"[^\W_][^\s—–-]*")
_FIELD = re.compile(r"[^:]{1,40}:\s")
_TABLE = re.compile(r"\t|\S {3,}\S|\|")
_LEADER = re.compile(r"(?:\.[ \t]?){3,}|…|_{3,}|·{3,}")
_TWO = re.compile(r"[.!?…]\s")  # sentences on one line are no heading
_BYLINE = re.compile(r"[Bb]y [A-Z]")
_YEAR = re.compile(r"(?<![\w.,])(?:1[5-9]|20)\d\d(?![\w,])")
_WORDS_OF_DATE = 5
_ABBREVIATION = re.compile(r"(?:\b\w|\b(?:Inc|Jr|Sr|Co|Ltd|Corp|St|Bros|Mr|Mrs|Dr))\.$")


def has_room(line: str) -> bool:
    """Whether the line is as short as a heading, and not drawn."""
    return len(line) <= LONGEST and len(line.split()) <= _MOST_WORDS and not is_rule(line)


def is_byline(line: str) -> bool:
    """Whether the line says who wrote it."""
    return _BYLINE.match(line) is not None


def is_dateline(line: str) -> bool:
    """Whether the line says little but when: "Orra, 5 May 2025"."""
    return _YEAR.search(line) is not None and len(line.split()) <= _WORDS_OF_DATE and not ends_sentence(line)


def is_field(line: str) -> bool:
    """Whether the line begins with a few words and a colon."""
    return _FIELD.match(line) is not None


def is_columns(line: str) -> bool:
    """Whether the line is set in columns: of a table, or of a table of contents, with dots before the page's number."""
    return _TABLE.search(line) is not None or _LEADER.search(line) is not None


def is_name(line: str) -> bool:
    """Whether the first line, which stands alone, can be the name of what follows."""
    if line.endswith((",", ";", ":")) or _TABLE.search(line) or line.startswith(("-", "*", ">", "[")):
        return False
    if _FIELD.match(line) and not is_capitalized(line):
        return False
    if not ends_sentence(line) or _ABBREVIATION.search(line):
        return True
    return not line.endswith((".", "。")) and is_capitalized(line)


def begins(line: str) -> bool:
    """Whether the line begins as a heading may: with a capital, a digit, or a letter of a script without capitals."""
    if _TABLE.search(line) or line.startswith(("-", "*", "•", "[", "<", "|")):
        return False
    letters = [character for character in line if character.isalnum()]
    if not letters or 2 * sum(character.isalpha() for character in letters) < len(letters):
        return False
    return not letters[0].islower()


def is_capitalized(line: str) -> bool:
    """Whether the line's words begin with capitals as in a title, or it is all in capitals."""
    field = _FIELD.match(line)
    if field and len(line[field.end() :].split()) < _FEW_IN_FIELD:
        return False
    words = [word for word in _WORD.findall(line) if word not in _SMALL]
    return bool(words) and 4 * sum(word[0].isupper() or word[0].isdigit() for word in words) >= 3 * len(words)


def fits_number(title: str, *, keyed: bool) -> bool:
    """Whether these words can be a heading's after its number; none can, too.

    After a key word and its number ("Chapter 2: what burns") they may begin with a small letter.
    """
    if not title:
        return True
    if is_columns(title) or title.endswith((",", ";", ":")) or not any(map(str.isalpha, title)):
        return False
    if title[0].islower() and not keyed:
        return False
    if not ends_sentence(title) or title.endswith("?"):
        return True
    return is_capitalized(title) and _FIELD.match(title) is None and _TWO.search(title) is None
