"""A computation that says what was asked is likelier than one that says something else."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.answerers.tables.asked import asked
from bot.answerers.tables.features import candidates
from bot.answerers.tables.indexed import Indexed
from bot.answerers.tables.queries import Query
from bot.answerers.tables.reranker import HEAD, LIKELY, READ, Reranker, load_other, load_reranker, looked_at, reranked
from bot.drafts import Operation
from bot.learning.tables.examples import tables_of
from ingest.embedding.models import token_model
from ingest.errors import ModelError

STAFF = "Name,Post,Hired,Hours per week\nAda,vet,2009,38\nSam,vet,2021,20\nJoan,nurse,2016,36\nRhys,nurse,2023,30\n"


def meant(question: str, *wanted: tuple[Operation, str]) -> list[tuple[Indexed, Query]]:
    """Of the computations that a question may mean, those of whose name a column decides over all rows."""
    (table,) = tables_of("Staff", "Staff of the surgery", STAFF)
    found = candidates(asked(question, token_model().encode_question(question)), table).queries
    names = [column.name for column in table.grid.columns]
    by_all = {(one.operation, one.by): one for one in found if not one.choice.conditions and one.columns == (0,)}
    return [(table, by_all[operation, names.index(by)]) for operation, by in wanted]


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Who works the least hours?", ("least", "Hours per week"), ("most", "Hours per week")),
        ("Who works the most hours a week?", ("most", "Hours per week"), ("least", "Hours per week")),
        ("Who works the most hours a week?", ("most", "Hours per week"), ("most", "Hired")),
    ],
)
def test_what_says_what_is_asked_is_likelier(
    question: str, right: tuple[Operation, str], wrong: tuple[Operation, str]
) -> None:
    first, second = reranked(question, meant(question, right, wrong), (0.3, 0.3), 0.4)
    assert first > second


def test_what_is_left_is_how_likely_none_is_meant() -> None:
    question = "Who works the most hours?"
    both = meant(question, ("most", "Hours per week"), ("least", "Hours per week"))
    found = reranked(question, both, (0.5, 0.2), 0.3)
    assert found.shape == (2,)
    assert (found > 0).all()
    assert found.sum() < 1
    surer_of_none = reranked(question, both, (0.5, 0.2), 0.9)
    assert surer_of_none.sum() < found.sum()


def test_the_likeliest_are_looked_at_and_two_at_least() -> None:
    assert looked_at(()) == 0
    assert looked_at((0.9,)) == 1
    assert looked_at((0.9, LIKELY / 2, LIKELY / 3)) == 2
    assert looked_at((0.1,) * (READ + 3)) == READ


@pytest.mark.parametrize("load", [load_reranker, load_other])
def test_a_missing_reranker_is_named(load: Callable[[Path], Reranker], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Cannot read the reranker"):
        load(tmp_path)
    (tmp_path / HEAD).write_text('{"weight": [1, 2]}', encoding="utf-8")
    with pytest.raises(ModelError, match="Reinstall"):
        load(tmp_path)


@pytest.mark.parametrize("load", [load_reranker, load_other])
def test_no_number_that_it_gives_is_missing(load: Callable[[], Reranker]) -> None:
    own = load()
    assert np.isfinite([*own.weight, own.first, own.none]).all()
