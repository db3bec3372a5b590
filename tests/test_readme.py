"""README tells the truth: its commands exist, its Python runs, its numbers are those of the gold file."""

import re
import subprocess
import sys
import tomllib

from bot.evaluation.questions import load_questions
from bot.settings import Settings
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.S)
COMMANDS = [line for kind, block in BLOCKS if not kind for line in block.splitlines()]


def test_the_two_commands_stand_within_the_first_25_lines() -> None:
    first = "\n".join(README.splitlines()[:25])
    assert "pip install -e . && python -m bot\n" in first
    assert "pip install -e '.[test]' && pytest\n" in first


def test_its_python_runs_and_answers() -> None:
    code = "\n".join(block for kind, block in BLOCKS if kind == "python")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    said = done.stdout.replace("**", "")
    assert "should not drop below 3% of GDP" in said
    assert "more than 4% of its GDP" in said


def test_every_option_it_names_is_one() -> None:
    for module in ("bot", "ingest"):
        named = {word for line in COMMANDS if f"-m {module} " in line for word in re.findall(r"--[a-z]+", line)}
        shown = "".join(
            subprocess.run(
                [sys.executable, "-m", module, *more, "--help"], cwd=ROOT, capture_output=True, text=True
            ).stdout
            for more in (((), ("ask",), ("evaluate",)) if module == "bot" else ((),))
        )
        assert named
        assert named <= set(re.findall(r"--[a-z]+", shown))


def test_it_names_every_setting_and_no_other() -> None:
    assert set(re.findall(r"FOOTNOTE_[A-Z_]+", README)) == {
        f"FOOTNOTE_{name.upper()}" for name in Settings.model_fields
    }


def test_its_links_and_pictures_are_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_its_count_of_questions_is_right() -> None:
    assert f"| the shipped article | {len(load_questions(ROOT / 'tests' / 'gold' / 'seeds.jsonl').cases)} |" in README


def test_the_package_carries_every_file_it_reads() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    for package, patterns in data.items():
        folder = ROOT / package.replace(".", "/")
        assert all(list(folder.glob(pattern)) for pattern in patterns), package
    for path in [*(ROOT / "bot").rglob("*"), *(ROOT / "prompts").glob("*")]:
        if path.suffix in (".html", ".css", ".js", ".md", ".json"):
            package = ".".join(path.parent.relative_to(ROOT).parts)
            assert any(path.match(pattern) for pattern in data[package]), path
