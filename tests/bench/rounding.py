"""What fast arithmetic costs in retrieval: `python tests/bench/rounding.py FOLDER`, a folder of `docs/` and `questions.jsonl`.

Passages are ranked by exact cosine alone: embedded as ingest embeds them, and in float32 as questions are.
"""

import sys
from pathlib import Path

import numpy as np
from retrieval import DEPTH

from bot.evaluation.metrics import recall_at
from bot.evaluation.questions import first_relevant, load_questions
from ingest.documents import Hit
from ingest.embedding.models import load_embeddings
from ingest.load import find_files, load
from ingest.text.splitting import split


def main() -> None:
    """Print recall@1, @5 and @20 of both in percent."""
    folder, model = Path(sys.argv[1]), load_embeddings()
    documents = (load(path, folder / "docs") for path in find_files(folder / "docs"))
    passages = sorted((p for document in documents for p in split(document)), key=lambda p: len(p.text))
    texts = [p.embedded for p in passages]
    questions = [case for case in load_questions(folder / "questions.jsonl").cases if case.answers]
    asked = np.stack([model.encode_question(case.question) for case in questions])
    fast = np.concatenate(list(model.encode_slices([texts[at : at + 128] for at in range(0, len(texts), 128)])))
    for name, rows in (("fast", fast), ("float32", np.stack([model.encode_question(text) for text in texts]))):
        best = np.argsort(-(asked @ rows.T), axis=1)[:, :DEPTH]
        ranks = [
            first_relevant(case, [Hit(passages[at], 0.0) for at in row])
            for row, case in zip(best, questions, strict=True)
        ]
        print(
            f"{name:8} {len(ranks)} questions", *(f"{100 * recall_at(ranks, k):6.1f}" for k in (1, 5, 20)), flush=True
        )


if __name__ == "__main__":
    main()
