"""What a question points back to, put in by rules.

A follow-up leaves out what the conversation has said: "And what about Poland?", "When did he go there?", "Why?".
What is left out is looked for in the user's last question, then in the last answer.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.question.followup.ellipsis import BOUND, instead
from bot.question.followup.understood import StandAlone
from bot.question.names import OPENERS, names, passing, people
from ingest.text.words import words

_LEAD = re.compile(r"^(?:(?:and|but|so|then|also|ok|okay|und|aber|et|mais|y|pero)\b[\s,]*)+", re.I)
_ABOUT = re.compile(r"^(?:what|how)\s+about\s+(?P<topic>.+)$", re.I)
_BARE = re.compile(
    r"^(?:why|when|where|who|how|what|which one|how (?:much|many|so|come|long|often)|by (?:whom|how much|when)"
    r"|(?:how many|how much|who|which|which ones)\s+(?:did|do|does|is|was|are|were|has|have)(?:n[’']t|\s+not)?"
    r"|since when|(?:who|what|where) else|why not|go on|tell me more|more|more details?|anything else)"
    r"(?:\s+(?:exactly|is that|was that|then|so|though))?$",
    re.I,
)
_PERSON = re.compile(r"\b(?:(?P<own>his)|(?P<either>her)|he|him|she)\b", re.I)
# "this week" and "that night" say something themselves; "this" and "that" alone point back.
_THING = re.compile(r"\b(?:(?P<own>its|theirs?)|it|they|them|there|(?:this|that|these|those)(?!\s+\w))\b", re.I)
_EXISTS = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did)\s+$", re.I)  # "Are there any …?"
_PHRASE = re.compile(r"\b(?:the|an?)\s+((?:[\w.’'%-]+\s+){0,5}[\w.’'%-]+)", re.I)
_OWNED = re.compile(r"\b[A-Z][\w-]*[’']s\s+[a-z][\w-]+")  # "Hartley's pool"
_SEVERAL = re.compile(
    r"\b(?:how many|which|what|many|most|some|all|the)\s+(?:of\s+)?"
    r"((?:[A-Z][\w.]*\s+|\w+\s+)?\w+[^\Ws]s(?:\s+of\s+\w+s)?)\b",
    re.I,
)
_MATTER = re.compile(
    r"\b(?:say|said|think|ask(?:ed)?|know|tell|told|mention(?:ed)?)\b.{0,200}?\b(?:about|of|on)\s+([^?]+)"
)
YEAR = re.compile(r"\b(1[0-9]\d\d|20\d\d)\b")
_THAT_YEAR = re.compile(r"\b(?:in\s+)?that (?:same )?year\b", re.I)
_SURE = 0.4  # the probability from which on the model's word counts more than the rules' order
_LATER = 0.15  # how much surer the model must be of another than of the rules' first
_WHO = re.compile(r"^\W*(?:(?:and|so)\s+)?(?:who|whom)\b", re.I)
_PLACED = re.compile(r"\b(?:in|at|on|from|to|of|by|near|around|over|up|down|under|behind)\s+$", re.I)
_SOUGHT = re.compile(r"^\W*(?:what|which)\b", re.I)
_ARTICLE = re.compile(r"(?:the|an?)\s", re.I)
_ASKING = frozenset(  # "In which city?" is a question
    "what which who whom whose when where why how was wann wo wer wen wem wie warum quel quelle quels quelles qui "
    "quand où comment combien pourquoi qué cuál quién cuándo dónde cómo cuánto cuántos cuántas".split()
)
_AUXILIARY = frozenset("is are was were do does did has have had can could will would should may might must".split())
_SHORT = 3  # words
_IS = re.compile(r"\W*who\s+(?:is|was)\s+[A-Z][\w.’'-]*+(?:\s+[A-Z][\w.’'-]*+)*\W*", re.I)
# "When was the pool built, and how deep is it?": the second question is about what the first one asks.
_TWO = re.compile(rf"\w+\W+\w+\W+\w+.*(?:,|\b(?:and|or))\s+(?:and\s+)?(?:{'|'.join(sorted(_ASKING))})\b", re.I)
_OWNER_AHEAD = re.compile(r"\b(?:do|does|did|has|have|will|can|is|was|were)\s+(?:the\s+)?[A-Z]")


@dataclass(frozen=True, slots=True)
class Context:
    """What a question may take from.

    Attributes:
        before: the question before it, in its stand-alone form; "" if there is none.
        answer: the answer to that.
        runs: the words that the model carries over, as they stand in the conversation, the surest first.
        earlier: the messages before these, the last first.
        weigh: the probability, 0 to 1, that a phrase is what the question leaves out.
        barred: what is not to be put in.
        stressed: the words that the answer shows in bold: what was asked for.
    """

    before: str
    answer: str = ""
    runs: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    weigh: Callable[[str], float] = lambda _phrase: 0.0
    barred: str = ""
    stressed: tuple[str, ...] = ()


def resolve(question: str, context: Context) -> StandAlone:
    """The question with what it points back to put in, where a rule is sure of it; else as it is."""
    bare = _LEAD.sub("", question.strip()).rstrip("?! ")
    led = len(bare) < len(question.strip().rstrip("?! "))
    if _BARE.match(bare):
        return StandAlone(f"{bare[:1].upper()}{bare[1:]}: {_asked_last(context.before)}")
    about = _ABOUT.match(bare)
    topic = about["topic"] if about else bare
    if (about or _fragment(bare, led=led)) and not (_PERSON.search(topic) or _THING.search(topic)):
        return StandAlone(instead(topic, context.before), focus=topic)
    return StandAlone(_resolved(_LEAD.sub("", question.strip()) if led else question, context))


def begins_asking(text: str) -> bool:
    """Whether a text begins as a question does."""
    return not (_ASKING | _AUXILIARY).isdisjoint(words(text)[:1])


def _fragment(bare: str, *, led: bool) -> bool:
    """Whether it is no question by itself: "for children", after "and" also "a sailing boat built in 1990"."""
    said = words(bare)
    if not said or not _AUXILIARY.isdisjoint(said) or not _ASKING.isdisjoint(said[:2]):
        return False
    return said[0] in BOUND or (said[0] not in OPENERS and (led or len(said) <= _SHORT))


def _resolved(question: str, context: Context) -> str:
    """Put names in the place of pronouns that nothing before them in the question explains."""
    before, answer = context.before, context.answer
    text = _in_time(question, before, answer)
    person = _PERSON.search(text)
    if person and not _explained(text[: person.start()], people):
        text = _put(text, person, _persons(context), context)
    thing = _thing(text)
    if thing and not _explained(text[: thing.start()], names):
        several = thing.group().lower() in ("they", "them", "their", "theirs", "these", "those")
        rows = _SEVERAL.findall(before) if several else []
        opens = passing(answer)  # "Visitors can park …" names nothing
        who = people(answer) if _WHO.match(before) and thing.group().lower() == "there" else ()
        runs = [
            run for run in context.runs if run not in who and (" " in run or (names(run) and run.lower() not in opens))
        ]
        told, phrases = _told_things(context), things(before)
        known = [*told, *phrases] if _SOUGHT.match(before) else [*phrases, *told]
        found = rows if rows and text[: thing.start()].endswith("of ") else [*rows, *known, *runs]
        text = _put(text, thing, found, context)
    if text != question or person or thing or names(text) or len(words(text)) > 4 or context.runs:
        return text
    return f"{text.rstrip('?!. ')}: {_asked_last(before)}"


def _asked_last(before: str) -> str:
    """A question without what was asked about it and put before it: "Since when: …"."""
    return before[before.rfind(": ") + 2 :] if ": " in before else before


def unexplained(question: str) -> bool:
    """Whether a pronoun stands in a question that nothing before it in the question explains."""
    person, thing = _PERSON.search(question), _thing(question)
    return bool(
        (person and not _explained(question[: person.start()], people))
        or (thing and not _explained(question[: thing.start()], names))
    )


def _explained(before: str, named: Callable[[str], Sequence[str]]) -> bool:
    """Whether what stands before a pronoun in a question explains it: a name, or a whole question that comes first."""
    return bool(named(before) or _TWO.match(before))


def _thing(text: str) -> re.Match[str] | None:
    """The first word that stands for a thing."""
    return next((found for found in _THING.finditer(text) if not (_exists(text, found) or _ahead(text, found))), None)


def _exists(text: str, found: re.Match[str]) -> bool:
    """Whether it is the "there" of "Are there any …?", which points at nothing; that of "Who was there?" does."""
    placed = _WHO.match(text) and not any(map(str.isalnum, text[found.end() :]))
    return found.group().lower() == "there" and not placed and bool(_EXISTS.search(text[: found.start()]))


def _ahead(text: str, found: re.Match[str]) -> bool:
    """Whether "its" points at a name that the question itself gives after it: "How much of its GDP does Poland …"."""
    return bool(found["own"] and _OWNER_AHEAD.search(text[found.end() :]))


def _told_things(context: Context) -> list[str]:
    """The things that the answer stresses: names, and phrases after an article."""
    if _WHO.match(context.before):
        return []
    named = [
        f"the {one}"
        for one in context.stressed
        if re.search(rf"\b(?:the|an?)\s+{re.escape(one)}", context.answer, re.I)
    ]
    return [*named, *(one for one in context.stressed if _ARTICLE.match(one) or names(one) == [one])]


def _persons(context: Context) -> list[str]:
    """Who "he" or "she" may be. Who was asked for comes first: the next question is mostly about the answer."""
    asked, told = people(context.before), people(context.answer)
    new = [name for name in told if not any(name in other or other in name for other in asked)]
    rest = [name for text in context.earlier for name in people(text)]
    sought = _WHO.match(context.before) and not (asked and _IS.fullmatch(context.before))
    return [*(new if sought else ()), *asked, *told, *rest]


def _in_time(question: str, before: str, answer: str) -> str:
    """Say "that year" as the year that was spoken of last."""
    years = YEAR.findall(f"{before} {answer}")
    return _THAT_YEAR.sub(f"in {years[-1]}", question, count=1) if years else question


def things(before: str) -> list[str]:
    """What "it" may mean after the last question: what was said something about, a phrase with an article, a name."""
    phrases = []
    matter = [found.rstrip(" ?!.") for found in _MATTER.findall(before)]
    for match in _PHRASE.finditer(before):
        kept: list[str] = []
        for word in match.group(1).rstrip("?!. ").split():
            if kept and word.lower() in OPENERS and word.lower() != "of" and kept[-1] != "of":
                break
            kept.append(word)
        phrases.append("the " + " ".join(kept[:-1] if kept[-1:] == ["of"] else kept))
    phrases.sort(key=lambda phrase: not names(phrase))
    named, persons = names(before), frozenset(people(before))
    rest = " ".join(
        word for word in before.rstrip("?!. ").split() if word.lower() not in OPENERS and not word.isdigit()
    )
    found = [*matter, *phrases, *_OWNED.findall(before), *[name for name in named if name not in persons], *named]
    return found or [rest]


def _put(question: str, pronoun: re.Match[str], candidates: Sequence[str], context: Context) -> str:
    there = f"{question} {context.barred}".lower()
    fresh = [name for name in dict.fromkeys(candidates) if name and name.lower() not in there]
    if context.barred:
        fresh = [name for name in fresh if context.barred.lower() not in name.lower()]
    if not fresh:
        return question
    # The rules' own order decides unless the model is of another mind.
    weights = {name: context.weigh(name) - _LATER * (at > 0) for at, name in enumerate(fresh)}
    candidate = max(fresh, key=lambda name: weights[name] if weights[name] >= _SURE else 0.0)
    whole = (name for name in fresh if name.endswith(f" {candidate}") and names(name) == [name])
    candidate = next(whole, candidate)
    groups = pronoun.groupdict()
    owning = groups.get("own") or (groups.get("either") and re.match(r"\s+\w", question[pronoun.end() :]))
    place = "at " if pronoun.group().lower() == "there" and not _PLACED.search(question[: pronoun.start()]) else ""
    return question[: pronoun.start()] + place + candidate + ("’s" if owning else "") + question[pronoun.end() :]
