"""How well the support gate tells right sentences from corrupted ones: `python tests/bench/support.py DATA`.

DATA holds `squad/squad-v2-format.json`. A right sentence is a copy of one of the source's, shortened now and then, or a
paraphrase: a person's question about the passage turned into a statement by its answer. Each is corrupted in every way
that it allows: a number or a name exchanged for another one (of the same passage, or of the same article), a "not" put
in or taken out, an opposite, or the text of another passage set beside the same quotes. Thresholds were chosen on the
articles of `--part tune`; report on those kept apart. Questions with a name or number that the passage does not hold are
left out, for no right answer from that passage could have it.
"""

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.drafts import Claim, Draft, Quote
from bot.evaluation.splits import part_of
from bot.proof.citations import cite
from bot.proof.polarity import _OPPOSITES
from bot.proof.support import capitalized, small_words
from bot.question.names import names
from ingest.documents import Document, Hit, Passage
from ingest.text.sentences import sentence_spans

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?!\w)")
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|should|may|might|must|did|does|do)\b")
_NOT = re.compile(r"\s+(?:not|never)\b|\bno\s+")
_ASKED = re.compile(
    r"^(?:in |on |at |by |for |to |from |of |during |with )?"
    r"(?P<wh>who|whom|whose|what|which|when|where|why|how)\b(?P<rest>.*?)\??$",
    re.I,
)
_SWAPS = dict(pair.split("/") for pair in _OPPOSITES.split())


@dataclass(frozen=True, slots=True)
class Right:
    """A right sentence, its quotes, and what it may be corrupted with."""

    kind: str
    text: str
    quotes: tuple[str, ...]
    passage: str
    article: str
    title: str


def rights(data: Path, part: str) -> Iterator[Right]:
    """Right sentences of the articles of one part."""
    for article in json.loads((data / "squad" / "squad-v2-format.json").read_text(encoding="utf-8"))["data"]:
        title = article["title"].replace("_", " ")
        if part_of(article["title"]) != part:
            continue
        everything = "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = _spans(text)
            for start, end in spans:
                if 40 <= end - start <= 400:
                    yield Right("copy", _trimmed(text[start:end]), (text[start:end],), text, everything, title)
            for asked in paragraph["qas"]:
                if not asked.get("is_impossible") and asked["answers"]:
                    answer = asked["answers"][0]
                    at = answer["answer_start"]
                    own = [text[a:b] for a, b in spans if a <= at < b]
                    said = declared(asked["question"], answer["text"])
                    if said and own and _told(said, f"{title} {text}"):
                        quotes = _quoted(said, own, [text[a:b] for a, b in spans])
                        yield Right("paraphrase", said, quotes, text, everything, title)


def _told(said: str, text: str) -> bool:
    """Whether a passage holds the numbers and names of a statement at all: a model is told to use no others."""
    return all(part in text for part in (*_NUMBER.findall(said), *re.findall(r"(?<=[a-z,] )[A-Z][\w-]*", said)))


def _quoted(said: str, own: list[str], sentences: list[str]) -> tuple[str, ...]:
    """The sentence of the answer, and those that hold names and numbers of the statement that it lacks."""
    quotes = list(own)
    for part in (*_NUMBER.findall(said), *capitalized(said)):
        if not any(part in quote for quote in quotes):
            quotes += [one for one in sentences if part in one][:1]
    return tuple(dict.fromkeys(quotes))


def _trimmed(sentence: str) -> str:
    """A copy as models make them: what stands in brackets left out."""
    return re.sub(r"\s*\([^()]*\)", "", sentence)


def declared(question: str, answer: str) -> str:
    """A question and its answer as one statement, "" where the rules do not fit. Its grammar need not be good."""
    match = _ASKED.match(" ".join(question.split()))
    if not match:
        return ""
    rest = match["rest"].strip()
    parts = rest.split(" ", 1)
    if len(parts) < 2:
        return ""
    first, more = parts
    if re.fullmatch(r"is|are|was|were", first, re.I):
        said = f"{more} {first} {answer}"
    elif re.fullmatch(r"did|does|do|can|could|will|would|should|has|have|had|may|might|must", first, re.I):
        subject = more.split(" ", 2)
        said = f"{' '.join(subject[:2])} {first} {' '.join(subject[2:])} {answer}"
    else:
        said = f"{answer} {rest}"
    return said[0].upper() + said[1:].rstrip(" .?") + "."


