"""Which language a text is in, by py3langid: the smallest of the detectors that are sure only when they are right.

The words that tell nothing of what a text is about are, for other languages than English, those of stopwords-iso.
"""

import re
from functools import cache, lru_cache
from typing import Any

from ingest.text.words import words

NAMES = dict(
    pair.split(":")
    for pair in (
        "ar:Arabic bg:Bulgarian bn:Bengali bs:Bosnian ca:Catalan cs:Czech da:Danish de:German el:Greek en:English"
        " es:Spanish et:Estonian eu:Basque fa:Persian fi:Finnish fr:French ga:Irish gl:Galician gu:Gujarati he:Hebrew"
        " hi:Hindi hr:Croatian hu:Hungarian hy:Armenian id:Indonesian is:Icelandic it:Italian ja:Japanese ka:Georgian"
        " kk:Kazakh ko:Korean lt:Lithuanian lv:Latvian mk:Macedonian mr:Marathi ms:Malay mt:Maltese nl:Dutch"
        " nn:Norwegian no:Norwegian pa:Punjabi pl:Polish pt:Portuguese ro:Romanian ru:Russian sk:Slovak sl:Slovenian"
        " sq:Albanian sr:Serbian sv:Swedish sw:Swahili ta:Tamil te:Telugu th:Thai tl:Tagalog tr:Turkish uk:Ukrainian"
        " ur:Urdu vi:Vietnamese zh:Chinese"
    ).split()
)
# Those whose names of months are known: of two that use a name for different months, the first counts.
LANGUAGES = tuple("en de fr es it pt nl pl sv da fi cs tr ro".split())
_SAMPLE = 20_000  # characters looked at
# Of 28,591 English questions 13 were taken for another language at this probability, of 240 in twelve languages none.
_SURE = 0.6


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, one of `NAMES`; "" where it is not clear."""
    language, probability = _detector().classify(text[:_SAMPLE])
    return str(language) if probability >= _SURE else ""


@lru_cache(maxsize=256)
def asked_in(question: str) -> str:
    """The language of a question, which may be too short to be told by its letters: "" where it is not clear.

    One whose words are mostly such as only another language binds sentences with is in that one.
    """
    if told := language_of(question):
        return told
    said = set(words(question))
    english = len(said & stop_words("en"))
    bound = {code: len(said & stop_words(code)) for code in LANGUAGES if code != "en"}
    best = max(bound, key=bound.__getitem__)
    return best if bound[best] >= 2 and bound[best] > english and 2 * bound[best] >= len(said) else ""


def function_words(language: str) -> frozenset[str]:
    """The words of a language that only bind sentences, as `words` gives them; none for English, whose are learned."""
    return frozenset() if language in ("", "en") else stop_words(language)


@cache
def stop_words(language: str) -> frozenset[str]:
    """The words of a language that tell nothing of what a text is about, English ones too, as `words` gives them."""
    from stopwordsiso import has_lang, stopwords

    found = stopwords(language) if has_lang(language) else ()
    return frozenset(part for word in found for part in words(word) if re.fullmatch(r"[^\W\d_]+", part))


@lru_cache(maxsize=1)
def _detector() -> Any:  # noqa: ANN401 (py3langid ships no types)
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(list(NAMES))
    return detector
