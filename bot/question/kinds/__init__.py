"""The adapter that tells what kind of question it is; see `bot.question.encoded`."""
