"""`sync` makes the index match the folder; a reader sees one generation at a time; what is broken says so."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.models import load_embeddings
from ingest.errors import FootnoteError
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.stores.vectors import Vectors
from ingest.sync.plan import plan
from ingest.sync.sync import sync
from ingest.sync.verify import verify
from tests.conftest import TOWNS, Make, Write, found
from tests.helpers.machines import SYNC, process


def test_the_plan_is_by_content() -> None:
    done = plan({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9", "d": "4"})
    assert (done.add, done.change, done.remove, done.keep) == (("d",), ("b",), ("c",), ("a",))
    assert plan({"a": "1"}, {"a": "1"}).empty


@pytest.mark.usefixtures("either_store")
def test_new_changed_and_removed_files_are_taken_in_and_out(synced: Make) -> None:
    settings = synced(TOWNS)
    docs = settings.documents_folder
    (docs / "tea.txt").write_text(
        "How coffee is made\n\nCoffee beans are roasted at 200 degrees before they are ground.\n"
    )
    (docs / "towns" / "ashford.txt").unlink()
    (docs / "new.md").write_text("# Rivers\n\nThe Thames flows through London to the North Sea.\n")
    done = sync(settings)
    assert (done.plan.add, done.plan.change, done.plan.remove) == (("new.md",), ("tea.txt",), ("towns/ashford.txt",))
    assert done.embedded == 2
    index = Index(settings.index_folder, settings)
    assert found(index, "roasting coffee")[0] == "tea.txt"
    assert found(index, "Which river flows through London?")[0] == "new.md"
    assert "towns/ashford.txt" not in found(index, "When was Ashford founded?")
    assert verify(settings) == ()
    index.close()


@pytest.mark.usefixtures("either_store")
def test_a_second_run_embeds_nothing(synced: Make) -> None:
    settings = synced(TOWNS)
    done = sync(settings)
    assert done.plan.empty
    assert done.embedded == 0
    assert done.documents == 3


@pytest.mark.usefixtures("either_store")
def test_a_rename_and_a_copy_embed_nothing_and_a_text_in_two_files_is_found_once(synced: Make) -> None:
    settings = synced(TOWNS)
    docs = settings.documents_folder
    (docs / "tea.txt").rename(docs / "green.txt")
    shutil.copy(docs / "green.txt", docs / "zopy.txt")
    assert sync(settings).embedded == 0
    index = Index(settings.index_folder, settings)
    with index.reading() as view:
        hits = view.dense(load_embeddings().encode_question("green tea"), 5)
        best = hits[0]
    assert best.passage.source == "green.txt"
    assert [passage.source for passage in best.also] == ["zopy.txt"]
    assert len({hit.passage.text for hit in hits}) == len(hits)
    index.close()


@pytest.mark.usefixtures("either_store")
def test_a_file_that_cannot_be_read_is_reported_and_the_rest_are_in(write: Write) -> None:
    settings = IngestSettings(documents=write({**TOWNS, "bad.txt": b"\x00\x01binary"}))
    for _ in range(2):
        done = sync(settings)
        assert len(done.problems) == 1
        assert done.problems[0].startswith("bad.txt: looks like a binary file")
        assert done.documents == 3


@pytest.mark.usefixtures("either_store")
def test_a_reader_sees_a_new_generation_without_reopening(synced: Make) -> None:
    settings = synced(TOWNS)
    index = Index(settings.index_folder, settings)
    assert "new.txt" not in found(index, "volcanoes in Iceland")
    (settings.documents_folder / "new.txt").write_text("Volcanoes\n\nIceland has about 30 active volcanoes.\n")
    sync(settings)
    assert found(index, "volcanoes in Iceland")[0] == "new.txt"
    index.close()


@pytest.mark.usefixtures("either_store")
def test_readers_in_many_threads_get_whole_answers_while_the_index_changes(synced: Make) -> None:
    settings = synced(TOWNS)
    index = Index(settings.index_folder, settings)
    wrong: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                with index.reading() as view:
                    hits = view.dense(load_embeddings().encode_question("green tea"), 3)
                    texts = {hit.passage.source: view.document(hit.passage.source) for hit in hits}
                    for hit in hits:
                        document = texts[hit.passage.source]
                        assert document is not None
                        assert document.text[hit.passage.start : hit.passage.end] == hit.passage.text
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(4):
        (settings.documents_folder / "tea.txt").write_text(
            f"Tea {number}\n\nGreen tea number {number} is steamed leaf.\n"
        )
        sync(settings)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    index.close()


def test_vectors_are_compared_by_cosine_and_another_space_is_refused(synced: Make) -> None:
    import chromadb

    settings = synced(TOWNS)
    index = Index(settings.index_folder, settings)
    with index.reading() as view:
        hits = view.dense(load_embeddings().encode_question("green tea"), 3)
        texts = [passage.embedded for passage in view.passages()]
    # All of them, as when they were indexed: in 8-bit integers a vector depends a little on what else is encoded.
    text = load_embeddings().encode_passages(texts)[texts.index(hits[0].passage.embedded)]
    assert hits[0].score == pytest.approx(float(text @ load_embeddings().encode_question("green tea")), abs=0.02)
    index.close()
    chroma = next(settings.index_folder.glob("stores-*/chroma"))
    client = chromadb.PersistentClient(str(chroma))
    name = client.list_collections()[0].name
    client.delete_collection(name)
    client.create_collection(name)
    client.close()
    with pytest.raises(FootnoteError, match="--rebuild"):
        found(Index(settings.index_folder, settings), "tea")


@pytest.mark.usefixtures("either_store")
def test_words_and_phrases_are_found(synced: Make) -> None:
    settings = synced(TOWNS)
    index = Index(settings.index_folder, settings)
    with index.reading() as view:
        assert view.lexical("railway works", 3)[0].passage.source == "towns/ashford.txt"
        assert len(view.lexical('AND OR "( [^: *~', 3)) <= 3  # no query language: nothing in it is an error
        assert [hit.passage.source for hit in view.phrase("the middle ages", 9)] == ["towns/boston.md"]
        assert view.phrase("ages middle", 9) == ()
        assert view.spelling("Ashfrod".lower()) == "ashford"
        assert view.spelling("zebra") == ""
        assert view.frequency("boston") > 0
        assert view.lexical("green tea", 3, ["towns/boston.md"]) == ()
    index.close()


@pytest.mark.slow
def test_what_is_unlike_many_that_are_alike_is_found_by_its_own_vector(tmp_path: Path) -> None:
    """The graph is another one every time: with Chroma's defaults one in eleven lost such a text."""
    texts = [*TOWNS.values(), *(f"Mill {at}\n\nIt ground {at + 7} tons of wheat." for at in range(200))]
    rows = load_embeddings().encode_passages(texts)
    for seed in range(60):
        vectors, order = Vectors(tmp_path / f"{seed}"), np.random.default_rng(seed).permutation(len(texts))
        for some in (order[:128], order[128:]):
            vectors.add([f"{row}" for row in some], rows[some])
        assert [vectors.query(row, 1)[0][0] for row in rows[: len(TOWNS)]] == ["0", "1", "2"]
        vectors.close()


