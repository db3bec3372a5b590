"""What a question points back to, put in by rules.

A follow-up leaves out what the conversation has said: "And what about Poland?", "When did he go there?", "Why?".
What is left out is looked for in the user's last question, then in the last answer.
"""

import calendar
import re
from collections.abc import Callable, Sequence

from bot.question.followup.ellipsis import BOUND, instead
from bot.question.followup.mentioned import (
    WHO,
    Context,
    answer_phrases,
    asked_last,
    persons,
    rest_of,
    several,
    things,
    told_things,
)
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
_OF_THAT = re.compile(r"(?:why|how come|how so|since when)\b", re.I)  # it is so: of the answer
_NAMED = re.compile(r"\W*(?:who|whom|which|what)\b", re.I)  # "Why?" is then asked of who or what that was
_PERSON = re.compile(r"\b(?:(?P<own>his)|(?P<either>her)|he|him|she)\b", re.I)
# "this week" and "that night" say something themselves; "this" and "that" alone point back.
_ADJUNCT = r"(?:in|on|at|for|from|with|without|per|by|before|after|during|until|since|last|next|then|now)\b"
_THING = re.compile(
    rf"\b(?:(?P<own>its|theirs?)|it|they|them|there|(?:this|that|these|those)(?!\s+(?!{_ADJUNCT})\w))\b", re.I
)
# "What was that last year?" asks the last question again; "The same for cats?" too.
_AGAIN = re.compile(
    r"^(?:what|how (?:much|many|long|high|big|often|far))\s+(?:is|was|are|were)\s+(?:it|that|this|they|those)\s+"
    rf"(?P<topic>{_ADJUNCT}.+)$"
    r"|^(?:(?:is|are|was|does|do|did)\s+(?:it|that|they|this|these|those)\s+(?:also\s+)?)?"
    r"(?:(?:the\s+)?same(?:\s+thing)?|hold|apply|go|count|true|valid)\s+"
    rf"(?P<same>(?:{_ADJUNCT}|(?:to|of)\b).+)$",
    re.I,
)
_ASKING = frozenset(  # "In which city?" is a question
    "what which who whom whose when where why how was wann wo wer wen wem wie warum quel quelle quels quelles qui "
    "quand où comment combien pourquoi qué cuál quién cuándo dónde cómo cuánto cuántos cuántas".split()
)
# "What if it rains?" asks the last question again, and so does "after that" of a time.
_IF = re.compile(rf"^(?:what\s+)?(?P<clause>(?:if|unless|in case)\s(?!.*\b(?:{'|'.join(sorted(_ASKING))})\b).+)$", re.I)
_AFTER = re.compile(
    r"^(?:what\s+)?(?:(?:was|is) (?:it|that|this)\s+)?(?P<side>after|before|since|until)\s+(?:that|this|then)$", re.I
)
_MONTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{'|'.join(filter(None, calendar.month_name))})\s+(?:\d{{1,2}},\s+)?"
_WHEN = re.compile(
    rf"\b(?:until|till|up to|from|since|in|on|by|before|after|for)\s+(?P<time>(?:{_MONTH})?(?:1[0-9]|20)\d\d)\b", re.I
)
_TRAILS = re.compile(r"\s+(?:then|though|instead|too|as well)$", re.I)
_PLURAL = frozenset("they them their theirs these those".split())
_EXISTS = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did)\s+$", re.I)  # "Are there any …?"
YEAR = re.compile(r"\b(1[0-9]\d\d|20\d\d)\b")
_THAT_YEAR = re.compile(r"\b(?:in\s+)?that (?:same )?year\b", re.I)
# "Ruth Lee of Holm"
_WITH_BODY = re.compile(r"(?P<name>(?!the\b|an?\b)\S+\s+\S.*?)\s+(?:of|from|for|at)\s+[A-Z].*", re.S)
_SURE = 0.4  # the probability from which on the model's word counts more than the rules' order
_LATER = 0.15  # how much surer the model must be of another than of the rules' first
_PLACED = re.compile(r"\b(?:in|at|on|from|to|of|by|near|around|over|up|down|under|behind)\s+$", re.I)
_SOUGHT = re.compile(r"^\W*(?:what|which)\b", re.I)
_AUXILIARY = frozenset("is are was were do does did has have had can could will would should may might must".split())
_SHORT = 3  # words
# "When was the pool built, and how deep is it?": the second question is about what the first one asks.
_TWO = re.compile(rf"\w+\W+\w+\W+\w+.*(?:,|\b(?:and|or))\s+(?:and\s+)?(?:{'|'.join(sorted(_ASKING))})\b", re.I)
_OWNER_AHEAD = re.compile(r"\b(?:do|does|did|has|have|will|can|is|was|were)\s+(?:the\s+)?[A-Z]")


