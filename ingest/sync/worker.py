"""A process that reads and splits files for another one: bytes come in, documents and passages go back, as JSON.

It is started by `ingest.sync.reading`. A file may bring it to an end, and nothing else with it.
"""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from ingest.documents import Document, Passage
from ingest.embedding.tokenizer import count_tokens
from ingest.errors import UnavailableFileError, UnreadableFileError
from ingest.load import File, parsed
from ingest.processes import limited, memory
from ingest.text.language import language_of
from ingest.text.splitting import split

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read; its bytes follow.

    Attributes:
        source, modified: see `ingest.load.File`.
        size: of the file, bytes.
        passage_tokens: see `ingest.settings`.
        seconds: of a processor that it may take.
        megabytes: of memory that it may take.
        bare: see `ingest.load.File`.
    """

    source: str
    modified: float
    size: int
    passage_tokens: int
    seconds: int
    megabytes: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of it.

    Attributes:
        document: what stands in the file, None if it cannot be read.
        passages: of the document, in order.
        refused: why the file is no document, else "".
        away: why it cannot be read now, else "".
        memory: whether it takes more memory than it may.
        spent: whether this process holds so much memory by now that it ends.
    """

    document: Document | None = None
    passages: tuple[Passage, ...] = ()
    refused: str = ""
    away: str = ""
    memory: bool = False
    spent: bool = False


TASK, OUTCOME = TypeAdapter(Task), TypeAdapter(Outcome)


def main() -> None:
    """Read what is asked for until nobody asks any more."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    with suppress(OSError):  # what cannot be loaded now is tried again, and said, with the first file
        _load_models()
    begin = memory()
    while line := requests.readline():
        task = TASK.validate_json(line)
        outcome = _outcome(task, requests.read(task.size))
        spent = outcome.memory or memory() - begin > task.megabytes * _MEGABYTE // 2
        replies.write(OUTCOME.dump_json(replace(outcome, spent=spent)) + b"\n")
        replies.flush()


def _load_models() -> None:
    """What every file needs: it is no file's memory or time."""
    count_tokens("")
    language_of("")


def _outcome(task: Task, data: bytes) -> Outcome:
    try:
        with limited(task.seconds, task.megabytes):
            document = parsed(File(task.source, data, task.modified, task.bare))
            return Outcome(document, split(document, task.passage_tokens))
    except UnavailableFileError as error:
        if isinstance(error.__cause__, MemoryError):
            return Outcome(memory=True)
        return Outcome(away=str(error))
    except UnreadableFileError as error:
        return Outcome(refused=str(error))
    except MemoryError:
        return Outcome(memory=True)
    except Exception as error:  # a fault of ours on one file, which is said, and must not end the others' reading
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        return Outcome(refused=f"{task.source}: cannot be split ({fault}). Remove it, and report this.")
