"""A whole ingest beside the usual LangChain recipe, on the same documents: `python tests/bench/recipe.py FOLDER…`.

The recipe is RecursiveCharacterTextSplitter (1000 characters, 200 of them shared with the neighbour), HuggingFaceEmbeddings
with the same model, and `Chroma.from_documents`. Both begin with a loaded model and an empty folder, read the same files
from the disk, and end with everything on it; they take turns, each time in a process of its own. Only .txt and .md files
are read, as the recipe has no readers for others. Needs `pip install langchain-text-splitters langchain-huggingface
langchain-chroma`.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIDES = ("footnote", "recipe")


def footnote(documents: Path, index: Path) -> tuple[int, float]:
    """Passages and seconds of `python -m ingest`."""
    from ingest.embedding.models import load_embeddings
    from ingest.settings import load_settings
    from ingest.sync.sync import sync

    load_embeddings().encode_passages(["warm"])
    began = time.perf_counter()
    done = sync(load_settings(documents=documents, index=index))
    return done.passages, time.perf_counter() - began


def recipe(documents: Path, index: Path) -> tuple[int, float]:
    """Passages and seconds of the recipe."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from ingest.embedding.model_files import model_folder

    embeddings = HuggingFaceEmbeddings(model_name=str(model_folder()), model_kwargs={"device": "cpu"})
    embeddings.embed_documents(["warm"])
    began = time.perf_counter()
    texts = [Document(path.read_text(encoding="utf-8"), metadata={"source": str(path)}) for path in files(documents)]
    parts = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(texts)
    Chroma.from_documents(parts, embeddings, persist_directory=str(index))
    return len(parts), time.perf_counter() - began


def files(documents: Path) -> list[Path]:
    """The text files, in order."""
    return sorted(path for path in documents.rglob("*") if path.suffix in {".txt", ".md"})


def one(side: str, documents: Path) -> tuple[int, float]:
    """A run of one side in a process of its own."""
    command = [sys.executable, __file__, str(documents), "--side", side]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    passages, seconds = json.loads(done.stdout.splitlines()[-1])
    return passages, seconds


def main() -> None:
    """Print the rates of both and their ratio, turn by turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.side:
        with tempfile.TemporaryDirectory() as scratch:
            print(
                json.dumps(
                    {"footnote": footnote, "recipe": recipe}[chosen.side](chosen.folders[0], Path(scratch) / "i")
                )
            )
        return
    for folder in chosen.folders:
        characters = sum(len(path.read_text(encoding="utf-8")) for path in files(folder))
        ratios: dict[str, list[float]] = {"passages/s": [], "characters/s": []}
        for _ in range(chosen.turns):
            (ours, mine), (theirs, others) = (one(side, folder) for side in SIDES)
            ratios["passages/s"].append(ours / mine / (theirs / others))
            ratios["characters/s"].append(others / mine)
            for side, passages, seconds in (("footnote", ours, mine), ("recipe", theirs, others)):
                rates = f"{passages / seconds:6.0f} passages/s {characters / seconds:8.0f} characters/s"
                print(f"{folder} {side:9} {passages:6} passages {seconds:6.2f} s {rates}", flush=True)
        for what, values in ratios.items():
            print(
                f"{folder} {what}: {statistics.median(values):.2f} times (from {min(values):.2f} to {max(values):.2f})"
            )


if __name__ == "__main__":
    main()
