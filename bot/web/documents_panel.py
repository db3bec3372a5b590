"""The documents: what stands where in their panel, and what each event calls."""

from dataclasses import dataclass

import gradio as gr

from bot.chat import Bot
from bot.web.components import HIDDEN, button, html, textbox
from bot.web.documents_handlers import Handlers
from bot.web.filters import Filters
from bot.web.glance import Glance
from bot.web.render import refused, rest, status

EVERY = 1.0  # seconds between two looks for what is being done, and what others have changed


@dataclass(frozen=True, slots=True)
class Intake:
    """What the whole page has, whichever tab is open.

    Attributes:
        line: what is being done with the documents.
        told: what came of the last change.
        drop: takes files, out of sight: all of the page is where they are dropped.
        timer: ticks every `EVERY` seconds; in a tab it would only begin once that was opened.
    """

    line: gr.HTML
    told: gr.HTML
    drop: gr.File
    timer: gr.Timer


def intake(bot: Bot) -> Intake:
    """Build it where this is called."""
    line, told = html(rest(bot.changes.said()), "fn-rest"), html(status([]), "fn-told")
    drop = gr.File(label="Add documents", file_count="multiple", elem_id="fn-drop", visible=bot.settings.uploads)
    return Intake(line, told, drop, gr.Timer(EVERY))


def documents_panel(bot: Bot, scope: Filters, welcome: gr.HTML, page: gr.Blocks, common: Intake) -> None:
    """Build the panel into `page`; it keeps `scope`, what questions are limited to, and `welcome` up to date."""
    told, drop = common.told, common.drop
    # What the page shows is known in the page itself: answers may come there in another order than they were made,
    # and what a `gr.State` holds of them, which is the last one made, would not be what is shown.
    before, seen = (gr.Textbox("", visible="hidden", elem_id=f"fn-{name}") for name in ("before", "seen"))
    with gr.Row(elem_id="fn-tools"):
        search = textbox("Search", "Search names and passages", "fn-search", scale=4)
        again = button("Sync folder now", "fn-sync", 140, scale=1, visible=not bot.settings.reads_only)
    left = html(refused([]), "fn-left")
    table = html(None, "fn-table", "documents")

    do = Handlers(bot, Glance(bot).look)
    inputs, looked = [search, *scope.choices], [told, seen, table, *scope.choices, welcome]
    doing = [common.line, again, before]
    for looks in (page.load, common.timer.tick):
        looks(do.doing, [before], doing, queue=False, **HIDDEN)
        looks(do.changed_by_others, [*inputs, seen], looked, queue=False, **HIDDEN)
    search.change(do.searched, inputs, looked, trigger_mode="always_last", **HIDDEN)
    # How far it is stands in the line, which the timer keeps up to date, whoever asked for it.
    changed = [*doing, left, *looked]
    again.click(do.synced, inputs, changed, **HIDDEN)
    drop.upload(do.added, [*inputs, drop], [*changed, drop], **HIDDEN)
    table.select(do.act, inputs, changed, trigger_mode="multiple", **HIDDEN)
