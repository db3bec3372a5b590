"""The fit learns its weights from folders of questions."""

import json
from pathlib import Path

import pytest

from bot.answerers.reader.evidence import FEATURES
from bot.errors import EvaluationError
from bot.learning.reader import fit as fitting
from tests.conftest import Write


@pytest.mark.slow
def test_the_fit_learns_from_folders_of_questions_and_reports(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fruits = "apple pear plum cherry quince medlar walnut hazel grape fig olive lemon mango peach date almond".split()
    things = [f"{kind} {fruit}" for kind in ("early", "wild", "great") for fruit in fruits]
    colours = "red blue green amber violet white black brown pink grey".split()
    files = {f"docs/{thing}.txt": f"The {thing}\n\nThe {thing} is {colours[at % 10]} when ripe. It weighs {at + 20} grams. "
             f"People in town {at} trade it every week.\n" for at, thing in enumerate(things)}  # fmt: skip
    folder = write(files, "set")
    rows = [{"question": f"How many grams does the {thing} weigh?", "answers": [f"{at + 20} grams"], "source": f"{thing}.txt"}
            for at, thing in enumerate(things)]  # fmt: skip
    rows += [{"question": f"Who paints the {thing}?", "answers": []} for thing in things]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    saved = tmp_path / "weights.json"
    other = write({f"docs/{name}.txt": f"The {name} lies in a valley.\n" for name in ("Orme", "Ulver")}, "other")
    asked = [
        {"question": f"Where does the {name} lie?", "answers": ["valley"], "source": f"{name}.txt"}
        for name in ("Orme", "Ulver")
    ]
    (other / "questions.jsonl").write_text("\n".join(map(json.dumps, asked)))
    assert fitting.main([folder, other], most=100, save=saved) == 0
    made = json.loads(saved.read_text())
    assert len(made["choice"]) == len(FEATURES) + 1
    assert "right sentence" in capsys.readouterr().out
    (folder / "questions.jsonl").write_text(
        json.dumps({"question": "Who?", "answers": ["nobody"], "source": "wild fig.txt"})
    )
    with pytest.raises(EvaluationError, match="Too few of these questions are answered"):
        fitting.main([folder], most=100, save=saved)
