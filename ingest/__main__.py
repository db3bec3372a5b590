"""`python -m ingest`: make the index match the folder of documents."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.console import err, out, progress, run
from ingest.errors import SettingsError
from ingest.plan import Synced
from ingest.settings import IngestSettings, load_settings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def ingest(
    directory: Annotated[Path | None, typer.Argument(help="Folder of documents; by default seeds/.")] = None,
    index: Annotated[Path | None, typer.Option(help="Folder of the index; by default .footnote beside it.")] = None,
    status: Annotated[bool, typer.Option("--status", help="Say what is indexed and what has changed since.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Check the index against itself and the folder.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on whenever the folder changes, until Ctrl-C.")] = False,
) -> int:
    """Read new and changed documents into the index, and take removed ones out."""
    if status + verify + rebuild > 1 or (watch and (status or verify)):
        raise SettingsError("Give only one of --status, --verify, --rebuild and --watch.")
    settings = load_settings(documents=directory, index=index)
    if status:
        return _status(settings)
    if verify:
        return _verify(settings)
    code = _sync(settings, rebuild=rebuild)
    if watch:
        from ingest.watch import watched

        out.print(f"Watching '{settings.documents_folder}'. Press Ctrl-C to stop.")
        for _ in watched(settings):
            code = _sync(settings)
    return code


def _sync(settings: IngestSettings, *, rebuild: bool = False) -> int:
    from ingest.sync import sync

    with progress() as report:
        done = sync(settings, rebuild=rebuild, progress=report)
    for line in done.problems:
        err.print(line, markup=False)
    out.print(summary(done), markup=False)
    return 1 if done.problems else 0


def summary(done: Synced) -> str:
    """One line that says what a sync did."""
    todo = done.plan
    changes = f"{len(todo.add)} added, {len(todo.change)} changed, {len(todo.remove)} removed"
    failed = f", {len(done.problems)} could not be read" if done.problems else ""
    return (
        f"{changes}{failed}. {done.documents} documents, {done.passages} passages; "
        f"{done.embedded} embedded in {done.seconds:.1f} s."
    )


def _status(settings: IngestSettings) -> int:
    from ingest.sync import pending_changes
    from ingest.writer import manifest_for

    store, meta = manifest_for(settings)
    with store.reading() as snapshot:
        documents, passages = snapshot.count()
        todo = pending_changes(settings, snapshot)
        refused = snapshot.unreadable()
    out.print(f"Documents: {settings.documents_folder} ({documents} indexed, {passages} passages)", markup=False)
    out.print(f"Index:     {settings.index_folder} (generation {meta['generation']})", markup=False)
    out.print(f"Model:     {meta['embedding_model']}", markup=False)
    for name, sources in (("new", todo.add), ("changed", todo.change), ("removed", todo.remove)):
        for source in sources:
            out.print(f"{name}: {source}", markup=False)
    for _, reason in refused.values():
        out.print(f"unreadable: {reason}", markup=False)
    if todo.empty:
        out.print("0 changed since.")
    return 0


def _verify(settings: IngestSettings) -> int:
    from ingest.verify import verify

    wrong = verify(settings)
    for line in wrong:
        out.print(line, markup=False)
    if not wrong:
        out.print("The index is whole and matches the folder.")
    return 1 if wrong else 0


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(app))


if __name__ == "__main__":
    main()
