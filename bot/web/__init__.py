"""The chat page."""

from bot.web.page import build, launch

__all__ = ["build", "launch"]
