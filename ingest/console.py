"""What both command lines share: errors in one line, and a progress bar."""

import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import pairwise
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from ingest.errors import FootnoteError, SettingsError

_INGEST = "python -m ingest"
BAD_INPUT = 2
STOPPED = 130  # by Ctrl-C, as shells have it
# What moves the cursor, rings, changes colours or the window, or turns text around; and halves of surrogate pairs,
# which cannot be written.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """A text of documents, file names or models, its control characters shown and not obeyed; line breaks stay.

    What JSON may hold as it is becomes an escape that JSON reads: JSON stays JSON.
    """
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}" if found[0] < " " else f"\\u{ord(found[0]):04x}", text)


class SafeConsole(Console):
    """A console on which all text is `visible` and nothing in it is markup; a line is one line."""

    def print(self, *objects: Any, lines: bool = False, **options: Any) -> None:  # noqa: ANN401 (rich's own)
        """See rich; with `lines`, line breaks in strings stay."""
        one = [text.replace("\n", "\\n") if isinstance(text, str) and not lines else text for text in objects]
        super().print(*one, **options)

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401 (rich's own)
        """See rich, which calls this for every string, in a table too."""
        return super().render_str(visible(text), **options)


out = SafeConsole(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = SafeConsole(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def run(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run a command line; what is wrong with its input becomes one line on stderr.

    Returns:
        The exit code: 0 done, 1 a check fell short or some files could not be read, 2 bad usage or input.
    """
    command = typer.main.get_command(app)
    try:
        code: Any = command.main(args=None if arguments is None else list(arguments), standalone_mode=False)
    except FootnoteError as error:
        if _interrupted(error):
            return _say("Stopped.", STOPPED)
        typed = sys.argv[1:] if arguments is None else list(arguments)
        line = _as_typed(str(error), typed) if isinstance(error, SettingsError) else str(error)
        return _say(line.replace(_INGEST, " ".join((_INGEST, *_places(command, typed)))))
    except (KeyboardInterrupt, typer.Abort):
        return _say("Stopped.", STOPPED)
    except typer.TyperException as error:
        line = _mistyped(error).rstrip(".")
        return _say(f"{line}{'' if line.endswith('?') else '.'} See --help.")
    if code == STOPPED:
        return _say("Stopped.", STOPPED)
    return code if isinstance(code, int) else 0


def _mistyped(error: typer.TyperException) -> str:
    """What is wrong with the arguments, and what was typed, which pydantic's words leave out."""
    from pydantic import ValidationError

    wrong, param = error.__cause__, getattr(error, "param", None)
    if not isinstance(wrong, ValidationError) or param is None:
        return error.format_message()
    first = wrong.errors()[0]
    return f"{param.opts[0]}: {first['msg'].partition(',')[0]}. It is {first['input']!r}"


def _interrupted(error: BaseException | None) -> bool:
    """Whether an error came of Ctrl-C: of a worker that ended by it, while its work was being put away."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _as_typed(line: str, arguments: Sequence[str]) -> str:
    """The line with a setting that it begins with as the option that was typed: "port: …" as "--port: …"."""
    name, colon, rest = line.partition(":")
    option = f"--{name.replace('_', '-')}"
    return option + colon + rest if option in {one.partition("=")[0] for one in arguments} else line


def _places(command: Any, typed: Sequence[str]) -> Iterator[str]:  # noqa: ANN401 (a command of Typer's)
    """The folders that were typed, as `python -m ingest` takes them: it is to work on these and no others."""
    parts = [part for one in typed for part in (one.split("=", 1) if one.startswith("--") else [one])]
    after = dict(pairwise(parts))
    own = any(one.name == "directory" for one in command.params)
    directory = parts[0] if own and parts and not parts[0].startswith("-") else after.get("--documents")
    yield from [shlex.quote(directory)] if directory else []
    yield from ["--index", shlex.quote(after["--index"])] if "--index" in after else []


def _say(line: str, code: int = BAD_INPUT) -> int:
    sys.stderr.write(visible(" ".join(line.split())) + "\n")
    return code


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A word on stderr about what takes its time; gone when the block ends, and not in a log."""
    with err.status(what) if err.is_terminal else nullcontext():
        yield


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr for each kind of work, with its rate and what remains; gone when the block ends."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(visible(what), total=total, rate="")
            bar.update(tasks[what], completed=done, total=total)
            if speed := next(task.speed for task in bar.tasks if task.id == tasks[what]):
                bar.update(tasks[what], rate=f"{speed:,.0f}/s")

        yield report
