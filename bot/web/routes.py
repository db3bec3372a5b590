"""What the page asks the server for besides Gradio: documents, their pages and rows, exports, suggestions, scripts."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from typing import Annotated
from urllib.parse import quote

from pydantic import Field, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.chat import Bot
from bot.errors import SourcesError
from bot.web import export
from bot.web.conversation import load
from bot.web.render import asset, filled
from bot.web.suggestions import Suggestions
from bot.web.viewers import pages, tables
from bot.web.viewers.document import digest_of, document_html, looked_up
from bot.web.viewers.marks import Seen
from ingest.sync.trash import inside

SCRIPT = '<script type="module" src="footnote/scripts/page.js"></script>'


@dataclass(frozen=True, slots=True)
class Wish:
    """A file that the page wants: the conversation as the browser keeps it, the format, and which answer of it."""

    kept: str
    suffix: str
    turn: Annotated[int, Field(ge=0)] | None = None


_SPANS = 50  # quotes marked in one document
_WISH = TypeAdapter(Wish)
_LIVES = {"Cache-Control": "private, max-age=600"}  # what a hash names does not change


def routes(bot: Bot) -> list[Route]:
    """The routes of a bot's page."""
    makers: dict[str, Callable[[Bot, Request], Response]] = {
        "document": _document,
        "file": _file,
        "page": _page,
        "words": _words,
        "boxes": _boxes,
        "rows": _rows,
    }
    return [
        *(Route(f"/footnote/{name}", _endpoint(bot, make)) for name, make in makers.items()),
        Route("/footnote/export", _export, methods=["POST"]),
        *(Route(f"/footnote/{name}", make, methods=["POST"]) for name, make in _offered(Suggestions(bot)).items()),
        Route("/footnote/scripts/{name}", _script),
    ]


def _endpoint(bot: Bot, make: Callable[[Bot, Request], Response]) -> Callable[..., object]:
    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(make, bot, request)
        except SourcesError:
            return HTMLResponse(filled("viewers/gone", source=request.query_params.get("doc", "")), 404)

    return endpoint


def _document(bot: Bot, request: Request) -> Response:
    """A document with some of its quotes marked."""
    asked = request.query_params
    spans = [_span(text) for text in asked.getlist("span")[:_SPANS]]
    places = [span for span in spans if span is not None]
    return HTMLResponse(document_html(bot, asked.get("doc", ""), places, asked.get("hash", ""), asked.get("view", "")))


def _page(bot: Bot, request: Request) -> Response:
    """A page of a PDF as a picture."""
    made = pages.picture(_seen(bot, request), _number(request, "page"), _number(request, "width"))
    return Response(made, 200, _LIVES, "image/jpeg") if made else PlainTextResponse("There is no such page.", 404)


def _words(bot: Bot, request: Request) -> Response:
    """The words of a page of a PDF and where they stand: text, left, top, width, height, whether a line ends.

    Of a scan they are those that are recognized.
    """
    scan = "scan" in request.query_params
    made = pages.words(_seen(bot, request), _number(request, "page"), recognize=scan)
    return JSONResponse([tuple(asdict(word).values()) for word in made], headers=_LIVES)


def _file(bot: Bot, request: Request) -> Response:
    """The file that a document was read from, to be kept: no browser shows any of it as a page of this server."""
    seen = _seen(bot, request)
    if digest_of(seen.path) != seen.document.sha256:
        return PlainTextResponse("The file has changed or gone since it was read.", 404)
    return FileResponse(seen.path, media_type="application/octet-stream", filename=seen.path.name)


def _boxes(bot: Bot, request: Request) -> Response:
    """Where a quote stands on pages that are scans."""
    seen, span = _seen(bot, request), _span(request.query_params.get("span", ""))
    if span is None or span[1] > len(seen.document.text):
        return PlainTextResponse("There is no such place.", 404)
    return JSONResponse([asdict(box) for box in pages.recognized(replace(seen, spans=(span,)))], headers=_LIVES)


def _rows(bot: Bot, request: Request) -> Response:
    """Some rows of a table."""
    seen, table = _seen(bot, request), _number(request, "table")
    if table >= len(seen.document.tables):
        return PlainTextResponse("There is no such table.", 404)
    return HTMLResponse(tables.rows(seen, table, _number(request, "first"), _number(request, "count")))


def _seen(bot: Bot, request: Request) -> Seen:
    """The document that is asked for, as it was when the page was made.

    Raises:
        SourcesError: it is gone, or has changed.
    """
    source = request.query_params.get("doc", "")
    with bot.index.reading() as view:
        document = looked_up(view, source)
    if not document.sha256.startswith(request.query_params.get("hash", "")):
        raise SourcesError(f"{source} has changed.")
    return Seen(document, (), inside(bot.settings.documents_folder, source), (), ())


async def _export(request: Request) -> Response:
    """A conversation that the browser keeps, or one of its answers, as a file."""
    try:
        wish = _WISH.validate_json(await request.body())
    except ValidationError:
        return PlainTextResponse("This is no conversation.", 400)
    said = load(wish.kept)
    made = await run_in_threadpool(export.files, said, wish.suffix, wish.turn) if said else None
    if made is None:
        return PlainTextResponse("There is nothing to export, or not in this format.", 400)
    saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name)}"}
    return Response(made.data, 200, saved, made.media)


def _offered(suggestions: Suggestions) -> dict[str, Callable[[Request], Awaitable[Response]]]:
    """The questions to begin with, and those after an answer; 202 while not all are known."""

    async def first(_: Request) -> Response:
        found, ended = await run_in_threadpool(suggestions.first)
        return JSONResponse(found, 200 if ended else 202)

    async def following(request: Request) -> Response:
        said = load((await request.body()).decode("utf-8", "replace"))
        found = await run_in_threadpool(suggestions.following, said) if said else []
        return JSONResponse(found or [], 202 if found is None else 200)

    return {"suggestions": first, "following": following}


async def _script(request: Request) -> Response:
    """A script of this package."""
    name = request.path_params["name"]
    if name not in {one.name for one in files("bot.web.scripts").iterdir() if one.name.endswith(".js")}:
        return PlainTextResponse("There is no such script.", 404)
    return Response(asset(f"scripts/{name}"), 200, {"Cache-Control": "no-cache"}, "text/javascript")


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _span(text: str) -> tuple[int, int] | None:
    start, _, end = text.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    return (int(start), int(end)) if int(end) > int(start) else None
