"""How often the right passage is found: `python tests/bench/retrieval.py FOLDER…`, folders of `docs/` and `questions.jsonl`.

A passage is right if it is of the question's `source`, holds an accepted answer and, where `paragraph` gives the
characters that hold it, overlaps them. Questions without answers are left out. "held out" are the questions about the
third of the documents that the weights of bot/retrieval/hybrid.py were not fitted to.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from bot.chat import Bot
from bot.evaluation.metrics import holds_any, mean_reciprocal_rank, recall_at
from bot.question.wording import mended
from bot.retrieval.hybrid import retrieve
from ingest.documents import Hit
from ingest.embedding.models import load_embeddings

DEPTH = 20


def rank(hits: Iterable[Hit], asked: dict) -> int | None:
    """The place of the first right passage, counted from 1."""
    first, last = asked.get("paragraph", (0, float("inf")))
    for at, hit in enumerate(hits, start=1):
        for place in (hit.passage, *hit.also):
            inside = place.source == asked["source"] and place.start < last and place.end > first
            if inside and holds_any(place.text, asked["answers"]):
                return at
    return None


def ranks(bot: Bot, questions: Sequence[dict]) -> dict[str, list[int | None]]:
    """The rank of the right passage for every question, by retriever."""
    found: dict[str, list[int | None]] = {"dense": [], "lexical": [], "fused": [], "fused, question mended": []}
    for asked in questions:
        text = asked["question"]
        vector = load_embeddings().encode_question(text)
        with bot.index.reading() as view:
            found["dense"].append(rank(view.dense(vector, DEPTH), asked))
            found["lexical"].append(rank(view.lexical(text, DEPTH), asked))
            found["fused"].append(rank(retrieve(view, text, vector, DEPTH), asked))
            better, _ = mended(view, text)
            if better != text:
                vector = load_embeddings().encode_question(better)
                found["fused, question mended"].append(rank(retrieve(view, better, vector, DEPTH), asked))
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
            lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
            questions = [asked for asked in map(json.loads, lines) if asked.get("answers")][:: chosen.every]
            held = [int(sha256(asked["source"].encode()).hexdigest(), 16) % 3 == 2 for asked in questions]
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
