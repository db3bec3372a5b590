"""An index on a Chroma server beside an embedded one: `python tests/bench/shared.py DOCUMENTS QUESTIONS`."""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat import Bot

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]


def timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def questioned(what: str, bot: "Bot", asked: list[str]) -> None:
    from ingest.embedding.models import load_embeddings

    for question in asked[:5]:
        bot.ask(question)
    times = sorted(timed(lambda: bot.ask(question)) for question in asked)  # noqa: B023 (called at once)
    vector = load_embeddings().encode_question(asked[0])
    with bot.index.reading() as view:
        dense = statistics.median(timed(lambda: view.dense(vector, 20)) for _ in range(50))
    p95 = times[int(len(times) * 0.95)]
    print(
        f"a question, {what}: p50 {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms; "
        f"its search by meaning {dense * 1000:.1f} ms"
    )
    bot.close()


def main(documents: Path, questions: Path) -> None:
    from bot.chat import Bot
    from ingest.embedding.models import load_embeddings
    from ingest.index import Index
    from ingest.settings import IngestSettings
    from ingest.sync.sync import sync
    from tests.helpers.chroma_server import ChromaServer

    asked = [json.loads(line)["question"] for line in questions.read_text(encoding="utf-8").splitlines()][:60]
    load_embeddings().encode_passages(["warm"])
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        documents = Path(shutil.copytree(documents, scratch / "documents"))
        server = ChromaServer(scratch / "chroma")
        server.start()
        try:
            alone = IngestSettings(documents=documents, index=scratch / "alone")
            shared = IngestSettings(documents=documents, index=scratch / "writer", chroma_url=server.url)
            print(f"first sync, embedded: {timed(lambda: sync(alone)):.1f} s")
            print(f"first sync, server: {timed(lambda: sync(shared)):.1f} s")
            print(f"sync without changes, server: {timed(lambda: sync(shared)) * 1000:.0f} ms")
            pulled = timed(lambda: Index(scratch / "bot", shared).close())
            print(f"a new bot pulls {Bot.open(scratch / 'bot', chroma_url=server.url).count()}: {pulled:.2f} s")
            again = timed(lambda: Index(scratch / "bot", shared).close())
            print(f"a bot that has it opens: {again * 1000:.0f} ms")
            next(documents.iterdir()).write_text("A line that was not there before.\n", encoding="utf-8")
            print(f"sync of one changed document, embedded: {timed(lambda: sync(alone)) * 1000:.0f} ms")
            print(f"sync of one changed document, server: {timed(lambda: sync(shared)) * 1000:.0f} ms")
            again = timed(lambda: Index(scratch / "bot", shared).close())
            print(f"the bot pulls that: {again * 1000:.0f} ms")
            questioned("embedded", Bot.open(scratch / "alone", documents=documents), asked)
            questioned("server", Bot.open(scratch / "bot", documents=documents, chroma_url=server.url), asked)
        finally:
            server.stop()


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))
    main(Path(sys.argv[1]), Path(sys.argv[2]))
