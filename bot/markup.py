"""Text -> Markdown that shows it as it is, and back: nothing of a document becomes a link, an image or a heading."""

import re

# What Markdown would take for markup, bare addresses among it, which many renderers turn into links: nothing else is
# escaped, so that the text stays readable as it is.
_MARKUP = re.compile(
    r"([\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|^[#>+-]"
    r"|(?<=\w):(?=//)|(?i:(?<=\bmailto)|(?<=\bxmpp)):|(?i:(?<=\bwww))\.|(?<=\w)@(?=\w))"
)
_ESCAPED_OR_BOLD = re.compile(r"\\([\\`*\[\]_<&#>+\-:.@])|\*\*")  # in one go: "\\\\**" ends in bold
_MARKER = re.compile(r" ?(?<!\\)\[\d+\](?!\()")
# Characters that show nothing and can carry a text that only a machine reads: zero-width ones, direction overrides,
# tags. Joiners between letters or emoji (U+200C, U+200D) are part of how words are written.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def escape(text: str) -> str:
    """Document text as Markdown that shows it as it is, on one line, without what shows nothing."""
    return _MARKUP.sub(r"\\\1", " ".join(visible(text).split()))


def escape_part(part: str) -> str:
    """Like `escape`, of a part: the space around it is kept, as one."""
    return " " * part[:1].isspace() + escape(part) + " " * (part[-1:].isspace() and not part.isspace())


def plain(text: str) -> str:
    """An answer's text without Markdown's bold and escapes, for a terminal."""
    return _ESCAPED_OR_BOLD.sub(lambda match: match[1] or "", text)


def unmarked(text: str) -> str:
    """An answer's text without the markers of its citations, such as "[1]"; a link and what is escaped stay."""
    return _MARKER.sub("", text)


def visible(text: str) -> str:
    """A text without the characters that show nothing."""
    return _HIDDEN.sub("", text)
