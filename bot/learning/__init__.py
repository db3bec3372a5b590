"""How what ships was learned; nothing here is imported at run time."""

from pathlib import Path

FOLDERS = Path(__file__).parent / "folders"
"""Our own folders, in three parts: `learn`, `tune` and `report`."""
