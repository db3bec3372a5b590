"""The files in which Chroma keeps the graph of the vectors: whether they are whole, before it reads them.

Chroma finds fewer passages in files that were cut, none if one is missing, and may crash the process.
"""

import struct
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.stores.manifest import connected

# What hnswlib writes first: version, offset, capacity, number of vectors, bytes of each with its neighbours, and more.
_HEADER = struct.Struct("=i6Qii3QdQ")
_WRITTEN = "SELECT id FROM segments JOIN max_seq_id ON id = segment_id WHERE scope = 'VECTOR'"


def graph_damage(folder: Path) -> str:
    """What is wrong with the graph in Chroma's `folder`; "" if nothing is, or it was never written.

    It is written with about each thousandth vector; until then the vectors are in Chroma's database.
    """
    with closing(connected(folder / "chroma.sqlite3", "ro")) as db:
        written = [str(row[0]) for row in db.execute(_WRITTEN)]
    wrong = (_segment_damage(folder / name) for name in written)
    return next((line for line in wrong if line), "")


def _segment_damage(segment: Path) -> str:
    for name in ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin", "index_metadata.pickle"):
        if not (segment / name).is_file():
            return f"{name} is missing"
    header = (segment / "header.bin").read_bytes()
    if len(header) != _HEADER.size:
        return "header.bin is cut"
    _, _, _, count, each, *_ = _HEADER.unpack(header)
    if (segment / "data_level0.bin").stat().st_size != count * each:
        return "data_level0.bin is cut"
    if (segment / "length.bin").stat().st_size != count * 4:
        return "length.bin is cut"
    if _lists(np.fromfile(segment / "link_lists.bin", dtype=np.uint32)) != count:
        return "link_lists.bin is cut"
    with (segment / "index_metadata.pickle").open("rb") as file:  # which is never unpickled here
        size = file.seek(0, 2)
        file.seek(max(0, size - 1))
        return "" if file.read() == b"." else "index_metadata.pickle is cut"


def _lists(numbers: NDArray[np.uint32]) -> int:
    """How many lists of neighbours there are, each led by its bytes, most of them empty; -1 if the last one is cut."""
    at, found = 0, 0
    for start in np.flatnonzero(numbers).tolist():
        if start >= at:
            found += start - at + 1
            at = start + 1 + int(numbers[start]) // 4
    return -1 if at > len(numbers) else found + len(numbers) - at
