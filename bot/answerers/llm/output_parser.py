"""A model's reply, whole or as far as it has come -> sentences with what they cite. What has no form is refused."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answerers.llm.markers import marked_sentences, nearest, unmarked
from bot.drafts import Claim, Quote
from bot.errors import BadReplyError
from ingest.documents import Hit

SCHEMA: dict[str, Any] = {
    "title": "Reply",
    "description": "An answer in sentences, each with the words of the passages that prove it.",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "quotes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"passage": {"type": "integer"}, "text": {"type": "string"}},
                            "required": ["passage", "text"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "quotes"],
                "additionalProperties": False,
            },
        },
        "short": {"type": ["string", "null"]},
        "missing": {"type": ["string", "null"]},
    },
    "required": ["sentences", "short", "missing"],
    "additionalProperties": False,
}
FORM = "The language model's reply was not of the form that was asked for."
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_LEFT_OUT = re.compile(r"\s*[\[(]?(?:…|\.{3})[\])]?\s*")  # what stands for words that a quote leaves out
_OPEN = 2  # last sentences of a plain text that may still get a marker


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a model replied.

    Attributes:
        claims: its sentences, with quotes that are not verified.
        short: the exact words that answer, or "".
        missing: what it says the passages do not mention, or "".
    """

    claims: tuple[Claim, ...] = ()
    short: str = ""
    missing: str = ""


def parse(text: str, hits: Sequence[Hit], *, whole: bool) -> Parsed:
    """Read a reply: JSON of the form that `prompts/answer.md` asks for, in a fence or not, or sentences with markers.

    Args:
        text: the reply so far.
        hits: the passages that its numbers name.
        whole: whether it has come to its end; else sentences that may still change are left out.

    Raises:
        BadReplyError: it is whole, and neither the one nor the other.
    """
    said = without_thoughts(text).strip()
    start = said.find("{")
    if start >= 0 and (start == 0 or not said[:start].strip() or '"sentences"' in said or "```" in said[:start]):
        return _from_json(said[start:], hits, whole=whole)
    return _from_text(said, hits, whole=whole)


def without_thoughts(text: str) -> str:
    """A reply without what a model thought aloud before it."""
    return _THOUGHT.sub("", text)


def _from_json(text: str, hits: Sequence[Hit], *, whole: bool) -> Parsed:
    data, complete = _loaded(text)
    sentences = data.get("sentences") if data else None
    if data is None or not isinstance(sentences, list) or (whole and not complete):
        if whole:
            raise BadReplyError(FORM)
        return Parsed()
    # Of a reply that is still growing, the last sentence may be half of one.
    ready = sentences if complete else sentences[:-1]
    claims = tuple(claim for sentence in ready if (claim := _claim(sentence, hits)))
    if whole and sentences and not claims:
        raise BadReplyError(FORM)
    return Parsed(claims, _text(data.get("short")), _text(data.get("missing")))


def _loaded(text: str) -> tuple[Mapping[str, Any] | None, bool]:
    """The object that a text holds, as far as it goes, and whether it goes to its end; None where it holds none."""
    from langchain_core.utils.json import parse_partial_json

    try:
        data, complete = json.JSONDecoder(strict=False).raw_decode(text)[0], True
    except ValueError:
        try:
            data, complete = parse_partial_json(text.split("```")[0]), False
        except ValueError:
            return None, False
    return (data, complete) if isinstance(data, dict) else (None, complete)


def _claim(sentence: object, hits: Sequence[Hit]) -> Claim | None:
    if not isinstance(sentence, Mapping) or not _text(sentence.get("text")):
        return None
    said, numbers = unmarked(_text(sentence.get("text")))
    listed = sentence.get("quotes")
    quotes = tuple(quote for one in (listed if isinstance(listed, list) else []) for quote in _quotes(one, sentence))
    return Claim(said, quotes or _cited(said, numbers, hits)) if said else None


def _quotes(one: object, sentence: Mapping[str, object]) -> list[Quote]:
    """A quote as it is asked for, or as its words alone, where the sentence names the passage; parted at "…"."""
    data = one if isinstance(one, Mapping) else {"text": one}
    number = re.search(r"\d+", str(data.get("passage", sentence.get("passage", ""))))
    if not number:
        return []
    return [Quote(int(number.group()) - 1, part) for part in _LEFT_OUT.split(_text(data.get("text"))) if part.strip()]


def _cited(said: str, numbers: Sequence[int], hits: Sequence[Hit]) -> tuple[Quote, ...]:
    return tuple(quote for number in numbers if (quote := nearest(said, number - 1, hits)))


def _from_text(text: str, hits: Sequence[Hit], *, whole: bool) -> Parsed:
    sentences = marked_sentences(text)
    if whole and not any(numbers for _, numbers in sentences):
        raise BadReplyError(FORM)
    ready = sentences if whole else sentences[:-_OPEN]
    return Parsed(tuple(Claim(said, _cited(said, numbers, hits)) for said, numbers in ready))


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
