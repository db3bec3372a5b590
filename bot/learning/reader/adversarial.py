"""Questions turned into ones that their passage no longer answers, as a person who misremembers asks them."""

import random
import re

from bot.learning.reader.examples import Context
from bot.question.names import names

_OPPOSITES = (
    "first last|largest smallest|highest lowest|most least|oldest youngest|longest shortest|best worst|before after|"
    "increase decrease|increased decreased|more fewer|north south|east west|northern southern|eastern western|"
    "above below|early late|earliest latest|minimum maximum|win lose|won lost|born died|open close|opened closed|"
    "inside outside|accept reject|accepted rejected|allowed prohibited|rise fall|rose fell|positive negative|"
    "male female|began ended|begin end|start stop|started stopped|same different|high low|old new|agree disagree|"
    "support oppose|supported opposed|include exclude|cause prevent|caused prevented"
)
_OPPOSITE = {word: other for pair in _OPPOSITES.split("|") for word, other in (pair.split(), reversed(pair.split()))}
_NEGATED = {"is": "isn't", "was": "wasn't", "did": "didn't", "does": "doesn't", "are": "aren't", "were": "weren't"}
_NEGATIONS = 0.2  # of the questions that could be negated: more would teach that "n't" is never answered
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


def changed(question: str, context: Context, chance: random.Random) -> str | None:
    """The question with a name, a number or a word turned so that `context` no longer answers it; None if none can be.

    After the rules that Rajpurkar et al. 2018 and Jia and Liang 2017 made adversarial questions by.
    """
    there = [name for name in names(context.text) if name not in question and len(name) > 2]
    known = [name for name in names(question) if name in context.text] if there else []
    ways = [(name, chance.choice(there)) for name in known]
    numbers = [number for number in _NUMBER.findall(question) if number in context.text]
    ways += [(number, _other_number(number, chance)) for number in numbers]
    for word in re.findall(r"[\w']+", question):
        if word.lower() in _OPPOSITE:
            ways.append((word, _OPPOSITE[word.lower()]))
        elif word in _NEGATED and chance.random() < _NEGATIONS:
            ways.append((word, _NEGATED[word]))
    if not ways:
        return None
    old, new = chance.choice(ways)
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, question, count=1)


def _other_number(number: str, chance: random.Random) -> str:
    digits = [at for at, sign in enumerate(number) if sign.isdigit()]
    at = digits[-1] if len(digits) == 1 or chance.random() < 0.5 else digits[-2]
    new = chance.choice([digit for digit in "123456789" if digit != number[at]])
    return number[:at] + new + number[at + 1 :]
