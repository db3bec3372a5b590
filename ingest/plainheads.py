"""Which lines of a text are headings: marked ones in Markdown, and in plain text short lines that stand alone."""

import re
from dataclasses import dataclass

_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_ITEM = re.compile(r"^\s*(?:[-*+•–—>|#]|\d+[.)]\s|[a-z][.)]\s|\(?[ivx]+\)\s)")
_SMALL = frozenset("a an and as at but by for from in into nor of on or over per the to under upon via vs with".split())

@dataclass(frozen=True, slots=True)
class Heading:
    start: int
    end: int
    text: str
    level: int

def find_headings(text, *, markdown):
    lines, at = [], 0
    for line in re.split(r"(\r\n|\r|\n)", text):
        if line not in ("\r\n", "\r", "\n"):
            lines.append((at, line))
        at += len(line)
    found=[]
    full = [i for i, (_, line) in enumerate(lines) if line.strip()]
    for number, i in enumerate(full[:-1]):
        start, line = lines[i]
        below = lines[full[number + 1]][1]
        above = lines[full[number - 1]][1] if number else ""
        if markdown:
            a=_ATX.match(line)
            if a and a[2]: found.append(Heading(start,start+len(line),a[2],len(a[1])))
            continue
        alone = number == 0 or i - full[number - 1] > 1 or _ends(above)
        followed = len(below.split()) > len(line.split()) and (_ends(below) or len(below) > 2 * len(line))
        apart = full[number + 1] - i > 1
        if alone and _reads(line, number == 0 and apart) and (followed or (apart and number == 0)):
            found.append(Heading(start, start + len(line), line.strip(), 1 if number == 0 else 2))
    return tuple(found)

def _ends(line):
    return line.rstrip().rstrip("\"'”’)]»").endswith((".", "!", "?", "…"))

def _reads(line, first):
    text = line.strip(); parts = text.split()
    if not text or len(text) > 120 or len(parts) > 16 or _ITEM.match(line): return False
    if text.endswith((".", ",", ";", ":", "…")) or (_ends(text) and not first): return False
    if first: return True
    telling = [p for p in parts if p.lower() not in _SMALL and p[0].isalpha()]
    return bool(telling) and sum(p[0].isupper() for p in telling) >= 0.7 * len(telling)
