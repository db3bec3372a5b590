"""How fast it is, each figure beside what it is compared with, in one run: `python tests/bench/speed.py [DOCUMENTS]`."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def seconds(*command: str) -> float:
    """The median of three runs of a command of its own."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, check=False)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def embedding(documents: Path) -> None:
    """Passages per second of ingest's embedding and of plain float32 encode, taking turns on the same passages."""
    from sentence_transformers import SentenceTransformer

    from ingest.embedding.model_files import model_folder
    from ingest.embedding.models import load_embeddings
    from ingest.load import find_files, load
    from ingest.text.splitting import split

    passages = [p.embedded for path in find_files(documents) for p in split(load(path, documents))]
    passages = passages[:: max(1, len(passages) // 1200)]
    ours, plain = load_embeddings(), SentenceTransformer(str(model_folder()), device="cpu")
    ours.encode_passages(passages[:32])
    plain.encode(passages[:32], show_progress_bar=False)
    spent = {"ours": 0.0, "plain": 0.0}
    for at in range(0, len(passages), 240):
        part = sorted(passages[at : at + 240], key=len)
        began = time.perf_counter()
        plain.encode(part, show_progress_bar=False, normalize_embeddings=True)
        middle = time.perf_counter()
        ours.encode_passages(part)
        spent["plain"] += middle - began
        spent["ours"] += time.perf_counter() - middle
    rates = {name: len(passages) / value for name, value in spent.items()}
    print(
        f"embedding      {rates['ours']:.0f} passages/s, plain encode {rates['plain']:.0f}: {rates['ours'] / rates['plain']:.2f} times"
    )


def answering() -> None:
    """Warm questions on the shipped article, to the full answer."""
    from bot.chat import Bot
    from bot.evaluation.questions import load_questions

    with tempfile.TemporaryDirectory() as scratch:
        bot = Bot.from_folder(ROOT / "seeds", Path(scratch) / "index")
        cases = load_questions(ROOT / "tests" / "gold" / "seeds.jsonl").cases
        times = []
        for turn in range(3):
            for case in cases:
                began = time.perf_counter()
                bot.ask(case.question, case.history)
                if turn:
                    times.append(1000 * (time.perf_counter() - began))
        bot.close()
    print(
        f"answering      p50 {statistics.median(times):.0f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.0f} ms, {len(times)} questions"
    )


if __name__ == "__main__":
    answering()
    embedding(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "seeds")
    seconds("ingest")
    for command in (
        ("bot", "ask", "When is the next NATO summit?"),
        ("ingest",),
        ("ingest", "--help"),
        ("ingest", "none"),
    ):
        print(f"{'python -m ' + ' '.join(command):50} {seconds(*command):.2f} s")
