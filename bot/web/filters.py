"""What questions are limited to: documents, a folder of them, a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.web.components import textbox
from bot.web.conversation import Turn

_EVERYWHERE = ("All folders", "")


@dataclass(frozen=True, slots=True)
class Filters:
    """The fields beside the conversation, in the order in which handlers take their values."""

    documents: gr.Dropdown
    folder: gr.Dropdown
    after: gr.Textbox
    before: gr.Textbox

    @property
    def fields(self) -> list[Any]:
        """All of them."""
        return [self.documents, self.folder, self.after, self.before]

    @property
    def choices(self) -> list[Any]:
        """Those whose choices are what the index holds."""
        return [self.documents, self.folder]


def filter_fields(bot: Bot) -> Filters:
    """Build the fields where this is called."""
    with bot.index.reading() as view:
        sources = list(view.hashes())
    documents, folder = chosen_among(sources, [], "")
    several = len(sources) > 1
    return Filters(
        _dropdown("Answer only from these documents", "fn-scope", 200, **documents, multiselect=True),
        _dropdown("Answer only from this folder", "fn-folder", 120, **folder),
        textbox("Only documents of this time or later", "From, as in 2024-06", "fn-after", 120, visible=several),
        textbox("Only documents of this time or earlier", "To, as in 2025", "fn-before", 120, visible=several),
    )


def _dropdown(label: str, name: str, width: int, **more: Any) -> gr.Dropdown:  # noqa: ANN401 (options of Gradio's)
    return gr.Dropdown(label=label, show_label=False, container=False, elem_id=name, min_width=width, **more)


def chosen_among(sources: Sequence[str], documents: Sequence[str], folder: str) -> tuple[dict[str, Any], ...]:
    """Choices, value and visibility of the first two fields, as `gr.Dropdown` and `gr.update` take them.

    Args:
        sources: what there is.
        documents: those that are chosen; what is not there any more is chosen no more.
        folder: the one that is chosen, "" for all.
    """
    inside = folders(sources)
    return (
        {
            "choices": list(sources),
            "value": [name for name in documents if name in sources],
            "visible": len(sources) > 1,
        },
        {
            "choices": [_EVERYWHERE, *((name, name) for name in inside)],
            "value": folder if folder in inside else "",
            "visible": bool(inside),
        },
    )


def folders(sources: Sequence[str]) -> list[str]:
    """Every folder that holds documents, itself or below, in order."""
    return sorted({str(above) for source in sources for above in PurePosixPath(source).parents} - {"."})


def filtered(
    question: str, documents: list[str] | None, folder: str | None, after: str | None, before: str | None
) -> Turn:
    """A question under the values of the fields; Gradio gives None for one that nobody has touched."""
    return Turn(
        question,
        sources=tuple(documents or ()),
        folder=folder or "",
        after=(after or "").strip(),
        before=(before or "").strip(),
    )


def filters_of(sources: Sequence[str] | None, folder: str, after: str, before: str) -> dict[str, Any]:
    """Limits as `Bot.ask` takes them, from fields or parameters that are empty where nothing is limited.

    What is neither empty nor a limit stays, for `Bot.ask` to refuse.
    """
    texts = {"folder": folder, "after": after, "before": before}
    given = {name: None if text in (None, "") else text for name, text in texts.items()}
    return {"sources": None if sources in (None, [], ()) else sources, **given}
