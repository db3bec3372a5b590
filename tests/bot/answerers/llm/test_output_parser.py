"""Whatever form a model replies in, its sentences and what they cite are read, or it is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answerers.llm.output_parser import parse
from bot.drafts import Quote
from bot.errors import AnswererError
from tests.helpers.replies import hit

HITS = (hit("The mill opened in 1847. It closed in 1932."), hit("Tea is green. Coffee is black."), hit("Ships pass."))


def form(*sentences: object, **rest: object) -> str:
    return json.dumps({"sentences": list(sentences), "short": None, "missing": None, **rest})


RIGHT = {"text": "It opened in 1847.", "quotes": [{"passage": 1, "text": "opened in 1847"}]}


@pytest.mark.parametrize(
    "text",
    [
        form(RIGHT),
        "```json\n" + form(RIGHT) + "\n```",
        "Here is the answer:\n```\n" + form(RIGHT) + "\n```\nI hope it helps.",
        "<think>Let me see [2].</think>" + form(RIGHT),
        form({"text": "It opened in 1847. [1]", "quotes": [{"passage": "1", "text": "opened in 1847"}]}),
        form({"text": "It opened in 1847.", "passage": 1, "quotes": ["opened in 1847"]}),
        form(
            {
                "text": "It opened in 1847.",
                "quotes": [{"passage": "passage 1", "text": "opened in 1847"}, {"passage": 1}],
            }
        ),
    ],
)
def test_a_reply_in_json_is_read_with_its_usual_slips(text: str) -> None:
    (claim,) = parse(text, HITS, whole=True).claims
    assert (claim.text, claim.quotes) == ("It opened in 1847.", (Quote(0, "opened in 1847"),))


def test_a_quote_that_leaves_words_out_is_two_quotes() -> None:
    sentence = {"text": "It opened.", "quotes": [{"passage": 1, "text": "The mill … in 1847. [...] It closed"}]}
    (claim,) = parse(form(sentence), HITS, whole=True).claims
    assert claim.quotes == (Quote(0, "The mill"), Quote(0, "in 1847."), Quote(0, "It closed"))


def test_a_reply_in_prose_cites_the_sentences_that_it_means() -> None:
    claims = parse("The mill closed in 1932 [1]. Coffee is black [2]. It flies [9]. It sinks.", HITS, whole=True).claims
    assert [claim.quotes for claim in claims] == [
        (Quote(0, "It closed in 1932."),), (Quote(1, "Coffee is black."),), (), (),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["It opened in 1847.", "", "{}", '{"sentences": 7}', form("x"), "[1, 2", '{"sentences": [{"text": ']
)
def test_what_cites_nothing_is_refused(text: str) -> None:
    with pytest.raises(AnswererError, match="not of the form"):
        parse(text, HITS, whole=True)


@pytest.mark.parametrize("left", [1, 2, 20, 60])
def test_a_reply_that_breaks_off_is_refused(left: int) -> None:
    with pytest.raises(AnswererError, match="not of the form"):
        parse(form(RIGHT, RIGHT)[:-left], HITS, whole=True)


def test_declining_is_a_reply_without_sentences() -> None:
    reply = parse(form(missing="the price of tea"), HITS, whole=True)
    assert (reply.claims, reply.missing) == ((), "the price of tea")


@pytest.mark.parametrize(
    "text", [form(RIGHT, RIGHT, RIGHT), "The mill closed in 1932 [1]. Coffee is black [2]. Ships pass. [3]"]
)
def test_while_a_reply_grows_only_whole_sentences_are_read_and_none_changes(text: str) -> None:
    final = parse(text, HITS, whole=True).claims
    most = 0
    for end in range(len(text) + 1):
        claims = parse(text[:end], HITS, whole=False).claims
        assert claims == final[: len(claims)]
        most = max(most, len(claims))
    assert most >= 1


@given(st.text(max_size=200), st.booleans())
def test_any_text_at_all_is_read_or_refused(text: str, whole: bool) -> None:
    try:
        reply = parse(text, HITS, whole=whole)
    except AnswererError:
        assert whole
    else:
        assert all(claim.text.strip() for claim in reply.claims)
