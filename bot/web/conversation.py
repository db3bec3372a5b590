"""A conversation as the page keeps it, on the server while it grows and in the browser's storage afterwards."""

from dataclasses import dataclass, replace
from secrets import token_hex

from pydantic import TypeAdapter, ValidationError

from bot.drafts import Kind
from bot.proof.citations import plain
from bot.web.cited import Cited, Place

_TITLE = 60  # characters of a conversation's title
SURE, LIKELY = 0.9, 0.5  # confidence from which answers are called so
_RIGHT = {"Sure": 94, "Likely": 80}  # of 100 that are called so, on folders that taught nothing


@dataclass(frozen=True, slots=True)
class Considered:
    """A passage that was retrieved.

    Attributes:
        place: of the passage.
        where: title and heading.
        text: how it begins.
        score: of the search.
        cited: whether the answer rests on it.
    """

    place: Place
    where: str
    text: str
    score: float
    cited: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """An Answer as far as the page shows it; see `bot.answers.Answer` for what the fields mean.

    Attributes:
        seconds: from the question to the whole answer.
        versions: what it depends on besides the documents, for feedback.
        near: of a decline the passages that may help, or the closest ones.
        lead: what stands before these, where the text does not speak of them.
    """

    text: str
    kind: Kind
    short: str | None
    confidence: float
    cited: tuple[Cited, ...]
    considered: tuple[Considered, ...]
    answerer: str
    searched: str
    notes: tuple[str, ...]
    seconds: float
    usage: dict[str, int]
    versions: dict[str, str]
    near: tuple[Cited, ...] = ()
    carried: str = ""
    lead: str = ""

    @property
    def word(self) -> str:
        """How sure an answer is, in a word; "" of all else: a summary says itself what it covers."""
        if self.kind != "answer" or not self.cited:
            return ""
        return "Sure" if self.confidence >= SURE else "Likely" if self.confidence >= LIKELY else "Unsure"

    @property
    def measured(self) -> str:
        """What was measured of answers with that word; "" where nothing was."""
        return f"{_RIGHT[self.word]} of 100 such answers were right when it was measured" if self.word in _RIGHT else ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it.

    Attributes:
        question: as it was asked.
        reply: None while there is none yet, or when it failed.
        error: what went wrong, "" for nothing.
        done: whether no more of the answer is to come.
        stopped: whether the person stopped it.
        sources: the documents that it was limited to; none for all.
        folder, after, before: a folder and a time that it was limited to, see `bot.question.limits.Scope`; "" for none.
        rated: "up" or "down", once the person has said so.
        alone: whether it was asked without the conversation before it.
    """

    question: str
    reply: Reply | None = None
    error: str = ""
    done: bool = False
    stopped: bool = False
    sources: tuple[str, ...] = ()
    rated: str = ""
    folder: str = ""
    after: str = ""
    before: str = ""
    alone: bool = False

    @property
    def limits(self) -> str:
        """What it was limited to, in words; "" for nothing."""
        time = [*([f"from {self.after}"] if self.after else []), *([f"to {self.before}"] if self.before else [])]
        inside = [f"{self.folder}/"] if self.folder else []
        return "; ".join(part for part in (", ".join(self.sources), *inside, " ".join(time)) if part)


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: Gradio hashes what it keeps
class Conversation:
    """Turns, oldest first, under a name of their own from the first one on."""

    id: str = ""
    turns: tuple[Turn, ...] = ()

    @property
    def title(self) -> str:
        """The first question, shortened."""
        first = " ".join(self.turns[0].question.split()) if self.turns else "New conversation"
        return first if len(first) <= _TITLE else f"{first[: _TITLE - 1].rstrip()}…"

    @property
    def history(self) -> list[dict[str, str]]:
        """The messages before the next question, as `Bot.ask` takes them."""
        messages = []
        for turn in self.turns:
            if turn.reply is not None and turn.reply.kind != "reading":
                messages.append({"role": "user", "content": turn.question})
                messages.append({"role": "assistant", "content": plain(turn.reply.text)})
        return messages

    @property
    def tokens(self) -> int:
        """What language models took for all of it, in and out."""
        used = [turn.reply.usage for turn in self.turns if turn.reply]
        return sum(one.get("input_tokens", 0) + one.get("output_tokens", 0) for one in used)

    def with_turn(self, at: int, turn: Turn) -> "Conversation":
        """The same with `turn` at place `at`, which may be one past the last; what came after it is gone."""
        return replace(self, id=self.id or token_hex(8), turns=(*self.turns[:at], turn))

    @property
    def ended(self) -> "Conversation":
        """The same with no answer to come: one that was growing counts as stopped, and what is there of it stays."""
        if not self.turns or self.turns[-1].done:
            return self
        return self.with_turn(len(self.turns) - 1, replace(self.turns[-1], done=True, stopped=True))

    def rated(self, at: int, how: str) -> "Conversation":
        """The same with a judgement of the answer at place `at`."""
        turns = list(self.turns)
        turns[at] = replace(turns[at], rated=how)
        return replace(self, turns=tuple(turns))


_KEPT = TypeAdapter(Conversation)


def dump(conversation: Conversation) -> str:
    """The conversation as JSON, for the browser to keep."""
    return _KEPT.dump_json(conversation).decode()


def load(text: str) -> Conversation | None:
    """The conversation in what the browser kept; None if it is of another shape."""
    try:
        return _KEPT.validate_json(text)
    except ValidationError:
        return None
