"""What the tests of a shared index have in common: processes that stand for other machines."""

import os
import subprocess
import sys

from ingest.settings import IngestSettings
from ingest.stores.manifest import Manifest
from tests.conftest import ROOT


def process(code: str, *arguments: object) -> "subprocess.Popen[str]":
    """A Python process that runs `code`, with the tests' own modules at hand."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


# Syncs a folder into an index with an embedding model, and prints what was embedded and what was new.
SYNC = (
    "import sys; from pathlib import Path; from ingest.settings import IngestSettings; from ingest.sync.sync import sync\n"
    "done = sync(IngestSettings(documents=Path(sys.argv[1]), index=Path(sys.argv[2]), embedding_model=sys.argv[3]))\n"
    "print(done.embedded, len(done.plan.add))"
)


def stores(settings: IngestSettings) -> str:
    """The name of the vectors that the index has now."""
    with Manifest(settings.index_folder / "manifest.sqlite").reading() as snapshot:
        return snapshot.meta()["stores"]
