"""What kind of thing was said: a question, and of which kind, a wish for a summary or for mentions, or small talk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from bot.question.classifier import FILE, THING, chances, model
from bot.question.parts import asks_difference
from bot.question.smalltalk import reply_to
from ingest.text.language import stop_words

Kind = Literal["question", "table", "list", "comparison", "part", "summary", "library", "mail", "mentions", "smalltalk"]
_QUOTED = re.compile(r"^[\"“„«]([^\"“”«»]+)[\"”“»][\s?!.]*$")
_INSIDE = re.compile(r"[\"“„«]([^\"“”«»]+)[\"”“»]")
_WORD = re.compile(r"\w+")
_SAY = frozenset("say says something anything about".split())  # "which say something about robes"
_READ = 500  # characters of what may be anything but a question
# Of what may be meant besides the likeliest: these are answered by rows, items or parts that are there or not, and so
# are asked although a plain question is likelier; the others would answer anything.
# How likely must such a kind be: rows of a table are told by the table itself better than by the question alone.
_POSSIBLE: Mapping[Kind, float] = {"part": 0.1, "table": 0.01, "list": 0.1, "comparison": 0.1, "mail": 0.15}
_PERHAPS = 0.1  # how likely a summary, or to be told what a document is about: done where it is surely named
_SURE: Mapping[Kind, float] = {"smalltalk": 0.6, "library": 0.6, "mentions": 0.5, "summary": 0.55}
_CLEARLY, _NEARLY = 0.8, 0.8
_SMALL_TALK_WITHIN = 0.9  # within a conversation "And where?" is a question, as short as it is


@dataclass(frozen=True, slots=True)
class Intent:
    """What was said.

    Attributes:
        kind: what to do about it.
        reply: what to say, for small talk.
        phrase: what to find, for mentions; what a summary or a question about the folder is about; "" for all there is.
        task: what of that kind is wanted: "count", "newest" … for the folder, "sure" … for small talk.
        others: further kinds that may be meant, the likeliest first.
        sure: how likely it is of this kind, 0 to 1.
    """

    kind: Kind
    reply: str = ""
    phrase: str = ""
    task: str = ""
    others: tuple[Kind, ...] = ()
    sure: float = 1.0

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of answer to be tried, the likeliest first; the reader takes what no other does."""
        wanted = list(dict.fromkeys(kind for kind in (self.kind, *self.others) if kind != "question"))
        if "part" in wanted and "list" not in wanted:
            wanted.append("list")  # what is no part of its own may be a list
        # Over the rows of a table "which" chooses, and a list would give them all: unless surely a list is wanted.
        last = "list" if self.sure < _CLEARLY and "table" in wanted else ""
        if self.kind == "comparison":  # a table tells of both at once
            wanted = ["table", *(kind for kind in wanted if kind != "table")]
        # A part that bears a label is there or not: no other answerer tells as surely, unless a summary is likelier.
        early = ("part", "summary") if self.kind == "question" and wanted[:1] == ["summary"] else ("part",)
        # Whatever a question sounds like, a table may have its answer, see `bot.answerers.tables.tables`.
        rest: tuple[Kind, ...] = ("table",) if self.declines and "table" not in wanted else ()
        return (*sorted(wanted, key=lambda kind: (kind not in early, kind == last)), *rest, "question")

    @property
    def declines(self) -> bool:
        """Whether what answers it leaves to the reader what it does not find; the others would answer anything."""
        return self.kind in ("question", *_POSSIBLE)

    @property
    def whole(self) -> bool:
        """Whether it is about a phrase as it stands or all there is: conversation and retrieval add nothing."""
        return self.kind in ("mentions", "library") or (self.kind == "summary" and not self.phrase)


