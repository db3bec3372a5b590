"""How what ships was learned; nothing here is imported at run time."""

from pathlib import Path

FOLDERS = Path(__file__).parent / "folders"
"""Our own folders, in three parts: `learn`, `tune` and `report`."""
ASKED = ("questions.jsonl", "tables.jsonl")
"""Files of questions about a folder: about all of it, and about its tables alone."""
