"""Who wrote a mail, to whom and when: told by its header, which stands in its text; see `ingest.formats.mail`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.answerers.answerer import Reply, Request, growing
from bot.answerers.library.lines import line
from bot.answers import dated
from bot.drafts import Claim, Draft, Quote
from bot.question.classifier import FILE, THING, model
from bot.question.kind import task_of
from bot.question.names import weak_stems
from ingest.documents import Hit, Listed, Passage
from ingest.formats.mail_text import HEADER, QUOTED
from ingest.text.words import stem, stems, words
from ingest.view import View

_FIELD = re.compile(r"(?:^|; )(From|To|Cc|Sent): (.*?)(?=; (?:To|Cc|Sent): |$)", re.S)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"\s*<[^<>]*>")
_WANTED: Mapping[str, tuple[str, ...]] = {
    "sender": ("From",),
    "receiver": ("To", "Cc"),
    "copied": ("Cc",),
    "sent": ("Sent",),
}
# Of whom the question says that they wrote, or were written to; what it says of others a mail may speak of.
_WROTE = re.compile(r"\b(?:did|does|has|hat|a|from|by|von)\s+((?:[^\W\d_][\w’'-]*\s?){1,3})", re.I)
_WRITTEN_TO = re.compile(r"\b(?:to|an|à|a)\s+((?:[^\W\d_][\w’'-]*\s?){1,3})")
_LOOKED_AT = 60  # passages that hold words of the question
_SHOWN = 5
_SURE, _LESS = 0.9, 0.6  # where one mail is meant, or its subject tells which; and where several may be
_HELD = 0.67  # of the telling words of the question, at least, must stand in a mail


@dataclass(frozen=True, slots=True)
class _Message:
    """A mail, or one that is quoted or forwarded in it.

    Attributes:
        passage, start, end: where its header stands; of a quoted mail its first sentence, under a heading that says who
            wrote it and when.
        fields: what the header says, by name.
        held: how many of the question's words it holds, header and text.
        named: how many of them its subject has.
        of: the mail that it stands in.
    """

    passage: Passage
    start: int
    end: int
    fields: Mapping[str, str]
    held: int
    named: int
    of: Listed

    @property
    def quote(self) -> str:
        return self.passage.quote(self.start, self.end)


def answer(request: Request, view: View) -> Reply | None:
    """The headers of the mails that the question means, newest first; None where none is, or it does not say that."""
    text = request.question.text
    asked = _telling(text)
    wanted = _WANTED[task_of(text, "mail")[0]]
    least = max(1, -(-len(asked) * _HELD // 1))
    found = [one for one in _messages(request, view, asked) if one.held >= least and _fits(text, one.fields)]
    told = [one for one in found if any(name in one.fields for name in wanted)]
    if not told or not asked:
        return None
    most = max((one.held, one.named) for one in told)
    meant = sorted((one for one in told if (one.held, one.named) == most), key=lambda one: one.of.date, reverse=True)
    shown = meant[:_SHOWN]
    claims = [_claim(one, Quote(at, one.quote), wanted) for at, one in enumerate(shown)]
    sure = _SURE if len(meant) == 1 and most[0] == len(asked) else _LESS
    short = _said(claims[0]) if len(shown) == 1 else None
    draft = Draft("answer", tuple(claims), short=short, listed=len(claims) > 1, confidence=sure)
    return Reply(tuple(Hit(one.passage, 1.0) for one in shown), growing(lambda: draft), facts=True)


def _telling(text: str) -> frozenset[str]:
    """The stems of what a question says of a mail besides asking for one."""
    return frozenset(root for word in words(text) if len(word) > 1 and (root := stem(word)) not in _asking())


@cache
def _asking() -> frozenset[str]:
    asking = {stem(word) for kind in ("mail", THING, FILE) for said in model().asking[kind] for word in words(said)}
    return frozenset(asking | {*weak_stems()})


def _messages(request: Request, view: View, asked: frozenset[str]) -> Iterator[_Message]:
    """The mails in documents that hold some of the words."""
    listing = {one.source: one for one in view.listing()}
    hits = [*request.hits, *view.lexical(" ".join(sorted(asked)), _LOOKED_AT, request.sources)]
    for source in dict.fromkeys(passage.source for hit in hits for passage in (hit.passage, *hit.also)):
        passages = view.passages(source)
        headers = list(_headers(passages))
        if not headers or source not in listing:
            continue
        one = listing[source]
        there = {*stems(dated(one.date, 0)), *stems(source)}
        there |= {root for passage in passages for root in stems(passage.embedded)}
        for passage, start, end in headers:
            subject = {*stems(passage.heading), *stems(passage.title)}
            fields = _fields(passage, start, end)
            yield _Message(passage, start, end, fields, len(asked & there), len(asked & subject), one)


def _headers(passages: Sequence[Passage]) -> Iterator[tuple[Passage, int, int]]:
    """Where the header of each mail in a document stands, or a quoted one begins."""
    seen, above = -1, ""
    for passage in passages:
        for start, end in passage.sentences:
            begins = bool(_quoted(passage)) and passage.heading != above
            if start > seen and (begins or HEADER.match(passage.quote(start, end))):
                yield passage, start, end
            seen, above = max(seen, start), passage.heading


def _quoted(passage: Passage) -> str:
    """The line above a quoted mail: "On Mon, 22 Jun 2026, Ida Brook wrote"; "" where none tells when that was."""
    heading = passage.heading.rpartition(" › ")[2]
    return heading if heading.startswith(f"{QUOTED}: ") and _YEAR.search(heading) else ""


def _fields(passage: Passage, start: int, end: int) -> dict[str, str]:
    said = passage.quote(start, end)
    if HEADER.match(said):
        return dict(_FIELD.findall(said))
    line = _quoted(passage).removeprefix(f"{QUOTED}: ")
    return dict(_FIELD.findall(line)) if HEADER.match(line) else {"From": line, "Sent": line}


def _fits(text: str, fields: Mapping[str, str]) -> bool:
    """Whether whoever wrote by the question did, and so whoever was written to; what names nobody fits."""
    sides = ((_WROTE, ("From",)), (_WRITTEN_TO, ("To", "Cc")))
    people = {root for value in fields.values() for root in stems(value)}
    for pattern, names in sides:
        there = {root for name in names for root in stems(fields.get(name, ""))}
        for said in pattern.findall(text):
            named = {stem(word) for word in words(said)} & people
            if named and not named & there:
                return False
    return True


def _claim(one: _Message, quote: Quote, wanted: Sequence[str]) -> Claim:
    """The header, in it in bold what is wanted, after what the mail is called and when it was written."""
    if not HEADER.match(one.quote):
        return Claim(" ".join(one.quote.split()), (quote,), under=(_quoted(one.passage),))
    header = " ".join(one.quote.split())
    claim = line(one.of, quote, ("date",), header)
    at = claim.text.rindex(header)
    spans = []
    for name in wanted:
        if value := one.fields.get(name, ""):
            begin = at + header.index(f"{name}: {value}") + len(name) + 2
            shown = value if "," in value else _ADDRESS.split(value)[0] or value
            spans.append((begin, begin + len(shown)))
    return replace(claim, bold=spans[0], also=tuple(spans[1:]))


def _said(claim: Claim) -> str | None:
    return claim.text[slice(*claim.bold)] if claim.bold and not claim.also else None
