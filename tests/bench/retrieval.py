"""How often the right passage is found: `python tests/bench/retrieval.py FOLDER…`, folders of `docs/` and `questions.jsonl`.

A passage is right if it is of the question's `source`, holds an accepted answer and, where `paragraph` gives the
characters that hold it, overlaps them. Questions without answers are left out. "held out" are the questions about the
third of the documents that the weights of bot/retrieval/hybrid.py were not fitted to.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.chat import Bot
from bot.evaluation.metrics import mean_reciprocal_rank, recall_at
from bot.evaluation.questions import Case, first_relevant, load_questions
from bot.evaluation.splits import hashed
from bot.question.wording import mended
from bot.retrieval.hybrid import retrieve
from ingest.embedding.models import load_embeddings

DEPTH = 20


def ranks(bot: Bot, questions: Sequence[Case]) -> dict[str, list[int | None]]:
    """The rank of the right passage for every question, by retriever."""
    found: dict[str, list[int | None]] = {"dense": [], "lexical": [], "fused": [], "fused, question mended": []}
    for asked in questions:
        text = asked.question
        vector = load_embeddings().encode_question(text)
        with bot.index.reading() as view:
            found["dense"].append(first_relevant(asked, view.dense(vector, DEPTH)))
            found["lexical"].append(first_relevant(asked, view.lexical(text, DEPTH)))
            found["fused"].append(first_relevant(asked, retrieve(view, text, vector, DEPTH)))
            better, _ = mended(view, text)
            if better != text:
                vector = load_embeddings().encode_question(better)
                found["fused, question mended"].append(first_relevant(asked, retrieve(view, better, vector, DEPTH)))
            else:
                found["fused, question mended"].append(found["fused"][-1])
    return found


def main() -> None:
    """Print recall@1, @5, @20 and MRR@10 in percent."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="ask every n-th question only")
    parser.add_argument("--indexes", type=Path, help="where to keep the indexes for the next time")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for folder in chosen.folders:
            cases = load_questions(folder / "questions.jsonl").cases
            questions = [case for case in cases if case.answers][:: chosen.every]
            held = [hashed(case.source or "") % 3 == 2 for case in questions]
            bot = Bot.from_folder(folder / "docs", (chosen.indexes or Path(scratch)) / f"{folder.name}-index")
            for name, found in ranks(bot, questions).items():
                for part, own in (
                    ("all", found),
                    ("held out", [one for one, kept in zip(found, held, strict=True) if kept]),
                ):
                    shares = " ".join(f"{100 * recall_at(own, k):6.1f}" for k in (1, 5, 20))
                    print(
                        f"{folder.name:8} {name:24} {part:9} {len(own):6} {shares} {100 * mean_reciprocal_rank(own):6.1f}",
                        flush=True,
                    )
            bot.close()


if __name__ == "__main__":
    main()
