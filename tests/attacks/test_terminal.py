"""What a document, a file name or a line of a command may hold is shown on a terminal, never obeyed by it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import bot.__main__ as bot_cli
import ingest.__main__ as ingest_cli
from ingest.console import out, run, visible
from tests.conftest import TOWNS, Write

Output = pytest.CaptureFixture[str]
EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"


def bot(*arguments: object) -> int:
    return run(bot_cli.app, [str(argument) for argument in arguments])


def ingest(*arguments: object) -> int:
    return run(ingest_cli.app, [str(argument) for argument in arguments])


def harmless(text: str) -> bool:
    return visible(text) == text


def test_names_and_texts_are_shown_with_their_control_characters_escaped(write: Write, capsys: Output) -> None:
    name = f"a{EVIL}\n\tb.txt"
    folder = write(
        {**TOWNS, name: f"Zorbia\n\nThe capital of Zorbia is {EVIL} Quux, [red]:bomb: and more.\n", f"{EVIL}.pdf": b"x"}
    )
    assert ingest(folder) == 1
    assert ingest(folder, "--status") == 0
    assert ingest(folder, "--verify") == 1  # the file that cannot be read is listed
    (folder / f"new{EVIL}\n.txt").write_text("New.", encoding="utf-8")
    assert ingest(folder, "--status") == 0
    assert bot("ask", "What is the capital of Zorbia?", "--documents", folder) == 0
    assert bot("ask", f"Quux {EVIL}?", "--source", EVIL, "--documents", folder) == 2
    said = capsys.readouterr()
    assert harmless(said.out)
    assert harmless(said.err)
    assert "\\x1b" in said.out
    assert "new: new\\x1b]0;owned\\x07\\x1b[2J\\u009b31m\\u202e\\n.txt" in said.out.splitlines()
    assert "Quux, [red]:bomb:" in said.out
    assert bot("ask", "What is the capital of Zorbia?", "--documents", folder, "--json") == 0
    shown = capsys.readouterr().out
    assert harmless(shown)
    assert json.loads(shown)["citations"][0]["source"] == name


def test_a_table_and_a_miss_of_an_evaluation_are_harmless(write: Write, tmp_path: Path, capsys: Output) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text(json.dumps({"question": f"Who {EVIL}?", "answers": [EVIL], "kind": f"[red]{EVIL}"}))
    assert bot("evaluate", questions, "--documents", write(TOWNS)) == 0
    said = capsys.readouterr()
    assert harmless(said.out)
    assert "[red]\\x1b" in said.out


def test_an_answer_keeps_its_line_breaks(capsys: Output) -> None:
    out.print("a\nb\x1b", lines=True)
    out.print("a\nb")
    assert capsys.readouterr().out == "a\nb\\x1b\na\\nb\n"


@pytest.mark.parametrize("where", ["question", "source", "folder", "documents", "questions"])
def test_bytes_that_are_no_text_are_refused_in_one_line(write: Write, where: str) -> None:
    bad = b"no \xff\xfe text"
    ask: list[str | bytes] = {
        "question": ["ask", bad, "--documents", str(write(TOWNS))],
        "source": ["ask", "Who?", "--source", bad, "--documents", str(write(TOWNS))],
        "folder": ["ask", "Who?", "--folder", bad, "--documents", str(write(TOWNS))],
        "documents": ["ask", "Who?", "--documents", bad],
        "questions": ["evaluate", bad, "--documents", str(write(TOWNS))],
    }[where]
    done = subprocess.run(
        [sys.executable, "-m", "bot", *ask], capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    assert done.returncode == 2
    line = done.stderr.decode()
    assert line.count("\n") == 1, line
    assert done.stdout == b""
