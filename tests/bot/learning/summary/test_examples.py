"""What proves the answers to questions about a folder matters in a summary of its documents."""

import json

from bot.learning.summary.examples import ours
from tests.conftest import Write

MILL = (
    "The mill stands by the brook. Its wheel was mended in May by Ada Holt. Visitors come on Sundays in summer. "
    "Flour is sold at the gate for four pounds a bag."
)


def test_a_quoted_sentence_matters_and_its_neighbours_do_not(write: Write) -> None:
    asked = {"question": "Who mended the wheel?", "answers": ["Ada Holt"], "source": "mill.txt",
             "quote": "wheel was mended in May by Ada Holt", "kind": "lookup"}  # fmt: skip
    folder = write({"mill/docs/mill.txt": MILL, "mill/questions.jsonl": json.dumps(asked)}, "folders")
    (found,) = ours(folder)
    matters = [one.text for one, right in zip(found.found, found.right, strict=True) if right]
    assert len(matters) == 1
    assert "mended in May" in matters[0]
    assert len(found.found) == 4
