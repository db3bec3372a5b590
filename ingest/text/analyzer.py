"""Words -> stems, as the lexical index takes them: English Snowball, by Tantivy."""

from functools import cache
from typing import Any

import tantivy


@cache
def analyzer() -> Any:  # noqa: ANN401 (tantivy ships no types)
    """Words arrive normalized and joined by single spaces (`ingest.text.words`): what is left to do is stemming."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.remove_long(120)).filter(tantivy.Filter.stemmer("english")).build()


def analyze(text: str) -> list[str]:
    """The stems of a text that `ingest.text.words.words` has normalized."""
    stemmed: list[str] = analyzer().analyze(text)
    return stemmed
