"""What happens in the conversation: asking, stopping, editing, judging, going to another."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import gradio as gr

from bot.chat import Bot
from bot.web.asking import TurnStream, ask, who
from bot.web.components import Update
from bot.web.conversation import Conversation, Turn, load
from bot.web.feedback import judge
from bot.web.filters import filtered
from bot.web.rate_limit import RateLimit
from bot.web.render import BATCH, conversation, earlier, old, sources

_AS_IT_IS = gr.skip()
_ALL_AS_IT_IS = (_AS_IT_IS,) * 10  # the outputs of `chat_panel`
_LONGEST_RIGHT = 1000  # characters of what would be right


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the panel does when something happens in it; each gives the new values of `chat_panel`'s outputs.

    While an answer grows, only its own handler says what is shown: whoever stops it, or goes to another conversation,
    tells that handler what its last word is. Gradio's `cancels` would not do: what it cancels sends its last value
    again, now and then after that of the handler which cancelled it.

    Attributes:
        bot: what answers.
        rate: the limits of one person.
        growing: the answer that grows in each browser tab.
    """

    bot: Bot
    rate: RateLimit
    growing: dict[str, TurnStream] = field(default_factory=dict)

    def answer(
        self,
        question: str,
        now: Conversation,
        edited: int,
        documents: list[str],
        folder: str,
        after: str,
        before: str,
        request: gr.Request,
    ) -> Iterator[tuple[Update, ...]]:
        """A question was asked, or one of before was edited."""
        text = (question or "").strip()  # a program may send none
        if not text:
            yield self.shown(now, edited=edited)
            return
        at = edited if 0 <= edited < len(now.turns) else len(now.turns)
        turn = filtered(text, documents, folder, after, before)
        yield from self._asked(turn, replace(now, turns=now.turns[:at]), request, anew=at < len(now.turns))

    def _asked(
        self, turn: Turn, now: Conversation, request: gr.Request, *, anew: bool = True
    ) -> Iterator[tuple[Update, ...]]:
        """The conversation with one more turn as it grows; the box keeps what is typed meanwhile.

        With `anew` there were others in its place.
        """
        tab, now = str(request.session_hash), now.ended
        grown, growing = now, TurnStream(ask(self.bot, self.rate, turn, now.history, who(request)))
        before = self.growing.get(tab)
        self.growing[tab] = growing
        if before:
            before.leave()
        begun = False
        try:
            for part in growing:
                grown = now.with_turn(len(now.turns), part)
                yield self.shown(grown, begun=begun, added=not anew)
                begun = True
            if self.growing.get(tab) is growing:
                if growing.instead is not None:
                    yield self.shown(growing.instead, "")
                elif grown is not grown.ended:
                    yield self.shown(grown.ended)
        finally:
            if self.growing.get(tab) is growing:
                del self.growing[tab]

    def stopped(self, now: Conversation, request: gr.Request) -> tuple[Update, ...]:
        """The answer that was growing was stopped: what is there stays."""
        growing = self.growing.get(str(request.session_hash))
        if growing is None:
            return self.shown(now.ended)
        growing.leave()
        return _ALL_AS_IT_IS

    def _gone_to(self, other: Conversation, request: gr.Request) -> tuple[Update, ...]:
        """Another conversation, which an answer that was growing gives way to."""
        growing = self.growing.get(str(request.session_hash))
        if growing is not None:
            growing.leave(other)
        return self.shown(other, "")

    def act(
        self,
        now: Conversation,
        documents: list[str],
        folder: str,
        after: str,
        before: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Update, ...]]:
        """A click inside it: {"do": "edit", "retry", "alone", "up" or "down", "turn": its place, "right": text}."""
        data = dict(event._data or {})
        at, what = int(data.get("turn", -1)), data.get("do")
        limits = documents, folder, after, before
        if not 0 <= at < len(now.turns):
            yield self.shown(now)
        elif what == "edit":
            yield self.shown(now, now.turns[at].question, edited=at)
        elif what == "retry":
            yield from self.answer(now.turns[at].question, now, at, *limits, request)
        elif what == "alone":
            turn = replace(now.turns[at], reply=None, error="", done=False, stopped=False, rated="", alone=True)
            yield from self._asked(turn, replace(now, turns=now.turns[:at]), request)
        else:
            good = what == "up"
            right = str(data.get("right") or "")[:_LONGEST_RIGHT]
            judge(self.bot.settings.index_folder, now, at, good=good, right=right)
            yield self.shown(now.rated(at, "up" if good else "down"))

    def opened(self, kept: str) -> tuple[Update, ...]:
        """A conversation that the browser kept; nothing changes where it kept none."""
        found = load(kept) if kept else None
        return self.shown(found, "") if found else _ALL_AS_IT_IS

    def chosen(self, event: gr.EventData, request: gr.Request) -> tuple[Update, ...]:
        """The same, from the list; a new one where nothing is chosen."""
        kept = str(dict(event._data or {}).get("kept") or "")
        found = load(kept) if kept else Conversation()
        if found is None:
            gr.Warning("This conversation was kept by another version of the page and cannot be shown.")
            return _ALL_AS_IT_IS
        return self._gone_to(found, request)

    def left(self, now: Conversation) -> tuple[Update, ...]:
        """No more editing."""
        return self.shown(now, "")

    def shown(
        self,
        now: Conversation,
        left: Update = _AS_IT_IS,
        edited: int = -1,
        *,
        begun: bool = False,
        added: bool = False,
    ) -> tuple[Update, ...]:
        """Every output for a conversation, with `left` in the box, while the question at place `edited` is edited.

        With `begun` the turns before the last are in sight already; with `added` those that are settled, but for some
        more now and then, and what was cited: of a long conversation all of it is much to send.
        """
        busy = bool(now.turns) and not now.turns[-1].done
        reply = now.turns[-1].reply if busy else None
        cites = bool(reply and reply.cited)
        settles = (len(now.turns) - 1) % BATCH == 0
        return (
            now,
            edited,
            _AS_IT_IS if begun or (added and not settles) else old(now, edited),
            _AS_IT_IS if begun else earlier(now, edited),
            conversation(now, edited, max(len(now.turns) - 1, 0)),
            _AS_IT_IS if busy and not cites and (begun or added) else sources(now),
            left,
            gr.update(visible=not busy),
            gr.update(visible=busy),
            gr.update(visible=edited >= 0),
        )
