"""`python -m ingest`: make the index match the folder of documents."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.console import err, out, progress, run
from ingest.errors import FootnoteError, SettingsError
from ingest.settings import IngestSettings, load_settings
from ingest.sync.plan import Synced, note_lines, other_kinds

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
_PURGE = (
    "Then leave nothing of what was removed: in the index, the trash, kept answers, left-over uploads; "
    "judgements in feedback.jsonl that quote it go too."
)


@app.command()
def ingest(
    directory: Annotated[Path | None, typer.Argument(help="Folder of documents; by default seeds/.")] = None,
    index: Annotated[
        Path | None,
        typer.Option(help="Folder of the index; by default .footnote beside seeds/, .footnote-NAME beside another."),
    ] = None,
    status: Annotated[bool, typer.Option("--status", help="Say what is indexed and what has changed since.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Check the index against itself and the folder.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew.")] = False,
    ray: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Embed on the Ray cluster at host:port.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on whenever the folder changes, until Ctrl-C.")] = False,
    purge: Annotated[bool, typer.Option("--purge", help=_PURGE)] = False,
) -> int:
    """Read new and changed documents into the index, and take removed ones out."""
    if status + verify + rebuild + purge > 1 or (watch and (status or verify or purge)):
        raise SettingsError("Give only one of --status, --verify, --rebuild, --purge and --watch.")
    settings = load_settings(documents=directory, index=index, ray=ray)
    if status:
        return _status(settings)
    if verify:
        return _verify(settings)
    warn_exposed(settings.index_folder)
    done = _sync(settings, rebuild=rebuild)
    if purge:
        _purge(settings)
    if watch:
        _watch(settings, done)
    return 1 if done.problems else 0


def warn_exposed(index: Path) -> None:
    """A line on stderr where others could change the index."""
    from ingest.stores.modes import exposed

    if line := exposed(index):
        err.print(line, markup=False)


def _sync(settings: IngestSettings, *, rebuild: bool = False, before: Synced | None = None) -> Synced:
    """Sync and say what was done; nothing if it was nothing, and no file is wrong in another way than `before`."""
    from ingest.sync.sync import sync

    with progress() as report:
        done = sync(settings, rebuild=rebuild, progress=report)
    if before is None or not done.plan.empty or done.problems != before.problems:
        for line in (*done.problems, *done.notes, *other_kinds(done.others)):
            err.print(line)
        out.print(summary(done))
    return done


def _watch(settings: IngestSettings, done: Synced) -> None:
    """Sync whenever the folder changes; what is wrong with it is said, and may be mended meanwhile."""
    from ingest.sync.watch import watched

    out.print(f"Watching '{settings.documents_folder}'. Press Ctrl-C to stop.")
    for _ in watched(settings):
        try:
            done = _sync(settings, before=done)
        except FootnoteError as error:
            err.print(str(error))


def _purge(settings: IngestSettings) -> None:
    from ingest.sync.purge import purge

    with progress() as report:
        gone = purge(settings, report)
    out.print(
        f"Purged: {gone.trashed} documents in the trash, {gone.answers} kept answers, {gone.cases} judgements, "
        f"{gone.uploads} uploads; {gone.freed / 1e6:.1f} MB given back.",
    )


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
    from ingest.shared.cache import bring_up_to_date
    from ingest.stores.opening import storage_errors
    from ingest.stores.writer import manifest_for
    from ingest.sync.changes import pending_changes

    bring_up_to_date(settings)
    manifest, meta = manifest_for(settings)
    with storage_errors(settings.index_folder), manifest.reading() as snapshot:
        documents, passages = snapshot.count()
        todo, problems, others = pending_changes(settings, snapshot)
        notes = note_lines(snapshot.notes())
    out.print(f"Documents: {settings.documents_folder} ({documents} indexed, {passages} passages)")
    shared = "" if settings.chroma_url is None else f"{settings.chroma_collection} on {settings.chroma_url}, kept in "
    out.print(f"Index:     {shared}{settings.index_folder} (generation {meta['generation']})")
    out.print(f"Model:     {meta['embedding_model']}")
    for name, sources in (("new", todo.add), ("changed", todo.change), ("removed", todo.remove)):
        for source in sources:
            out.print(f"{name}: {source}")
    for _, reason in sorted(problems.items()):
        out.print(f"unreadable: {reason}")
    for line in (*notes, *other_kinds(others)):
        out.print(f"note: {line}")
    if todo.empty:
        out.print("0 changed since.")
    return 0


def _verify(settings: IngestSettings) -> int:
    from ingest.sync.verify import verify

    wrong = verify(settings)
    for line in wrong or ("The index is whole and matches the folder.",):
        out.print(line)
    return 1 if wrong else 0


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(app))


if __name__ == "__main__":
    main()
