"""What fast arithmetic costs in retrieval: `python tests/bench/rounding.py FOLDER`, a folder of `docs/` and `questions.jsonl`.

Passages are ranked by exact cosine alone: embedded as ingest embeds them, and in float32 as questions are.
"""

import json
import sys
from pathlib import Path

import numpy as np
from retrieval import DEPTH, rank

from bot.evaluation.metrics import recall_at
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
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [asked for asked in map(json.loads, lines) if asked.get("answers")]
    asked = np.stack([model.encode_question(one["question"]) for one in questions])
    fast = np.concatenate(list(model.encode_slices([texts[at : at + 128] for at in range(0, len(texts), 128)])))
    for name, rows in (("fast", fast), ("float32", np.stack([model.encode_question(text) for text in texts]))):
        best = np.argsort(-(asked @ rows.T), axis=1)[:, :DEPTH]
        ranks = [rank([Hit(passages[at], 0.0) for at in row], one) for row, one in zip(best, questions, strict=True)]
        print(
            f"{name:8} {len(ranks)} questions", *(f"{100 * recall_at(ranks, k):6.1f}" for k in (1, 5, 20)), flush=True
        )


if __name__ == "__main__":
    main()
