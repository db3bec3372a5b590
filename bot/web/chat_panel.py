"""The conversation: asking, stopping, editing, judging, keeping; and its sources beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.web.asking import Growing, ask, who
from bot.web.conversation import Conversation, Turn, load
from bot.web.export import to_json, to_markdown
from bot.web.feedback import Judged, keep
from bot.web.filters import Limits, limited, limits
from bot.web.rate_limit import Rate
from bot.web.render import conversation, sources
from bot.web.suggestions import example_questions

HIDDEN: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_AS_IT_IS = gr.skip()
_ALL_AS_IT_IS = (_AS_IT_IS,) * 9  # the outputs of `chat_panel`
_LONGEST_RIGHT = 1000  # characters of what would be right
Update = Any  # a component's new value, or what `gr.update` and `gr.skip` give


def script(name: str) -> str:
    """A file of this package."""
    return (files("bot.web") / name).read_text(encoding="utf-8")


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
    rate: Rate
    growing: dict[str, Growing] = field(default_factory=dict)

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
        text = question.strip()
        if not text:
            yield self.shown(now, edited=edited)
            return
        at = edited if 0 <= edited < len(now.turns) else len(now.turns)
        turn = limited(text, documents, folder, after, before)
        yield from self._asked(turn, replace(now, turns=now.turns[:at]), request, question)

    def retry(
        self, now: Conversation, documents: list[str], folder: str, after: str, before: str, request: gr.Request
    ) -> Iterator[tuple[Update, ...]]:
        """The last question once more."""
        if not now.turns:
            yield self.shown(now)
            return
        turn = limited(now.turns[-1].question, documents, folder, after, before)
        yield from self._asked(turn, replace(now, turns=now.turns[:-1]), request)

    def _asked(
        self, turn: Turn, now: Conversation, request: gr.Request, left: str = ""
    ) -> Iterator[tuple[Update, ...]]:
        """The conversation with one more turn as it grows; `left` goes back into the box if it fails."""
        tab, now = str(request.session_hash), now.ended
        grown, growing = now, Growing(ask(self.bot, self.rate, turn, now.history, who(request)))
        before = self.growing.get(tab)
        self.growing[tab] = growing
        if before:
            before.leave()
        try:
            box: Update = ""  # emptied once: the next question may be typed while this one is answered
            for part in growing:
                grown = now.with_turn(len(now.turns), part)
                yield self.shown(grown, left if part.error else box)
                box = _AS_IT_IS
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

    def act(self, now: Conversation, event: gr.EventData) -> tuple[Update, ...]:
        """A click inside the conversation: {"do": "edit", "up" or "down", "turn": its place, "right": text}."""
        data = dict(event._data or {})
        at = int(data.get("turn", -1))
        if not 0 <= at < len(now.turns):
            return self.shown(now)
        if data.get("do") == "edit":
            return self.shown(now, now.turns[at].question, edited=at)
        good = data.get("do") == "up"
        _judge(self.bot, now, at, good=good, right=str(data.get("right") or "")[:_LONGEST_RIGHT])
        return self.shown(now.rated(at, "up" if good else "down"))

    def opened(self, kept: str) -> tuple[Update, ...]:
        """A conversation that the browser kept; nothing changes where it kept none."""
        found = load(kept) if kept else None
        return self.shown(found, "") if found else _ALL_AS_IT_IS

    def chosen(self, event: gr.EventData, request: gr.Request) -> tuple[Update, ...]:
        """The same, from the list."""
        found = load(str(dict(event._data or {}).get("kept") or ""))
        if found is None:
            gr.Warning("This conversation was kept by another version of the page and cannot be shown.")
            return _ALL_AS_IT_IS
        return self._gone_to(found, request)

    def begun(self, request: gr.Request) -> tuple[Update, ...]:
        """A new conversation."""
        return self._gone_to(Conversation(), request)

    def left(self, now: Conversation) -> tuple[Update, ...]:
        """No more editing."""
        return self.shown(now, "")

    def shown(self, now: Conversation, left: Update = _AS_IT_IS, edited: int = -1) -> tuple[Update, ...]:
        """Every output for a conversation, with `left` in the box, while the question at place `edited` is edited."""
        busy = bool(now.turns) and not now.turns[-1].done
        return (
            now,
            edited,
            conversation(now, self.bot.count()[0], edited),
            sources(now),
            gr.update(visible=not now.turns),
            left,
            gr.update(visible=not busy),
            gr.update(visible=busy),
            gr.update(visible=edited >= 0),
        )


def chat_panel(bot: Bot, rate: Rate, page: gr.Blocks) -> Limits:
    """Build the panel into `page`; returns what questions are limited to, whose choices others keep up to date."""
    said, editing, carrier = gr.State(Conversation()), gr.State(-1), gr.Textbox(visible=False)
    with gr.Row(elem_id="fn-bar"):
        fresh = gr.Button("New conversation", size="sm", elem_id="fn-new", min_width=120)
        history = _html(script("history.html"), "fn-history", script("history.js"))
        scope = limits(bot)
    with gr.Row(elem_id="fn-columns"):
        with gr.Column(scale=3, min_width=320):
            log = _html(conversation(Conversation(), bot.count()[0]), "fn-conversation", script("log.js"))
            with gr.Row(elem_id="fn-examples") as examples:
                buttons = [gr.Button(text, size="sm", min_width=140) for text in example_questions(bot)]
            with gr.Row(elem_id="fn-ask-row", equal_height=True):
                box = _box()
                send = gr.Button("Ask", variant="primary", elem_id="fn-ask", min_width=72, scale=1)
                stop = gr.Button("Stop", elem_id="fn-stop", min_width=72, scale=1, visible=False)
            with gr.Row(elem_id="fn-more"):
                leave = gr.Button("Don’t edit", elem_id="fn-leave", size="sm", min_width=72, visible=False)
                again = gr.Button("Retry", elem_id="fn-retry", size="sm", min_width=72)
                markdown = gr.Button("Export Markdown", elem_id="fn-markdown", size="sm", min_width=72)
                as_json = gr.Button("Export JSON", elem_id="fn-json", size="sm", min_width=72)
        with gr.Column(scale=2, min_width=320):
            panel = _html(sources(Conversation()), "fn-sources")

    do = Handlers(bot, rate)
    outputs = [said, editing, log, panel, examples, box, send, stop, leave]
    for event, text in ((box.submit, box), (send.click, box), *((button.click, button) for button in buttons)):
        event(do.answer, [text, said, editing, *scope.fields], outputs, **HIDDEN)
    again.click(do.retry, [said, *scope.fields], outputs, **HIDDEN)
    stop.click(do.stopped, [said], outputs, **HIDDEN)
    fresh.click(do.begun, None, outputs, **HIDDEN)
    leave.click(do.left, [said], outputs, **HIDDEN)
    log.select(do.act, [said], outputs, **HIDDEN)
    history.select(do.chosen, None, outputs, **HIDDEN)
    page.load(do.opened, [carrier], outputs, js="() => window.footnote.current()", **HIDDEN)
    for button, made, suffix in ((markdown, to_markdown, "md"), (as_json, to_json, "json")):
        button.click(made, [said], [carrier], **HIDDEN).then(
            None, [carrier], None, js=f"(text) => window.footnote.download(text, '{suffix}')", **HIDDEN
        )
    return scope


def _html(value: str, name: str, js: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=js, apply_default_css=False)


def _box() -> gr.Textbox:
    return gr.Textbox(
        label="Your question",
        show_label=False,
        container=False,
        placeholder="Ask a question",
        lines=1,
        max_lines=6,
        autofocus=True,
        scale=8,
        min_width=180,
        elem_id="fn-box",
    )


def _judge(bot: Bot, now: Conversation, at: int, *, good: bool, right: str) -> None:
    """Keep what a person thinks of an answer."""
    turn = now.turns[at]
    if turn.reply is None:
        return
    quoted = [{"source": c.place.source, "start": c.place.start, "end": c.place.end, "quote": c.quote}
              for c in turn.reply.cited]  # fmt: skip
    keep(
        bot.settings.index_folder,
        Judged(
            turn.question,
            replace(now, turns=now.turns[:at]).history,
            turn.reply.text,
            turn.reply.short,
            turn.reply.kind in ("answer", "summary"),
            quoted,
            turn.reply.versions,
            good,
            right,
        ),
    )
