"""History and question -> a question that stands alone: what the rules put in, and what the model finds left out."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.question.asking import asked_part, last_said, points_back
from bot.question.followup.coreference import Context, StandAlone, resolve
from bot.question.followup.ordinals import pick
from bot.question.followup.terms import Carried, carried, runs_of
from bot.question.followup.tokens import cleaned, telling
from bot.question.names import names
from ingest.text.words import stems

_RESOLVED = 0.9  # how sure the model must be of a word where a rule has put something in already,
_NEVER = 1.1  # a chance that no word has
_FULL = 3  # telling words put in are all that a question lacks
_ALONE = 0.9  # and where the question names what it is about itself
_LONGEST = 5_000  # characters of a question with all that those before it add: it must not grow with each
_ELSE = re.compile(r"\b(what|who|where|how|when|anything|something|anyone) else\b|\b(what|any|which) other\b", re.I)
_ANYTHING = re.compile(r"^(?:is there |was there )?anything\b(?: that\b)?(?=\s+\w)", re.I)
_WITH_ALL = re.compile(r"[A-Z][\w’' ]+: \w")  # "Why: …"
_ONLY_MORE = re.compile(
    r"^(?:and\s+)?(?:(?:what|who|where|anything|something|anyone) else|more|(?:tell me )?more|go on)\W*$", re.I
)


def stand_alone(question: str, history: Sequence[Mapping[str, str]]) -> StandAlone:
    """The question with what it leaves out, taken from the conversation.

    Args:
        question: as it was asked.
        history: the messages so far, oldest first, each with "role" and "content".

    Of a long message only what asks is the question, with the end of the story where it points back to that.

    Returns:
        The question unchanged, if it stands alone already or there is nothing to take from.
    """
    question, story = asked_part(question)
    if story and points_back(question):
        before = last_said(story)
        return StandAlone(f"{question} ({before})", added=before)
    turns = [(message["role"], cleaned(message["content"])) for message in history]
    asked = [text for role, text in turns if role == "user"]
    if not asked:
        return StandAlone(question)
    answers = [text for role, text in turns if role == "assistant"]
    judged = carried(question, [text for _, text in turns])
    runs = runs_of(judged, [text for _, text in turns])
    earlier = tuple(text for _, text in reversed(turns[:-2]))
    spans = tuple(run.text for run in runs)
    context = Context(_before(turns), answers[-1] if answers else "", spans, earlier, _weigher(judged))
    form = _by_rules(question, asked[-1], context)
    if form.focus or _WITH_ALL.match(form.text):
        return form  # the question before is in it as a whole
    if _asks_for_more(question):
        put_in = [name for name in names(form.text) if name not in question]
        form = StandAlone(form.text, " ".join(put_in[:1]), told=tuple(answers))
    least = _least(question, form)
    added = _new(form.text, [run.text for run in runs if run.chance >= least])
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


def _least(question: str, form: StandAlone) -> float:
    """How sure the model must be of a word to add it: the surer, the less the question seems to lack."""
    if form.text.rstrip("?!. ").lower() not in question.lower():
        put_in = telling(form.text) - telling(question)
        return _RESOLVED if len(put_in) < _FULL else _NEVER
    own = len(names(question))
    return _NEVER if own > 1 else _ALONE if own else 0.0


def _asks_for_more(question: str) -> bool:
    return bool(_ONLY_MORE.match(question) or _ELSE.search(question))


def _by_rules(question: str, last: str, context: Context) -> StandAlone:
    """What the rules make of a question; `last` is the question before it as it was asked."""
    if _ONLY_MORE.match(question):
        return StandAlone(context.before)
    if _ELSE.search(question):
        question = _ANYTHING.sub("What", _ELSE.sub(lambda found: found[1] or found[2], question))
    picked = pick(question, last, context.answer)
    return resolve(picked or question, context)


def _before(turns: Sequence[tuple[str, str]]) -> str:
    """The last question in its stand-alone form, by rules alone."""
    before = last = answer = ""
    for role, text in turns:
        if role == "assistant":
            answer = text
        else:
            before = _by_rules(text, last, Context(before, answer)).text[:_LONGEST] if before else text
            last = text
    return before


def _new(text: str, runs: Sequence[str]) -> str:
    """What is carried over and not in the question yet."""
    there = set(stems(text))
    new = []
    for run in runs:
        if not telling(run) <= there:
            new.append(run)
            there |= telling(run)
    return ", ".join(new)
