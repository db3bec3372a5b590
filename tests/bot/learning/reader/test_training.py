"""What the reader learns from is right: spans, wrong passages, changed questions; and it does learn, and goes on."""

import json
import random
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answerers.reader.spans import Reader, load_reader
from bot.errors import EvaluationError
from bot.evaluation.splits import part_of
from bot.learning.optimization import precision, warmup_cosine
from bot.learning.reader import measure, train
from bot.learning.reader.batches import batches, drawn
from bot.learning.reader.datasets import load_examples
from bot.learning.reader.examples import Context, Example, changed
from bot.learning.reader.losses import loss, marked, marks, unlike
from bot.learning.reader.network import Network, loaded, rows_of
from ingest.console import run
from ingest.embedding.models import token_model
from ingest.embedding.pairs import LONGEST, pairs
from ingest.errors import ModelError
from tests.conftest import Write

MILL = "The old mill was built in 1822 by Mary Holt. It ground wheat for three villages until 1910."
FERRY = "The ferry at Dunmore was built in 1841 by Tom Reed. It carried wheat and forty sheep a day."


def squad(path: Path, copies: int = 1) -> Path:
    """Two articles of our own in SQuAD's format; each question twice for each copy."""

    def asked(question: str, text: str, answer: str) -> dict[str, object]:
        answers = [{"text": answer, "answer_start": text.index(answer)}] if answer else []
        return {"question": question, "answers": answers, "is_impossible": not answer}

    data = []
    for at in range(copies):
        for name, text, who, year in (("Mill", MILL, "Mary Holt", "1822"), ("Ferry", FERRY, "Tom Reed", "1841")):
            qas = [
                asked(f"Who built the {name.lower()}?", text, who),
                asked(f"When was the {name.lower()} built?", text, year),
                asked(f"Who painted the {name.lower()}?", text, ""),
            ]
            data.append({"title": f"{name}_{at}", "paragraphs": [{"context": text, "qas": qas}]})
    path.write_text(json.dumps({"version": "v2.0", "data": data}), encoding="utf-8")
    return path


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_token_of_a_pair_knows_its_characters(text: str, question: str, above: str) -> None:
    (row,) = pairs(question, [(above, text)])
    inside = row.places[row.places[:, 0] >= 0]
    assert len(row.ids) == len(row.segments) == len(row.places) <= LONGEST
    assert (inside[:, 1] <= len(text)).all()
    assert (inside[:, 0] <= inside[:, 1]).all()
    assert (np.diff(inside[:, 0]) >= 0).all()
    assert (row.segments[row.places[:, 0] >= 0] == 1).all()


def test_what_is_too_long_is_cut_at_the_end() -> None:
    (row,) = pairs("word " * 500, [("", "house " * 900)])
    assert len(row.ids) == LONGEST
    assert row.segments.argmax() == 64 + 2
    (short,) = pairs("Who?", [("", "house " * 900)], longest=50)
    assert len(short.ids) == 50


def test_spans_of_a_squad_file_are_the_answers_and_wrong_passages_hold_none(tmp_path: Path) -> None:
    examples = load_examples(squad(tmp_path / "a.json"))
    assert len(examples) == 6
    for example in examples:
        assert all(context.text[slice(*span)] in example.answers for context in example.own for span in context.spans)
        assert bool(example.answers) == bool(example.own[0].spans)
        assert all(answer not in wrong.text for wrong in example.wrong for answer in example.answers)
    assert [wrong.text for wrong in examples[0].wrong] == [FERRY]
    assert examples[2].wrong == ()


def test_a_folder_of_questions_is_read_too_with_every_place_where_an_answer_stands(write: Write) -> None:
    folder = write(
        {"docs/mill.txt": f"Mill\n\n{MILL} Mary Holt sold it.\n", "docs/ferry.txt": f"Ferry\n\n{FERRY}\n"}, "set"
    )
    row = {"question": "who built the mill", "answers": ["Mary Holt"], "source": "mill.txt"}
    (folder / "questions.jsonl").write_text(json.dumps(row))
    (example,) = load_examples(folder)
    (own,) = example.own
    assert [own.text[a:b] for a, b in own.spans] == ["Mary Holt", "Mary Holt"]
    assert own.above == "Mill"
    assert example.wrong[0].above == "Ferry"


