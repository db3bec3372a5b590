"""The documents: what stands where in their panel, and what each event calls."""

from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.web.components import HIDDEN, button, html, textbox
from bot.web.documents_handlers import Handlers
from bot.web.filters import Filters
from bot.web.render import asset, status
from ingest.load import SUFFIXES

EVERY = 2.0  # seconds between two looks for what others have changed


def documents_panel(bot: Bot, scope: Filters, page: gr.Blocks, timer: gr.Timer) -> None:
    """Build the panel into `page`; `scope` is what questions are limited to, whose choices it keeps up to date.

    `timer` ticks every `EVERY` seconds, on the page and not in a tab, where it would only begin once that was opened.
    """
    settings = bot.settings
    seen = gr.State("")
    with gr.Row(elem_id="fn-tools"):
        search = textbox("Search", "Search names and passages", "fn-search", 180, scale=4)
        again = button("Sync folder now", "fn-sync", 140, scale=1, visible=not settings.reads_only)
    drop = gr.File(
        label=f"Add documents (at most {settings.upload_mb} MB each)",
        file_count="multiple",
        file_types=sorted(SUFFIXES),
        height=150,
        elem_id="fn-drop",
        visible=settings.uploads,
    )
    told = html(status([]), "fn-told")
    table = html(None, "fn-table", asset("documents.js"))

    do = Handlers(bot)
    inputs, outputs = [search, *scope.choices], [told, seen, table, *scope.choices]
    for looked in (page.load, timer.tick):
        looked(do.changed_by_others, [*inputs, seen], outputs, queue=False, **HIDDEN)
    search.change(do.searched, inputs, outputs, trigger_mode="always_last", **HIDDEN)
    shown: dict[str, Any] = {"api_visibility": "private", "show_progress": "full", "show_progress_on": told}
    again.click(do.synced, inputs, outputs, **shown)
    drop.upload(do.added, [*inputs, drop], [*outputs, drop], **shown)
    table.select(do.act, inputs, outputs, **shown)
