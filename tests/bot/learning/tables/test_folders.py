"""A question about a folder is put to the tables that are found for it, whether they answer it or not."""

import json

from bot.learning.tables.folders import of_folders
from tests.conftest import Write

ASKED = (
    {"question": "What does grease cost?", "answers": ["£7", "7"], "source": "prices.csv", "kind": "table-lookup"},
    {"question": "Which items cost less than 6 pounds?", "all": ["Oil", ["Rags", "rag"]], "source": "prices.csv"},
    {"question": "What does the weight of grease come to?", "kind": "unanswerable-near"},
)


def test_what_a_table_answers_is_told_from_what_it_does_not(write: Write) -> None:
    folder = write(
        {
            "mill/docs/prices.csv": "Item,Price £\nOil,4\nGrease,7\nRags,2\n",
            "mill/questions.jsonl": "\n".join(map(json.dumps, ASKED)),
        }
    )
    found = {one.case.question: one for one in of_folders(folder)}
    right = {
        question: {result for result, good in zip(one.results, one.right, strict=True) if good}
        for question, one in found.items()
    }
    assert right == {
        ASKED[0]["question"]: {("7",)},
        ASKED[1]["question"]: {("Oil", "Rags")},
        ASKED[2]["question"]: set(),
    }
    assert all(len(one.results) > 1 for one in found.values())
