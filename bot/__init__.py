"""Questions in, cited answers out. These names are the contract; see README."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.answers import Answer, Citation
    from bot.chat import Bot, ask

__all__ = ["Answer", "Bot", "Citation", "ask"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (one of `__all__`)
    """Import what is asked for on first use, so that errors and `--help` do not wait for the index's libraries."""
    if name in ("Bot", "ask"):
        from bot import chat

        return getattr(chat, name)
    if name in ("Answer", "Citation"):
        from bot import answers

        return getattr(answers, name)
    raise AttributeError(f"module 'bot' has no attribute {name!r}")
