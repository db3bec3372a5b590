"""The Gradio components that the panels are made of, and what their events have in common."""

from typing import Any

import gradio as gr

HIDDEN: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}  # of an event
Update = Any  # a component's new value, or what `gr.update` and `gr.skip` give


def html(value: str | None, name: str, script: str = "") -> gr.HTML:
    """A place for HTML of ours, with the element id `name`; the module `script` makes events of what happens in it."""
    # The same modules as those of the page's own script, which may not have come yet when the page is there.
    begin = (
        f"import(new URL('footnote/scripts/{script}.js', document.baseURI).href).then(it => it.begin(element, trigger))"
    )
    return gr.HTML(value, elem_id=name, js_on_load=begin if script else None, apply_default_css=False)


def button(text: str, name: str, width: int = 72, **more: Any) -> gr.Button:  # noqa: ANN401 (options of Gradio's)
    """A small button, at least `width` pixels wide."""
    return gr.Button(text, size="sm", elem_id=name, min_width=width, **more)


def textbox(label: str, example: str, name: str, **more: Any) -> gr.Textbox:  # noqa: ANN401 (the same)
    """A field of one line whose label, unless it is to be shown, only a screen reader tells."""
    options = {"show_label": False, "container": False, "lines": 1, "max_lines": 1, "min_width": 120, **more}
    return gr.Textbox(label=label, placeholder=example, elem_id=name, **options)
