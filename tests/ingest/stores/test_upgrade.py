"""An index of another layout is never misread: every program says the same line, and `--rebuild` mends it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import bot.__main__ as asking
import ingest.__main__ as ingesting
from bot.chat import Bot
from ingest.console import run
from ingest.errors import FootnoteError, IndexUnusableError
from ingest.index import Index
from ingest.settings import IngestSettings, load_settings
from ingest.stores.manifest import LAYOUT
from ingest.sync.purge import purge
from ingest.sync.sync import sync
from ingest.sync.trash import throw_away, trashed
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Make, Write, state
from tests.helpers import cheap

# The tables of layout 1; layout 2 added two, layout 3 a column.
OLD = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    language TEXT NOT NULL, size INTEGER NOT NULL, added REAL NOT NULL
) STRICT;
CREATE TABLE passages (
    source TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
    sentences TEXT NOT NULL, page INTEGER, vector_id TEXT NOT NULL, PRIMARY KEY (source, start)
) STRICT;
"""


def replace(index: Path, tables: str, layout: str | None) -> None:
    """Put a manifest with these tables in the place of the one that is there."""
    for path in index.glob("manifest.sqlite*"):
        path.unlink()
    with closing(sqlite3.connect(index / "manifest.sqlite")) as db, db:
        db.executescript(tables)
        if layout is not None:
            rows = {"layout": layout, "generation": "7", "stores": "1", "pending": "0"}
            db.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())


def lines(documents: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What each program says to these documents."""
    capsys.readouterr()
    said = []
    for app, arguments in (
        (ingesting.app, [documents]),
        (ingesting.app, [documents, "--status"]),
        (ingesting.app, [documents, "--purge"]),
        (asking.app, ["--documents", documents]),
        (asking.app, ["ask", "How tall is the Stump?", "--documents", documents]),
    ):
        assert run(app, [str(argument) for argument in arguments]) == 2
        said.append(capsys.readouterr().err.strip())
    assert run(ingesting.app, [str(documents), "--verify"]) == 1
    said.append(capsys.readouterr().out.strip())
    with pytest.raises(FootnoteError) as caught:
        Bot.open(load_settings(documents=documents).index_folder)
    return [*said, str(caught.value)]


@pytest.mark.parametrize("layout", ["1", "2", "999", None])
def test_another_layout_is_said_by_every_program_and_rebuilt_on_request(
    layout: str | None, synced: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = synced(TOWNS)
    replace(settings.index_folder, OLD, layout)
    found = "an unknown one" if layout is None else layout
    said = f"The index in '{settings.index_folder}' has layout {found}; this version reads {LAYOUT}. "
    # A command names the folder that it was given where it can.
    commands = {f"python -m ingest{folder} --rebuild" for folder in ("", f" {settings.documents_folder}")}
    assert set(lines(settings.documents_folder, capsys)) == {
        f"{said}Run `{command}` to make it anew from the documents." for command in commands
    }
    assert run(ingesting.app, [str(settings.documents_folder), "--rebuild"]) == 0
    assert verify(settings) == ()
    assert len(state(settings)) == 3


def test_a_database_of_another_program_is_never_touched(write: Write) -> None:
    settings = IngestSettings(documents=write(TOWNS), embedding_model=cheap.NAME)
    settings.index_folder.mkdir()
    path = settings.index_folder / "manifest.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE invoices (total REAL)")
    db.close()
    before = path.read_bytes()
    for rebuild in (False, True):
        with pytest.raises(Exception, match="the database of another program"):
            sync(settings, rebuild=rebuild)
    assert path.read_bytes() == before


@pytest.mark.parametrize("layout", ["1", "2", "3", "99", None])
def test_an_index_of_another_layout_is_recognized_and_rebuilt_on_request(synced: Make, layout: str | None) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    index = settings.index_folder
    (index / "feedback.jsonl").write_text('{"question": "?"}\n')
    (index / "calibration.json").write_text('{"slope": 1.0, "bias": 0.0, "threshold": 0.4}')
    throw_away(settings, "tea.txt")
    with sqlite3.connect(index / "manifest.sqlite") as db:
        if layout is None:
            db.execute("DELETE FROM meta WHERE key = 'layout'")
        else:
            db.execute("UPDATE meta SET value = ? WHERE key = 'layout'", (layout,))
        for column in ("author", "date", "modified") if layout in ("1", "2", "3") else ():
            db.execute(f"ALTER TABLE documents DROP COLUMN {column}")  # layouts before 4 had none of them
        if layout == "99":
            db.execute("ALTER TABLE passages RENAME COLUMN text TO words")
    db.close()
    for use in (lambda: sync(settings), lambda: purge(settings), lambda: Bot.open(index, embedding_model=cheap.NAME)):
        with pytest.raises(Exception, match=r"has layout .*; this version reads .*--rebuild"):
            use()
    (line,) = verify(settings)
    assert "--rebuild" in line
    sync(settings, rebuild=True)
    assert verify(settings) == ()
    assert (index / "feedback.jsonl").exists()
    assert (index / "calibration.json").exists()
    assert len(trashed(settings)) == 1


def test_an_older_layout_is_refused_and_rebuilt(synced: Make) -> None:
    settings = synced(TOWNS)
    with sqlite3.connect(settings.index_folder / "manifest.sqlite") as db:
        db.execute("UPDATE meta SET value = '0' WHERE key = 'layout'")
    db.close()
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        Index(settings.index_folder, settings)
    sync(settings, rebuild=True)
    assert len(state(settings)) == 3


def test_an_index_from_before_levels_and_lists_were_kept_is_read_without_them(synced: Make) -> None:
    settings = synced({"a.html": "<h1>Yard</h1><p>How boats are kept.</p><h3>Steps</h3><ul><li>Wash it.</li></ul>"})
    now = Bot.open(settings.index_folder).document("a.html").sections
    with closing(sqlite3.connect(settings.index_folder / "manifest.sqlite")) as db, db:
        (kept,) = db.execute("SELECT sections FROM documents").fetchone()
        db.execute("UPDATE documents SET sections = ?", [json.dumps([one[:6] for one in json.loads(kept)])])
    before = Bot.open(settings.index_folder).document("a.html").sections
    assert [(one.levels, one.items) for one in now] == [((1,), ()), ((3,), ((1, 0),))]
    assert [(one.levels, one.items) for one in before] == [((), ())] * 2
    assert [(one.start, one.end, one.heading) for one in before] == [(one.start, one.end, one.heading) for one in now]
