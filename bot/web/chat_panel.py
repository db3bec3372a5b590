"""The conversation and, beside it, its sources: what stands where, and what each event calls."""

from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.web.chat_handlers import Handlers
from bot.web.components import HIDDEN, button, html, textbox
from bot.web.conversation import Conversation
from bot.web.filters import Filters, filter_fields, nothing_limited
from bot.web.rate_limit import RateLimit
from bot.web.render import conversation, earlier, filled, old, sources
from bot.web.welcome import welcome

# The same modules as those of the page's own script, which may not have come yet when the page is there.
_IMPORT = "(await import(new URL('footnote/scripts/{}.js', document.baseURI).href))"
_CURRENT = f"async () => {_IMPORT.format('conversations')}.current()"
_SEND = f"async (...told) => {_IMPORT.format('box')}.send(...told)"


def chat_panel(bot: Bot, rate: RateLimit, page: gr.Blocks, history: gr.HTML) -> tuple[Filters, gr.HTML]:
    """Build the panel into `page`; `history` is where the browser's conversations are chosen from.

    Returns what questions are limited to and what the page begins with, both of which others keep up to date.
    """
    said, editing, carrier = gr.State(Conversation()), gr.State(-1), gr.Textbox(visible=False)
    with gr.Row(elem_id="fn-columns"):
        with gr.Column(elem_id="fn-chat", min_width=0):
            with gr.Column(elem_id="fn-conversation", elem_classes="fn-log", min_width=0):
                settled = html(old(Conversation()), "fn-old", "log")
                before = html(earlier(Conversation()), "fn-earlier", "log")
                log = html(conversation(Conversation()), "fn-latest", "log")
            hello = html(welcome(bot), "fn-welcome")
            with gr.Column(elem_id="fn-ask-row"):
                box = textbox("Your question", "Ask a question", "fn-box", max_lines=6, autofocus=True)
                with gr.Row(elem_id="fn-under"):
                    scope = filter_fields(bot)
                    leave = button("Don’t edit", "fn-leave", visible=False)
                    send = button("Ask", "fn-ask", variant="primary")
                    stop = button("Stop", "fn-stop", visible=False)
        with gr.Column(elem_id="fn-aside", min_width=0):
            panel = html(sources(Conversation()), "fn-sources")

    do = Handlers(bot, rate)
    outputs = [said, editing, settled, before, log, panel, box, send, stop, leave]
    asked: dict[str, Any] = {"inputs": [box, said, editing, *scope.fields], "outputs": outputs, "js": _SEND, **HIDDEN}
    for event in (box.submit, send.click):
        # What is sent in the same way while an answer grows would be dropped: it is asked when that is whole.
        event(do.answer, trigger_mode="always_last", **asked)
    stop.click(do.stopped, [said], outputs, **HIDDEN)
    leave.click(do.left, [said], outputs, **HIDDEN)
    for turns in (settled, before, log):
        turns.select(do.act, [said, *scope.fields], outputs, **HIDDEN)
    history.select(do.chosen, None, outputs, **HIDDEN).then(nothing_limited, None, scope.fields, **HIDDEN)
    page.load(do.opened, [carrier], outputs, js=_CURRENT, **HIDDEN)
    return scope, hello


def history_panel(*, login: bool) -> gr.HTML:
    """The conversations that the browser keeps; `login` is whether one can log out."""
    return html(filled("history", login=login), "fn-history", "sidebar")