def resolve(question: str, context: Context) -> tuple[StandAlone, ...]:
    """The question with what it points back to put in where a rule is sure of it, else as it is, likeliest first."""
    bare = _LEAD.sub("", question.strip()).rstrip("?! ")
    led = len(bare) < len(question.strip().rstrip("?! "))
    if _BARE.match(bare):
        asks, again = f"{bare[:1].upper()}{bare[1:]}", asked_last(context.before)
        ways = [f"{asks}: {again}", *([f"{asks} ({context.short}): {again}"] if context.short else [])]
        return tuple(StandAlone(way) for way in (ways[::-1] if _OF_THAT.match(bare) and _NAMED.match(again) else ways))
    asked = asked_last(context.before).rstrip("?!. ")
    if (clause := _IF.match(bare)) and begins_asking(asked):
        return (StandAlone(f"{asked} {clause['clause']}?"),)
    if beside := _AFTER.match(bare):
        if time := _WHEN.search(asked):
            return (StandAlone(f"{asked[: time.start()]}{beside['side']} {time['time']}{asked[time.end() :]}?"),)
        if time := _WHEN.search(context.answer):
            return (StandAlone(f"{asked} {beside['side']} {time['time']}?"),)
    topic = _topic(bare, context.before, led=led)
    if topic and not (_PERSON.search(topic) or _thing(topic)):
        return instead(topic, context.before, context.series)
    return (StandAlone(_resolved(_LEAD.sub("", question.strip()) if led else question, context)),)


def _topic(bare: str, before: str, *, led: bool) -> str:
    """Of a question that asks the one before about something else, what that is; "" for any other."""
    about = _ABOUT.match(bare)
    if about:
        return _TRAILS.sub("", about["topic"])
    again = _AGAIN.match(bare)
    if again and (again["same"] or words(bare)[0] in words(before)[:1] or words(bare)[0] == "what"):
        return _TRAILS.sub("", again["same"] or again["topic"])
    return _TRAILS.sub("", bare) if _fragment(bare, led=led) else ""


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
        text = _put(text, person, persons(context), context)
    thing = _thing(text)
    if thing and not _explained(text[: thing.start()], names):
        found = _things(text[: thing.start()], thing, context)
        other = _thing(text, thing.end()) if thing.group().lower() in _PLURAL else None
        if other and other.group().lower() not in _PLURAL and not found[0].endswith("s"):
            thing = other  # "How many wines do they pour on it?"
        text = _put(text, thing, found, context)
    if text != question or person or thing or names(text) or len(words(text)) > 4 or context.runs:
        return text
    return f"{text.rstrip('?!. ')}: {asked_last(before)}"


def _things(ahead: str, thing: re.Match[str], context: Context) -> list[str]:
    """What a word after the beginning of a question may stand for, as the rules would have it."""
    before, word = context.before, thing.group().lower()
    rows = several(before) if word in _PLURAL else []
    if rows and ahead.endswith("of "):
        return rows
    opens = passing(context.answer)  # "Visitors can park …" names nothing
    who = people(context.answer) if WHO.match(before) and word == "there" else ()
    runs = [run for run in context.runs if run not in who and (" " in run or (names(run) and run.lower() not in opens))]
    told, phrases = told_things(context), things(asked_last(before))
    known = [*told, *phrases] if _SOUGHT.match(asked_last(before)) else [*phrases, *told]
    return [*rows, *known, *runs, *answer_phrases(context.answer)] or [rest_of(asked_last(before))]


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


def _thing(text: str, start: int = 0) -> re.Match[str] | None:
    """The first word from `start` on that stands for a thing."""
    return next(
        (found for found in _THING.finditer(text, start) if not (_exists(text, found) or _ahead(text, found))), None
    )


def _exists(text: str, found: re.Match[str]) -> bool:
    """Whether it is the "there" of "Are there any …?", which points at nothing; that of "Who was there?" does."""
    placed = WHO.match(text) and not any(map(str.isalnum, text[found.end() :]))
    return found.group().lower() == "there" and not placed and bool(_EXISTS.search(text[: found.start()]))


def _ahead(text: str, found: re.Match[str]) -> bool:
    """Whether "its" points at a name that the question itself gives after it: "How much of its GDP does Poland …"."""
    return bool(found["own"] and _OWNER_AHEAD.search(text[found.end() :]))


def _in_time(question: str, before: str, answer: str) -> str:
    """Say "that year" as the year that was spoken of last."""
    years = YEAR.findall(f"{before} {answer}")
    return _THAT_YEAR.sub(f"in {years[-1]}", question, count=1) if years else question


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
    if owning and "either" in groups and (person := _WITH_BODY.match(candidate)):
        candidate = person["name"]
    place = "at " if pronoun.group().lower() == "there" and not _PLACED.search(question[: pronoun.start()]) else ""
    return question[: pronoun.start()] + place + candidate + ("’s" if owning else "") + question[pronoun.end() :]
