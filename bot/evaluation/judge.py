"""A language model's own opinion of answers, and how far it agrees with exact scoring."""

import re
from collections.abc import Sequence
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


def judged(rows: Sequence[Row], name: str, settings: Settings) -> list[Row]:
    """The rows with what a language model calls right and wrong; of those that are only shown it is not asked.

    A row has no verdict where it said neither "right" nor "wrong", or failed. Its name is as in FOOTNOTE_MODEL; without
    a provider it is a model of the server at FOOTNOTE_MODEL_URL. The bot's time limit holds for each answer.

    Raises:
        AnswererError: the model cannot be used, or gave no verdict and failed.
    """
    hosted = settings.model_copy(update={"model": name, "model_url": None})
    model = load_chat_model(hosted if provider(hosted) else settings.model_copy(update={"model": name}))
    found: list[Row] = []
    failures: list[AnswererError] = []
    for row in rows:
        try:
            prompt = template("judge").render(
                question=row.question, accepted=row.answers or row.wanted.splitlines(), answer=row.text
            )
            said = "" if row.review else whole(Client(model, name, settings.model_timeout).says(prompt))
            verdict = _VERDICT.fullmatch(said)
            found.append(replace(row, judged=verdict[1].lower() == "right" if verdict else None))
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
            out.print(f"  judged {verdict}: {row.question}\n      said: {row.text}", lines=True)
