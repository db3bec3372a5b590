"""Prompts and the code that fills them belong together."""

from tests.conftest import ROOT


def test_prompts_use_the_variables_that_they_are_given() -> None:
    from jinja2 import Environment, meta

    expected = {
        "answer": {"question", "passages"},
        "summarize": {"question", "passages"},
        "write": {"question", "passages", "short"},
        "rewrite": {"question", "history"},
        "judge": {"question", "accepted", "answer"},
    }
    files = {path.stem: path.read_text() for path in (ROOT / "prompts").glob("*.md")}
    assert {name: meta.find_undeclared_variables(Environment().parse(text)) for name, text in files.items()} == expected
