"""An index that somebody else has made is data: opening it, asking it and syncing it run nothing of its own."""

import json
import pickle
import sqlite3
import sys
import zlib
from contextlib import closing
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.utils import embedding_functions

from bot.chat import Bot
from ingest.errors import IndexUnusableError
from ingest.stores.answer_cache import FILE, FOLDER, AnswerCache
from ingest.stores.server import RemoteCollection, server_of
from ingest.sync.purge import purge
from ingest.sync.sync import sync
from tests.conftest import TOWNS, Machine, Make
from tests.helpers import cheap

HASHES = {"tea.txt": "0" * 64}


class Payload:
    """What runs where it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.mark,))


def planted(path: Path, key: str, payload: bytes) -> None:
    """A database as diskcache lays it out, with a pickle for `key`, whatever class is to read it."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE Settings (key TEXT NOT NULL UNIQUE, value)")
        database.execute(
            "CREATE TABLE Cache (rowid INTEGER PRIMARY KEY, key BLOB, raw INTEGER, store_time REAL, expire_time REAL, "
            "access_time REAL, access_count INTEGER DEFAULT 0, tag BLOB, size INTEGER DEFAULT 0, "
            "mode INTEGER DEFAULT 0, filename TEXT, value BLOB)"
        )
        packed = zlib.compress(f'"{key}"'.encode(), 1)
        database.execute(
            "INSERT INTO Cache (key, raw, store_time, access_time, mode, value) VALUES (?, 1, 0, 0, 4, ?)",
            (packed, payload),
        )


def test_a_kept_answer_is_text_and_nothing_is_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "ran"
    payload = pickle.dumps(Payload(mark))
    monkeypatch.setattr("ingest.stores.answer_cache._key", lambda *_: "k")
    planted(tmp_path / FOLDER / "cache.db", "k", payload)
    cache = AnswerCache(tmp_path)
    assert cache.get("asked", HASHES) is None
    assert cache.put("asked", HASHES, "a reply") == ""
    with closing(sqlite3.connect(tmp_path / FOLDER / FILE)) as database, database:
        database.execute("UPDATE answers SET reply = ?, documents = ?", (payload, payload))
    assert cache.get("asked", HASHES) != "a reply"
    cache.purge(HASHES)
    assert not mark.exists()
    assert list((tmp_path).glob(f"{FOLDER}/*.db")) == []


CODE = "from pathlib import Path\nPath({!r}).touch()\n"


def test_embeddings_that_only_the_index_names_are_not_imported(
    synced: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    (tmp_path / "planted.py").write_text(CODE.format(str(tmp_path / "ran")))
    monkeypatch.syspath_prepend(tmp_path)
    bot = Bot.open(settings.index_folder, documents=settings.documents_folder, embedding_model=cheap.NAME)
    with closing(sqlite3.connect(settings.index_folder / "manifest.sqlite")) as database, database:
        database.execute("UPDATE meta SET value = 'planted:anything' WHERE key = 'embedding_model'")
        database.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")
    for use in (
        lambda: bot.ask("When was Ashford founded?"),
        lambda: bot.search("Ashford"),
        lambda: Bot.open(settings.index_folder),
        lambda: sync(settings),
    ):
        with pytest.raises(IndexUnusableError, match="planted:anything"):
            use()
    assert "planted" not in sys.modules
    assert not (tmp_path / "ran").exists()
    bot.close()


class Function(embedding_functions.DefaultEmbeddingFunction):
    """Stands for those of Chroma's that load a model with its code: built from what an index says of it."""

    built = 0

    @staticmethod
    def name() -> str:
        return "planted"

    @staticmethod
    def build_from_config(config: dict[str, object]) -> "Function":
        Function.built += 1
        return Function()


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> type[Function]:
    for known in ("known_embedding_functions", "sparse_known_embedding_functions"):
        monkeypatch.setitem(getattr(embedding_functions, known), "planted", Function)
    monkeypatch.setattr(Function, "built", 0)
    return Function


def poisoned(value: object) -> object:
    """What Chroma keeps of a collection, with a function planted wherever it has a place for one."""
    if isinstance(value, dict):
        found = {name: poisoned(part) for name, part in value.items()}
        planted = {"type": "known", "name": "planted", "config": {}}
        return {**found, "embedding_function": planted} if "embedding_function" in found else found
    return value


def test_functions_that_the_vectors_of_an_index_name_are_not_built(synced: Make, function: type[Function]) -> None:
    settings = synced(TOWNS, embedding_model=cheap.NAME)
    (path,) = settings.index_folder.glob("stores-*/chroma/chroma.sqlite3")
    with closing(sqlite3.connect(path)) as database, database:
        ((config, schema),) = database.execute("SELECT config_json_str, schema_str FROM collections").fetchall()
        said = (
            json.dumps({**json.loads(config), **poisoned({"embedding_function": None})}),
            json.dumps(poisoned(json.loads(schema))),
        )
        assert "planted" in said[1]
        database.execute("UPDATE collections SET config_json_str = ?, schema_str = ?", said)
    (settings.documents_folder / "tea.txt").write_text("Coffee\n\nCoffee beans are roasted.\n")
    assert sync(settings).embedded == 1
    bot = Bot.open(settings.index_folder, documents=settings.documents_folder, embedding_model=cheap.NAME)
    assert bot.search("Coffee")
    bot.close()
    purge(settings)
    assert function.built == 0


def test_nor_are_those_that_a_server_names(machine: Machine, function: type[Function]) -> None:
    server = server_of(machine("a"))
    assert server is not None
    there = chromadb.HttpClient(host=server.url)
    there.create_collection(
        f"{server.name}-x", configuration={"hnsw": {"space": "cosine"}}, embedding_function=function()
    )
    function.built = 0  # making it builds it too
    collection = RemoteCollection(server, "x", create=True)
    vector = np.ones((1, 4), dtype=np.float32)
    collection.upsert(ids=["a"], embeddings=vector, documents=["A text."], metadatas=[{"n": 1}])
    assert collection.query(query_embeddings=vector, n_results=1)["ids"] == [["a"]]
    assert collection.get(ids=["a"])["ids"] == ["a"]
    assert function.built == 0
