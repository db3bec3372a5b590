"""The page: a conversation, its sources beside it, and what can be done with them."""

import os
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

# Gradio asks two hosts of its own when it is imported and started, unless it is told not to before.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from bot.chat import Bot
from bot.cite import plain
from bot.examples import example_questions
from bot.web.render import Turn, conversation, sources
from ingest.errors import FootnoteError, SettingsError

_AT_ONCE = 8  # questions that are answered at the same time
_FIRST_PORT, _PORTS = 7860, 100
Shown = tuple[tuple[Turn, ...], str, str, Any, Any]


def build(bot: Bot) -> gr.Blocks:
    """The page of a bot; it holds no document text but what answers cite."""
    documents, _ = bot.count()
    page: gr.Blocks
    with gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State(())
        gr.HTML("<h1>Footnote</h1><p>Answers from your documents, with proof.</p>", elem_id="fn-title")
        with gr.Row():
            with gr.Column(scale=3, min_width=320):
                log = gr.HTML(conversation((), documents), elem_id="fn-conversation", js_on_load=None)
                with gr.Row(elem_id="fn-examples") as examples:
                    buttons = [gr.Button(text, size="sm", min_width=140) for text in example_questions(bot)]
                with gr.Row(elem_id="fn-ask-row", equal_height=True):
                    box = gr.Textbox(
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
                    send = gr.Button("Ask", variant="primary", elem_id="fn-ask", min_width=72, scale=1)
                with gr.Row(elem_id="fn-more"):
                    again = gr.Button("Retry", elem_id="fn-retry", size="sm", min_width=72)
                    clear = gr.Button("Clear", elem_id="fn-clear", size="sm", min_width=72)
            with gr.Column(scale=2, min_width=320):
                panel = gr.HTML(sources(()), elem_id="fn-sources", js_on_load=None)

        def shown(said: tuple[Turn, ...], left: Any) -> Shown:  # noqa: ANN401 (text, or "leave it as it is")
            return said, conversation(said, documents), sources(said), gr.update(visible=not said), left

        def answer(question: str, said: tuple[Turn, ...]) -> Iterator[Shown]:
            if not question.strip():
                yield shown(said, gr.skip())
                return
            for turn in _asked(bot, question.strip(), said):
                yield shown((*said, turn), question if turn.error else "")

        def retry(said: tuple[Turn, ...]) -> Iterator[Shown]:
            if not said:
                yield shown(said, gr.skip())
                return
            for turn in _asked(bot, said[-1].question, said[:-1]):
                yield shown((*said[:-1], turn), gr.skip())

        outputs = [turns, log, panel, examples, box]
        hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        for event in (box.submit, send.click):
            event(answer, [box, turns], outputs, **hidden)
        for button in buttons:
            button.click(answer, [button, turns], outputs, **hidden)
        again.click(retry, [turns], outputs, **hidden)
        clear.click(lambda: shown((), ""), None, outputs, **hidden)
    page.queue(default_concurrency_limit=_AT_ONCE)
    return page


def _asked(bot: Bot, question: str, said: tuple[Turn, ...]) -> Iterator[Turn]:
    """One turn as it grows."""
    yield Turn(question)
    turn = Turn(question)
    try:
        for part in bot.stream(question, _history(said)):
            turn = Turn(question, part)
            yield turn
    except FootnoteError as error:
        yield Turn(question, error=str(error), done=True)
        return
    yield replace(turn, done=True)


def _history(said: tuple[Turn, ...]) -> list[dict[str, str]]:
    messages = []
    for turn in said:
        if turn.answer is not None:
            messages.append({"role": "user", "content": turn.question})
            messages.append({"role": "assistant", "content": plain(turn.answer.text)})
    return messages


def launch(bot: Bot, host: str, port: int | None = None, *, block: bool = True) -> str:
    """Serve the page.

    Args:
        bot: what answers.
        host: address to listen on.
        port: port to listen on; None for the first free one from 7860.
        block: whether to serve until Ctrl-C; else the server runs in the background.

    Returns:
        The page's address.

    Raises:
        SettingsError: the address cannot be listened on, or no port is free.
    """
    own = files("bot.web")
    ports = range(port, port + 1) if port else range(_FIRST_PORT, _FIRST_PORT + _PORTS)
    fonts = ["system-ui", "sans-serif"]
    page = build(bot)
    for number in ports:
        try:
            _, address, _ = page.launch(
                server_name=host,
                server_port=number,
                prevent_thread_lock=not block,
                quiet=True,
                run_history=False,
                footer_links=[],
                ssr_mode=False,
                theme=gr.themes.Default(font=fonts, font_mono=["ui-monospace", "monospace"]),
                css=(own / "style.css").read_text(encoding="utf-8"),
                js=(own / "page.js").read_text(encoding="utf-8"),
            )
        except OSError:  # Gradio's only word for a port that cannot be had
            continue
        return str(address)
    which = f"port {port}" if port else f"ports {ports.start} to {ports.stop - 1}"
    raise SettingsError(f"Cannot listen on {host}, {which}. Choose another with --host and --port.")
