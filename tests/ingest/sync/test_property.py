"""Whatever happens to the folder, and wherever a sync is killed, the next one leaves what a fresh index would hold."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from ingest.embedding.models import load_embeddings
from ingest.settings import IngestSettings
from ingest.stores.lexical import Lexical
from ingest.stores.opening import stores_folder
from ingest.stores.vectors import Vectors
from ingest.stores.writer import manifest_for
from ingest.sync.plan import Synced
from ingest.sync.purge import purge
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import ROOT
from tests.helpers import cheap
from tests.helpers.killing import KILLED, contents

WRITING = tuple(
    "sync.sync sync.changes sync.pipeline stores.manifest stores.snapshot stores.vectors stores.lexical "
    "stores.writer".split()
)

NAMES = st.sampled_from(["a.txt", "b.md", "sub/c.txt", "sub/deep/d.txt"])

SENTENCES = [
    f"The {thing} of {place} was {done} in {year} by people who came from the north and stayed for the winter."
    for thing, place, done, year in zip(
        "mill ferry tower bridge market school garden harbour".split(),
        "Ashford Boston Corby Dover Epsom Frome Goole Hythe".split(),
        "built moved sold burnt opened closed planted dredged".split(),
        range(1801, 1809),
        strict=True,
    )
]

TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True)


class Folder(RuleBasedStateMachine):
    """A folder of documents that changes, and its index."""

    model = cheap.NAME

    @initialize()
    def begin(self) -> None:
        self.scratch = Path(tempfile.mkdtemp())
        self.docs = self.scratch / "docs"
        self.settings = self.settings_for(self.scratch / "index")
        self.put("keep.txt", SENTENCES[:2])
        self.live: set[str] = set()
        self.killed = False

    def settings_for(self, index: Path) -> IngestSettings:
        return IngestSettings(documents=self.docs, index=index, embedding_model=self.model, passage_tokens=40)

    def put(self, name: str, sentences: list[str]) -> None:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(["Annals", *sentences]) + "\n", encoding="utf-8")

    def there(self, name: str) -> Path | None:
        return path if (path := self.docs / name).is_file() else None

    @rule(name=NAMES, sentences=TEXTS)
    def add_or_overwrite(self, name: str, sentences: list[str]) -> None:
        self.put(name, sentences)

    @rule(name=NAMES, sentence=st.sampled_from(SENTENCES), at=st.integers(1, 6))
    def edit_in_the_middle(self, name: str, sentence: str, at: int) -> None:
        if path := self.there(name):
            parts = path.read_bytes().decode("utf-8", "replace").split("\n\n")
            path.write_text("\n\n".join([*parts[:at], sentence, *parts[at:]]), encoding="utf-8")

    @rule(name=NAMES, new=NAMES)
    def rename_or_move(self, name: str, new: str) -> None:
        if (path := self.there(name)) and name != new:
            (self.docs / new).parent.mkdir(parents=True, exist_ok=True)
            path.replace(self.docs / new)

    @rule(name=NAMES, new=NAMES)
    def copy(self, name: str, new: str) -> None:
        if (path := self.there(name)) and name != new:
            (self.docs / new).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, self.docs / new)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        if path := self.there(name):
            path.unlink()

    @rule(name=NAMES)
    def spoil(self, name: str) -> None:
        if path := self.there(name):
            path.write_bytes(b"\x00\x01\x02 no text")

    @rule(
        at=st.integers(1, 900), how=st.sampled_from(["sync", "sync", "rebuild"]), by=st.sampled_from(["line", "clock"])
    )
    def a_sync_is_killed(self, at: int, how: str, by: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "FOOTNOTE_INDEX": str(self.settings.index),
        }
        command = [sys.executable, "-c", KILLED, str(at), str(self.docs), self.model, how, by, *WRITING]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode in (0, -signal.SIGKILL, -signal.SIGALRM), done.stderr
        self.killed = True

    @rule()
    def synced(self) -> None:
        self.check(sync(self.settings))

    @rule()
    def rebuilt(self) -> None:
        self.live = set()
        self.check(sync(self.settings, rebuild=True))

    @rule()
    def purged(self) -> None:
        done = sync(self.settings)
        purge(self.settings)
        self.check(done)

    def check(self, done: Synced) -> None:
        """0 stale, 0 missing, 0 doubled; every passage is found by its own text; nothing known is embedded again."""
        fresh = self.settings_for(self.scratch / "fresh")
        shutil.rmtree(self.scratch / "fresh", ignore_errors=True)
        sync(fresh)
        store, meta = manifest_for(self.settings)
        other, _ = manifest_for(fresh)
        with store.reading() as snapshot, other.reading() as expected:
            assert contents(snapshot) == contents(expected)
            live = snapshot.vector_ids()
            folder = stores_folder(self.settings.index_folder, meta)
            vectors, lexical = Vectors(folder / "chroma"), Lexical(folder / "words")
            vectors.refresh()
            assert vectors.ids() == live
            assert lexical.ids() == live
            for name, places in snapshot.places(sorted(live)).items():
                (vector,) = load_embeddings(self.model).encode_passages([places[0].embedded])
                assert vectors.query(vector, 1)[0][0] == name
                assert lexical.holds(name, places[0].text)
            vectors.close()
        new = len(live - self.live)
        assert done.embedded <= new if self.killed else done.embedded == new
        assert set(verify(self.settings)) == set(done.problems)  # but for what cannot be read
        self.live, self.killed = live, False

    def teardown(self) -> None:
        if hasattr(self, "docs"):
            self.check(sync(self.settings))
            shutil.rmtree(self.scratch)


class RealModel(Folder):
    """The same with the model that comes with the packages."""

    model = IngestSettings().embedding_model


def explore(machine: type[Folder], examples: int, steps: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        # A purge copies vectors in a process of its own, whose start takes longer than all else here. That it does is
        # for what is left in memory, of which tests/ingest/sync/test_purge.py knows.
        patched.setattr("ingest.sync.purge.run_apart", lambda function, *arguments: function(*arguments))
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck)
            ),
        )


def test_after_any_changes_and_kills_the_index_is_what_a_fresh_one_would_be() -> None:
    explore(Folder, 2, 6)


@pytest.mark.slow
def test_after_many_changes_and_kills_the_index_is_what_a_fresh_one_would_be() -> None:
    explore(Folder, 10, 12)


@pytest.mark.slow
def test_the_same_holds_with_the_real_model() -> None:
    explore(RealModel, 2, 6)
