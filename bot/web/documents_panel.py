"""The documents: what stands where in their panel, and what each event calls."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.web.components import HIDDEN, button, html, textbox
from bot.web.documents_handlers import Handlers
from bot.web.filters import Filters
from bot.web.render import rest, status

EVERY = 2.0  # seconds between two looks for what others have changed


@dataclass(frozen=True, slots=True)
class Intake:
    """What the whole page has, whichever tab is open.

    Attributes:
        told: what came of the last change.
        drop: takes files, out of sight: all of the page is where they are dropped.
        timer: ticks every `EVERY` seconds; in a tab it would only begin once that was opened.
    """

    told: gr.HTML
    drop: gr.File
    timer: gr.Timer


def intake(bot: Bot) -> Intake:
    """Build it where this is called."""
    told = html(status([]), "fn-told")
    drop = gr.File(label="Add documents", file_count="multiple", elem_id="fn-drop", visible=bot.settings.uploads)
    timer = gr.Timer(EVERY)
    if bot.waiting:
        line, seen = html(rest(bot.reading), "fn-rest"), gr.State("")
        timer.tick(
            lambda before: (gr.skip(),) * 2 if bot.reading == before else (rest(bot.reading), bot.reading),
            [seen],
            [line, seen],
            queue=False,
            **HIDDEN,
        )
    return Intake(told, drop, timer)


def documents_panel(bot: Bot, scope: Filters, welcome: gr.HTML, page: gr.Blocks, common: Intake) -> None:
    """Build the panel into `page`; it keeps `scope`, what questions are limited to, and `welcome` up to date."""
    seen, told, drop = gr.State(""), common.told, common.drop
    with gr.Row(elem_id="fn-tools"):
        search = textbox("Search", "Search names and passages", "fn-search", scale=4)
        again = button("Sync folder now", "fn-sync", 140, scale=1, visible=not bot.settings.reads_only)
    table = html(None, "fn-table", "documents")

    do = Handlers(bot)
    inputs, outputs = [search, *scope.choices], [told, seen, table, *scope.choices, welcome]
    for looked in (page.load, common.timer.tick):
        looked(do.changed_by_others, [*inputs, seen], outputs, queue=False, **HIDDEN)
    search.change(do.searched, inputs, outputs, trigger_mode="always_last", **HIDDEN)
    shown: dict[str, Any] = {"api_visibility": "private", "show_progress": "full", "show_progress_on": told}
    again.click(do.synced, inputs, outputs, **shown)
    drop.upload(do.added, [*inputs, drop], [*outputs, drop], **shown)
    table.select(do.act, inputs, outputs, **shown)
