"""The adapter that tells what leans on a conversation; see `bot.question.followup.gate`."""
