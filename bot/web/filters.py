"""What questions are limited to: documents, a folder of them, a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import gradio as gr

from bot.chat import Bot
from bot.question.limits import is_time, scope_of
from bot.web.components import HIDDEN, html, textbox
from bot.web.conversation import Turn
from bot.web.render import chip, path
from ingest.documents import Listed

_EVERYWHERE = ("All folders", "")
_TIMES = "From", "Until"


@dataclass(frozen=True, slots=True)
class Filters:
    """The fields, in the order in which handlers take their values."""

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
    """Build, where this is called, one control that says what is on, and the fields that it opens."""
    with bot.index.reading() as view:
        documents, folder = chosen_among(view.listing(), [], "")
    control = html(chip(""), "fn-filter", "log")
    with gr.Column(elem_id="fn-filters", min_width=0):
        fields = Filters(
            gr.Dropdown(label="Documents", elem_id="fn-scope", multiselect=True, **documents),
            gr.Dropdown(label="Folder", elem_id="fn-folder", **folder),
            _time(_TIMES[0], "e.g. 2024-06", "fn-after"),
            _time(_TIMES[1], "e.g. 2025", "fn-before"),
        )
    for field in fields.fields:
        field.change(said, fields.fields, control, **HIDDEN)
    control.select(nothing_limited, None, fields.fields, **HIDDEN)
    return fields


def _time(label: str, example: str, name: str) -> gr.Textbox:
    return textbox(label, example, name, show_label=True, container=True)


def nothing_limited() -> tuple[Any, ...]:
    """The values of the fields that limit nothing."""
    return [], "", "", ""


def said(documents: list[str] | None, folder: str | None, after: str | None, before: str | None) -> str:
    """The control, which says what is on."""
    on = filtered("", documents, folder, after, before)
    first, last = (time if is_time(time) else "" for time in (on.after, on.before))
    count = f"{len(on.sources)} document{'' if len(on.sources) == 1 else 's'}" if on.sources else ""
    time = f"since {first}" if first else "", f"until {last}" if last else ""
    parts = count, f"in {on.folder}" if on.folder else "", *time
    return chip(" · ".join(part for part in parts if part))


def chosen_among(listed: Sequence[Listed], documents: Sequence[str], folder: str) -> tuple[dict[str, Any], ...]:
    """Choices, value and visibility of the first two fields, as `gr.Dropdown` and `gr.update` take them.

    Args:
        listed: what there is; called by title, and by name on a second line where others have the same one.
        documents: the sources of those that are chosen; what is not there any more is chosen no more.
        folder: the one that is chosen, "" for all.
    """
    sources = [one.source for one in listed]
    inside = folders(sources)
    titles = Counter(one.title for one in listed)
    named = [(one.title if one.title and titles[one.title] == 1 else _full(one), one.source) for one in listed]
    return (
        {"choices": sorted(named, key=_by_name), "value": [name for name in documents if name in sources]},
        {
            "choices": [_EVERYWHERE, *((name, name) for name in inside)],
            "value": folder if folder in inside else "",
            "visible": bool(inside),
        },
    )


def _full(one: Listed) -> str:
    return f"{one.title}\n{one.source}" if one.title and path(one) else one.source


def _by_name(choice: tuple[str, str]) -> str:
    return choice[0].casefold()


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


def check_times(turn: Turn) -> None:
    """`SourcesError`, in the words of the fields, if a time is none, or the two leave no day."""
    scope_of(after=turn.after or None, before=turn.before or None, called=_TIMES)


def filters_of(sources: Sequence[str] | None, folder: str, after: str, before: str) -> dict[str, Any]:
    """Limits as `Bot.ask` takes them, from fields or parameters that are empty where nothing is limited.

    What is neither empty nor a limit stays, for `Bot.ask` to refuse.
    """
    texts = {"folder": folder, "after": after, "before": before}
    given = {name: None if text in (None, "") else text for name, text in texts.items()}
    return {"sources": None if sources in (None, [], ()) else sources, **given}
