"""The page and its server: the panels, what is offered to programs, and the guard before all of it."""

import json
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Gradio asks two hosts of its own when it is imported and started, unless it is told not to before.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# Its server would believe whatever comes from this machine about where that came from; the guard asks FOOTNOTE_PROXIES.
os.environ["FORWARDED_ALLOW_IPS"] = ""

import gradio as gr
from starlette.applications import Starlette

from bot.chat import Bot
from bot.settings import Settings
from bot.web.accounts import accounts
from bot.web.api import add_endpoints
from bot.web.beginning import Beginning
from bot.web.chat_panel import chat_panel, history_panel
from bot.web.components import html
from bot.web.documents_panel import documents_panel, intake
from bot.web.guard import Guard
from bot.web.inputs import Page
from bot.web.login import Login
from bot.web.openai_api import chat_routes
from bot.web.rate_limit import RateLimit
from bot.web.render import asset, filled
from bot.web.routes import SCRIPT, routes
from bot.web.sites import Sites, sites
from bot.web.uploads import FILES, Uploads
from bot.web.viewers.apart import APART
from ingest.errors import SettingsError
from ingest.sync.uploads import UPLOADS

_AT_ONCE = 8  # questions that are answered at the same time
_STYLES = "style.css", "chat.css", "documents.css", "viewer.css"
_FIRST_PORT, _PORTS = 7860, 100


def build(bot: Bot, rate: RateLimit | None = None) -> gr.Blocks:
    """The page of a bot; it holds no document text but what answers cite.

    Args:
        bot: what answers.
        rate: the limits of one person, where they hold for more than the page.
    """
    rate = rate or RateLimit(bot.settings.rate)
    page: gr.Blocks
    with Page(title="Footnote", analytics_enabled=False, fill_width=True) as page:
        html(filled("title"), "fn-title")
        history, common = history_panel(login=bot.settings.auth is not None), intake(bot)
        with gr.Tabs(elem_id="fn-tabs"):
            with gr.Tab("Chat"):
                scope, welcome = chat_panel(bot, rate, page, history)
            with gr.Tab("Documents"):
                documents_panel(bot, scope, welcome, page, common)
        add_endpoints(bot, rate)
    page.queue(default_concurrency_limit=_AT_ONCE)
    return page


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
        SettingsError: the address cannot be listened on, no port is free, or a setting cannot be used.
    """
    settings = bot.settings
    if settings.mcp and find_spec("mcp") is None:
        raise SettingsError("FOOTNOTE_MCP needs a package: pip install 'footnote[mcp]'.")
    known = accounts(settings.auth.get_secret_value()) if settings.auth else {}
    inner = secrets.token_urlsafe(32)
    lifespan = _guarded(sites(host, settings.hosts, settings.proxies), Login(known, inner), _uploads(settings))
    rate = RateLimit(settings.rate)
    page = build(bot, rate)
    app = {"lifespan": lifespan, "routes": [*routes(bot), *chat_routes(bot, rate)]}
    address = _serve(page, host, port, mcp_server=settings.mcp, app_kwargs=app)
    if settings.mcp:
        _tell_json(page)
    if known and settings.mcp:
        _let_in(page, address, inner)
    APART.warm()
    if block:
        page.block_thread()
    return address


def _uploads(settings: Settings) -> Uploads | None:
    """What becomes of uploads; None where there are none."""
    own = settings.index_folder.absolute() / UPLOADS
    # Gradio keeps uploads in a folder of all its programs, where `--purge` could not tell whose they are.
    folder = Path(os.environ.setdefault("GRADIO_TEMP_DIR", str(own)))
    most = (settings.upload_mb * FILES + 1) * 1_000_000
    uploads = Uploads(folder, most, ours=folder == own)
    return uploads if settings.uploads else None


def _guarded(known: Sites, login: Login, uploads: Uploads | None) -> Any:  # noqa: ANN401 (a lifespan of Starlette's)
    """Puts the guard before all of a server as it starts.

    Gradio puts its own middleware, which lets other sites in, before any that it is given.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        assert app.middleware_stack is not None  # noqa: S101 (it is what has called this)
        app.middleware_stack = Guard(Beginning(app.middleware_stack), known, login, uploads)
        yield

    return lifespan


def _serve(page: gr.Blocks, host: str, port: int | None, **more: Any) -> str:  # noqa: ANN401 (options of Gradio's)
    """Serve the page in the background, at that port or the first free one; returns its address."""
    fonts = ["system-ui", "sans-serif"]
    ports = range(port, port + 1) if port else range(_FIRST_PORT, _FIRST_PORT + _PORTS)
    # Gradio makes its whole server before it finds that a port is taken: what can be seen at once is not tried.
    for number in (number for number in ports if _free(host, number)):
        try:
            _, address, _ = page.launch(
                server_name=host,
                server_port=number,
                prevent_thread_lock=True,
                quiet=True,
                share=False,
                run_history=False,
                footer_links=[],
                ssr_mode=False,
                theme=gr.themes.Default(font=fonts, font_mono=["ui-monospace", "monospace"]),
                head=f"<style>{''.join(map(asset, _STYLES))}</style>{SCRIPT}",
                **more,
            )
        except OSError:  # Gradio's only word for a port that cannot be had
            continue
        return str(address)
    which = f"port {port}: it is taken" if port else f"ports {ports.start} to {ports.stop - 1}: all are taken"
    raise SettingsError(f"Cannot listen on {host}, {which}, or not allowed. Choose another with --host and --port.")


def _free(host: str, port: int) -> bool:
    """Whether a server can listen there."""
    bare = host.removeprefix("[").removesuffix("]")
    try:
        socket.create_server((bare, port), family=socket.AF_INET6 if ":" in bare else socket.AF_INET).close()
    except OSError:
        return False
    return True


def _tell_json(page: gr.Blocks) -> None:
    """Let agents have results as JSON: Gradio gives them as Python writes them."""
    from mcp.types import TextContent

    def texts(data: list[object], _: str) -> list[TextContent]:
        return [TextContent(type="text", text=json.dumps(one, ensure_ascii=False)) for one in data]

    assert page.mcp_server_obj is not None  # noqa: S101 (it is there with mcp_server=True)
    page.mcp_server_obj.postprocess_output_data = texts  # type: ignore[method-assign,assignment] # ours are no files


def _let_in(page: gr.Blocks, address: str, inner: str) -> None:
    """Let Gradio's MCP server, which calls the page over HTTP, past the guard."""
    from gradio_client import Client  # type: ignore[import-untyped] # upstream gives no types

    headers = {"x-gradio-user": "mcp", "authorization": f"Bearer {inner}"}
    client = Client(address, headers=headers, download_files=False, verbose=False, analytics_enabled=False)
    assert page.mcp_server_obj is not None  # noqa: S101 (it is there with mcp_server=True)
    page.mcp_server_obj._client_instance = client
