"""What each part brings: `python tests/bench/ablation.py FOLDER…`, folders of `docs/` and `questions.jsonl`.

Each line adds one part to the line before. A passage is right if it is of the question's `source`, holds an accepted
answer and, where `paragraph` gives the characters that hold it, overlaps them. The answer is the sentence of the best
passage that is nearest in meaning to the question, until the reader chooses it. Only questions about articles are asked
that the reader was neither trained nor tuned with.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.answerers.reader.ranker import rank
from bot.answerers.reader.reader import read
from bot.chat import Bot
from bot.evaluation.metrics import holds_any, mean_reciprocal_rank, recall_at
from bot.evaluation.questions import Case, first_relevant, load_questions
from bot.evaluation.splits import part_of
from bot.question.analysis import analyze
from bot.retrieval.hybrid import retrieve
from bot.retrieval.retriever import look_up
from ingest.documents import Hit
from ingest.embedding.models import load_embeddings

PARTS = ("dense only", "lexical only", "fused", "+ reranking", "+ reader", "+ declining")
DEPTH = 20


def nearest(vector: object, hits: Sequence[Hit]) -> str:
    """The sentence of the best passage that is nearest in meaning."""
    if not hits:
        return ""
    passage = hits[0].passage
    sentences = [passage.quote(start, end) for start, end in passage.sentences]
    near = load_embeddings().encode_passages(sentences) @ vector
    return sentences[int(near.argmax())]


def rows(bot: Bot, case: Case) -> dict[str, tuple[int | None, str]]:
    """For each part the rank of the first right passage and the answer; "" where it is declined."""
    vector = load_embeddings().encode_question(case.question)
    with bot.index.reading() as view:
        found = {
            "dense only": view.dense(vector, DEPTH),
            "lexical only": view.lexical(case.question, DEPTH),
            "fused": retrieve(view, case.question, vector, DEPTH),
        }
        ready = look_up(view, case.question, bot.settings.passages)
        question = analyze(view, ready.text, ready.vector)
    ranked = rank(ready.text, ready.hits)
    found["+ reranking"] = (*ranked.hits, *found["fused"][bot.settings.passages :])
    said = {name: nearest(vector, hits) for name, hits in found.items()}
    for name, wrong in (("+ reader", 0.999), ("+ declining", None)):
        draft = read(question, ranked, bot.settings.index_folder, wrong)
        found[name] = found["+ reranking"]
        said[name] = " ".join(claim.text for claim in draft.claims)
    return {name: (first_relevant(case, found[name]), said[name]) for name in PARTS}


def main() -> None:
    """Print recall@1, @5, MRR@10 and the share of right answers for each part, in percent."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=1000, help="ask only so many questions, evenly spread")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for folder in chosen.folders:
            cases = [c for c in load_questions(folder / "questions.jsonl").cases if c.answers and c.source]
            cases = [case for case in cases if part_of(case.source or "") == "report"]
            cases = cases[:: -(-len(cases) // chosen.limit)]
            bot = Bot.from_folder(folder / "docs", Path(scratch) / folder.name)
            each = [(case, rows(bot, case)) for case in cases]
            for name in PARTS:
                ranks = [own[name][0] for _, own in each]
                right = sum(holds_any(own[name][1], case.answers) for case, own in each) / len(each)
                shares = [recall_at(ranks, 1), recall_at(ranks, 5), mean_reciprocal_rank(ranks), right]
                print(f"{folder.name:8} {len(each):5} {name:14}" + "".join(f"{100 * share:7.1f}" for share in shares))
            bot.close()


if __name__ == "__main__":
    main()
