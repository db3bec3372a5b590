"""A conversation as the page keeps it, on the server while it grows and in the browser's storage afterwards."""

from dataclasses import dataclass, replace
from secrets import token_hex

from pydantic import TypeAdapter, ValidationError

from bot.answers import leaf
from bot.drafts import Kind
from bot.proof.citations import plain

_CLOSEST = 3  # passages that a decline offers as the closest
_TITLE = 60  # characters of a conversation's title
SURE, LIKELY = 0.9, 0.5  # confidence from which answers are called so: 91 and 77 % right on folders that taught nothing


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of a document, and how to find them again.

    Attributes:
        source: path of the document in its folder.
        start, end: offsets into its text in code points, end exclusive.
        hash: the beginning of the SHA-256 of its file when it was quoted.
    """

    source: str
    start: int
    end: int
    hash: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the passage around it.

    Attributes:
        number: its marker.
        place: where the quote stands.
        where: title and heading.
        page: of a paged format, from 1.
        before, quote, after: the passage in three parts, as it is written.
        score: of the passage.
        dated: how old the source is, in words.
        seen: the three parts without the marks of a Markdown document, and without lines that are empty at the start or
            follow each other; none where they are shown as they are written.
    """

    number: int
    place: Place
    where: str
    page: int | None
    before: str
    quote: str
    after: str
    score: float
    dated: str = ""
    seen: tuple[str, str, str] | None = None

    @property
    def shown(self) -> tuple[str, str, str]:
        """What is shown of the passage before the quote, of the quote, and after it."""
        return self.seen or (self.before, self.quote, self.after)

    @property
    def leaf(self) -> str:
        """The page, slide or sheet, in words."""
        return leaf(self.place.source, self.page)

    @property
    def whereabouts(self) -> str:
        """Title and heading, with the page."""
        return f"{self.where}, {self.leaf}" if self.leaf else self.where


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

    @property
    def word(self) -> str:
        """How sure the answer is, in a word."""
        return "Sure" if self.confidence >= SURE else "Likely" if self.confidence >= LIKELY else "Unsure"

    @property
    def closest(self) -> tuple[Considered, ...]:
        """What a decline offers to look at, where it has no words that may help."""
        return self.considered[:_CLOSEST] if self.kind == "declined" and not self.near else ()


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
