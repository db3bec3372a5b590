"""Learning of the judge: what its lines teach, what is saved, and that a training goes on where it stopped."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from bot.answerers.reader.judge.judge import ADAPTER, Said, judged_pair, load_judge
from bot.learning.judge import train
from bot.learning.judge.lines import Line, of_folder, of_passages, of_worlds, of_yes_no, worlds, written
from bot.learning.judge.train import Network, Read, loss, of_folders, taught
from ingest.embedding.pairs import as_tokens

TEXT = "The key costs £12. The deposit is £40 and comes back."


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def lines() -> list[Line]:
    return [
        Line("What does the key cost?", Said("The key costs £12."), True),
        Line("What does the key cost?", Said("The deposit is £40."), False),
    ]


def rooms() -> list[Line]:
    """The same of many keys."""
    return [
        replace(one, question=one.question.replace("key", f"key of room {room}"))
        for room in range(16)
        for one in lines()
    ]


def filed(path: Path, *asked: dict[str, object]) -> Path:
    path.write_text(json.dumps({"title": "Keys", "text": TEXT, "asked": asked}), encoding="utf-8")
    return path


def test_written_lines_come_with_what_stands_before_and_above(tmp_path: Path) -> None:
    (one,) = written(
        filed(tmp_path / "a.jsonl", {"q": "Deposit?", "s": "The deposit is £40 and comes back.", "v": "yes"})
    )
    assert one == Line("Deposit?", Said("The deposit is £40 and comes back.", "The key costs £12.", "Keys"), True)


WORLD = """=== A boat club
# Rules
## Keys
1 The key costs £12.
2 It opens the shed.
# Letter from Ann
3 Bo has lost his key.
? price of a key | 1 | 3 2
? who paid for it | - | 3
"""


def test_a_world_teaches_what_answers_what_comes_near_and_what_else_means_most_alike(tmp_path: Path) -> None:
    (tmp_path / "worlds.txt").write_text(f"{WORLD}\n{WORLD}", encoding="utf-8")
    found = of_worlds(tmp_path / "worlds.txt")
    assert len(found) == 10
    first, *others = found[:5]
    assert first == Line("price of a key", Said("The key costs £12.", "", "Rules", "Keys"), True)
    assert [(one.said.text, one.answers) for one in others[:2]] == [
        ("Bo has lost his key.", False),
        ("It opens the shed.", False),
    ]
    assert others[1].said.before == "The key costs £12."
    assert others[0].said.heading == others[0].said.before == ""
    assert others[2].said.text == "Bo has lost his key."
    assert others[3].weight < others[2].weight


@pytest.mark.parametrize(("name", "least"), [("worlds", 220), ("kept_worlds", 14)])
def test_no_sentence_of_a_world_both_answers_and_misses(name: str, least: int) -> None:
    asked = list(worlds(Path(train.__file__).parent / f"{name}.txt"))
    assert len({found[0] for found, *_ in asked}) >= least
    assert all(near and not {*right} & {*near} for _, _, right, near in asked)
    assert all(0 <= at < len(found) for found, _, right, near in asked for at in (*right, *near))


def test_it_counts_which_of_the_sentences_answers() -> None:
    right, wrong = (Read(torch.zeros(1, 384), answers, 1.0) for answers in (True, False))
    pairs = torch.tensor([1.0, 0.0, 0.0, -1.0]), torch.tensor([1.0, -1.0, 0.0, 0.0])
    # Each is told as well in both; in the first the right one is chosen twice.
    assert loss(pairs[0], [[right, wrong], [right, wrong]]) < loss(pairs[1], [[right, wrong], [right, wrong]])
    assert loss(pairs[0][:1], [[wrong]]) == pytest.approx(np.log1p(np.e))


def test_what_only_comes_near_teaches_what_is_no_answer(tmp_path: Path) -> None:
    asked = [
        {"q": "Is there a key?", "a": "The key costs £12."},
        {"q": "Is it lost?", "a": None, "near": "The key costs £12."},
    ]
    assert [one.answers for one in of_yes_no(filed(tmp_path / "a.jsonl", *asked))] == [True, False]


def test_of_a_passage_the_sentence_that_means_most_alike_is_no_answer_to_what_it_leaves_open(tmp_path: Path) -> None:
    asked = [{"q": "How much is the key?", "a": "£12"}, {"q": "Who keeps the deposit?", "a": ""}]
    first, second = of_passages(filed(tmp_path / "a.jsonl", *asked))
    assert (first.answers, first.said.text) == (True, "The key costs £12.")
    assert (second.answers, second.said.text) == (False, "The deposit is £40 and comes back.")


def folder(at: Path) -> Path:
    (at / "club" / "docs").mkdir(parents=True)
    (at / "club" / "docs" / "keys.txt").write_text(f"Keys\n\n{TEXT}\n", encoding="utf-8")
    cases = [
        {
            "question": "What does the key cost?",
            "answers": ["£12"],
            "kind": "lookup",
            "source": "keys.txt",
            "quote": "The key costs £12.",
        },
        {"question": "What does the boat cost?", "kind": "unanswerable-near"},
    ]
    (at / "club" / "questions.jsonl").write_text("".join(json.dumps(one) + "\n" for one in cases), encoding="utf-8")
    return at / "club"


@pytest.mark.slow
def test_what_the_reader_finds_in_a_folder_teaches_right_or_wrong(tmp_path: Path) -> None:
    found = list(of_folder(folder(tmp_path), quiet))
    assert {one.said.text for one in found if one.answers} == {"The key costs £12."}
    assert not any(one.answers for one in found if "boat" in one.question)
    assert next(one.weight for one in found if "key" in one.question) == 1.0


@pytest.mark.slow
def test_what_was_read_of_a_folder_is_not_read_again(tmp_path: Path) -> None:
    own = folder(tmp_path / "part")
    first = list(of_folders(tmp_path / "part", tmp_path / "work", quiet))
    (own / "docs" / "keys.txt").unlink()
    assert list(of_folders(tmp_path / "part", tmp_path / "work", quiet)) == first


@pytest.mark.slow
def test_a_training_learns_goes_on_where_it_stopped_and_is_the_same_once_it_is_saved(tmp_path: Path) -> None:
    network = taught(Network(6), rooms(), 30, 6e-4, 1, tmp_path, quiet)
    begun = network.begun(lines())
    with torch.inference_mode():
        odds = network(begun)
    assert odds[0] > odds[1] + 1
    assert loss(odds, [begun]) < 0.5
    again: list[int] = []

    def told(what: str, done: int, _total: int) -> None:
        if what == "Learning":
            again.append(done)

    other = taught(Network(6), rooms(), 30, 6e-4, 1, tmp_path, told)
    assert again == []
    with torch.inference_mode():
        assert torch.equal(other(begun), odds)
    network.save(tmp_path / "saved")
    judge, rows = load_judge(tmp_path / "saved"), [judged_pair(one.question, one.said) for one in lines()]
    states = judge.body.states(*as_tokens(rows))
    saved = states @ judge.weight + judge.share * judge.body.scores_of(states) + judge.bias
    assert np.allclose(saved, odds.numpy(), atol=0.6)  # the body computes in 8 bits where that is quicker


@pytest.mark.slow
def test_before_it_has_learned_it_says_what_the_cross_encoder_says() -> None:
    network = Network(1).eval()
    first, second = network.begun(lines())
    with torch.inference_mode():
        assert network([first]) > network([second])


@pytest.mark.slow
def test_it_goes_on_with_another_judge_where_that_stands() -> None:
    network = Network(9, ADAPTER).eval()
    judge, rows = load_judge(), [judged_pair(one.question, one.said) for one in lines()]
    states = judge.body.states(*as_tokens(rows))
    said = states @ judge.weight + judge.share * judge.body.scores_of(states) + judge.bias
    with torch.inference_mode():
        assert np.allclose(said, network(network.begun(lines())).numpy(), atol=0.6)  # see above
