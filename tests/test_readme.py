"""The READMEs tell the truth: commands exist, Python runs, links lead somewhere, numbers are those of the gold file."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.evaluation.questions import load_questions
from bot.settings import Settings
from tests.conftest import ROOT

FRONT = ROOT / "README.md"
FILES = [FRONT, *sorted(path for package in ("bot", "ingest") for path in (ROOT / package).rglob("README.md"))]
READMES = {path: path.read_text(encoding="utf-8") for path in FILES}
BLOCKS = {path: re.findall(r"```(\w*)\n(.*?)```", text, flags=re.S) for path, text in READMES.items()}
COMMANDS = [line for blocks in BLOCKS.values() for kind, block in blocks if not kind for line in block.splitlines()]
MOST_WORDS = 1300  # of the root README: what is longer belongs to the package that it is about


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_two_commands_stand_within_the_first_25_lines() -> None:
    first = "\n".join(READMES[FRONT].splitlines()[:25])
    assert "pip install -e . && python -m bot\n" in first
    assert "pip install -e '.[test]' && pytest\n" in first


def test_the_front_page_is_short() -> None:
    assert len(READMES[FRONT].split()) <= MOST_WORDS


# Each README's Python, as if alone; in one process, since what takes long is to load the models.
ALL = """
import json, sys
from contextlib import redirect_stdout
from io import StringIO
said = {}
for name, code in json.load(sys.stdin).items():
    with redirect_stdout(StringIO()) as out:
        exec(compile(code, name, "exec"), {"__name__": "__main__"})
    said[name] = out.getvalue().replace("**", "")
print(json.dumps(said))
"""


def test_its_python_runs_and_answers() -> None:
    codes = {
        _named(path): "\n".join(code for kind, code in blocks if kind == "python") for path, blocks in BLOCKS.items()
    }
    codes = {name: code for name, code in codes.items() if code}
    assert len(codes) == 3
    done = subprocess.run(
        [sys.executable, "-c", ALL], input=json.dumps(codes), cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert "should not drop below 3% of GDP" in said["README.md"]
    assert "more than 4% of its GDP" in said["bot/README.md"]


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


def test_every_module_and_script_it_names_is_there_and_has_the_options() -> None:
    commands = re.findall(
        r"python (?:-m ((?:bot|ingest)[\w.]*)|(tests/[\w/]+\.py))([^\n`]*)", "\n".join(READMES.values())
    )
    assert commands
    for module, script, rest in commands:
        path = ROOT / (script or module.replace(".", "/"))
        source = path if script else path / "__main__.py" if path.is_dir() else path.with_suffix(".py")
        assert source.exists(), module or script
        for option in re.findall(r"--([a-z]+)", rest):
            assert re.search(rf'\b{option}: |"--{option}"', source.read_text()), (source, option)


def test_it_names_every_setting_and_no_other() -> None:
    assert set(re.findall(r"FOOTNOTE_[A-Z_]+", "\n".join(READMES.values()))) == {
        f"FOOTNOTE_{name.upper()}" for name in Settings.model_fields
    }


def _anchors(text: str) -> set[str]:
    """What GitHub calls the headings of a page."""
    titles = re.findall(r"^#+ (.*)$", text, flags=re.M)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_its_links_and_pictures_are_there(path: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", READMES[path]):
        place, _, anchor = target.partition("#")
        there = (path.parent / place).resolve() if place else path
        assert there.exists(), target
        assert not anchor or anchor in _anchors(READMES.get(there, "")), target


def test_every_test_it_names_is_there_by_that_name() -> None:
    links = [
        (path, *link)
        for path, text in READMES.items()
        for link in re.findall(r"\[`?(\w+)`?\]\(([^)]*tests/[^)]*\.py)\)", text)
    ]
    assert len(links) >= 15
    for path, said, target in links:
        there = (path.parent / target).resolve()
        assert re.search(r"^def test_", there.read_text(encoding="utf-8"), re.M), target
        assert not said.startswith("test_") or said == there.stem, (said, target)
    named = {name for text in READMES.values() for name in re.findall(r"`(test_\w+)`", text)}
    here = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    tests = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)
    }
    assert named <= here | tests


def test_known_weaknesses_were_last_looked_for_in_the_versions_that_are_pinned() -> None:
    """A package that has moved on since is looked for again: the sentence then names its new version and the day."""
    (looked,) = re.findall(
        r"last looked for on \d{4}-\d\d-\d\d, [^:]*?for (.*?)\. Those", READMES[ROOT / "bot" / "web" / "README.md"]
    )
    versions = dict(re.findall(r"([\w-]+) ([\d.]+\d)", looked))
    wanted = {name: text for text in _required() if (name := re.split(r"[<>=]", text)[0]) in versions}
    assert len(versions) >= 10
    for name, text in wanted.items():
        assert re.search(rf"(==|>=){re.escape(versions[name])}(,|$)", text), (name, text)


def _required() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [*project["dependencies"], *(one for more in project["optional-dependencies"].values() for one in more)]


def test_its_count_of_questions_is_right() -> None:
    row = f"| the shipped article | {len(load_questions(ROOT / 'tests' / 'gold' / 'seeds.jsonl').cases)} |"
    assert row in READMES[FRONT]
    for path, text in READMES.items():
        assert ("| the shipped article | " in text) == (row in text), path


def test_the_package_carries_every_file_it_reads() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    for package, patterns in data.items():
        folder = ROOT / package.replace(".", "/")
        assert all(list(folder.glob(pattern)) for pattern in patterns), package
    for path in [*(ROOT / "bot").rglob("*"), *(ROOT / "ingest").rglob("*"), *(ROOT / "prompts").glob("*")]:
        # Our own folders teach from a clone: nothing that answers reads them.
        if "folders" not in path.parts and path.suffix in (".html", ".css", ".js", ".md", ".json"):
            package = ".".join(path.parent.relative_to(ROOT).parts)
            assert any(path.match(pattern) for pattern in data[package]), path
