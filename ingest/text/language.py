"""Which language a text is in, as far as the words that every sentence needs can tell."""

import re

# The most frequent function words of each language, without those that English shares.
_COMMON = {
    "en": "the of and to in is that it was for on are as with his they at be this have from or had by what who when"
    " where which how did does about were there their not but",
    "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat"
    " dass sie nach wird bei einer wer wie wann wo welche warum",
    "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec été elle"
    " quel quelle où quand comment pourquoi combien",
    "es": "de la que el en los del se las por un para con una su al lo como más pero sus le ya este fue qué quién"
    " cuándo dónde cómo cuál",
    "it": "di che è la il un per una in sono del con non si le da della nel al dei gli alla anche chi quando dove come"
    " quale perché",
    "pt": "de que do da em um para com não uma os no se na por mais as dos como mas foi ao das à seu quem quando onde"
    " qual",
    "nl": "de het een van en is dat op te zijn voor met niet aan er om ook als dan maar bij uit wie wat wanneer waar",
    "pl": "w i na z do się nie jest to że o jak po co dla od za przez ale czy był kto kiedy gdzie dlaczego",
    "sv": "och att det som en på är av för den med till inte har de ett om var vem när hur varför",
    "da": "og at det er en til på som af for den med ikke har de der et om var hvem hvornår hvor hvorfor",
    "fi": "ja on ei se että oli hän mutta ovat kun niin kuin joka tai myös kuka milloin missä miksi",
    "cs": "a se v na je že o s z do to i jako pro za by jsem ale jeho kdo kdy kde proč",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi sonra kadar ne kim nasıl neden nerede",
    "ro": "de și în a la cu pe nu o un care din mai este pentru să se fi al cine când unde cum",
}
LANGUAGES = tuple(_COMMON)
_SETS = {code: frozenset(text.split()) for code, text in _COMMON.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
NAMES = dict(
    zip(
        "en de fr es it pt nl pl sv da fi cs tr ro ja ko zh uk ru el he ar hi th".split(),
        "English German French Spanish Italian Portuguese Dutch Polish Swedish Danish Finnish Czech Turkish Romanian "
        "Japanese Korean Chinese Ukrainian Russian Greek Hebrew Arabic Hindi Thai".split(),
        strict=True,
    )
)
_SAMPLE = 20_000  # characters looked at


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, "" where it is not clear.

    A false alarm is worse than silence, so another language than English needs at least two of its own function words
    and clearly more of them than English has.
    """
    sample = text[:_SAMPLE]
    letters = sum(character.isalpha() for character in sample)
    for code, pattern in _SCRIPTS:
        share = 0.02 if code == "uk" else 0.3
        if letters and len(pattern.findall(sample)) > share * letters:
            return code
    found = re.findall(r"[^\W\d_]+", sample.lower())
    counts = {code: sum(word in common for word in found) for code, common in _SETS.items()}
    best = max(counts, key=lambda code: counts[code])
    others = [count for code, count in counts.items() if code != best]
    if counts[best] < 2 or counts[best] < 0.12 * len(found):
        return ""
    margin = counts["en"] if best != "en" else max(others)
    return best if counts[best] > 1.5 * margin else ""
