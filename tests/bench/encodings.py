"""How often text in an old encoding is read exactly: `python tests/bench/encodings.py [STRETCHES]`.

It makes its own text: frequent words (stopwordsiso) among names of countries, tongues and months (Unicode's CLDR, by
Babel) as sentences, so the rates are of made text, and come out the same each time.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale
from stopwordsiso import stopwords

from ingest.text.decoding import decode

GROUPS = {
    "Western European": ("cp1252 latin-1 iso8859-15", "en fr de es pt it nl sv da"),
    "Central European": ("cp1250 iso8859-2", "pl cs hu sk hr sl"),
    "Cyrillic": ("cp1251 koi8-r iso8859-5 cp866", "ru bg"),
    "Ukrainian": ("cp1251 koi8-u", "uk"),
    "Greek": ("cp1253 iso8859-7", "el"),
    "Turkish": ("cp1254 iso8859-9", "tr"),
    "Hebrew": ("cp1255 iso8859-8", "he"),
    "Arabic": ("cp1256", "ar"),
    "Thai": ("cp874", "th"),
    "Baltic": ("cp1257", "lt lv et"),
    "Japanese": ("shift_jis euc_jp iso2022_jp", "ja"),
    "Korean": ("cp949", "ko"),
    "Chinese": ("gbk gb18030", "zh"),
    "Chinese, traditional": ("big5", "zh_Hant"),
    "Mac OS Roman": ("mac_roman", "en fr de es"),
    "DOS": ("cp850 cp437", "fr de es"),
}
SIZES = (5000, 200)  # characters
UNSPACED = ("ja", "zh", "zh_Hant", "th")


@cache
def words_of(language: str, encoding: str) -> tuple[list[str], list[str]]:
    """Frequent words and names of a language, as far as an encoding has their letters."""
    locale = Locale.parse(language)
    named = (locale.territories, locale.languages, locale.months["format"]["wide"], locale.currencies)
    names = [str(name) for group in named for name in group.values()]
    frequent = stopwords(language.split("_")[0]) if language != "zh_Hant" else []
    fit = ([one for one in sorted(set(words)) if _fits(one, encoding)] for words in (frequent, names))
    common, known = fit
    return common or known, known


def _fits(word: str, encoding: str) -> bool:
    try:
        return word.encode(encoding).decode(encoding) == word
    except UnicodeError:
        return False


def sentences(language: str, common: Sequence[str], names: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Endless text."""
    space, stop = ("", "") if language in UNSPACED else (" ", ". ")
    stop = stop or ("\n" if language == "th" else "。")
    while True:
        said = [chance.choice(common if chance.random() < 0.7 else names) for _ in range(chance.randint(5, 14))]
        text = space.join(said)
        yield text[:1].upper() + text[1:] + stop


def stretch(language: str, encoding: str, size: int, seed: int) -> str:
    """So many characters of text that the encoding has and ASCII has not."""
    chance = random.Random(f"{language} {encoding} {size} {seed}")
    common, names = words_of(language, encoding)
    text = ""
    for one in sentences(language, common, names, chance):
        text += one if _fits(one, encoding) else ""
        if len(text) >= size:
            return text[:size] if not text[:size].isascii() else f"é{text[1:size]}"
    raise AssertionError("sentences have no end")


def main() -> None:
    """Print for each group and size how many stretches were read without one wrong character."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for group, (encodings, languages) in GROUPS.items():
        shares = []
        for size in SIZES:
            made = [
                (stretch(language, encoding, size, seed), encoding)
                for encoding in encodings.split()
                for language in languages.split()
                for seed in range(count)
            ]
            right = sum(decode(text.encode(encoding)) == text for text, encoding in made)
            shares.append(f"{size}: {100 * right / len(made):.1f} % of {len(made)}")
        print(f"{group:22}{'   '.join(shares)}", flush=True)


if __name__ == "__main__":
    main()
