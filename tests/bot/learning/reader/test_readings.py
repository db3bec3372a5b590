"""Questions of other documents serve as questions that have no answer here."""

from bot.chat import Bot
from bot.evaluation.questions import Case
from bot.learning.reader.readings import ask_strangers, strange


def test_questions_of_other_documents_are_those_whose_answers_occur_nowhere_here(towns: Bot) -> None:
    here = Case("How tall is the Stump?", ("83 metres",), source="towns/boston.md")
    elsewhere = Case("How tall is the Eiffel Tower?", ("330 metres",), source="paris.txt")
    assert strange(towns, [here, elsewhere, Case("Who?", ())]) == [elsewhere]
    (posed,) = ask_strangers(towns, [elsewhere])
    assert posed.posed
    assert not posed.case.answers
    assert posed.hits
    assert not any(posed.right)
