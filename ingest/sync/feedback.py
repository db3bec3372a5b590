"""The feedback beside the index, written by the page: what quotes text that is gone goes too."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from ingest.stores.snapshot import Snapshot

FEEDBACK = "feedback.jsonl"  # cases, one a line
_MARKED = re.compile(r"\[\d+\]|\n")


def purge_feedback(index: Path, snapshot: Snapshot) -> int:
    """Delete the feedback that quotes what no document holds any more; how many cases."""
    path = index / FEEDBACK
    path.with_suffix(".new").unlink(missing_ok=True)  # left by a process that was killed
    if not path.exists():
        return 0
    with FileLock(f"{path}.lock"):
        lines = path.read_text(encoding="utf-8").splitlines()
        left = [line for line in lines if _holds(snapshot, json.loads(line))]
        new = path.with_suffix(".new")
        new.write_text("".join(f"{line}\n" for line in left), encoding="utf-8")
        new.replace(path)
    return len(lines) - len(left)


def _holds(snapshot: Snapshot, case: Mapping[str, Any]) -> bool:
    """Whether what a case quotes, its conversation included, stands in the documents as they are."""
    for cited in case.get("citations", ()):
        document = snapshot.document(cited["source"])
        if document is None or document.text[cited["start"] : cited["end"]] != cited["quote"]:
            return False
    # Earlier answers don't name their sources: what stands between their markers must stand somewhere.
    said = (message["content"] for message in case.get("history", ()) if message["role"] == "assistant")
    parts = (part.strip() for text in said for part in _MARKED.split(text.replace("**", "")) if part.strip())
    return all(any(part in document.text for document in snapshot.documents()) for part in parts)
