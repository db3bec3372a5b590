"""History and question -> a question that stands alone."""

from bot.question.followup.coreference import StandAlone
from bot.question.followup.rewriting import stand_alone

__all__ = ["StandAlone", "stand_alone"]
