"""Prompts and the code that fills them belong together."""

from itertools import takewhile

from bot.answerers.llm.writer import Found, prompt
from ingest.embedding.tokenizer import count_tokens
from tests.conftest import ROOT
from tests.helpers.replies import hit


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


def test_a_writers_prompt_is_short_however_long_the_passages_are_and_begins_the_same_for_every_question() -> None:
    listed = "green and white with a red line below the rail, " * 9
    told = " ".join(f"Boat {number} of the harbour was painted {listed}in spring." for number in range(100, 120))
    hits = (hit(told), hit(told.replace("Boat", "Ship")))
    prompts = []
    for asked, short in (
        ("What was painted in the harbour?", "110"),
        ("Which colour has the rail of 112?", "red line"),
    ):
        start = told.index(short)
        places = tuple((at, start, start + len(short)) for at in (0, 1))
        prompts.append(prompt(Found(asked, short, places, hits, {})) or "")
    assert all(500 < count_tokens(one) < 800 for one in prompts)
    alike = "".join(one for one, _ in takewhile(lambda both: both[0] == both[1], zip(*prompts, strict=False)))
    assert count_tokens(alike) > 150
