"""Packages form layers, and no two modules import each other, not even inside a function: the contracts of pyproject."""

import subprocess
import sys

from tests.conftest import ROOT


def test_no_import_runs_back_up() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
