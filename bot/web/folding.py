"""A passage cut into what is shown at once and what comes on request."""

_AROUND = 120  # characters shown on either side of a quote before "more" is asked for
_QUOTED = 500  # and of the quote itself
WHOLE = 600  # characters of a passage that may help, up to which it is shown in full


def folded(shown: tuple[str, str, str], whole: int = 0) -> tuple[tuple[str, str], ...]:
    """A passage before, in and after its quote: of each what is shown at once, and the rest, cut between words.

    Args:
        shown: the three parts.
        whole: characters up to which nothing is folded.
    """
    before, quote, after = shown
    around = max(_AROUND, (whole - len(quote)) // 2) if len("".join(shown)) > whole else whole
    return _cut(before, around, end=True), _cut(quote, max(_QUOTED, around)), _cut(after, around)


def _cut(text: str, most: int, *, end: bool = False) -> tuple[str, str]:
    """The beginning of a text, or its `end`, and the rest."""
    if len(text) <= most:
        return text, ""
    at = text.find(" ", len(text) - most) + 1 if end else text.rfind(" ", 0, most)
    at = at if at > 0 else len(text) - most if end else most
    return (text[at:], text[:at]) if end else (text[:at], text[at:])
