"""Texts -> tokens of the default model, to count by: what is cut and what is read is measured in them."""

from functools import cache
from typing import Any

from ingest.embedding.model_files import model_folder

MAX_TOKENS = 256  # what the model was trained to read at once; the rest of a longer text is not seen


@cache
def whole_tokenizer() -> Any:  # noqa: ANN401 (tokenizers ships no types for it)
    """The default model's tokenizer, which cuts nothing off and fills nothing up."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def count_tokens(text: str) -> int:
    """How many tokens of the default model a text has, special ones not counted."""
    return len(whole_tokenizer().encode(text, add_special_tokens=False).ids)


@cache
def vocabulary() -> frozenset[str]:
    """The words of some letters that the default model knows as a whole, in small letters without accents."""
    return frozenset(word for word in whole_tokenizer().get_vocab() if word.isalpha() and len(word) > 1)
