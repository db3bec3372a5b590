"""What grows with the index: `python tests/bench/scale.py FOLDER`, a folder of `docs/` and `questions.jsonl`.

For each size it writes documents of twenty passages from the texts of FOLDER, each passage another (its numbers, some of
its words and the order of its sentences are changed), and measures ingest, disk, opening, questions, and a sync after
one document in a hundred was removed or changed. Every step is a process of its own, so that its peak of memory is its
own. `--vectors random` puts seeded unit vectors in place of the model's: then all but embedding is measured.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from bot.chat import Bot
from bot.evaluation.questions import load_questions
from ingest.embedding.model_files import DEFAULT_MODEL
from ingest.embedding.models import load_embeddings
from ingest.load import find_files
from ingest.settings import load_settings
from ingest.sync.sync import sync
from ingest.text.sentences import sentence_spans

_IN_ONE = 20  # passages of a document
_FOLDERS = 10
_WORD = re.compile(r"\b[a-z]{5,}\b")
_NUMBER = re.compile(r"\d")


class Random(Embeddings):
    """A unit vector for each text, by chance but always the same."""

    def embed_query(self, text: str) -> list[float]:
        """One vector."""
        seed = int.from_bytes(sha256(text.encode()).digest()[:8], "little")
        return np.random.default_rng(seed).standard_normal(384, dtype=np.float32).tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector each."""
        return [self.embed_query(text) for text in texts]


def varied(text: str, words: list[str], chance: random.Random) -> str:
    """A text like another: a tenth of its words from elsewhere, other numbers, its sentences in another order."""
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    chance.shuffle(sentences)
    text = _WORD.sub(lambda found: chance.choice(words) if chance.random() < 0.1 else found[0], " ".join(sentences))
    return _NUMBER.sub(lambda _: str(chance.randrange(10)), text)


def write(docs: Path, folder: Path, passages: int) -> None:
    """Write documents of that many passages in all."""
    texts = [path.read_text(encoding="utf-8").split("\n\n", 1) for path in find_files(docs)]
    pairs = [(title.strip(), " ".join(text.split())[:700]) for title, *rest in texts for text in rest if text.strip()]
    words = [word for _, text in pairs for word in _WORD.findall(text)]
    chance = random.Random(0)
    for number in range(passages // _IN_ONE):
        parts = [f"# Volume {number}"]
        for _ in range(_IN_ONE):
            title, text = chance.choice(pairs)
            parts.append(f"## {title}\n\n{varied(text, words, chance)}")
        path = folder / f"part-{number % _FOLDERS}" / f"{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ndate: {1900 + number % 100}\n---\n" + "\n\n".join(parts) + "\n", encoding="utf-8")


def ingest(folder: Path, index: Path) -> dict[str, float]:
    """Make the index match the folder."""
    done = sync(load_settings(documents=folder, index=index))
    return {"s": done.seconds, "passages": done.passages, "embedded": done.embedded}


def ask(folder: Path, index: Path, questions: Path) -> dict[str, float]:
    """Open the index, and ask."""
    load_embeddings(os.environ.get("FOOTNOTE_EMBEDDING_MODEL", DEFAULT_MODEL)).encode_question("warm")
    cases = load_questions(questions).cases
    cases = cases[:: max(1, len(cases) // 100)]
    began = time.perf_counter()
    bot = Bot.open(index)
    bot.search(cases[0].question, 5)
    opened = time.perf_counter() - began
    for case in cases[:10]:
        bot.ask(case.question)
    took = []
    for case in cases:
        began = time.perf_counter()
        bot.ask(case.question)
        took.append(1000 * (time.perf_counter() - began))
    searched, limited = [], []
    for case in cases:
        began = time.perf_counter()
        bot.search(case.question, 20)
        searched.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        bot.search(case.question, 20, folder="part-3", after="1920", before="1980")
        limited.append(1000 * (time.perf_counter() - began))
    bot.close()
    return {
        "opened": opened,
        "p50": statistics.median(took),
        "p95": statistics.quantiles(took, n=20)[-1],
        "search_p50": statistics.median(searched),
        "search_p95": statistics.quantiles(searched, n=20)[-1],
        "limited_p50": statistics.median(limited),
        "limited_p95": statistics.quantiles(limited, n=20)[-1],
    }


def child(step: str, *arguments: object) -> dict[str, float]:
    """One step in a process of its own."""
    command = [sys.executable, __file__, "--step", step, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(docs: Path, questions: Path, size: int, scratch: Path) -> None:
    """Print what one size takes."""
    folder, index = scratch / f"docs-{size}", scratch / f"index-{size}"
    write(docs, folder, size)
    made = child("ingest", folder, index)
    disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6
    print(
        f"{size:7,} ingest   {made['embedded'] / made['s']:.0f} passages/s, {made['s']:.1f} s, {disk:.0f} MB on disk, "
        f"memory {made['MB']:.0f} MB",
        flush=True,
    )
    asked = child("ask", folder, index, questions)
    print(
        f"{size:7,} question p50 {asked['p50']:.0f} ms, p95 {asked['p95']:.0f} ms (search alone "
        f"{asked['search_p50']:.0f}, {asked['search_p95']:.0f}; in one of ten folders and sixty of a hundred years "
        f"{asked['limited_p50']:.0f}, {asked['limited_p95']:.0f}), opened in {asked['opened']:.2f} s, "
        f"memory {asked['MB']:.0f} MB",
        flush=True,
    )
    files = sorted(folder.rglob("*.md"))
    some = files[50::100] or files[:1]
    for path in some:
        path.unlink()
    gone = child("ingest", folder, index)
    chance = random.Random(1)
    for path in sorted(folder.rglob("*.md"))[20::100] or files[1:2]:
        parts = path.read_text(encoding="utf-8").split("\n\n")
        path.write_text("\n\n".join(f"{part} {chance.random()}" for part in parts) + "\n", encoding="utf-8")
    changed = child("ingest", folder, index)
    nothing = child("ingest", folder, index)
    print(
        f"{size:7,} sync     1 % removed {gone['s']:.1f} s, 1 % changed {changed['s']:.1f} s "
        f"({changed['embedded']} embedded), nothing {nothing['s']:.1f} s; memory {changed['MB']:.0f} MB",
        flush=True,
    )
    asked = child("ask", folder, index, questions)
    print(f"{size:7,} question after that p50 {asked['p50']:.0f} ms, p95 {asked['p95']:.0f} ms", flush=True)
    shutil.rmtree(folder)
    shutil.rmtree(index)


def main() -> None:
    """Measure each size, or do one step for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("more", nargs="*", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--step", choices=("ingest", "ask"), help=argparse.SUPPRESS)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--vectors", choices=("model", "random"), default="model")
    chosen = parser.parse_args()
    if chosen.step:
        found = {"ingest": ingest, "ask": ask}[chosen.step](chosen.folder, *chosen.more)
        found["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(json.dumps(found))
        return
    if chosen.vectors == "random":
        os.environ["FOOTNOTE_EMBEDDING_MODEL"] = "scale:Random"
    with tempfile.TemporaryDirectory() as scratch:
        for size in chosen.sizes:
            measure(chosen.folder / "docs", chosen.folder / "questions.jsonl", size, Path(scratch))


if __name__ == "__main__":
    main()
