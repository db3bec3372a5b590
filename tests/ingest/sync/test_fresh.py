"""After many syncs every search finds, scores and ranks what it does in an index that was made at once."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.retrieval.hybrid import retrieve
from ingest.embedding.models import load_embeddings
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.stores.lexical import Lexical
from ingest.sync.sync import sync
from tests.helpers import cheap

THINGS, PLACES = "mill ferry tower bridge market".split(), "Ashford Boston Corby Dover".split()
DONE, WHO = "built moved sold burnt".split(), ("the council", "two brothers", "the railway company")


def sentence(chance: random.Random) -> str:
    thing, place, done, who = (chance.choice(some) for some in (THINGS, PLACES, DONE, WHO))
    return chance.choice(
        (
            f"The {thing} of {place} was {done} in {chance.randint(1801, 1809)} by {who}.",
            f"In {place} the {thing} and the {chance.choice(THINGS)} were {done}, and the {thing} was {done} again.",
            f"Nobody knows why the {thing} was {done}.",
        )
    )


def changes(docs: Path, chance: random.Random, syncs: int) -> Iterator[None]:
    """Add, change and remove documents, some before each sync."""
    docs.mkdir(exist_ok=True)
    for at in range(syncs):
        for number in chance.sample(range(16), 3 if at else 16):
            path = docs / f"{number}.txt"
            if path.exists() and chance.random() < 0.4:
                path.unlink()
            else:
                said = [" ".join(sentence(chance) for _ in range(chance.randint(1, 6))) for _ in range(2)]
                path.write_text("\n\n".join([f"Annals of {chance.choice(PLACES)}", *said]) + "\n", encoding="utf-8")
        yield


def found(index: Index, questions: list[str]) -> tuple[dict[str, Any], list[float]]:
    """All that the searches give and all vectors; apart, the scores in which there are cosines."""
    with index.reading() as view:
        model, every = load_embeddings(view.embedding_model), sorted(view._vectors.ids())
        ids, vectors = view._vectors.get(every)
        said: dict[str, Any] = {"vectors": sorted(zip(ids, vectors.tolist(), strict=True))}
        scores = []
        for asked in questions:
            vector, words = model.encode_question(asked), asked.split()
            near = (*view.dense(vector, 5), *retrieve(view, asked, vector, 5))
            scores += [hit.score for hit in near]
            said[asked] = (
                *([(hit.passage, hit.also) for hit in near], view.lexical(asked, 5)),
                *(view.phrase(" ".join(words[:2]), 3), [view.frequency(word) for word in words]),
            )
        said["slips"] = [view.spelling(f"{word[:-1]}z") for word in (*THINGS, *PLACES)]
        return said, scores


def same(one: Index, other: Index, questions: list[str]) -> None:
    (said, scores), (expected, near) = found(one, questions), found(other, questions)
    assert said == expected
    assert scores == pytest.approx(near, abs=2e-6)  # Chroma's cosines may differ in the seventh digit


def compare(tmp_path: Path, seed: int, syncs: int, asked: int, **values: object) -> None:
    chance, docs = random.Random(seed), tmp_path / "docs"
    old = IngestSettings(documents=docs, index=tmp_path / "old", passage_tokens=40, **values)
    new = IngestSettings(documents=docs, index=tmp_path / "new", passage_tokens=40, **values)
    for _ in changes(docs, chance, syncs):
        sync(old)
    sync(new)
    questions = [*THINGS, *(sentence(chance) for _ in range(asked))]
    same(Index(tmp_path / "old", old), Index(tmp_path / "new", new), questions)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_many_syncs_every_search_ranks_as_in_a_fresh_index(tmp_path: Path, seed: int) -> None:
    compare(tmp_path, seed, syncs=10, asked=30, embedding_model=cheap.NAME)


def test_the_same_holds_with_the_real_model_whose_vectors_are_made_in_other_company(tmp_path: Path) -> None:
    compare(tmp_path, 3, syncs=3, asked=10)


def entry(number: int, text: str) -> tuple[str, str, str]:
    return f"p{number}", text, text


def test_words_are_written_anew_when_a_tenth_of_them_is_dead(tmp_path: Path) -> None:
    words = Lexical(tmp_path)
    entries = [entry(number, f"tea {number}") for number in range(20)]
    words.change((), entries)
    for gone, dead in ((1, 1), (2, 0), (3, 1), (4, 0)):
        words.sweep([f"p{gone - 1}"], lambda gone=gone: entries[gone:])
        segments = json.loads((tmp_path / "meta.json").read_text())["segments"]
        assert sum((one["deletes"] or {}).get("num_deleted_docs", 0) for one in segments) == dead
        assert words.ids() == {name for name, _, _ in entries[gone:]}
        assert words.frequency("tea") == 20 - gone


def test_passages_of_one_score_come_in_the_same_order_however_they_were_added(tmp_path: Path) -> None:
    entries = [entry(number, "green tea") for number in range(40)]
    one, other = Lexical(tmp_path / "one"), Lexical(tmp_path / "other")
    one.change((), entries)
    for at in (30, 0, 20, 10):
        other.change((), reversed(entries[at : at + 10]))
    for k in (1, 7, 39, 40, 99):
        assert one.search("tea", k) == other.search("tea", k)
        assert one.phrase("green tea", k) == other.phrase("green tea", k)
    assert len(one.search("tea", 99)) == 40


def test_a_bot_that_looks_while_a_sync_sweeps_counts_as_a_fresh_one_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = IngestSettings(documents=tmp_path / "docs", index=tmp_path / "index", embedding_model=cheap.NAME)
    list(changes(tmp_path / "docs", random.Random(4), 1))
    sync(settings)
    bot = Index(tmp_path / "index", settings)
    asked, sweep, looked = ["mill", "The ferry of Dover"], Lexical.sweep, list[int]()

    def slowly(self: Lexical, *arguments: Any) -> None:
        found(bot, asked)  # after the commit, before what it supersedes is gone
        looked.append(1)
        sweep(self, *arguments)

    monkeypatch.setattr(Lexical, "sweep", slowly)
    for path in sorted((tmp_path / "docs").iterdir())[:1]:
        path.unlink()
    sync(settings)
    assert looked
    same(bot, Index(tmp_path / "index", settings), asked)
