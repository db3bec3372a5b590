"""History and question -> a question that stands alone."""

from bot.followup.complete import stand_alone
from bot.followup.resolve import StandAlone

__all__ = ["StandAlone", "stand_alone"]
