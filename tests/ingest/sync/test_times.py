"""A file's time is part of what the index says: it changes without the text, and nothing is embedded for it."""

import os
from datetime import UTC, datetime

from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Machine, Write
from tests.helpers import cheap


def since(index: Index, day: str) -> set[str]:
    with index.reading() as view:
        return set(view.within(after=day))


def test_a_changed_time_alone_is_taken_over_and_embeds_nothing(write: Write) -> None:
    settings = IngestSettings(documents=write(TOWNS), embedding_model=cheap.NAME)
    for path in settings.documents_folder.rglob("*.*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))  # in 2001
    sync(settings)
    index = Index(settings.index_folder, settings)
    assert since(index, "2010") == set()
    moment = datetime(2020, 5, 5, 12, tzinfo=UTC).timestamp() + 0.123456
    os.utime(settings.documents_folder / "tea.txt", (moment, moment))
    done = sync(settings)
    assert (done.plan.empty, done.embedded, done.problems) == (True, 0, ())
    assert since(index, "2010") == {"tea.txt"}  # an open reader sees it
    assert since(index, "2020-05-06") == set()
    with index.reading() as view:
        generation = view.generation
    assert sync(settings).plan.empty
    with index.reading() as view:
        assert view.generation == generation
    index.close()
    assert verify(settings) == ()


def test_machines_that_share_an_index_do_not_take_their_copies_times_from_each_other(machine: Machine) -> None:
    here, there = machine("a", embedding_model=cheap.NAME), machine("b", embedding_model=cheap.NAME)
    sync(here)
    index = Index(here.index_folder, here)
    with index.reading() as view:
        generation = view.generation
    os.utime(there.documents_folder / "tea.txt", (1_000_000_000, 1_000_000_000))
    assert sync(there).plan.empty
    with index.reading() as view:
        assert view.generation == generation
    index.close()
