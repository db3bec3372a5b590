"""The same said in one way, before two texts are compared: numbers in digits, "failed to" as "did not"."""

import re

from bot.question.spellings import DIGITS

_YES_NO = re.compile(r"^\s*(?:yes|no)\s*[,.:;–—-]\s+", re.IGNORECASE)
_INITIALS = re.compile(r"\b([A-Z])\.\s+(?=[A-Z]\.)")
_SHORT = re.compile(r"\b(?:fall|falls|fell|falling|fallen) short of\b", re.IGNORECASE)
_FAILED = re.compile(
    r"\b(?:(?:fail|neglect)(?:ed|s|ing)?|refus(?:ed?|es|ing)|declin(?:ed?|es|ing)|forgot|forgets?"
    r"|(?:is|are|was|were) (?:not able|unable)) to (?=[a-z])"
)
_DEGREE = (
    "more|over|above|at|exceeds?|exceeded|exceeding|upwards|minimum|no|beyond|less|fewer|under|below|up|nearly|almost"
    "|maximum|just|exactly|precisely"
)
_OPENS = re.compile(rf"(?:^|(?<=[.!?] ))(?:{_DEGREE})\b", re.IGNORECASE)
_FIRST = re.compile(r"(?:^|(?<=[.!?] ))(After|Before|Because|Since)\s+([^,.!?]+),\s+(?!wh)([^.!?]+)(?=[.!?]|$)")
_TENS, _SMALL = ("|".join(name for name in DIGITS if name.endswith("ty") is tens) for tens in (True, False))
_WORDS = re.compile(rf"\b(?:({_TENS})(?:[- ](one|{_SMALL}))?|({_SMALL}))\b", re.IGNORECASE)
_LIMITS = re.compile(r"\b(?:no|not) (more|less|fewer) than\b", re.IGNORECASE)
_HALF = re.compile(r"\b(\d+|one) and a half\b", re.IGNORECASE)
_HUNDREDS = re.compile(r"\b(\d{1,3}) (hundred|thousand)\b")
_MONEY = re.compile(r"\b(\d[\d.,]*(?: (?:thousand|million|billion))?) (dollars?|euros?|pounds?)\b", re.IGNORECASE)
_SIGNS = {"d": "$", "e": "€", "p": "£"}


def normal(text: str) -> str:
    """A text with "U. S." joined and no "No," to begin an answer, numbers and amounts in signs, reasons behind.

    "fell short of" and "failed to" become "did not", "More than" small, "After the war, they left" "They left after
    the war".
    """
    text = _INITIALS.sub(r"\1.", _YES_NO.sub("", text))
    text = _LIMITS.sub(lambda found: "at most" if found[1].lower() == "more" else "at least", text)
    text = _FAILED.sub("did not ", _SHORT.sub("did not meet", text))
    text = _FIRST.sub(lambda found: f"{found[3]} {found[1].lower()} {found[2]}", text)
    text = _HUNDREDS.sub(_multiplied, _HALF.sub(_and_a_half, _WORDS.sub(_digits, text)))
    text = _MONEY.sub(lambda found: f"{_SIGNS[found[2][0].lower()]}{found[1]}", text)
    return _OPENS.sub(lambda match: match[0].lower(), text)


def _digits(found: re.Match[str]) -> str:
    return str(sum(int(DIGITS.get(part.lower(), "1")) for part in found.groups() if part))


def _multiplied(found: re.Match[str]) -> str:
    return str(int(found[1]) * (100 if found[2] == "hundred" else 1000))


def _and_a_half(found: re.Match[str]) -> str:
    return f"{1 if found[1].lower() == 'one' else found[1]}.5"