def corrupted(right: Right, others: list[Right], chance: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, sentence) for every corruption that a right sentence allows."""
    yield from _numbers(right, chance)
    yield from _names(right, chance)
    denied = _NOT.sub("" if " no " not in right.text else " ", right.text, count=1)
    auxiliary = _AUXILIARY.search(right.text)
    if denied != right.text:
        yield "negation taken out", denied
    elif auxiliary:
        yield "negation put in", f"{right.text[: auxiliary.end()]} not{right.text[auxiliary.end() :]}"
    swap = next((word for word in re.findall(r"[a-z]+", right.text) if word in _SWAPS), "")
    if swap:
        yield "opposite", re.sub(rf"\b{swap}\b", _SWAPS[swap], right.text, count=1)
    near = chance.choice([one for one in others if one.title == right.title])
    if near.passage not in _given(right):  # what was given proves its own sentences
        yield "another passage, same article", near.text
    other = chance.choice(others)
    if other.title != right.title:
        yield "another article", other.text


def _numbers(right: Right, chance: random.Random) -> Iterator[tuple[str, str]]:
    own = _NUMBER.findall(right.text)
    if not own:
        return
    old = chance.choice(own)
    near = sorted(set(_NUMBER.findall(" ".join(right.quotes))) - set(own))
    far = sorted(set(_NUMBER.findall(right.article)) - set(_NUMBER.findall(right.passage)))
    passage = sorted(set(_NUMBER.findall(right.passage)) - set(own) - set(near))
    for kind, choices in (("same sentence", near), ("same passage", passage), ("same article", far)):
        if choices:
            yield f"number, {kind}", right.text.replace(old, chance.choice(choices), 1)
    digits = list(old)
    at = max(place for place, sign in enumerate(digits) if sign.isdigit())
    digits[at] = str((int(digits[at]) + 1) % 10)
    yield "number, one off", right.text.replace(old, "".join(digits), 1)


@cache
def _capitals(text: str) -> frozenset[str]:
    """The names of a text, without words that only begin a sentence."""
    small = small_words([text])
    alone = frozenset(capitalized(text, small))
    return frozenset(name for name in names(text) if len(name) > 2 and (" " in name or name in alone))


@cache
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text))


def _names(right: Right, chance: random.Random) -> Iterator[tuple[str, str]]:
    own = sorted(_capitals(right.text) & _capitals(" ".join(right.quotes)))
    if not own:
        return
    old = chance.choice(own)
    sentence = _capitals(" ".join(right.quotes))
    passage = _capitals(right.passage) - sentence
    article = _capitals(right.article) - passage - sentence
    for kind, choices in (("same sentence", sentence), ("same passage", passage), ("same article", article)):
        fresh = sorted(name for name in choices if name not in right.text and old not in name)
        if fresh:
            yield f"name, {kind}", right.text.replace(old, chance.choice(fresh), 1)


def _given(right: Right) -> list[str]:
    """The passages that a model would have been given: that of the sentence, and those around it."""
    paragraphs = right.article.split("\n\n")
    at = paragraphs.index(right.passage)
    return [right.passage, *(text for text in paragraphs[max(0, at - 4) : at + 4] if text != right.passage)]


def survives(right: Right, said: str) -> bool:
    """Whether the gate lets a sentence through with the quotes of a right one."""
    given = _given(right)
    hits = tuple(
        Hit(Passage(f"{n}.txt", right.title, 0, len(text), text, right.title, _spans(text)), 1.0)
        for n, text in enumerate(given)
    )
    documents = {hit.passage.source: Document(hit.passage.source, right.title, hit.passage.text, "") for hit in hits}
    claim = Claim(said, tuple(Quote(0, quote) for quote in right.quotes))
    return cite(Draft("answer", (claim,)), hits, documents, "").answered


def main() -> None:
    """Print what share of right sentences is dropped and of corrupted ones caught, by kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=("learn", "tune", "report"), default="report")
    parser.add_argument("--limit", type=int, default=600, help="right sentences of each kind")
    parser.add_argument("--show", default="", help="print the errors of this kind")
    chosen = parser.parse_args()
    chance = random.Random(0)
    found = list(rights(chosen.data, chosen.part))
    by_kind = [
        chance.sample(own, min(chosen.limit, len(own)))
        for kind in ("copy", "paraphrase")
        if (own := [r for r in found if r.kind == kind])
    ]
    caught: dict[tuple[str, str], list[bool]] = defaultdict(list)
    dropped: dict[str, list[bool]] = defaultdict(list)
    for right in (one for own in by_kind for one in own):
        kept = survives(right, right.text)
        dropped[right.kind].append(not kept)
        if not kept and chosen.show == "dropped":
            print(right.kind, "|", right.text, "|", right.quotes)
        for kind, said in corrupted(right, found, chance):
            passed = survives(right, said)
            caught[right.kind, kind].append(not passed)
            if passed and chosen.show == kind:
                print(right.kind, "|", said, "|", right.quotes)
    _report(dropped, caught)


def _report(dropped: dict[str, list[bool]], caught: dict[tuple[str, str], list[bool]]) -> None:
    for kind, each in dropped.items():
        print(f"right, {kind}: {sum(each)} of {len(each)} dropped: {100 * sum(each) / len(each):.1f} %")
    for (of, kind), each in sorted(caught.items(), key=lambda item: item[0][::-1]):
        print(f"corrupted, {of}, {kind}: {sum(each)} of {len(each)} caught: {100 * sum(each) / len(each):.1f} %")
    right = [one for each in dropped.values() for one in each]
    wrong = [one for each in caught.values() for one in each]
    recall = sum(wrong) / len(wrong)
    precision = sum(wrong) / (sum(wrong) + sum(right))
    print(
        f"dropped of the right ones {100 * sum(right) / len(right):.1f} % of {len(right)}; "
        f"caught of the corrupted ones {100 * recall:.1f} % of {len(wrong)}; precision {100 * precision:.1f} %"
    )


if __name__ == "__main__":
    main()
