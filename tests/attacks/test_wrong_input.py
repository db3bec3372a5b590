"""What is no question, conversation or limit is refused by one line that names it, never by a crash."""

import pytest

from bot.chat import Bot
from bot.errors import HistoryError, QuestionError, SourcesError
from ingest.errors import FootnoteError

HALF = "half \ud83d"
WRONG = (
    ("question", {"question": HALF}),
    ("question", {"question": 5}),
    ("question", {"question": None}),
    ("history", {"history": [{"role": "user", "content": HALF}]}),
    ("history", {"history": [{"role": "user", "content": [{"text": HALF}]}]}),
    ("history", {"history": 5}),
    ("history", {"history": "x"}),
    ("sources", {"sources": 5}),
    ("sources", {"sources": [5]}),
    ("sources", {"sources": [["x"]]}),
    ("sources", {"sources": {"a": 1}}),
    ("sources", {"sources": [HALF]}),
    ("sources", {"sources": HALF}),
    ("folder", {"folder": 5}),
    ("folder", {"folder": ["x"]}),
    ("folder", {"folder": HALF}),
    ("after", {"after": 5}),
    ("before", {"before": ["2020"]}),
    ("before", {"before": HALF}),
)


@pytest.mark.parametrize(("field", "wrong"), WRONG)
def test_a_wrong_value_is_named(towns: Bot, field: str, wrong: dict[str, object]) -> None:
    with pytest.raises((QuestionError, HistoryError, SourcesError), match=f"(?i){field}"):
        towns.ask(**{"question": "When was Ashford founded?", **wrong})


@pytest.mark.parametrize("k", ["3", 3.5, None, True, [3]])
def test_a_wrong_number_of_passages_is_named(towns: Bot, k: object) -> None:
    with pytest.raises(FootnoteError, match="k must be a whole number"):
        towns.search("When?", k)  # type: ignore[arg-type] # what is tried
