"""Questions of other documents: `python tests/bench/declining.py QUESTIONS DOCUMENTS` tells how many are declined.

QUESTIONS is a folder with `questions.jsonl`, DOCUMENTS a folder of documents that are about something else. Only those
questions are asked whose accepted answers occur nowhere in the documents, and only about articles that the reader was
neither trained nor tuned with.
"""

import argparse
import tempfile
from pathlib import Path

from bot.chat import Bot
from bot.evaluation.metrics import bootstrap
from bot.evaluation.questions import load_questions
from bot.evaluation.splits import part_of
from bot.learning.reader.readings import strange


def main() -> None:
    """Print the share that is declined, with its 95 % interval."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--limit", type=int, default=1000, help="ask only so many questions, evenly spread")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bot = Bot.from_folder(chosen.documents, Path(scratch) / "index")
        cases = load_questions(chosen.questions / "questions.jsonl").cases
        foreign = strange(bot, [case for case in cases if case.source and part_of(case.source) == "report"])
        foreign = foreign[:: -(-len(foreign) // chosen.limit)]
        declined = [float(not bot.ask(case.question).answered) for case in foreign]
        low, high = bootstrap(declined)
        share = sum(declined) / len(declined)
        print(f"declined: {100 * share:.1f} % of {len(declined)} ({100 * low:.1f} to {100 * high:.1f})")
        bot.close()


if __name__ == "__main__":
    main()
