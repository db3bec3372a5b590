"""History and question -> a question that stands alone: what the rules put in, and what the model finds left out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bot.drafts import DECLINED
from bot.question.asking import asked_part, last_said, points_back
from bot.question.followup.beside import Labels
from bot.question.followup.coreference import YEAR, begins_asking, resolve
from bot.question.followup.gate import LEANS, leans
from bot.question.followup.mentioned import Context, asked_last, rest_of, things
from bot.question.followup.ordinals import pick
from bot.question.followup.terms import Carried, Run, carried, runs_of
from bot.question.followup.thread import returned, stressed, thread
from bot.question.followup.tokens import pairs_of, telling
from bot.question.followup.understood import StandAlone, carried_over
from bot.question.names import names
from ingest.text.language import stop_words
from ingest.text.words import stem, stems

_ADDED = 0.4  # how sure the model must be of a word to add it,
_RESOLVED = 0.7  # and where a rule has put something in already
# How likely what is read in the second place is meant, where it can be answered, against the first; and the question
_OTHER = 0.4
_IN_FULL = 0.7  # with all that was asked and answered last.
_ANSWER = 20  # words of an answer
_NEAR = 3  # turns back that the document of an answer is preferred
_LONGEST = 5_000  # characters of a question with all that those before it add: it must not grow with each
_ELSE = re.compile(r"\b(what|who|where|how|when|anything|something|anyone) else\b|\b(what|any|which) other\b", re.I)
_ANYTHING = re.compile(r"^(?:is there |was there )?anything\b(?: that\b)?(?=\s+\w)", re.I)
_WITH_ALL = re.compile(r"[A-Z][\w’' ]+: \w")  # "Why: …"
_MEANT = re.compile(
    r"^\W*(?:(?:no|sorry|nein|non)\b\W*)?(?:(?:i|we)\s+(?:mean|meant)|rather|not that one|ich meine|je veux dire)\b\W*"
    r"(?P<topic>\w.*)$"
    r"|^\W*no\b\W+(?P<other>the\s.+)$",
    re.I,
)
_NEXT_YEAR = re.compile(
    r"\b(?:in )?the (?:(?:year|season) (?:before|earlier|(?P<after>after))|previous (?:year|season))(?: that)?\b", re.I
)
_SEASON = re.compile(rf"(?P<begins>{YEAR.pattern})(?P<sign>[/–-])(?P<ends>\d\d)\b")  # "2025/26"
_ONLY_MORE = re.compile(
    r"^(?:and\s+)?(?:(?:what|who|where|anything|something|anyone) else|more|(?:tell me )?more|go on)\W*$", re.I
)


def alone(question: str) -> StandAlone:
    """The question as it is; of a long message only what asks, with the end of the story that it points back to."""
    question, story = asked_part(question)
    if story and points_back(question):
        before = last_said(story)
        return StandAlone(f"{question} ({before})", added=before)
    return StandAlone(question)


def stand_alone(question: str, history: Sequence[Mapping[str, str]]) -> StandAlone:
    """The question as it is where it stands alone, else `completed`."""
    return completed(question, history) if leans(question, history) >= LEANS else alone(question)


def completed(question: str, history: Sequence[Mapping[str, str]]) -> StandAlone:
    """A question that leans on a conversation with what it leaves out, as it is likeliest meant; see `readings`."""
    return readings(question, history)[0]


def readings(
    question: str, history: Sequence[Mapping[str, str]], series: Sequence[Labels] = ()
) -> tuple[StandAlone, ...]:
    """What a question that leans on a conversation may mean, the likeliest first.

    Where rules put something in, that comes first; then with what the model adds, and with the next best in its place.

    Args:
        question: as it was asked.
        history: the messages so far, oldest first, each with "role" and "content".
        series: labels that stand beside each other in the tables that the last answer was taken from.

    Returns:
        The question unchanged, if there is nothing to take from.
    """
    asked, story = asked_part(question)
    pairs = [(before, "" if answer.startswith(DECLINED) else answer) for before, answer in pairs_of(history)]
    if not pairs or story:
        return (alone(question),)
    asked, pairs, named = returned(asked, pairs)
    first, pairs = (len(pairs) - 1, pairs) if named else thread(pairs)
    turns = [text for pair in pairs for text in pair if text]
    judged = () if named else carried(asked, turns)  # what it comes back to is said
    runs = runs_of(judged, turns)
    last, answer = pairs[-1]
    said = tuple(reversed(pairs[max(first, len(pairs) - _NEAR) :]))
    earlier = tuple(reversed(turns[:-2]))
    bold = stressed(history)
    context = Context(
        _before(pairs[first:], series),
        answer,
        tuple(run.text for run in runs),
        earlier,
        _weigher(judged),
        stressed=bold,
        series=series,
    )
    form, *others = _by_rules(asked, last, context)
    forms = [form, *others]
    if not form.focus and not _WITH_ALL.match(form.text):  # else the question before is in it as a whole
        more = _with_runs(asked, form, runs, context.before, tuple(answer for _, answer in pairs))
        put_in = carried_over(asked, form.text)
        if put_in and not more.told:
            other, *_ = _by_rules(asked, last, replace(context, barred=put_in))
            forms = [form, more, *([other] if carried_over(asked, other.text) else [])]
        else:
            forms = [more]
    forms = [*forms, *_in_full(asked, form, context)]
    different = {form.text: form for form in reversed(forms)}
    return tuple(
        replace(one, said=said, carried=carried_over(question, one.text), chance=(one.chance or _OTHER) if at else 1.0)
        for at, one in enumerate(reversed(different.values()))
    )


def _in_full(question: str, form: StandAlone, context: Context) -> tuple[StandAlone, ...]:
    """The question with all that was asked and answered last; () where that would only be told again."""
    if form.told or form.sure or _asks_for_more(question):
        return ()
    said = " ".join(context.answer.rstrip(". ").split()[:_ANSWER])
    added = f"{asked_last(context.before).rstrip('?!. ')}{': ' if said else ''}{said}"
    return (StandAlone(f"{form.focus or question.rstrip('?!. ')} ({added})?", form.focus, added, chance=_IN_FULL),)


def _with_runs(
    question: str, form: StandAlone, runs: Sequence[Run], before: str, answers: tuple[str, ...]
) -> StandAlone:
    """The form with what the model carries over besides."""
    if _asks_for_more(question):
        put_in = [name for name in names(form.text) if name not in question]
        form = StandAlone(form.text, " ".join(put_in[:1]), told=answers)
        if put_in:  # what was asked about is told already
            return form
    least = _ADDED if form.text.rstrip("?!. ").lower() in question.lower() else _RESOLVED
    added = _new(form.text, [run.text for run in runs if run.chance >= least])
    if not added and form.text == question:  # it leans, and nobody can tell on which words
        added = next(iter(things(before)), rest_of(before))
    whole = f"{form.text.rstrip('?!. ')} (about {added})?" if added else form.text
    return StandAlone(whole, form.focus, added, form.told)


def _weigher(judged: Sequence[Carried]) -> Callable[[str], float]:
    """What tells how likely a phrase is left out: the mean chance of its telling words, 0 to 1."""
    chances: dict[str, float] = {}
    for one in judged:
        chances |= {root: max(one.chance, chances.get(root, 0.0)) for root in one.word.roots}

    def weigh(phrase: str) -> float:
        own = [chances.get(root, 0.0) for root in telling(phrase)]
        return sum(own) / len(own) if own else 0.0

    return weigh


def _asks_for_more(question: str) -> bool:
    return bool(_ONLY_MORE.match(question) or _ELSE.search(question))


def _by_rules(question: str, last: str, context: Context) -> tuple[StandAlone, ...]:
    """What the rules make of a question, the likeliest first; `last` is the question before it as it was asked."""
    if _ONLY_MORE.match(question):
        return (StandAlone(context.before),)
    if _ELSE.search(question):
        question = _ANYTHING.sub("What", _ELSE.sub(lambda found: found[1] or found[2], question))
    corrected = _MEANT.match(question)
    if corrected:
        question = f"And {corrected['topic'] or corrected['other']}"
    question = _in_year(question, f"{context.before} {context.answer}")
    picked = pick(question, last, context.answer, context.stressed)
    return resolve(picked or question, context)


def _in_year(question: str, said: str) -> str:
    """What was said of "the year before" as the year that it is, counted from the one that was spoken of."""
    found, years = _NEXT_YEAR.search(question), YEAR.findall(said)
    if not found or not years:
        return question
    step = 1 if found["after"] else -1
    year = str(int(years[0]) + step)
    if season := _SEASON.search(said):
        year = f"{int(season['begins']) + step}{season['sign']}{int(season['ends']) + step:02}"
    return f"{question[: found.start()]}in {year}{question[found.end() :]}"


def _before(pairs: Sequence[tuple[str, str]], series: Sequence[Labels]) -> str:
    """The last question in its stand-alone form, by rules alone; the first one stands alone."""
    before, answer = pairs[0]
    _, sign, asks = before.partition(": ")
    if sign and begins_asking(asks):  # "OK, something else now: …"
        before = asks
    last = before
    for asked, told in pairs[1:]:
        before = _by_rules(asked, last, Context(before, answer, series=series))[0].text[:_LONGEST]
        last, answer = asked, told
    return before


@cache
def _idle() -> frozenset[str]:
    """The stems of words that say nothing by themselves: "until"."""
    return frozenset(map(stem, stop_words("en")))


def _new(text: str, runs: Sequence[str]) -> str:
    """What is carried over and not in the question yet; of words said in part the rest."""
    there = {*stems(text), *_idle()}
    new = []
    for run in runs:
        if telling(run) <= there:
            continue
        said = run.split()
        while said and telling(said[0]) <= there:
            said.pop(0)
        while said and telling(said[-1]) <= there:
            said.pop()
        new.append(" ".join(said) or run)  # several words may tell what none of them does
        there |= telling(run)
    return ", ".join(new)
