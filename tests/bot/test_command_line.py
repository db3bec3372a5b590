"""The command line: one line on stderr for what is wrong, exit code 2, nothing heavy loaded for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import bot.__main__ as bot_cli
import ingest.__main__ as ingest_cli
from ingest.console import run
from ingest.errors import IndexUnusableError
from tests.conftest import ROOT, TOWNS, Write

Output = pytest.CaptureFixture[str]


def bot(*arguments: object) -> int:
    return run(bot_cli.app, [str(argument) for argument in arguments])


def test_ask_prints_the_answer_and_its_proof(write: Write, capsys: Output) -> None:
    folder = write(TOWNS)
    assert bot("ask", "When was Ashford founded?", "--documents", folder) == 0
    said = capsys.readouterr()
    assert "893" in said.out
    assert "[1] towns/ashford.txt:" in said.out
    assert "“It was founded in 893" in said.out or "founded in 893" in said.out
    assert "3 added" in said.err
    assert bot("ask", "What did Macron say?", "--documents", folder, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["kind"] == "declined"


def test_what_cannot_be_read_is_named_once_and_by_status(write: Write, capsys: Output) -> None:
    folder = write({**TOWNS, "empty.txt": "", "old.doc": "?"})
    asked = ("ask", "When was Ashford founded?", "--documents", folder)
    assert bot(*asked) == 0
    first = capsys.readouterr().err
    assert "empty.txt: is empty" in first
    assert "1 file of a kind that is not read: old.doc." in first
    assert bot(*asked) == 0
    again = capsys.readouterr().err
    assert "empty.txt" not in again
    assert "1 file could not be read. `python -m ingest --status` says why." in again
    run(ingest_cli.app, [str(folder), "--status"])
    assert {"empty.txt", "old.doc"} <= {part.strip(":.,") for part in capsys.readouterr().out.split()}


def test_a_question_in_the_place_of_a_command_is_told_how_to_be_asked(capsys: Output) -> None:
    assert bot("When was it founded?") == 2
    assert "`python -m bot ask 'When was it founded?'`" in capsys.readouterr().err


def test_ask_can_be_limited_and_tells_how_old_a_source_is(write: Write, capsys: Output) -> None:
    folder = write({**TOWNS, "old/boston.md": "---\ndate: 1871-05-03\n---\n# Boston\n\nThe Stump is 80 metres tall.\n"})
    asked = ("ask", "How tall is the Stump in Boston?", "--documents", folder)
    for limits in (
        ("--before", "1900"),
        ("--after", "1871-05-03", "--before", "1871-05"),
        ("--folder", "old"),
        ("--source", "old/boston.md", "--source", "tea.txt"),
    ):
        assert bot(*asked, *limits) == 0
        said = capsys.readouterr().out
        assert "80 metres" in said
        assert "83 metres" not in said
        assert said.splitlines()[2].endswith("Boston › 3 May 1871")
    assert bot(*asked, "--folder", "towns") == 0
    assert " › file of " in capsys.readouterr().out
    for limits, line in (
        (("--folder", "new"), "There is no folder 'new' with documents in the index."),
        (("--after", "soon"), "after: 'soon' is no date; write 2024, 2024-05 or 2024-05-31."),
        (("--before", "1870"), "No document is from 1870 or earlier."),
    ):
        assert bot(*asked, *limits) == 2
        assert capsys.readouterr().err.splitlines() == [line]


def test_evaluate_runs_from_the_command_line(write: Write, tmp_path: Path, capsys: Output) -> None:
    folder = write(TOWNS)
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"question": "How tall is the Stump?", "answers": ["83 metres"]}')
    assert bot("evaluate", questions, "--documents", folder, "--floor", "accuracy=1") == 0
    assert "accuracy" in capsys.readouterr().out
    assert bot("evaluate", questions, "--documents", folder, "--floor", "mrr@10=1.1") == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("ask", "Who?", "--documents", "none"),
            "There is no folder 'none'. Create it and put your documents in.",
        ),
        (("ask", ""), "The question is empty. Ask something in words."),
        (("ask", "a" * 20_000), "The question has 20,000 characters; ask it in at most 2,000."),
        (("ask",), "Missing argument 'question'. See --help."),
        (("--port", "abc"), "--port: Input should be a valid integer. It is 'abc'. See --help."),
        (("--prt", "1"), "No such option: --prt (Possible options: --port). See --help."),
        (("ask", "Who?", "--no-such"), "No such option: --no-such"),
        (("evaluate", "none.jsonl"), "Cannot read 'none.jsonl' (No such file or directory). Name a file of questions."),
        (("--port=-3",), "--port: Input should be greater than or equal to 0. It is -3."),
        (("--port", "99999"), "--port: Input should be less than or equal to 65535. It is 99999."),
    ],
)
def test_bad_input_is_one_line_and_code_2(
    arguments: tuple[str, ...], line: str, capsys: Output, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert bot(*arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith(line)
    assert said.count("\n") == 1


def test_advice_names_the_folders_that_were_typed(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise IndexUnusableError("The index is damaged. Run `python -m ingest --rebuild`.")

    for module in (bot_cli, ingest_cli):
        monkeypatch.setattr(module, "load_settings", broken)
    bot("ask", "Who?", "--documents", "my docs", "--index=kept")
    assert "Run `python -m ingest 'my docs' --index kept --rebuild`." in capsys.readouterr().err
    run(ingest_cli.app, ["my docs", "--watch"])
    assert "Run `python -m ingest 'my docs' --rebuild`." in capsys.readouterr().err
    bot("ask", "Who?")
    assert "Run `python -m ingest --rebuild`." in capsys.readouterr().err


def test_help_and_errors_load_nothing_heavy() -> None:
    script = (
        "import sys, bot.__main__ as b, ingest.__main__ as i\n"
        "from ingest.console import run\n"
        "for app in (b.app, i.app): run(app, ['--help'])\n"
        "run(b.app, ['ask', '']); run(b.app, ['evaluate', 'none']); run(i.app, ['none'])\n"
        "heavy = {'torch', 'chromadb', 'gradio', 'transformers', 'sentence_transformers', 'langchain'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_an_answer_needs_no_sentence_transformers(write: Write) -> None:
    folder = write(TOWNS)
    script = (
        "import sys\nfrom bot.chat import Bot\n"
        f"assert Bot.from_folder({str(folder)!r}).ask('How tall is the Stump?').answered\n"
        "assert 'sentence_transformers' not in sys.modules and 'gradio' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_footnote_ingest_is_python_m_ingest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Output) -> None:
    monkeypatch.setattr(sys, "argv", ["footnote", "ingest", str(tmp_path / "none")])
    with pytest.raises(SystemExit) as caught:
        bot_cli.main()
    assert caught.value.code == 2
    assert "There is no folder" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.timed
def test_the_page_is_served_until_ctrl_c_and_says_where(write: Write, tmp_path: Path) -> None:
    import re
    import signal
    import urllib.request

    folder = write(TOWNS)
    command = [sys.executable, "-m", "bot", "--documents", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/?", line)
        assert address, line
        with urllib.request.urlopen(address.group()) as page:
            assert b"Footnote" in page.read()
        server.send_signal(signal.SIGINT)
        try:
            rest, _ = server.communicate(timeout=30)
        finally:
            server.kill()
    assert "Stopped." in rest
    assert server.returncode == 0


def test_a_password_becomes_an_entry_for_the_setting(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from bot.web.accounts import accounts, verified

    done = CliRunner().invoke(bot_cli.app, ["password", "ann"], input="correct horse\ncorrect horse\n")
    assert done.exit_code == 0
    assert "correct horse" not in done.output
    entry = done.stdout.strip().splitlines()[-1]
    assert verified(accounts(entry), "ann", "correct horse")


@pytest.mark.parametrize(
    ("host", "auth", "warned"), [("0.0.0.0", "", True), ("127.0.0.1", "", False), ("0.0.0.0", "ann", False)]
)
def test_opening_the_page_to_others_without_a_login_is_warned_of(
    host: str, auth: str, warned: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.web.accounts import hashed

    if auth:
        monkeypatch.setenv("FOOTNOTE_AUTH", hashed(auth, "correct horse"))
    assert run(bot_cli.app, ["--host", host, "--documents", __file__]) == 2
    said = capsys.readouterr().err
    assert ("Anyone who can reach 0.0.0.0 can read these documents" in said) == warned
    assert f"'{__file__}' is a file, not a folder" in said


def test_a_wrong_login_setting_is_said_at_once_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOOTNOTE_AUTH", "ann:hunter22")
    assert run(bot_cli.app, []) == 2
    said = capsys.readouterr().err
    assert "FOOTNOTE_AUTH: write name:hash" in said
    assert "hunter22" not in said