def intent_of(text: str, *, within: bool = False) -> Intent:
    """Tell what a message wants. What is not surely any other is a question.

    Args:
        text: the message.
        within: whether it leans on what was said before it.
    """
    quoted = _QUOTED.match(text)
    if quoted:
        return Intent("mentions", phrase=quoted[1].strip(), task="places")
    if len(text) > _READ:
        return Intent("question")
    classes, language = chances(text)
    kind, *others = likely(classes)
    task = _task(classes, kind)
    if kind == "smalltalk" and within and classes[f"{kind}.{task}"] < _SMALL_TALK_WITHIN:
        return Intent("question")
    if kind == "smalltalk":
        return Intent(kind, reply=reply_to(task, language), task=task, sure=classes[f"{kind}.{task}"])
    named = phrase_of(text, kind) if kind in ("mentions", "summary", "library") else ""
    if kind == "mentions" and not named:
        return Intent("question")
    sure = sum(share for name, share in classes.items() if name.split(".")[0] == kind)
    if asks_difference(text) and "comparison" not in (kind, *others):
        others.append("comparison")
    return Intent(kind, phrase=named, task=task, others=tuple(others), sure=sure)


def task_of(text: str, kind: Kind) -> tuple[str, float]:
    """What of a kind a message most likely wants, if it is of that kind, and how likely it wants that, 0 to 1."""
    classes, _ = chances(text)
    task = _task(classes, kind)
    return task, classes[f"{kind}.{task}"]


def _task(classes: Mapping[str, float], kind: Kind) -> str:
    return max((name for name in classes if name.split(".")[0] == kind), key=classes.__getitem__).partition(".")[2]


def names_documents(text: str) -> bool:
    """Whether a message says a word for documents, or for some kind of them: "How many PDFs?", not "How many?"."""
    known = (model().asking[THING] | model().asking[FILE]) - stop_words("en")  # without the "of" of "set of minutes"
    return any(word.casefold() in known for word in _WORD.findall(text))


def likely(classes: Mapping[str, float]) -> tuple[Kind, ...]:
    """The kinds to be tried, the likeliest first, by how likely each class of the model is."""
    shares: dict[Kind, float] = {
        kind: sum(share for name, share in classes.items() if name.split(".")[0] == kind) for kind in get_args(Kind)
    }
    # Of a document's parts one is meant: that it may be this or that one makes none of them likelier.
    shares["part"] = max((share for name, share in classes.items() if name.split(".")[0] == "part"), default=0.0)
    ranked = sorted(shares, key=shares.__getitem__, reverse=True)
    # "Which documents talk about it?" asks for mentions or for documents: surely for one of them.
    sure = shares[ranked[0]] >= _SURE.get(ranked[0], 0.0) or sum(map(shares.__getitem__, _SURE)) >= _CLEARLY
    first = ranked[0] if sure else "question"
    others = [kind for kind in ranked if kind != first and shares[kind] >= _POSSIBLE.get(kind, 1.0)]
    if first not in ("summary", "library") and shares["summary"] + classes.get("library.about", 0.0) >= _PERHAPS:
        # What is nearly as likely and may decline is asked before: a summary would answer anything.
        before = sum(shares[one] >= _NEARLY * shares["summary"] for one in others)
        others.insert(before if ranked[0] == "summary" else len(others), "summary")
    return (first, *others)


def phrase_of(text: str, kind: Kind) -> str:
    """What is left of a message without the words that ask: what stands in quotation marks, if anything does.

    A message that is about documents in general, such as "the article", leaves nothing.
    """
    quoted = _INSIDE.search(text)
    if quoted:
        return quoted[1].strip()
    asking = model().asking[kind] | (_SAY if kind == "mentions" else frozenset())
    found = list(_WORD.finditer(text))
    written = text != text.lower()

    def asks(at: int) -> bool:
        word = found[at].group()
        if word.isdigit():  # "in 3 sentences", but not "chapter 3"
            return all(found[by].group().casefold() in asking for by in (at - 1, at + 1) if 0 <= by < len(found))
        named = written and at > 0 and word[0].isupper() and not word.isupper()
        return word.casefold() in asking and not named

    first, last = 0, len(found) - 1
    while first <= last and asks(first):
        first += 1
    while last >= first and asks(last):
        last -= 1
    general = model().asking[THING] | (model().asking[FILE] if kind == "mentions" else frozenset()) | asking
    if all(word.group().casefold() in general for word in found[first : last + 1]):
        return ""
    return text[found[first].start() : found[last].end()]
