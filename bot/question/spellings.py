"""The same word spelled otherwise: British and American, a small number in digits and in letters."""

import re

_NUMBERS = dict(
    zip(
        "2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 30 40 50 60 70 80 90".split(),
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split(),
        strict=True,
    )
)
DIGITS = {name: digits for digits, name in _NUMBERS.items()}  # of number words, "two" to "ninety"
_SPELLINGS = (
    (r"(?<=\w{3})is(?=(?:e[drs]?|ing|ations?)$)", "iz"),
    (r"(?<=\w{3})iz(?=(?:e[drs]?|ing|ations?)$)", "is"),
    (r"(?<=\w{2})our(?=s?$|ed$|ing$|ite|able$|ful$|hood$)", "or"),
    (r"(?<=\w{2})or(?=s?$|ed$|ing$|ite|able$|ful$|hood$)", "our"),
    (r"(?<=\w{2})(?<=[fcpt]en)c(?=es?$)", "s"),
    (r"(?<=\w{2})(?<=[fcpt]en)s(?=es?$)", "c"),
    (r"(?<=\w{2}[tb])re(?=s?$)", "er"),
    (r"(?<=\w{2}[tb])er(?=s?$)", "re"),
    (r"(?<=\w{2})ll(?=(?:ed|ing|ers?)$)", "l"),
    (r"(?<=\w{2}[aeiou])l(?=(?:ed|ing|ers?)$)", "ll"),
    (r"(?<=\w{3}og)ue(?=s?$)", ""),
    (r"(?<=\w{3}og)(?=s?$)", "ue"),
    (r"amme(?=s?$)", "am"),
    (r"am(?=s?$)", "amme"),
)


def other_spellings(word: str) -> tuple[str, ...]:
    """Other ways to spell a word of `ingest.text.words.words`; whether they are words at all, the documents tell."""
    others = [re.sub(pattern, other, word) for pattern, other in _SPELLINGS if re.search(pattern, word)]
    others += [names[word] for names in (_NUMBERS, DIGITS) if word in names]
    return tuple(dict.fromkeys(others))
