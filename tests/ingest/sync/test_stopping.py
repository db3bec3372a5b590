"""A sync that is told to stop commits what it has, and the next one goes on where it stopped."""

import pytest

from ingest.settings import IngestSettings
from ingest.stores.lexical import Lexical
from ingest.sync.plan import Synced
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import Write, state
from tests.helpers.cheap import NAME

LONG = "\n\n".join(f"# House {n}\n\nThe lamp of house {n} is {n + 10} years old." for n in range(400))
SMALL = {"a.md": "# A\n\nThe first lamp is red.\n", "b.md": "# B\n\nThe second lamp is green.\n"}


@pytest.fixture
def settings(write: Write) -> IngestSettings:
    return IngestSettings(documents=write({**SMALL, "long.md": LONG}), embedding_model=NAME, processes=1)


def stopped(settings: IngestSettings) -> Synced:
    """A sync that is told to stop after its first hundred passages."""
    embedded = [0]

    def progress(what: str, done: int, _total: int) -> None:
        embedded[0] = done if what == "Embedding" else embedded[0]

    return sync(settings, progress=progress, stop=lambda: embedded[0] > 100)


def test_what_was_embedded_is_kept_while_other_changes_come_and_is_not_embedded_again(settings: IngestSettings) -> None:
    first = stopped(settings)
    assert (first.stopped, first.waiting, first.plan.add) == (True, 1, ("a.md", "b.md"))
    assert set(state(settings)) == set(SMALL)
    (settings.documents_folder / "a.md").unlink()
    between = sync(settings, part=lambda _: 0)
    assert (between.plan.remove, between.waiting, between.stopped) == (("a.md",), 1, False)
    reports: list[tuple[str, int, int]] = []
    last = sync(settings, progress=lambda *one: reports.append(one))
    assert (last.plan.add, last.waiting) == (("long.md",), 0)
    assert first.embedded > 100
    assert first.embedded + last.embedded == 402
    begun = next(one for one in reports if one[0] == "Embedding")
    assert 0 < begun[1] < begun[2] == 400  # it does not seem to begin anew
    assert verify(settings) == ()


def test_what_was_embedded_of_a_file_that_then_goes_leaves_nothing(settings: IngestSettings) -> None:
    stopped(settings)
    (settings.documents_folder / "long.md").unlink()
    assert sync(settings).waiting == 0
    assert verify(settings) == ()
    assert len(Lexical(next(settings.index_folder.rglob("words"))).ids()) == 2


def test_a_file_that_was_moved_and_is_half_read_can_still_be_asked_about_where_it_was(
    settings: IngestSettings,
) -> None:
    sync(settings)
    path = settings.documents_folder / "long.md"
    path.rename(path.with_name("moved.md"))
    (settings.documents_folder / "0.md").write_text("# 0\n\nThe lamp before the first is blue.\n")
    assert sync(settings, stop=lambda: True).stopped
    assert set(state(settings)) == {"0.md", *SMALL, "long.md"}
    sync(settings)
    assert set(state(settings)) == {"0.md", *SMALL, "moved.md"}


def test_files_are_left_between_two_of_them_too_and_each_sync_takes_one_in(settings: IngestSettings) -> None:
    counts = [sync(settings, stop=lambda: True).documents for _ in range(2)]
    assert counts == [1, 2]
