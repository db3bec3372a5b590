"""The questions about our own folders -> examples of what kind each may be.

Their kinds say what they test, which leaves open some of what the classifier tells apart: such a question may be any of
several kinds, and teaches only that it is one of them.
"""

from collections.abc import Iterator

from bot.evaluation.questions import Case, load_questions
from bot.learning import FOLDERS
from bot.learning.kind.examples import Example

_ANSWERED_OR_NOT = ("question", "table", "list", "comparison")  # these answerers decline what they do not find
_MEANT = {
    **dict.fromkeys(("lookup", "who-said", "why-how", "version", "other-language", "yes-no"), ("question",)),
    **dict.fromkeys(("table-lookup", "table-filter", "table-extreme", "table-count-sum"), ("table",)),
    "list-all": ("list", "part"),
    "compare": ("comparison",),
    "summary": ("summary",),
    "library": ("library", "mail"),
    **dict.fromkeys(("typo-keyword", "long", "unanswerable-near", "unanswerable-far"), _ANSWERED_OR_NOT),
}
_OF_ROWS = (".csv", ".xlsx", ".json")


def asked(part: str, weight: float) -> Iterator[Example]:
    """The questions about the folders of a part ("learn", "tune", "report") but for those that lean on others."""
    for file in sorted((FOLDERS / part).glob("*/questions.jsonl")):
        for case in load_questions(file).cases:
            if kinds := _kinds(case):
                yield Example(case.question, kinds[0], "", weight, kinds[1:])


def _kinds(case: Case) -> tuple[str, ...]:
    if case.history:
        return ()
    meant = _MEANT.get(case.kind, ())
    if "question" in meant and any(source.endswith(_OF_ROWS) for source in case.sources):
        return ("table", *(kind for kind in meant if kind != "table"))
    return meant