def test_what_cannot_be_learned_from_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"data": [{"paragraphs": [{}]}]}')
    for path in (tmp_path / "x.json", tmp_path / "none.json"):
        with pytest.raises(EvaluationError, match="Cannot learn from"):
            load_examples(path)


def test_an_article_is_always_in_the_same_part_whatever_its_file_is_called() -> None:
    assert part_of("1973 oil crisis") == part_of("1973_oil_crisis.txt")
    parts = [part_of(f"article {at}") for at in range(2000)]
    assert 0.6 < parts.count("learn") / 2000 < 0.7
    assert 0.15 < parts.count("report") / 2000 < 0.25


def test_a_changed_question_asks_for_what_its_passage_does_not_say() -> None:
    context = Context("", "Ann Lee met Bob Ray in Paris in 1901. She was the first.", ())
    made = {changed("Who saw Ann Lee in Paris?", context, random.Random(seed)) for seed in range(20)}
    assert made == {"Who saw Bob Ray in Paris?", "Who saw Ann Lee in Bob Ray?"}
    assert changed("Who was the first?", context, random.Random(0)) == "Who was the last?"
    years = {changed("Who met in 1901?", context, random.Random(seed)) for seed in range(20)}
    assert "Who met in 1901?" not in years
    assert all(year and year.startswith("Who met in 1") for year in years)
    assert changed("Who came?", context, random.Random(0)) is None


def test_an_epoch_gives_each_question_its_answer_and_something_wrong() -> None:
    own, wrong = Context("Mill", MILL, ((34, 43),)), Context("Ferry", FERRY)
    examples = [Example("Who built the mill?", ("Mary Holt",), "mill", (own,), (wrong,))] * 40
    seen = [pair for batch in batches(examples, 1) for pair in zip(batch.groups, batch.spans, strict=True)]
    assert sum(bool(spans) for _, spans in seen) == 40
    assert sum(not spans for _, spans in seen) == 40
    again = [pair for batch in batches(examples, 1) for pair in zip(batch.groups, batch.spans, strict=True)]
    assert seen == again


def test_an_epoch_gives_as_many_wrong_passages_as_are_wanted_and_none_twice() -> None:
    own = Context("Mill", MILL, ((34, 43),))
    others = tuple(Context("Ferry", f"{FERRY} It sank in {1900 + at}.") for at in range(5))
    examples = [Example("Who built it?", ("Mary Holt",), "mill", (own,), others)] * 30
    for wrong in (0, 1, 3, 8):
        groups = [drawn(example, random.Random(at), wrong) for at, example in enumerate(examples)]
        assert {len(group) for group in groups} == {1 + min(wrong, len(others))}
        for group in groups:
            read = [(question, context.text) for question, context in group]
            assert len(set(read)) == len(read)
            assert [bool(context.spans) for _, context in group] == [True] + [False] * (len(group) - 1)
    batch = next(batches(examples, 1, size=8, wrong=3))
    assert len(batch.pairs) == 8 * 4
    assert sorted(set(batch.groups)) == list(range(8))


def test_the_learning_rate_rises_and_falls() -> None:
    rates = [warmup_cosine(step, 1000) for step in range(1000)]
    assert max(rates) == 1
    assert rates.index(1) < 70
    assert rates[0] < 0.05
    assert rates[-1] < 0.05


def test_products_are_taken_in_bfloat16_only_where_it_is_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    for fast in (True, False):
        monkeypatch.setattr("bot.learning.optimization.can", lambda *_, fast=fast: fast)
        assert precision("cpu") is (torch.bfloat16 if fast else torch.float32)
        assert precision("cuda") is torch.bfloat16


