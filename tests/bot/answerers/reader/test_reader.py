"""The embedded reader: sentences chosen by learned weights, declines by name, summaries, mentions."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answerers.reader.evidence import FEATURES, sentences
from bot.answerers.reader.logistic import bent, logits, sigmoid
from bot.answerers.reader.ranker import RANKING, apart, rank
from bot.answerers.reader.selection import SIGNS
from bot.answerers.reader.spans import ADAPTER
from bot.answerers.reader.weights import CALIBRATION, Calibration, calibration, threshold, weights
from bot.chat import Bot
from bot.errors import EvaluationError
from bot.evaluation.questions import Case
from bot.evaluation.regression import fit, fit_choices
from bot.learning.reader import fit as fitting
from bot.learning.reader.readings import ask_strangers, strange
from bot.proof.citations import plain
from bot.question.analysis import analyze
from bot.retrieval.retriever import look_up
from ingest.documents import Hit, Passage
from ingest.errors import IndexUnusableError
from tests.conftest import Write


def test_the_packaged_weights_belong_to_the_features_of_this_code() -> None:
    data = json.loads((ADAPTER / "weights.json").read_text())
    assert data["ranking"] == list(RANKING)
    assert data["features"] == list(FEATURES)
    assert len(weights().rank) == len(RANKING) + 1
    assert data["signs"] == list(SIGNS)
    assert len(weights().unread) == 2
    assert len(weights().choice) == len(FEATURES) + 1
    assert len(weights().knots) == len(SIGNS)
    assert len(weights().confidence) == 2 * len(SIGNS) + 1
    assert 0 < weights().threshold < 1


@pytest.mark.parametrize(
    ("question", "answer", "source"),
    [
        ("When was Ashford founded?", "893", "towns/ashford.txt"),
        ("How tall is the Stump?", "83 metres", "towns/boston.md"),
        ("How many workers did the railway works employ?", "1,300 workers", "towns/ashford.txt"),
        ("What was shipped to Flanders?", "Wool", "towns/boston.md"),
        ("how hot should water for green tea be", "80 degrees", "tea.txt"),
        ("why is green tea steamed?", "stays green", "tea.txt"),
    ],
)
def test_questions_are_answered_from_the_right_document(towns: Bot, question: str, answer: str, source: str) -> None:
    found = towns.ask(question)
    assert answer in plain(found.text)
    assert found.citations[0].source == source
    assert 0 < found.confidence <= 1
    assert found.answerer == "embedded"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("What did Macron say about Ashford?", "The documents don't mention Macron."),
        ("What happened in Ashford in 1066?", "The documents don't mention 1066."),
        ("Did Ann Lee or Bob Ray visit Boston?", "The documents don't mention Ann Lee or Bob Ray."),
        ("photosynthesis", "The documents don't mention photosynthesis."),
        ("Which programming language is best for beginners?", "The documents don't"),
    ],
)
def test_what_the_documents_do_not_say_is_declined_by_name(towns: Bot, question: str, message: str) -> None:
    answer = towns.ask(question)
    assert (answer.kind, answer.answered, answer.citations) == ("declined", False, ())
    assert answer.text.startswith(message)


def test_a_slip_in_the_ending_of_a_word_does_not_mislead_the_reader(bot: Bot) -> None:
    answer = bot.ask("What did Hegseth say about fiscal responsability?")
    assert answer.searched == "What did Hegseth say about fiscal responsibility?"
    assert answer.notes == ()
    assert "fiscally constrained times" in answer.text


def test_slips_of_spelling_are_mended_with_a_note_and_real_words_are_left_alone(towns: Bot) -> None:
    answer = towns.ask("When was Ashfrod founded?")
    assert "893" in answer.text
    assert answer.notes == ("“Ashfrod” was read as “Ashford”.",)
    assert towns.ask("Which planet is steamed?").searched == "Which planet is steamed?"


def test_a_sentence_that_leans_on_the_one_before_is_quoted_with_it(towns: Bot) -> None:
    answer = towns.ask("When did the railway works open?")
    assert answer.text.startswith("It was founded") or "Its railway works" in answer.text
    assert "1847" in answer.text


def test_a_summary_has_three_to_five_cited_sentences_in_order(bot: Bot) -> None:
    answer = bot.ask("What is this about?")
    assert answer.kind == "summary"
    assert 3 <= len(answer.citations) <= 5
    assert [c.start for c in answer.citations] == sorted(c.start for c in answer.citations)
    assert bot.ask("Summarize the article", [{"role": "user", "content": "Who is Macron?"}]).kind == "summary"


def test_every_mention_is_listed_and_cited(bot: Bot) -> None:
    for question, phrase in (("Where is The Hague mentioned?", "Hague"), ("“donor fatigue”", "donor fatigue")):
        answer = bot.ask(question)
        assert answer.text.startswith("- ")
        assert all(phrase in citation.quote for citation in answer.citations)
    assert bot.ask("Where is Macron mentioned?").text == "The documents don't mention Macron."
    many = bot.ask("Where is Ukraine mentioned?")
    assert len(many.citations) == 12
    assert many.notes[0].startswith("The first 12 of ")


def test_relative_dates_are_quoted_never_computed(bot: Bot) -> None:
    answer = bot.ask("What was notable about this week's meeting?")
    assert "this week’s meeting" in answer.text
    assert "2026" not in answer.text


def _read(bot: Bot, asked: str) -> list[tuple[str, str, float]]:
    """Of each sentence its text, its likeliest words, and whether these are of the kind that is asked for."""
    with bot.index.reading() as view:
        found = look_up(view, asked, 5)
        question = analyze(view, found.text, found.vector)
    ranked = rank(question.text, found.hits)
    read = []
    for sentence in sentences(question, ranked):
        passage = ranked.hits[sentence.hit].passage
        said = passage.text[sentence.span.start : sentence.span.end]
        kind = sentence.features[FEATURES.index("span_kind")]
        read.append((passage.quote(sentence.start, sentence.end), said, kind))
    return read


@pytest.mark.parametrize(
    ("asked", "right"),
    [("How many workers did the railway works employ?", "1,300"), ("When was Ashford founded?", "893")],
)
def test_a_sentence_is_judged_by_whether_its_likeliest_words_are_of_the_kind_asked_for(
    towns: Bot, asked: str, right: str
) -> None:
    read = _read(towns, asked)
    for quote, said, kind in read:
        if right in quote:
            assert (right in said, kind) == (True, 1.0)
        elif not re.search(r"[0-9]|Middle Ages", said):
            assert kind == 0.0
    assert {0.0, 1.0} <= {kind for _, _, kind in read}


def test_passages_far_behind_the_best_are_not_read_and_follow_as_no_likelier(towns: Bot) -> None:
    with towns.index.reading() as view:
        hits = look_up(view, "How tall is the Stump?", 8).hits
    ordered = rank("How tall is the Stump?", hits)
    unread = ordered.hits[len(ordered.readings) :]
    assert 0 < len(unread) < len(hits) == len(ordered.hits)
    far = [hit.passage for hit in hits if hits[0].score - hit.score > 0.5]
    assert [hit.passage for hit in unread] == far
    scores = [hit.score for hit in ordered.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@given(st.lists(st.floats(-1, 1.8), max_size=12), st.none() | st.integers(0, 12))
def test_no_passage_is_lost_by_not_being_read(scores: list[float], most: int | None) -> None:
    hits = [Hit(Passage("a.txt", "", at, at + 1, "x"), score) for at, score in enumerate(scores)]
    near, others = apart(hits, most)
    assert sorted(hit.passage.start for hit in (*near, *others)) == list(range(len(hits)))
    assert most is None or len(near) <= most
    assert most is not None or not hits or max(hits, key=lambda hit: hit.score) in near


def test_a_share_is_no_count(bot: Bot) -> None:
    kinds = {said: kind for _, said, kind in _read(bot, "How many members does NATO have?")}
    assert (kinds["third"], kinds["Twenty-three"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("asked", "denials"),
    [
        ("Has any country reached 5% of GDP on defense?", {"no", "countri"}),
        ("Did anyone object to any of it?", {"no", "one"}),
        ("Was anything decided?", {"noth"}),
        ("Are there any?", set()),
        ("Which members object to any change?", set()),
    ],
)
def test_what_is_asked_about_as_any_is_denied_by_none(bot: Bot, asked: str, denials: set[str]) -> None:
    with bot.index.reading() as view:
        found = look_up(view, asked, 0)
        assert analyze(view, found.text, found.vector).denials == denials


def test_whether_there_is_any_is_answered_by_what_says_that_there_is_none(bot: Bot) -> None:
    # Another sentence tells which country has come nearest.
    assert "no country has yet achieved" in plain(bot.ask("Has any country reached 5% of GDP on defense?").text)


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("How much did the United Kingdom contribute to Ukraine?", {"unit", "kingdom"}),
        (
            "How much does the United States spend on defense?",
            {"unit", "state", "us", "usa"},
        ),  # the article says "the U.S." too
        ("How much does the U.S. spend on defense?", set()),  # initials: a sentence may write them out
        ("What was promised?", set()),
    ],
)
def test_who_is_asked_about_is_known_in_every_form_that_the_documents_have(bot: Bot, asked: str, who: set[str]) -> None:
    with bot.index.reading() as view:
        found = look_up(view, asked, 5)
        assert analyze(view, found.text, found.vector).doer == who


def test_an_answer_speaks_of_whoever_is_asked_about(bot: Bot) -> None:
    # All countries together have contributed $126 billion.
    assert bot.ask("How much did the United Kingdom contribute to Ukraine?").kind == "declined"
    for country in ("the U.S.", "the United States"):
        assert "3.3%" in bot.ask(f"How much of its GDP does {country} currently spend on defense?").text


def test_being_wrong_less_often_means_declining_more(bot: Bot) -> None:
    strict = threshold(Calibration(), 0.15)
    assert strict > threshold(Calibration(), 0.4) or strict > weights().threshold
    assert threshold(Calibration(threshold=0.7), None) == 0.7
    assert threshold(Calibration(), 1e-9) == 1.0
    careful = Bot(bot.index, bot.settings.model_copy(update={"max_wrong": 0.0001}))
    assert careful.ask("When is the next NATO summit?").kind == "declined"


def test_a_calibration_is_kept_beside_the_index_and_a_damaged_one_says_so(tmp_path: Path) -> None:
    assert calibration(tmp_path) == Calibration()
    Calibration(0.5, -1.0, 0.4).save(tmp_path)
    assert calibration(tmp_path) == Calibration(0.5, -1.0, 0.4)
    (tmp_path / CALIBRATION).write_text("{")
    with pytest.raises(IndexUnusableError, match="--calibrate"):
        calibration(tmp_path)


def test_logistic_regression_finds_the_weights_that_made_the_data() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(4000, 3)) * [1, 5, 1]
    right = random.random(4000) < sigmoid(rows @ [2, -0.2, 0] + 0.5)
    np.testing.assert_allclose(fit(rows, right), [2, -0.2, 0, 0.5], atol=0.15)


def test_what_is_bent_can_count_more_on_one_side_of_its_knot() -> None:
    rows = np.random.default_rng(0).normal(size=(6000, 1))
    odds = np.where(rows[:, 0] > 0.5, 3 * (rows[:, 0] - 0.5), 0)
    right = np.random.default_rng(1).random(6000) < sigmoid(odds)
    np.testing.assert_array_equal(bent([[2.0], [-1.0]], [0.5]), [[2.0, 1.5], [-1.0, 0.0]])
    np.testing.assert_allclose(fit(bent(rows, [0.5]), right), [0, 3, 0], atol=0.3)


def test_questions_of_other_documents_are_those_whose_answers_occur_nowhere_here(towns: Bot) -> None:
    here = Case("How tall is the Stump?", ("83 metres",), source="towns/boston.md")
    elsewhere = Case("How tall is the Eiffel Tower?", ("330 metres",), source="paris.txt")
    assert strange(towns, [here, elsewhere, Case("Who?", ())]) == [elsewhere]
    (posed,) = ask_strangers(towns, [elsewhere])
    assert posed.posed
    assert not posed.case.answers
    assert posed.hits
    assert not any(posed.right)


def test_a_choice_ignores_what_all_rows_of_a_group_share() -> None:
    random = np.random.default_rng(0)
    groups, right = [], []
    for _ in range(300):
        rows = np.column_stack([random.normal(size=6), np.full(6, random.normal() * 9)])
        groups.append(rows)
        right.append(np.arange(6) == random.choice(6, p=np.exp(2 * rows[:, 0]) / np.exp(2 * rows[:, 0]).sum()))
    found = fit_choices(groups, right)
    assert found[0] == pytest.approx(2, abs=0.4)
    assert logits(found, groups[0]).shape == (6,)


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


def test_answers_stay_short(bot: Bot) -> None:
    for question in ("What did Trump do?", "Why is the war a threat?", "What are the challenges?"):
        answer = bot.ask(question)
        assert len(answer.text.split()) <= 60 + len(answer.citations)


def test_the_exact_words_are_bold_in_their_sentence_and_given_alone(towns: Bot) -> None:
    answer = towns.ask("How tall is the Stump?")
    assert answer.short
    assert answer.short.startswith("83 metres")
    assert f"**{answer.short}**" in answer.text
    assert answer.passages[0].passage.source == "towns/boston.md"
    scores = [hit.score for hit in answer.passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_words_are_bold_in_what_somebody_said_too(bot: Bot) -> None:
    answer = bot.ask("What did Hegseth say about 3% of GDP?")
    assert answer.short == "should not drop below 3% of GDP"
    assert f"**{answer.short}**" in answer.text


def test_bold_holds_both_of_a_pair_of_quotation_marks(bot: Bot) -> None:
    answer = bot.ask("What are the concerns about support for Ukraine?")
    assert answer.short == "the potential for “donor fatigue”"
    assert f"**{answer.short}**" in answer.text


def test_documents_that_disagree_are_both_shown(write: Write) -> None:
    filler = "It lies on the river Ouse. Its market is held on Fridays. Many visitors come in summer.\n"
    folder = write({
        "guide.txt": f"Guide to Selwick\n\nThe bridge of Selwick was built in 1764. {filler}",
        "leaflet.txt": f"Selwick leaflet\n\nThe bridge of Selwick was built in 1791. {filler}",
    })  # fmt: skip
    bot = Bot.from_folder(folder)
    answer = bot.ask("When was the bridge of Selwick built?")
    assert {"1764", "1791"} <= set(answer.text.replace("*", "").replace(".", "").split())
    assert {citation.source for citation in answer.citations} == {"guide.txt", "leaflet.txt"}
    assert any(note.startswith("The documents disagree: ") for note in answer.notes)
    agreed = bot.ask("On which day is the market held?")
    assert not agreed.notes
    bot.close()
