""".epub -> blocks, chapter by chapter: a ZIP archive of XHTML, in the order that its spine gives."""

import posixpath
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from ingest.errors import UnreadableFileError
from ingest.formats import web
from ingest.formats.archive import opened
from ingest.formats.blocks import Block, Extracted, assemble
from ingest.formats.metadata import cleaned_metadata
from ingest.text.decoding import decode

_CONTAINER = "META-INF/container.xml"
_LOCKED = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")


def read(data: bytes) -> Extracted:
    """The chapters, under their own headings or else under their names in the table of contents."""
    with opened(data, ".epub", _CONTAINER) as archive:
        root = next(_xml(archive, _CONTAINER).iter("{*}rootfile"))
        package_path = root.get("full-path")
        package = _xml(archive, package_path)
        folder = posixpath.dirname(package_path)
        chapters = _chapters(package, folder)
        if _LOCKED in archive.namelist():
            locked = {unquote(node.get("URI", "")) for node in _xml(archive, _LOCKED).iter("{*}CipherReference")}
            if locked & set(chapters):  # fonts may be scrambled in a book that is open
                raise UnreadableFileError("is locked by its seller (DRM). Get a copy without a lock.")
        names = _contents(archive, package, folder)
        title, date, language = (next(iter(_said(package, name)), "") for name in ("title", "date", "language"))
        pages = ((chapter, _text(archive, chapter)) for chapter in chapters if chapter in archive.namelist())
        parts = enumerate(pages, 1)
        blocks = (block for number, (path, text) in parts for block in _blocks(text, names.get(path, ""), number))
        return assemble(blocks, title, metadata=cleaned_metadata(_said(package, "creator"), date, language))


def _xml(archive: ZipFile, name: str) -> Any:  # noqa: ANN401 (lxml ships no types)
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _said(package: Any, name: str) -> list[str]:  # noqa: ANN401
    """What the book's metadata say under one of the names of Dublin Core."""
    return ["".join(node.itertext()) for node in package.iter(f"{{*}}{name}")]


def _chapters(package: Any, folder: str) -> list[str]:  # noqa: ANN401
    """The paths of the pages to read, in order."""
    items = {node.get("id"): node for node in package.iter("{*}item")}
    order = [items[ref.get("idref")] for ref in package.iter("{*}itemref") if ref.get("idref") in items]
    return [_path(folder, item.get("href", "")) for item in order if item.get("media-type") in _PAGES]


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.split("#")[0])))


def _contents(archive: ZipFile, package: Any, folder: str) -> dict[str, str]:  # noqa: ANN401
    """The names of chapters in the table of contents, of EPUB 3 or of EPUB 2, by path."""
    names: dict[str, str] = {}
    for item in package.iter("{*}item"):
        path = _path(folder, item.get("href", ""))
        is_contents = "nav" in item.get("properties", "").split() or item.get("media-type", "").endswith("dtbncx+xml")
        if not is_contents or path not in archive.namelist():
            continue
        contents, base = _xml(archive, path), posixpath.dirname(path)
        links = [(node.get("href"), "".join(node.itertext())) for node in contents.iter("{*}a")]
        points = [
            (node.find("{*}content").get("src"), "".join(node.find("{*}navLabel").itertext()))
            for node in contents.iter("{*}navPoint")
        ]
        for href, name in chain(links, points):
            names.setdefault(_path(base, href or ""), name)
    return names


def _text(archive: ZipFile, path: str) -> str:
    data = archive.read(path)
    text = decode(data, web.declared(data))
    if text is None:
        raise UnreadableFileError(f"is damaged: its part {path[:60]} is no text. Get it again or remove it.")
    return text


def _blocks(text: str, name: str, number: int) -> Iterator[Block]:
    """A chapter; its name from the table of contents leads it if it does not begin with a heading."""
    blocks = (block for block in web.everything(text) if block.text.strip())
    first = next(blocks, None)
    if first is None:
        return
    if name and first.kind != "heading":
        yield Block(name, "heading", number)
    for block in chain([first], blocks):
        yield Block(block.text, block.kind, number, item=block.item)
