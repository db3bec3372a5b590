"""`python -m bot`: the chat page; `ask` for one answer; `evaluate` for scores."""

import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from bot.settings import load_settings
from ingest.console import err, out, progress, run, waiting
from ingest.errors import FootnoteError, SettingsError
from ingest.sync.plan import Part, Synced

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.chat import Bot

_OWN = ("127.0.0.1", "localhost", "::1")


class _Commands(TyperGroup):
    """The commands; a question in the place of one is told how to be asked."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 (Typer's own)
        if args and " " in args[0].strip():
            raise SettingsError(f"Ask it by `python -m bot ask {shlex.quote(args[0])}`.")
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=_Commands, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Documents = Annotated[Path | None, typer.Option(help="Folder of documents; by default seeds/.")]
IndexFolder = Annotated[
    Path | None,
    typer.Option(
        "--index", help="Folder of the index; by default .footnote beside seeds/, .footnote-NAME beside another."
    ),
]


@app.callback(invoke_without_command=True)
def page(
    context: typer.Context,
    documents: Documents = None,
    index: IndexFolder = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; by default the first free one.")] = None,
) -> int:
    """Answer from a folder of documents, with proof: without a command, open the chat page."""
    if context.invoked_subcommand is not None:
        return 0
    settings = load_settings(documents=documents, index=index, host=host, port=port)
    from bot.web.sites import sites

    sites(settings.host, settings.hosts, settings.proxies)  # what is wrong is said before what takes seconds
    if settings.auth:
        from bot.web.accounts import accounts

        accounts(settings.auth.get_secret_value())
    elif settings.host not in _OWN:
        err.print(
            f"Anyone who can reach {settings.host} can read these documents and change them: "
            "set FOOTNOTE_AUTH (`python -m bot password NAME`) to ask for a password.",
        )
    bot = _open(documents, index, may_be_empty=True, part=_at_first, host=host, port=port)
    from bot.web import launch

    with waiting("Starting the page"):
        address = launch(bot, settings.host, settings.port, block=False)
    try:
        out.print(f"Footnote answers at {address}  (Ctrl-C stops it)")
        _read_rest(bot)
        Event().wait()
    except KeyboardInterrupt:
        out.print("Stopped.")
    return 0


@app.command()
def password(name: Annotated[str, typer.Argument(help="Of the person who may use the page.")]) -> int:
    """Make an entry for FOOTNOTE_AUTH: ask for a password, print its hash."""
    from bot.web.accounts import hashed

    chosen = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    out.print(hashed(name, chosen))
    return 0


def _at_first(paths: Sequence[Path]) -> int:
    from bot.web.catching_up import at_first  # late: what is wrong with the folder is said before what takes seconds

    return at_first(paths)


def _read_rest(bot: "Bot") -> None:
    """Read what the folder has more than the page began with, while questions are answered."""
    if not bot.waiting:
        return
    from bot.web.catching_up import catch_up
    from ingest.__main__ import summary

    said: set[str] = set()
    try:
        with progress() as report:
            for done in catch_up(bot, report):
                for line in (*done.problems, *done.notes):
                    if line not in said:
                        err.print(line)
                said.update(done.problems)
                err.print(summary(done))
    except FootnoteError as error:
        err.print(str(error))  # the page goes on with what is there


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What to ask.")],
    documents: Documents = None,
    index: IndexFolder = None,
    source: Annotated[list[str] | None, typer.Option(help="Answer from this document only; may be repeated.")] = None,
    folder: Annotated[str | None, typer.Option(help="Answer from this folder of the documents only.")] = None,
    after: Annotated[str | None, typer.Option(help="Only from documents of this day, month or year or later.")] = None,
    before: Annotated[str | None, typer.Option(help="Only from documents of this time or earlier.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything about the answer as JSON.")] = False,
) -> int:
    """Answer one question."""
    from bot.question.checks import check_question
    from bot.question.limits import scope_of

    check_question(question, load_settings(documents=documents, index=index).max_question)
    scope_of(source or None, folder, after, before)  # what is wrong with it is said before what takes seconds
    answer = _open(documents, index).ask(question, sources=source or None, folder=folder, after=after, before=before)
    if as_json:
        out.print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2), lines=True)
    else:
        _show(answer)
    return 0


def _show(answer: "Answer") -> None:
    from bot.answers import leaf, where
    from bot.proof.citations import plain

    out.print(plain(answer.text), lines=True)
    for citation in answer.citations:
        place = where(citation.title, citation.heading, leaf(citation.source, citation.page), citation.dated)
        out.print()
        out.print(f"[{citation.number}] {citation.source}:{citation.start}-{citation.end}  {place}")
        out.print(f"    “{' '.join(citation.quote.split())}”")
    for note in answer.notes:
        out.print()
        out.print(f"Note: {note}")


@app.command()
def evaluate(
    questions: Annotated[Path, typer.Argument(help="JSON Lines, or JSON in the format of SQuAD.")],
    documents: Documents = None,
    index: IndexFolder = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write every result to this file.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a page with tables and diagrams to this file.")] = None,
    compare: Annotated[Path | None, typer.Option(help="Compare with an earlier --json file.")] = None,
    floor: Annotated[
        list[str] | None, typer.Option(help="Fail below this, such as accuracy=0.9; may be repeated.")
    ] = None,
    calibrate: Annotated[bool, typer.Option("--calibrate", help="Refit confidence to these documents first.")] = False,
    model: Annotated[
        str | None, typer.Option(help="Let this language model answer, and compare it with the embedded reader.")
    ] = None,
    judge: Annotated[str | None, typer.Option(help="Let this language model judge the answers as well.")] = None,
    answers: Annotated[
        Path | None, typer.Option(help="Score the answers of another system in this file, and compare it with these.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask only so many questions, evenly spread.")] = None,
    unseen: Annotated[
        bool, typer.Option("--unseen", help="Ask only about articles kept apart when the reader was trained.")
    ] = False,
) -> int:
    """Score the answers to a file of questions."""
    from bot.evaluation.evaluate import Wishes, run_evaluation

    wishes = Wishes(questions, json_out, report, compare, tuple(floor or ()), calibrate, limit, unseen, judge, answers)

    def open_bot(folder: Path | None) -> "Bot":
        # Nothing kept from before: what is measured is what an answer takes.
        return _open(folder or documents, index, model=model, cache_answers=False)

    return run_evaluation(open_bot, wishes, documents)


def _open(
    documents: Path | None,
    index: Path | None,
    *,
    may_be_empty: bool = False,
    part: Part = len,
    **settings: Any,  # noqa: ANN401 (pydantic checks them)
) -> "Bot":
    """A Bot on a synced index; what changed and what could not be read goes to stderr."""
    from ingest.load import find_files

    chosen = load_settings(documents=documents, index=index, **settings)
    if not chosen.reads_only and not (may_be_empty and not chosen.documents_folder.exists()):
        find_files(chosen.documents_folder)  # what is not there is said at once, before what takes seconds to load
    from ingest.__main__ import warn_exposed

    warn_exposed(chosen.index_folder)
    with waiting("Loading"):
        from bot.chat import Bot
    with progress() as report:
        bot = Bot.from_folder(documents, index, progress=report, may_be_empty=may_be_empty, part=part, **settings)
    done: Synced | None = bot.synced
    if done is not None:
        for line in done.told():
            err.print(line)
        if done.waiting:
            err.print(f"{done.waiting:,} documents are read while the page is open.")
        elif not bot.count()[0]:
            err.print(f"'{chosen.documents_folder}' has no documents yet. Drop files onto the page.")
        if not done.plan.empty:
            from ingest.__main__ import summary

            err.print(summary(done))
    return bot


def main() -> None:
    """Run the command line and exit with its code. `footnote ingest` is `python -m ingest`."""
    if sys.argv[1:2] == ["ingest"]:
        from ingest.__main__ import app as ingest_app

        sys.exit(run(ingest_app, sys.argv[2:]))
    sys.exit(run(app))


if __name__ == "__main__":
    main()
