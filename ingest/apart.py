"""Put vectors into a store of their own by a process that has never held any others.

Chroma writes memory that nothing was put into yet to the disk, and so parts of what the process held before: the
vector of a removed document too. A process that has only seen what is to be kept has nothing else to give away.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import FootnoteError, StorageError
from ingest.index import storage_errors


def add_apart(folder: Path, batches: Iterable[tuple[Sequence[str], NDArray[np.float32]]]) -> None:
    """Make a store of vectors in `folder`; beside it, what it is made from lies on the disk meanwhile.

    Args:
        folder: of the store; its parent is made, and must be of no other use until the end.
        batches: names, and their vectors, shape (how many, dimension).

    Raises:
        StorageError: the disk is full or the folder read-only, or the process has ended for another reason.
    """
    folder.parent.mkdir(parents=True)
    for number, (names, vectors) in enumerate(batches):
        np.savez(folder.parent / f"batch-{number}.npz", names=np.array(names), vectors=vectors)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "ingest.apart", str(folder.resolve())]
    with subprocess.Popen(  # noqa: S603 (this program itself)
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        # Its stdin is open until it is done: that it closes tells the process that this one was killed.
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise StorageError(said.strip() or f"The vectors in '{folder}' could not be copied. Run it again.")


def _fill(folder: Path) -> None:
    from ingest.vectors import Vectors

    target = Vectors(folder)
    try:
        for path in folder.parent.glob("batch-*.npz"):
            with np.load(path) as batch:
                target.add(batch["names"].tolist(), batch["vectors"])
            path.unlink()
    finally:
        target.close()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)  # nobody waits for the store any more, and another process may be about to delete it


def main() -> int:
    """Fill the store that the command line names; an error is one line on stdout."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = Path(sys.argv[1])
    try:
        with storage_errors(folder):
            _fill(folder)
    except FootnoteError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    # A thread that still waits on stdin would hold up an orderly end.
    code = main()
    sys.stdout.flush()
    os._exit(code)
