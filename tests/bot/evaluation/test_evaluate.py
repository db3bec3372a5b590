"""Scores mean what their names say; the article's own questions reach their floors."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answerers.reader.weights import CALIBRATION
from bot.answers import Answer
from bot.chat import Bot
from bot.errors import AnswererError, EvaluationError
from bot.evaluation import metrics
from bot.evaluation.calibration import calibrate, made_questions
from bot.evaluation.evaluate import Wishes, evaluate, run_evaluation
from bot.evaluation.others import load_answers
from bot.evaluation.questions import Case, is_right, load_questions
from bot.evaluation.scores import SCORES, by_kind, summarize
from tests.conftest import ROOT, TOWNS, Write
from tests.helpers.peer import Act, serving

GOLD = ROOT / "tests" / "gold" / "seeds.jsonl"


@pytest.mark.parametrize(
    ("text", "answer", "inside"),
    [
        ("It is 3% of GDP.", "3%", True),
        ("It is 3 % of GDP.", "3%", True),
        ("It is 3.3% of GDP.", "3%", False),
        ("They know it.", "no", False),
        ("The $1,300 bill", "$1300", True),
        ("Russia’s aggression", "russia's aggression", True),
        ("Hegseth’s visit", "Hegseth", True),
        ("the United Kingdom [1]", "United Kingdom", True),
        ("in the U.S. today", "US", True),
        ("\\*bold\\* words", "bold words", True),
        ("said [1] twice", "said twice", True),
        ("a b", "", False),
        ("June 24-26", "June 24–26", True),
        ("It costs €1,250.", "1250 euros", True),
        ("Es kostet 1.250,50 EUR.", "€1,250.50", True),
        ("Cela coûte 1 980 euros.", "€1,980", True),
        ("in 2024 300 euros", "300 euros", True),
        ("Price: £46.00", "£46", True),
        ("It costs £46.50.", "46", False),
        ("It costs £12.40.", "12.4", True),
        ("about 12,5 per cent", "12.5 %", True),
        ("40 Prozent", "40%", True),
        ("from 9:00 to 12:30", "9:00–12:30", True),
        ("from €3 to €5", "€5", True),
        ("version 3.10", "3.1", True),
        ("No, they are not.", "no", True),
        ("They are [1]. Yes: always.", "yes", True),
        ("There is no bread.", "no", False),
        ("No. 5 is sold.", "no", False),
        ("Nein, erst morgen.", "nein", True),
    ],
)
def test_an_accepted_answer_occurs_as_whole_tokens(text: str, answer: str, inside: bool) -> None:
    assert metrics.holds(text, answer) is inside


def said(text: str, kind: str = "answer") -> Answer:
    return Answer(text, kind, None, 0.5, (), (), "embedded", "")  # type: ignore[arg-type] # one of the kinds


def test_all_or_so_many_must_be_said_and_what_is_wrong_never() -> None:
    tea = Case("Which teas?", all=(("black", "dark"), ("green",), ("white",)), least=2, never=("coffee",))
    assert is_right(tea, said("Dark tea [1] and green tea [2]."))
    assert not is_right(tea, said("Green tea."))
    assert not is_right(tea, said("Black tea, green tea and coffee."))
    assert not is_right(tea, said("Black tea and green tea.", "declined"))
    assert is_right(Case("A?", ("tea",), all=(("milk",),)), said("Tea with milk."))
    assert not is_right(Case("A?", ("tea",), all=(("milk",),)), said("Water with milk."))
    assert is_right(Case("A?"), said("The documents don't say.", "declined"))
    assert is_right(Case("Who are you?", ("Footnote",)), said("I am Footnote.", "smalltalk"))


def test_pouring_out_a_page_is_not_answering() -> None:
    page = " ".join(["word"] * 250)
    assert not is_right(Case("A?", ("tea",)), said(f"{page} tea"))
    assert is_right(Case("A?", all=(("tea",),)), said(f"{page} tea"))


def test_exact_match_and_f1_are_those_of_squad() -> None:
    assert metrics.exact_match("The Hague.", ["Hague"]) == 1
    assert metrics.exact_match("Brussels", ["Hague"]) == 0
    assert metrics.exact_match("", []) == 1
    assert metrics.f1("in The Hague", ["The Hague"]) == pytest.approx(2 / 3)
    assert metrics.f1("something", []) == 0


def test_recall_and_reciprocal_rank() -> None:
    ranks = [1, 3, None, 12]
    assert [metrics.recall_at(ranks, k) for k in (1, 5, 20)] == [0.25, 0.5, 0.75]
    assert metrics.mean_reciprocal_rank(ranks) == pytest.approx((1 + 1 / 3) / 4)


def test_calibration_and_risk() -> None:
    assert metrics.expected_calibration_error([0.75] * 4, [True, True, True, False]) == 0
    assert metrics.expected_calibration_error([1.0, 1.0], [False, False]) == 1
    assert metrics.area_under_risk_coverage([0.9, 0.1], [True, False]) == 0.25
    assert metrics.area_under_risk_coverage([0.1, 0.9], [True, False]) == 0.75
    assert metrics.reliability([0.05, 0.95], [False, True]) == [(0.05, 0.0, 1), (0.95, 1.0, 1)]


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_a_bootstrap_interval_holds_the_mean_and_a_run_equals_itself(right: list[bool]) -> None:
    low, high = metrics.bootstrap([float(value) for value in right], samples=200)
    assert low <= sum(right) / len(right) <= high
    assert metrics.paired_bootstrap(right, right, samples=20) == (0, 0, 0)


def test_the_articles_questions_are_of_every_kind() -> None:
    cases = load_questions(GOLD).cases
    text = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    answerable = [case for case in cases if case.answers]
    assert len(cases) >= 50
    assert len(cases) - len(answerable) >= 16
    assert sum(case.kind == "unanswerable-near" for case in cases) >= 8
    assert sum(bool(case.history) for case in cases) >= 8
    kinds = {case.kind for case in cases}
    assert {
        "direct",
        "paraphrased",
        "misspelt",
        "keywords",
        "number",
        "who",
        "when",
        "where",
        "why",
        "how many",
        "yes/no",
    } <= kinds
    assert all(case.quote and case.quote in text for case in answerable)
    assert len({(case.question, str(case.history)) for case in cases}) == len(cases)


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_the_article_reaches_its_floors(bot: Bot, every: int) -> None:
    summary = summarize(evaluate(bot, load_questions(GOLD).cases[::every]))
    assert summary["accuracy"] >= 0.93
    assert summary["verbatim"] == 1
    assert summary["declined"] >= 0.89
    assert summary["wrongly_declined"] <= 0.04


def jsonl(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


ROWS = (
    {"question": "When was Ashford founded?", "answers": ["893"], "source": "towns/ashford.txt", "kind": "when"},
    {"question": "How tall is the Stump?", "answers": ["84 metres"], "source": "towns/boston.md", "kind": "number"},
    {"question": "What did Macron say?", "kind": "no"},
    {"question": "Is tea nice?", "answers": [], "review": True},
)


@pytest.fixture
def run(towns: Bot, tmp_path: Path) -> Callable[..., int]:
    def go(*rows: dict[str, object], **wishes: object) -> int:
        path = jsonl(tmp_path / "questions.jsonl", *(rows or ROWS))
        again = Bot(towns.index, towns.settings)
        again.close = lambda: None  # type: ignore[method-assign] # the bot is shared
        return run_evaluation(lambda _: again, Wishes(path, **wishes), None)

    return go


def test_misses_are_printed_results_written_and_floors_kept(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(json_out=tmp_path / "out.json", report=tmp_path / "out.html", floors=("verbatim=1", "accuracy=0.5")) == 0
    printed = capsys.readouterr().out
    assert "MISS  How tall is the Stump?" in printed
    assert "REVIEW  Is tea nice?" in printed
    assert "MISS  When" not in printed
    data = json.loads((tmp_path / "out.json").read_text())
    assert data["summary"]["accuracy"] == 0.5
    assert data["summary"]["declined"] == 1
    assert data["summary"]["questions"] == 3
    assert [row["right"] for row in data["rows"]][:3] == [True, False, True]
    page = (tmp_path / "out.html").read_text()
    assert "How tall is the Stump?" in page
    assert "<svg" in page
    assert "http" not in page
    assert run(floors=("accuracy=0.9",)) == 1
    assert run(floors=("wrongly_declined=0",)) == 0
    assert "accuracy is 0.500, short of 0.9" in capsys.readouterr().err


def test_two_runs_are_compared(run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(json_out=tmp_path / "a.json")
    run({**ROWS[0], "answers": ["893"]}, {**ROWS[2]}, compare=tmp_path / "a.json")
    assert "Against the earlier run, 2 questions: +0.000 right" in capsys.readouterr().out
    with pytest.raises(EvaluationError, match="no question in common"):
        run({"question": "Why?"}, compare=tmp_path / "a.json")
    (tmp_path / "b.json").write_text("[]")
    with pytest.raises(EvaluationError, match="is not a file that --json wrote"):
        run(compare=tmp_path / "b.json")


def test_a_limit_spreads_over_the_file(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    run(limit=2)
    assert "2 questions" in capsys.readouterr().out


def test_how_each_kind_fared_is_told(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    both = {"question": "When was Ashford founded?", "all": ["893", ["Danes", "Vikings"]], "kind": "list"}
    run(both, {**both, "all": ["893", "Romans"], "least": 1}, {**both, "never": ["Danes"]}, ROWS[2])
    printed = " ".join(capsys.readouterr().out.split())
    assert "list │ 3 │ 2 │ 67 │ 0 │ 3" in printed
    assert "no │ 1 │ 1 │ 100 │ 1 │ │" in printed
    assert "MISS When was Ashford founded? (list) wanted: 893 + Danes | Vikings" in printed


def test_a_question_may_be_about_several_documents(towns: Bot, tmp_path: Path) -> None:
    both = ["tea.txt", "towns/boston.md"]
    path = jsonl(tmp_path / "q.jsonl", {"question": "How tall is the Stump?", "answers": ["83 metres"], "source": both})
    (case,) = load_questions(path).cases
    (row,) = evaluate(towns, [case])
    assert case.sources == tuple(both)
    assert row.rank == 1
    assert by_kind([row]) == []
    with pytest.raises(EvaluationError, match=r"none\.txt"):
        evaluate(towns, [Case("A?", ("b",), "tea.txt", others=("none.txt",))])


@pytest.mark.parametrize(
    ("floor", "message"),
    [
        ("accuracy", "such as accuracy=0.9"),
        ("acuracy=1", "there is no score 'acuracy'"),
        ("f1=0.5", "none of these questions"),
    ],
)
def test_wrong_floors_say_what_is_wrong(run: Callable[..., int], floor: str, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        run(ROWS[2], floors=(floor,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"question": "A?"}\n{"question": 7}', r"q\.jsonl:2: question"),
        ('{"question": "A?"}\n\nnot json', r"q\.jsonl:3: "),
        ('{"question": "A?", "history": [{"role": "me", "content": ""}]}', r"q\.jsonl:1: history\.0\.role"),
        ("", "holds no questions"),
        ('{"data": [{"paragraphs": [{}]}]}', "not in SQuAD's format"),
    ],
)
def test_a_wrong_question_file_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(text)
    with pytest.raises(EvaluationError, match=message):
        load_questions(path)


def test_a_missing_or_binary_question_file_and_an_unknown_source_say_so(towns: Bot, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="Cannot read"):
        load_questions(tmp_path / "none")
    (tmp_path / "bin").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match="not UTF-8"):
        load_questions(tmp_path / "bin")
    with pytest.raises(EvaluationError, match="not among the documents"):
        evaluate(towns, [Case("A?", ("b",), "none.txt")])


def test_squad_json_brings_its_own_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = "The old mill was built in 1822 by Mary Holt. It ground wheat for three villages."
    asked = [
        {
            "question": "Who built the old mill?",
            "answers": [{"text": "Mary Holt", "answer_start": 33}],
            "is_impossible": False,
        },
        {"question": "Who burned the mill in Prague?", "answers": [], "is_impossible": True},
    ]
    path = tmp_path / "squad.json"
    path.write_text(
        json.dumps(
            {"version": "v2.0", "data": [{"title": "Old_Mill", "paragraphs": [{"context": context, "qas": asked}]}]}
        )
    )
    assert run_evaluation(Bot.from_folder, Wishes(path, floors=("accuracy=1", "declined=1", "recall@1=1")), None) == 0
    assert "2 questions" in capsys.readouterr().out


def test_only_articles_that_were_kept_apart_are_unseen(towns: Bot, tmp_path: Path) -> None:
    path = jsonl(tmp_path / "q.jsonl", ROWS[2])
    with pytest.raises(EvaluationError, match="--unseen: none of these questions"):
        run_evaluation(lambda _: towns, Wishes(path, unseen=True), None)
    asked = {"question": "Who?", "answers": [], "is_impossible": True}
    path.write_text(json.dumps({"data": [{"title": "A", "paragraphs": [{"context": "It is so.", "qas": [asked]}]}]}))
    with pytest.raises(EvaluationError, match="not SQuAD's own JSON"):
        run_evaluation(lambda _: towns, Wishes(path, unseen=True), None)


@pytest.mark.slow
def test_confidence_is_fitted_to_the_documents(write: Write, tmp_path: Path) -> None:
    crafts = "cooper tanner weaver dyer glover saddler chandler miller baker brewer mason thatcher".split()
    places = "Ashwell Barley Cottered Datchworth Furneux Graveley Hormead Kelshall Lilley Norton Offley Preston".split()
    told = "\n\n".join(
        f"The {craft} of {place} built a workshop of red brick in {1700 + at} beside the river near the market.\n\n"
        f"Every apprentice of the {craft} from {place} received {at + 20} shillings for learning the whole trade."
        for at, (craft, place) in enumerate(zip(crafts, places, strict=True))
    )
    bot = Bot.from_folder(write({**TOWNS, "crafts.txt": f"Crafts\n\n{told}\n"}))
    assert len(list(made_questions(bot.passages()))) >= 20
    before = bot.ask("How tall is the Stump?").confidence
    assert "Calibrated on" in calibrate(bot)
    assert (bot.settings.index_folder / CALIBRATION).exists()
    assert bot.ask("How tall is the Stump?").confidence != before
    bot.close()
    small = Bot.from_folder(write({"a.txt": "Too little text is here."}, "small"), tmp_path / "small-index")
    with pytest.raises(EvaluationError, match="--calibrate needs documents"):
        calibrate(small)
    small.close()


def test_a_language_model_is_compared_with_the_embedded_reader_and_judged(
    towns: Bot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def says(prompt: str) -> str:
        if "You judge" in prompt:
            return "Wrong." if "893" in prompt else "right" if "84" in prompt else "I cannot tell."
        quote = {"passage": 1, "text": "It was founded in 893"}
        sentence = {"text": "It was founded in 893.", "quotes": [quote]}
        return json.dumps(
            {"sentences": [sentence] if "Ashford founded" in prompt else [], "short": "893", "missing": None}
        )

    with serving() as peer:
        peer.will(Act(says))
        chosen = {"model": "scripted", "model_url": f"{peer.url}/v1", "cache_answers": False, "model_role": "judge"}
        talking = Bot(towns.index, towns.settings.model_copy(update=chosen))
        talking.close = lambda: None  # type: ignore[method-assign] # the index is shared
        path = jsonl(tmp_path / "questions.jsonl", *ROWS)
        assert run_evaluation(lambda _: talking, Wishes(path, judge="judge", json_out=tmp_path / "out.json"), None) == 0
        assert {body["model"] for body in peer.asked} == {"scripted", "judge"}
    printed = " ".join(capsys.readouterr().out.split())
    assert "Against the embedded reader, 3 questions: +0.000 right (+0.000 to +0.000): no clear difference." in printed
    assert "The judge calls 1 of 2 answers right, exact scoring 1; they agree on 0.000" in printed
    assert "Without a verdict: 1." in printed
    assert "judged wrong: When was Ashford founded?" in printed
    assert "output_tokens" in printed
    rows = json.loads((tmp_path / "out.json").read_text())["rows"]
    assert [row["judged"] for row in rows] == [False, True, None, None]
    assert rows[0]["usage"]["input_tokens"] > 100


def test_a_judge_that_never_answers_is_an_error(run: Callable[..., int]) -> None:
    with pytest.raises(AnswererError, match="needs a key|cannot be reached"):
        run(ROWS[0], judge="openai:gpt-x")


def test_agreement_beyond_chance_is_cohens() -> None:
    assert metrics.cohen_kappa([True, True, False, False], [True, True, False, False]) == 1
    assert metrics.cohen_kappa([True, False, True, False], [True, True, False, False]) == 0
    assert metrics.cohen_kappa([True, True], [True, True]) == 1


def test_every_score_is_explained() -> None:
    assert all(SCORES.values())


def test_the_answers_of_another_system_are_scored_by_the_same_rules_and_compared(
    towns: Bot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    towns.close = lambda: None  # type: ignore[method-assign] # the index is shared
    path = jsonl(tmp_path / "questions.jsonl", *ROWS)
    quote = {"source": "towns/boston.md", "quote": "is 83 metres tall"}
    given = [{"question": row["question"], "text": "It is 83 metres tall.", "citations": [quote]} for row in ROWS]
    answers = jsonl(tmp_path / "answers.jsonl", *given)
    out = tmp_path / "out.json"
    assert run_evaluation(lambda _: towns, Wishes(path, answers=answers, json_out=out), None) == 0
    rows = json.loads(out.read_text())["rows"]
    assert [row["text"] for row in rows] == ["It is 83 metres tall."] * len(ROWS)
    assert all(row["verbatim"] == [True] for row in rows)
    assert "Against the embedded reader" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(EvaluationError, match="has no answer to"):
        run_evaluation(lambda _: towns, Wishes(path, answers=jsonl(tmp_path / "few.jsonl", given[0])), None)
    for wrong in ({"text": "x"}, {**given[0], "confidence": 7}, {**given[0], "citations": [{**quote, "quote": ""}]}):
        with pytest.raises(EvaluationError, match=r"line 1: (question|confidence|citations\.0\.quote): "):
            run_evaluation(lambda _: towns, Wishes(path, answers=jsonl(tmp_path / "bad.jsonl", wrong)), None)


def test_answers_to_the_same_words_in_two_conversations_are_told_apart(tmp_path: Path) -> None:
    told = [[{"role": "user", "content": town}] for town in ("Boston", "Ashford")]
    lines = [{"question": "How tall?", "text": one[0]["content"], "history": one} for one in told]
    found = load_answers(jsonl(tmp_path / "answers.jsonl", *lines, {"question": "How tall?", "text": "No idea."}), {})
    answers = [found.to("How tall?", one) for one in (*told, [])]
    assert [answer and answer.text for answer in answers] == ["Boston", "Ashford", "No idea."]
    assert found.to("How old?", []) is None
