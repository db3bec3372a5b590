"""Who wrote a web page, when, and in which language: what its head, its JSON-LD and its time elements say.

Libraries guess a date from addresses, pictures and copyright lines where nothing is said; here nothing is guessed.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.formats.metadata import Metadata, cleaned_metadata, day, person

_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "byl")
# What tells best first: when it was published, then when it was changed.
_DATES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued",
    "citation_publication_date", "citation_date", "pubdate", "publishdate", "publish-date", "parsely-pub-date",
    "sailthru.date", "og:published_time", "article:modified_time", "datemodified", "last-modified", "dcterms.modified",
)  # fmt: skip
_KINDS = ("Article", "Posting", "Report", "WebPage", "Book", "CreativeWork")  # of schema.org, and what ends so
_MOST = 100_000  # characters of a JSON-LD script that are read


def published(tree: Any) -> Metadata:  # noqa: ANN401 (lxml ships no types)
    """What the whole page, its scripts not yet taken out, says of itself."""
    said: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        said.setdefault(name.lower(), []).append(node.get("content") or "")
    linked = list(_linked(tree))
    authors = [said[name] for name in _AUTHORS if name in said]
    authors += [_names(one.get("author")) for one in linked]
    dates = [one.get("datePublished") for one in linked]
    dates += [value for name in _DATES for value in said.get(name, ())]
    dates += [one.get("dateModified") for one in linked]
    dates += [node.get("datetime") for node in tree.iter("time") if _telling(node)]
    # Where an author is the address of a page about them, it is no name.
    names = ([name for name in group if "://" not in name] for group in authors)
    author = next((found for group in names if (found := person(group))), "")
    return cleaned_metadata(author, next((found for one in dates if (found := day(one))), ""), tree.get("lang"))


def _telling(node: Any) -> bool:  # noqa: ANN401
    """Whether a time element is that of the article: it says so, or stands in the head of it."""
    name = (node.get("itemprop") or "").lower()
    marked = node.get("pubdate") is not None or name in ("datepublished", "datemodified")
    above = next(node.iterancestors("header", "article"), None)
    return marked or (above is not None and above.tag == "header" and above.getparent().tag in ("article", "main"))


def _linked(tree: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    """The objects of the page's JSON-LD that are something written, in order."""
    for node in tree.iter("script"):
        if (node.get("type") or "").lower() != "application/ld+json" or len(node.text or "") > _MOST:
            continue
        try:
            found = json.loads(node.text or "", strict=False)
        except (ValueError, RecursionError):  # a page's own mistake, which is nothing to its reader
            continue
        things = found if isinstance(found, list) else [found]
        for thing in things:
            graph = thing.get("@graph") if isinstance(thing, Mapping) else None
            for one in graph if isinstance(graph, list) else [thing]:
                if isinstance(one, Mapping) and any(kind in str(one.get("@type")) for kind in _KINDS):
                    yield one


def _names(value: object) -> list[str]:
    """The names of an author in JSON-LD: a text, a thing with a name, or several of them."""
    things = value if isinstance(value, list) else [value]
    names = [one.get("name") if isinstance(one, Mapping) else one for one in things]
    return [name for name in names if isinstance(name, str)]
