"""`python tests/bench/summaries.py FOLDER [INDEX [COUNT]]`: summaries of what meetings say of a topic, against simpler ones.

INDEX is kept for the next run, COUNT is how many questions. FOLDER holds docs/ and questions.jsonl with question, answer and source, as in QMSum (Zhong et al. 2021). Of its documents
the half counts that `bot.learning.summary.fit` does not learn from. ROUGE-1, ROUGE-2 and ROUGE-L are F1 of stems, in
percent; the baselines get as many words: the first sentences of the document, the first ones and the most central ones
(TextRank's idea with cosines: LexRank, Erkan and Radev 2004) of the passages that are retrieved for the question.
"""

import json
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.answerers.answerer import Request
from bot.answerers.reader.vectors import sentence_vectors
from bot.answerers.summary import summary
from bot.chat import Bot
from bot.evaluation.splits import hashed
from bot.learning.summary.rouge import rouge_l, rouge_n
from bot.proof.citations import cite
from bot.question.analysis import analyze
from bot.question.kind import Intent
from bot.retrieval.retriever import look_up
from ingest.index import Index

MEASURES = {"R-1": lambda a, b: rouge_n(a, b, 1), "R-2": lambda a, b: rouge_n(a, b, 2), "R-L": rouge_l}
DAMPED, TURNS = 0.85, 30


def lexrank(sentences, vectors):
    """The sentences by their rank, best first."""
    near = np.maximum(vectors @ vectors.T, 0.0)
    np.fill_diagonal(near, 0.0)
    near /= np.maximum(near.sum(axis=1, keepdims=True), 1e-9)
    rank = np.full(len(sentences), 1 / len(sentences))
    for _ in range(TURNS):
        rank = (1 - DAMPED) / len(sentences) + DAMPED * rank @ near
    return [sentences[at] for at in np.argsort(-rank)]


def first_words(sentences, count):
    taken = []
    for one in sentences:
        if sum(len(said.split()) for said in taken) >= count:
            break
        taken.append(one)
    return " ".join(taken)


def summaries(view, question, source, settings):
    """The summary and what is compared with it, by name."""
    sources = frozenset([source])
    found = look_up(view, question, settings.passages, sources)
    request = Request(analyze(view, found.text, found.vector), Intent("summary"), found.hits, sources, settings)
    reply = summary.answer(request, view)
    text, covered = "", 0
    if reply is not None:
        *_, draft = reply.drafts
        documents = {source: view.document(source)}
        answer = cite(draft, reply.hits, documents, question)
        text, covered = " ".join(c.quote for c in answer.citations), len(answer.citations)
    count = len(text.split()) or 60
    passages = [hit.passage for hit in found.hits]
    sentences = [p.quote(*span) for p in passages for span in p.sentences]
    vectors = np.stack([v for own in sentence_vectors(passages) for v in own])
    lead = [p.quote(*span) for p in view.passages(source)[:20] for span in p.sentences]
    return covered, {
        "summary": text,
        "lead of the document": first_words(lead, count),
        "lead of what is retrieved": first_words(sentences, count),
        "LexRank of what is retrieved": first_words(lexrank(sentences, vectors), count),
    }


def main(folder, kept=None, most=None):
    asked = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [one for one in asked if hashed(one["source"]) % 2][:most]
    scores, counts, declined = {}, [], 0
    with TemporaryDirectory() as place, ExitStack() as stack:
        bot = stack.enter_context(closing(Bot.from_folder(folder / "docs", kept or Path(place) / "index")))
        settings = bot.settings
        with Index(settings.index_folder, settings).reading() as view:
            for one in asked:
                count, texts = summaries(view, one["question"], one["source"], settings)
                declined += not texts["summary"]
                counts.append(count)
                for name, text in texts.items():
                    scores.setdefault(name, []).append([way(text, one["answer"]) for way in MEASURES.values()])
    print(f"{len(asked)} questions, {np.mean(counts):.1f} sentences each, {declined} declined")
    for name, rows in scores.items():
        figures = "  ".join(
            f"{way} {100 * value:5.2f}" for way, value in zip(MEASURES, np.mean(rows, axis=0), strict=True)
        )
        print(f"{name:30} {figures}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]), *map(int, sys.argv[3:4]))
