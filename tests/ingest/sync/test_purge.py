"""`--purge` leaves nothing of a removed document on the disk."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.chat import Bot
from ingest.__main__ import app
from ingest.console import run
from ingest.embedding.models import load_embeddings
from ingest.errors import IndexBusyError
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.stores.answer_cache import AnswerCache
from ingest.stores.opening import stores_folder
from ingest.stores.vectors import Vectors
from ingest.stores.writer import manifest_for
from ingest.sync.purge import purge
from ingest.sync.sync import sync
from ingest.sync.trash import throw_away, trashed
from ingest.sync.verify import verify
from tests.conftest import ROOT, TOWNS, Make, Write
from tests.helpers import cheap

SECRET = "The Quillfeather ledger was hidden beneath the granary of Zarnovice in 1794.\n"

WORDS = ("quillfeather", "zarnovice", "secret.txt")

Output = pytest.CaptureFixture[str]

# A purge in a process of its own that kills itself at the n-th line that it runs of the modules that delete and copy.
KILLED = """
import sys
from pathlib import Path
from tests.helpers.killing import AtLine
from ingest.sync.purge import purge
from ingest.settings import IngestSettings
settings = IngestSettings(documents=Path(sys.argv[2]), embedding_model=sys.argv[3])
watch = AtLine(int(sys.argv[1]), *"sync.purge sync.feedback sync.trash stores.manifest stores.snapshot stores.vectors stores.lexical stores.answer_cache stores.writer".split())
sys.settrace(watch)
purge(settings)
sys.settrace(None)
print(int(sys.argv[1]) - watch.left)
"""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def purged_and_killed(settings: IngestSettings, at: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILLED, str(at), str(settings.documents_folder), settings.embedding_model]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)


def removed(synced: Make) -> IngestSettings:
    """An index whose secret document was thrown away, as a feedback case and a kept answer still know."""
    settings = synced({**TOWNS, "secret.txt": SECRET}, embedding_model=cheap.NAME)
    AnswerCache(settings.index_folder).put("asked", {"secret.txt": "0"}, SECRET)
    throw_away(settings, "secret.txt")
    sync(settings)
    return settings


def files_holding(folder: Path, needles: list[bytes]) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(needle in path.read_bytes().lower() for needle in needles)
    ]


def needles_of(settings: IngestSettings, vector: np.ndarray | None = None) -> list[bytes]:
    texts = [word.encode(coding) for word in WORDS for coding in ("utf-8", "utf-16-le")]
    return texts + ([] if vector is None else [vector[:8].astype("<f4").tobytes().lower()])


def vector_of(settings: IngestSettings, source: str) -> np.ndarray:
    store, meta = manifest_for(settings)
    vectors = Vectors(stores_folder(settings.index_folder, meta) / "chroma")
    with store.reading() as snapshot:
        _, (row,) = vectors.get(sorted(snapshot.vector_ids([source])))
    vectors.close()
    return row


def test_nothing_of_a_removed_document_is_left_after_a_purge(synced: Make) -> None:
    settings = synced({**TOWNS, "secret.txt": SECRET})
    index = settings.index_folder
    vector = vector_of(settings, "secret.txt")
    quote = {"source": "secret.txt", "quote": SECRET.strip(), "start": 0, "end": len(SECRET.strip())}
    town = TOWNS["tea.txt"]
    good = {"source": "tea.txt", "quote": town[0:20], "start": 0, "end": 20}
    (index / "feedback.jsonl").write_text(
        "".join(json.dumps({"question": "?", "citations": [one]}) + "\n" for one in (quote, good)), encoding="utf-8"
    )
    AnswerCache(index).put("asked", {"secret.txt": "0"}, SECRET)
    assert files_holding(index, needles_of(settings, vector))
    throw_away(settings, "secret.txt")
    sync(settings)
    assert files_holding(index, needles_of(settings, vector))  # the trash, and what databases call free
    gone = purge(settings)
    assert files_holding(index.parent, needles_of(settings, vector)) == []
    assert (gone.trashed, gone.cases) == (1, 1)
    assert trashed(settings) == ()
    assert len((index / "feedback.jsonl").read_text().splitlines()) == 1
    assert verify(settings) == ()
    assert sync(settings).embedded == 0


def test_a_purge_embeds_nothing_and_an_open_bot_goes_on(synced: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = synced({**TOWNS, "secret.txt": SECRET}, embedding_model=cheap.NAME)
    bot = Bot.open(settings.index_folder, documents=settings.documents_folder, embedding_model=cheap.NAME)
    before = bot.search("green tea", 3)
    (settings.documents_folder / "secret.txt").unlink()
    sync(settings)
    monkeypatch.setattr(type(load_embeddings(cheap.NAME)), "encode_passages", lambda *_: pytest.fail("embedded"))
    purge(settings)
    assert bot.search("green tea", 3)[0].passage.source == before[0].passage.source
    bot.close()


# A purge by a process whose memory was full of a vector; all of Chroma's threads take theirs from the same place.
FORGETFUL = """
import sys
from pathlib import Path
import numpy as np
from ingest.sync.purge import purge
from ingest.settings import IngestSettings
vector = np.load(sys.argv[1])
held = [(np.tile(vector, 220), np.ones(100, dtype="u1")) for _ in range(2000)]
apart = [small for _, small in held]
del held
purge(IngestSettings(documents=Path(sys.argv[2]), embedding_model=sys.argv[3]))
"""

ONE_ARENA = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "4000000000", "MALLOC_MMAP_THRESHOLD_": "30000000"}


@pytest.mark.slow
def test_a_vector_that_was_in_the_memory_of_the_process_does_not_get_to_the_disk(synced: Make, tmp_path: Path) -> None:
    settings = synced({**TOWNS, "secret.txt": SECRET}, embedding_model=cheap.NAME)
    vector = vector_of(settings, "secret.txt")
    np.save(tmp_path / "vector.npy", vector)
    (settings.documents_folder / "secret.txt").unlink()
    sync(settings)
    command = [
        sys.executable,
        "-c",
        FORGETFUL,
        str(tmp_path / "vector.npy"),
        str(settings.documents_folder),
        cheap.NAME,
    ]
    subprocess.run(command, env={**environment(), **ONE_ARENA}, check=True)
    assert files_holding(settings.index_folder, needles_of(settings, vector)) == []
    assert verify(settings) == ()


@pytest.mark.slow
def test_a_purge_that_is_killed_leaves_a_whole_index_and_another_one_deletes_the_rest(synced: Make) -> None:
    settings = removed(synced)
    steps = int(purged_and_killed(settings, 10**6).stdout)
    for part in (2, 5, 8):
        (settings.documents_folder / "secret.txt").write_text(SECRET)
        sync(settings)
        vector = vector_of(settings, "secret.txt")
        throw_away(settings, "secret.txt")
        sync(settings)
        assert purged_and_killed(settings, steps * part // 10).returncode == -signal.SIGKILL
        index = Index(settings.index_folder, settings)
        with index.reading() as view:
            assert view.phrase("market town", 3)[0].passage.source == "towns/ashford.txt"
        index.close()
        purge(settings)
        assert files_holding(settings.index_folder.parent, needles_of(settings, vector)) == []
        assert sync(settings).embedded == 0
        assert verify(settings) == ()


@pytest.mark.slow
def test_a_reader_that_keeps_an_old_state_open_is_named_and_the_next_purge_deletes_the_rest(synced: Make) -> None:
    settings = removed(synced)
    store, _ = manifest_for(settings)
    with store.reading() as snapshot:
        assert snapshot.count()[0] == 3
        with pytest.raises(IndexBusyError, match=r"reader keeps an old state of .*purge again"):
            purge(settings)
    purge(settings)
    assert files_holding(settings.index_folder.parent, needles_of(settings)) == []
    assert verify(settings) == ()


def test_the_command_syncs_first_and_says_what_it_did(write: Write, capsys: Output) -> None:
    docs = write({**TOWNS, "secret.txt": SECRET})
    assert run(app, [str(docs)]) == 0
    (docs / "secret.txt").unlink()
    capsys.readouterr()
    assert run(app, [str(docs), "--purge"]) == 0
    said = capsys.readouterr().out
    assert "1 removed" in said
    assert "Purged: " in said
    assert files_holding(docs.parent, needles_of(IngestSettings(documents=docs))) == []
    assert run(app, [str(docs), "--purge", "--verify"]) == 2