def test_answers_are_marked_at_their_tokens_and_at_cls_where_there_are_none() -> None:
    (row,) = pairs("Who?", [("Mill", MILL)])
    start = MILL.index("Mary")
    first, last = marks(row, [(start, start + 9)])
    assert MILL[row.places[first[0], 0] : row.places[last[0], 1]] == "Mary Holt"
    assert [list(found) for found in marks(row, [])] == [[0], [0]]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> tuple[Network, Path]:
    """A network that a few steps have changed, and the folder that it is saved in."""
    torch.manual_seed(0)
    network = Network(4).train()
    pair = pairs("Who built the mill?", [("Mill", MILL), ("Ferry", FERRY)])
    rows, right = rows_of(pair), marked(pair, [((34, 43),), ()])
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3)
    values = []
    for _ in range(12):
        value = loss(*right, torch.tensor([0, 0]), network(rows))
        value.backward()
        optimizer.step()
        optimizer.zero_grad()
        values.append(value.item())
    assert values[-1] < values[0] / 2
    folder = tmp_path_factory.mktemp("adapter")
    network.eval().save(folder)
    return network, folder


@pytest.mark.slow
def test_what_was_taught_reads_the_same_once_it_is_saved(taught: tuple[Network, Path]) -> None:
    network, folder = taught
    rows = pairs("Who built the mill?", [("Mill", MILL), ("Ferry", FERRY)])
    with torch.inference_mode():
        starts, _, answers = network(rows_of(rows))
    readings = Reader(token_model().adapted(folder), folder).read_pairs(rows)
    for at, reading in enumerate(readings):
        assert reading.answers == pytest.approx(float(answers[at]), abs=0.15)
        inside = rows[at].places[:, 0] >= 0
        theirs = (starts[at, : len(inside)] - starts[at, 0]).numpy()[inside]
        np.testing.assert_allclose(reading.starts[inside], theirs, atol=0.3)
    span = readings[0].best(0, len(MILL))
    assert MILL[span.start : span.end] == "Mary Holt"
    assert readings[0].answers > readings[1].answers


def test_who_follows_teachers_is_nearest_to_them_when_it_thinks_what_they_think_together() -> None:
    torch.manual_seed(0)
    none = torch.zeros(4, 9, dtype=torch.bool)
    none[:, 6:] = True  # where no answer can be

    def logits() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        starts, ends = (torch.randn(4, 9).masked_fill(none, float("-inf")) for _ in range(2))
        return starts, ends, torch.randn(4)

    teacher, other = logits(), logits()
    assert unlike(teacher, [teacher]) < unlike(other, [teacher])
    assert unlike(teacher, [teacher, other]) < unlike(logits(), [teacher, other])
    follower = [one.clone().requires_grad_() for one in logits()]
    optimizer = torch.optim.Adam(follower, lr=0.1)
    for _ in range(400):
        optimizer.zero_grad()
        unlike((follower[0], follower[1], follower[2]), [teacher]).backward()
        optimizer.step()
    for mine, theirs in zip(follower[:2], teacher[:2], strict=True):
        torch.testing.assert_close(mine.softmax(1), theirs.softmax(1), atol=0.02, rtol=0)
    torch.testing.assert_close(follower[2].detach(), teacher[2], atol=0.05, rtol=0)


@pytest.mark.slow
def test_a_saved_network_is_loaded_with_the_rank_that_it_has(taught: tuple[Network, Path], tmp_path: Path) -> None:
    network, folder = taught
    again = loaded(folder).eval()
    assert again.rank == network.rank == 4
    rows = rows_of(pairs("Who built the mill?", [("Mill", MILL)]))
    with torch.inference_mode():
        torch.testing.assert_close(again(rows)[2], network(rows)[2], atol=0.05, rtol=0)
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelError, match="Cannot read the adapter"):
        loaded(tmp_path)


