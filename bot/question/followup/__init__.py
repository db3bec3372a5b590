"""History and question -> a question that stands alone."""

from bot.question.followup.gate import LEANS, SURELY, leans
from bot.question.followup.rewriting import alone, completed, readings, stand_alone
from bot.question.followup.tokens import pairs_of
from bot.question.followup.understood import StandAlone, carried_over

__all__ = [
    "LEANS",
    "SURELY",
    "StandAlone",
    "alone",
    "carried_over",
    "completed",
    "leans",
    "pairs_of",
    "readings",
    "stand_alone",
]
