"""Where a link leads, if that is a mail address or a telephone number: words that stand for one do not say it."""

from urllib.parse import unquote

_SCRAMBLED = "/cdn-cgi/l/email-protection#"  # where a link leads whose address Cloudflare has scrambled
_SCHEMES = ("mailto:", "tel:")


def reached(target: str, words: str) -> str:
    """What to write behind the words of a link: " (ann@example.org)"; "" if they say it, or it leads elsewhere."""
    _, scrambled, code = target.partition(_SCRAMBLED)
    target = f"mailto:{unscrambled(code)}" if scrambled else target
    scheme = next((one for one in _SCHEMES if target.lower().startswith(one)), None)
    said = unquote(target[len(scheme) :].partition("?")[0]).strip() if scheme else ""
    return f" ({said})" if said and _signs(said) not in _signs(words) else ""


def unscrambled(code: str) -> str:
    """The mail address that Cloudflare has scrambled, its bytes combined with the first one; "" for what is none."""
    try:
        key, *scrambled = bytes.fromhex(code)
        return bytes(byte ^ key for byte in scrambled).decode()
    except ValueError:
        return ""


def _signs(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum() or sign == "@")