@pytest.mark.slow
def test_a_damaged_reader_says_so(taught: tuple[Network, Path], tmp_path: Path) -> None:
    _, folder = taught
    with pytest.raises(ModelError, match="Cannot read the reader"):
        Reader(token_model().adapted(folder), tmp_path)


def test_the_packaged_reader_finds_the_words_that_answer() -> None:
    (mill, ferry) = load_reader().read("Who built the mill?", [("Mill", MILL), ("Ferry", FERRY)])
    span = mill.best(0, len(MILL))
    assert MILL[span.start : span.end] == "Mary Holt"
    assert mill.answers > ferry.answers
    assert mill.best(len(MILL), len(MILL)).score < -10


@pytest.mark.slow
def test_the_mean_of_adapters_is_that_of_their_changes(tmp_path: Path) -> None:
    import torch

    from bot.learning.reader.average import average
    from bot.learning.reader.network import Network

    torch.manual_seed(0)
    changes = []
    for name in ("one", "two"):
        network = Network(2)
        for matrix in network.up.values():
            torch.nn.init.normal_(matrix)
        network.save(tmp_path / name)
        network.load(tmp_path / name)  # in half precision, as it is read
        changes.append({key: (network.up[key] @ network.down[key]).detach() for key in network.up})
    mean = Network(4)  # rank 2 in rank 4: the mean of two has a place
    average(mean, [tmp_path / "one", tmp_path / "two"], [0.25, 0.75])
    for key in mean.up:
        wanted = 0.25 * changes[0][key] + 0.75 * changes[1][key]
        assert torch.allclose(mean.up[key] @ mean.down[key], wanted, atol=1e-2 * float(wanted.abs().max()))


def test_shares_belong_to_adapters(tmp_path: Path) -> None:
    from bot.learning.reader.average import main

    with pytest.raises(EvaluationError, match="Give --share once for each adapter"):
        main([tmp_path], tmp_path / "mean", share=[0.5, 0.5], rank=4)


@pytest.mark.slow
def test_the_script_teaches_goes_on_where_it_stopped_and_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "_KEPT", 2)
    data = squad(tmp_path / "a.json", copies=8)
    plan = {"data": [data], "whole": None, "work": tmp_path / "work", "rate": 2e-3, "rank": 4, "seed": 0, "batch": 8}
    assert train.main(**plan, save=tmp_path / "one", epochs=1.0) == 0
    printed = capsys.readouterr()
    assert "answerable F1" in printed.out
    assert "Step" in printed.err
    assert train.main(**plan, save=tmp_path / "two", epochs=1.0) == 0
    assert "Goes on after step" in capsys.readouterr().err
    for name in ("adapter_model.safetensors", "head.safetensors", "adapter_config.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    taught = {"teacher": [tmp_path / "one", tmp_path / "two"], "begin": tmp_path / "one", "dropout": 0.1, "seed": 1}
    followed = {**plan, **taught, "work": tmp_path / "follow", "batch": 4, "wrong": 2}
    assert train.main(**followed, save=tmp_path / "three", epochs=0.25) == 0
    assert loaded(tmp_path / "three").rank == 4
    with pytest.raises(EvaluationError, match="nothing to learn from"):
        train.main(**{**plan, "data": [squad(tmp_path / "b.json", copies=0)]}, save=tmp_path / "three", epochs=1.0)


@pytest.mark.slow
def test_a_reader_is_measured_on_articles_that_taught_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = squad(tmp_path / "many.json", copies=12)
    kept = sum(part_of(one.source) == "report" for one in load_examples(path, wrong=False))
    assert run(measure.app, [str(path)]) == 0
    said = capsys.readouterr().out
    assert re.search(rf"questions +{kept}\.000\n", said)
    assert re.search(r"answerable F1 +1\.000\n", said)  # this reader knows who built a mill and when
    few = squad(tmp_path / "few.json", copies=0)
    assert run(measure.app, [str(few)]) == 2
    assert "has too few articles" in capsys.readouterr().err
