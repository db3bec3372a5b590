"""A language model's own opinion of answers, and how far it agrees with exact scoring."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answerers.llm.chat_model import load_chat_model, provider
from bot.answerers.llm.client import Client, whole
from bot.answerers.llm.prompts import template
from bot.errors import AnswererError
from bot.evaluation import metrics
from bot.evaluation.scores import Row
from bot.settings import Settings
from ingest.console import out

_VERDICT = re.compile(r"\W*(right|wrong)\W*", re.IGNORECASE)


def judge_with(name: str, settings: Settings) -> Callable[[Row], bool | None]:
    """What lets a language model judge an answer; None of an answer whose verdict is neither "right" nor "wrong".

    Args:
        name: as in FOOTNOTE_MODEL; without a provider it is a model of the server at FOOTNOTE_MODEL_URL.
        settings: of the bot; the time limit holds for each answer.

    Raises:
        AnswererError: the model cannot be used, or when it judges, does not answer.
    """
    own = settings.model_copy(update={"model": name})
    if provider(own.model_copy(update={"model_url": None})):
        own = own.model_copy(update={"model_url": None})
    model = load_chat_model(own)

    def judge(row: Row) -> bool | None:
        prompt = template("judge").render(question=row.question, accepted=row.answers, answer=row.text)
        said = _VERDICT.fullmatch(whole(Client(model, name, own.model_timeout).says(prompt)))
        return said[1].lower() == "right" if said else None

    return judge


def judged(rows: Sequence[Row], judge: Callable[[Row], bool | None]) -> list[Row]:
    """The rows with the judge's verdicts; those that are only shown are not judged.

    Raises:
        AnswererError: the judge failed on every one of them; a single failure leaves that row without a verdict.
    """
    found: list[Row] = []
    failures: list[AnswererError] = []
    for row in rows:
        try:
            found.append(row if row.review else replace(row, judged=judge(row)))
        except AnswererError as error:
            failures.append(error)
            found.append(row)
    if failures and not any(row.judged is not None for row in found):
        raise failures[0]
    return found


def show_agreement(rows: Sequence[Row]) -> None:
    """Print how many answers the judge calls right, and how far it agrees with exact scoring."""
    both = [row for row in rows if row.judged is not None]
    if not both:
        out.print("The judge gave no verdict.")
        return
    theirs, ours = [bool(row.judged) for row in both], [row.right for row in both]
    same = [float(one == other) for one, other in zip(theirs, ours, strict=True)]
    low, high = metrics.bootstrap(same)
    out.print(
        f"The judge calls {sum(theirs)} of {len(both)} answers right, exact scoring {sum(ours)}; "
        f"they agree on {sum(same) / len(same):.3f} ({low:.3f} to {high:.3f}), "
        f"kappa {metrics.cohen_kappa(theirs, ours):.3f}. "
        f"Without a verdict: {sum(not row.review for row in rows) - len(both)}."
    )
    for row in both:
        if row.judged != row.right:
            verdict = "right" if row.judged else "wrong"
            out.print(f"  judged {verdict}: {row.question}\n      said: {row.text}", markup=False)