NOW = 1_700_000_000.0  # stores are numbered by the time


@pytest.mark.parametrize(
    "what", ["a backup is put back", pytest.param("it is made anew with the same numbers", marks=pytest.mark.slow)]
)
def test_an_open_reader_goes_over_to_whatever_stands_in_the_place_of_its_index(
    synced: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr("ingest.stores.writer.time.time", lambda: NOW)
    settings = synced(TOWNS)
    folder, docs = settings.index_folder, settings.documents_folder
    tea = docs / "tea.txt"
    shutil.copytree(folder, tmp_path / "backup")
    index = Index(folder, settings)
    if what == "a backup is put back":
        tea.unlink()
        sync(settings)
        with index.reading() as view:
            assert "tea.txt" not in view.hashes()
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "backup", folder)
    else:
        shutil.rmtree(folder)
        tea.write_text("Coffee\n\nCoffee beans are roasted at 200 degrees, and green tea is not.\n")
        made = process(f"import time; time.time = lambda: {NOW}\n{SYNC}", docs, folder, settings.embedding_model)
        assert made.communicate()[0]
    seen: list[str] = []
    reader = threading.Thread(target=lambda: seen.extend(sources_of(index)), daemon=True)
    reader.start()
    reader.join(60)  # it must not wait for a generation that never comes
    assert set(seen) == set(TOWNS)
    assert "tea.txt" in found(index, "How is green tea made?")
    index.close()


def sources_of(index: Index) -> list[str]:
    with index.reading() as view:
        return list(view.hashes())
