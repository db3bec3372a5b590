"""Questions that the documents at hand do answer, to begin with."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.chat import Bot
from bot.question.names import names
from ingest.documents import Passage

_READ = 60  # passages, evenly spread
_LONGEST = 70  # characters of an example
_VERBS = (
    "announced argued built criticized created criticised discovered established founded introduced invented pledged "
    "produced promised proposed signed suggested threatened urged warned won wrote developed received"
)
_DID = re.compile(rf"\b(?P<who>(?:[A-Z][\w’'-]+ ){{1,3}})(?:has |had |have )?(?P<verb>{'|'.join(_VERBS.split())})\b")
_COUNTED = re.compile(r"\b\d[\d,]* (?P<what>[a-z]+s) (?P<did>have|were|are) (?P<rest>(?:[a-z]+ ){0,4}[a-z]+)\b")
_LOOSE = re.compile(
    r"(?: (?:than|more|less|to|the|an?|of|in|by|with|for|from|at|on|and|or|that|as|about|over|their|its))+$"
)


def example_questions(bot: Bot, n: int = 4) -> list[str]:
    """At most `n` questions, of several kinds where there are enough, that this bot answers and does not decline."""
    passages = bot.passages()
    found = ["Summarize the documents." if bot.count()[0] > 1 else "Summarize the document."] if passages else []
    kinds = [list(kind) for kind in _kinds(passages[:: max(1, len(passages) // _READ)])]
    for _ in range(n):
        for kind in kinds:
            question = next((text for text in kind if len(found) < n and text not in found and _good(bot, text)), None)
            if question:
                found.append(question)
    return found[:n]


def _good(bot: Bot, text: str) -> bool:
    return len(text) <= _LONGEST and bot.ask(text).answered


def _kinds(passages: Sequence[Passage]) -> Iterator[Iterator[str]]:
    text = [passage.quote(start, end) for passage in passages for start, end in passage.sentences]
    yield (
        f"What has {found['who'].strip()} {found['verb']}?"
        for sentence in text
        for found in _DID.finditer(sentence)
        if names(found["who"])
    )
    yield (
        f"How many {found['what']} {found['did']} {_LOOSE.sub('', ' ' + found['rest']).strip()}?"
        for sentence in text
        for found in _COUNTED.finditer(sentence)
    )
    # What stands before a colon is the label of a row.
    told = ((sentence, name) for sentence in text for name in names(sentence)[1:] if len(name) > 2)
    inside = Counter(name for sentence, name in told if f"{name}:" not in sentence)
    yield (f"Where is {name} mentioned?" for name, count in inside.most_common(6) if count > 1)
    headings = (passage.heading for passage in passages if passage.heading not in ("", passage.title))
    yield (f"What is said about {heading}?" for heading in headings)
