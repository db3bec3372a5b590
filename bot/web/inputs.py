"""What programs send, before Gradio reads it: what it cannot take is refused by one line that says what is wrong.

Gradio by itself would tell them nothing, and print a traceback on the server.
"""

import inspect
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from starlette.requests import Request
from starlette.types import Message, Receive, Scope

from ingest.text.decoding import json_value


class Page(gr.Blocks):
    """Gradio's page, which refuses wrong values of its events in words."""

    async def preprocess_data(self, block_fn: BlockFunction, inputs: list[Any], *more: Any, **named: Any) -> list[Any]:  # noqa: ANN401 (Gradio's own)
        """The values of an event as its handler takes them.

        Raises:
            gr.Error: some are missing, or one is not what its field takes.
        """
        if len(inputs) < len(block_fn.inputs):
            taken = list(inspect.signature(block_fn.fn).parameters)[: len(block_fn.inputs)] if block_fn.fn else []
            raise _refusal(block_fn, f"takes {len(block_fn.inputs)} values ({', '.join(taken)}), not {len(inputs)}")
        try:
            return list(await super().preprocess_data(block_fn, inputs, *more, **named))
        except gr.Error as error:
            error.print_exception = False
            error.message = error.message.encode(errors="replace").decode()  # it may quote half of a surrogate pair
            raise
        except Exception as error:  # whatever Gradio's fields make of a value that is none of theirs
            raise _refusal(block_fn, f"was sent a value that it cannot take ({type(error).__name__})") from error


def _refusal(event: BlockFunction, what: str) -> gr.Error:
    return gr.Error(f"'{event.api_name or event.name}' {what}.", print_exception=False)


async def checked_json(scope: Scope, receive: Receive) -> Receive:
    """The same request, once its body is known to be JSON in UTF-8.

    Raises:
        ValueError: it is not.
    """
    body = await Request(scope, receive).body()
    json_value(body.decode())
    read = False

    async def again() -> Message:
        nonlocal read
        if read:
            return await receive()
        read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
