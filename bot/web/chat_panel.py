"""The conversation and, beside it, its sources: what stands where, and what each event calls."""

import gradio as gr

from bot.chat import Bot
from bot.web.chat_handlers import Handlers
from bot.web.components import HIDDEN, button, html, textbox
from bot.web.conversation import Conversation
from bot.web.export import to_json, to_markdown
from bot.web.filters import Filters, filter_fields
from bot.web.rate_limit import RateLimit
from bot.web.render import asset, conversation, sources
from bot.web.suggestions import example_questions

# The same module as that of the page's own script, which may not have come yet when the page is there.
_CURRENT = "async () => (await import(new URL('footnote/scripts/conversations.js', document.baseURI).href)).current()"


def chat_panel(bot: Bot, rate: RateLimit, page: gr.Blocks) -> Filters:
    """Build the panel into `page`; returns what questions are limited to, whose choices others keep up to date."""
    said, editing, carrier = gr.State(Conversation()), gr.State(-1), gr.Textbox(visible=False)
    with gr.Row(elem_id="fn-bar"):
        fresh = button("New conversation", "fn-new", 120)
        history = html(asset("history.html"), "fn-history", asset("history.js"))
        scope = filter_fields(bot)
    with gr.Row(elem_id="fn-columns"):
        with gr.Column(scale=3, min_width=320):
            log = html(conversation(Conversation(), bot.count()[0]), "fn-conversation", asset("log.js"))
            with gr.Row(elem_id="fn-examples") as row:
                examples = [gr.Button(text, size="sm", min_width=140) for text in example_questions(bot)]
            with gr.Row(elem_id="fn-ask-row", equal_height=True):
                box = textbox("Your question", "Ask a question", "fn-box", 180, max_lines=6, autofocus=True, scale=8)
                send = gr.Button("Ask", variant="primary", elem_id="fn-ask", min_width=72, scale=1)
                stop = gr.Button("Stop", elem_id="fn-stop", min_width=72, scale=1, visible=False)
            with gr.Row(elem_id="fn-more", visible=False) as more:
                leave = button("Don’t edit", "fn-leave", visible=False)
                again = button("Retry", "fn-retry")
                markdown = button("Export Markdown", "fn-markdown")
                as_json = button("Export JSON", "fn-json")
        with gr.Column(scale=2, min_width=320):
            panel = html(sources(Conversation()), "fn-sources")

    do = Handlers(bot, rate)
    outputs = [said, editing, log, panel, row, box, send, stop, leave, more]
    for event, text in ((box.submit, box), (send.click, box), *((one.click, one) for one in examples)):
        event(do.answer, [text, said, editing, *scope.fields], outputs, **HIDDEN)
    again.click(do.retry, [said, *scope.fields], outputs, **HIDDEN)
    stop.click(do.stopped, [said], outputs, **HIDDEN)
    fresh.click(do.begun, None, outputs, **HIDDEN)
    leave.click(do.left, [said], outputs, **HIDDEN)
    log.select(do.act, [said], outputs, **HIDDEN)
    history.select(do.chosen, None, outputs, **HIDDEN)
    page.load(do.opened, [carrier], outputs, js=_CURRENT, **HIDDEN)
    for export, made, suffix in ((markdown, to_markdown, "md"), (as_json, to_json, "json")):
        export.click(made, [said], [carrier], **HIDDEN).then(
            None, [carrier], None, js=f"(text) => window.footnote.download(text, '{suffix}')", **HIDDEN
        )
    return scope
