"""A Document becomes passages: whole sentences, one heading each, and exactly the characters of the text."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.embedding.tokenizer import count_tokens
from ingest.load import load
from ingest.text.comments import comments
from ingest.text.headings import headings, title_of
from ingest.text.sentences import sentence_spans
from ingest.text.splitting import split
from tests.conftest import ARTICLE

HEADINGS = [
    "U.S. Defense Secretary Pete Hegseth Visits NATO Amid Critical Discussions on Ukraine Support",
    "The Future of NATO and U.S. Leadership Under Trump",
    "U.S. Defense Spending and Fiscal Responsibly",
    "Balancing Immediate Needs and Long-Term Strategy",
    "Conclusion: A Pivotal Moment for NATO and Global Security",
]
article = load(ARTICLE, ARTICLE.parent)


def document(text: str, source: str = "a.txt") -> Document:
    return Document(source, title_of(text, markdown=source.endswith(".md")), text, "")


def check(one: Document) -> None:
    """What every split promises."""
    passages = split(one)
    last = 0
    covered = set()
    for passage in passages:
        assert one.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
        assert passage.start >= last
        last = passage.end
        ends = passage.start
        for start, end in passage.sentences:
            assert ends <= start < end <= passage.end
            assert not one.text[ends:start].strip()
            ends = end
        covered.update(range(passage.start, passage.end))
    found = headings(one.text, markdown=one.source.endswith(".md"))
    if passages and any(passage.heading for passage in passages):
        for heading in found:
            assert not covered & set(range(heading.start, heading.end))
    for heading in found:
        covered.update(range(heading.start, heading.end))
    for start, end in comments(one.text) if one.source.endswith(".md") else ():
        covered.update(range(start, end))
    assert all(at in covered or one.text[at].isspace() for at in range(len(one.text)))


hostile = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("\r\n\t .!?…。،:;,-–—#*|“”’'\"()[]{}<>&0123456789aA")),
        st.sampled_from(["\u0301", "\u200d", "\ufe0f", "👨", "🙂", "\u2028", "\x0b", "\x85", "\u00a0", "\ufeff"]),
        st.sampled_from(list("مرحباשלום漢字ไทยß")),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=600,
)


@given(hostile, st.sampled_from(["a.txt", "a.md"]))
@example("", "a.txt")
@example("\r\n\r\nA\r\n\r\nB. C", "a.txt")
@example("# A\n# B\n", "a.md")
@example("Title\n\nText without an end", "a.txt")
@example("# A\n<!--\n# B\n-->\nC\n%% D %%\n", "a.md")
@settings(max_examples=300)
def test_passages_are_the_characters_of_the_text_whatever_it_is(text: str, source: str) -> None:
    check(document(text, source))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("e\u0301" * 500_000, id="combining"),
        pytest.param("word " * 200_000, id="no full stop"),
        pytest.param("a" * 1_000_000, id="no space", marks=pytest.mark.slow),
        pytest.param("مرحبا " * 160_000, id="right to left", marks=pytest.mark.slow),
        pytest.param("\n" * 1_000_000, id="newlines", marks=pytest.mark.slow),
    ],
)
def test_a_megabyte_without_a_full_stop_is_cut_without_loss(text: str) -> None:
    one = document(text)
    passages = split(one)
    assert all(one.text[p.start : p.end] == p.text for p in passages)
    assert sum(len(re.sub(r"\s", "", p.text)) for p in passages) == len(re.sub(r"\s", "", text))
    assert not any(p.text.startswith("\u0301") for p in passages)


def test_the_articles_headings_are_seen() -> None:
    assert [heading.text for heading in headings(article.text, markdown=False)] == HEADINGS
    assert article.title == HEADINGS[0]


def test_passages_of_the_article_carry_their_heading_and_none_ends_with_one() -> None:
    check(article)
    passages = split(article)
    assert list(dict.fromkeys(passage.heading for passage in passages)) == HEADINGS
    assert not any(passage.text.endswith(heading) for passage in passages for heading in HEADINGS)
    assert passages[0].embedded.startswith(HEADINGS[0] + "\nU.S. Defense Secretary")
    assert passages[2].embedded.startswith(HEADINGS[0] + "\n" + HEADINGS[1] + "\nHegseth’s visit")


def test_passages_are_about_120_to_200_tokens_long() -> None:
    sizes = [count_tokens(passage.text) for passage in split(article)]
    assert max(sizes) <= 200
    assert sorted(sizes)[len(sizes) // 2] >= 110


def test_no_sentence_is_cut_unless_it_alone_is_too_long() -> None:
    ends = {end for passage in split(article) for _, end in passage.sentences}
    assert all(article.text[end - 1] in ".”" for end in ends)
    long = "It went on " + "and on " * 400 + "until the end. A short one follows."
    pieces = [p.text[a - p.start : b - p.start] for p in split(document(long)) for a, b in p.sentences]
    assert len(pieces) > 2
    assert pieces[-1] == "A short one follows."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("U.S. Defense Secretary Pete Hegseth spoke. He left.", 2),
        ("Dr. Smith paid $3.5 million on Jan. 5, 2020. It rose 3.3% to 4 p.m. values.", 2),
        ("J. R. R. Tolkien wrote it. “Why?” she asked. He said: “Because.”", 3),
        ("彼は言った。彼女は去った。", 2),
        (
            "First line of a text that was wrapped at about\nseventy characters by an editor of old. And a\nsecond one.",
            2,
        ),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentence_spans(text)) == count


def test_comments_of_markdown_are_in_no_passage_and_hold_no_headings() -> None:
    hidden = "<!-- was: 300 -->\n\n<!--\n# Older\n-->\n\n%%\nask again\n%%\n"
    text = f"# Fees\n\nThe fee is 450.\n\n{hidden}\nIt is <!-- sic --> due.\n\n```\n<!-- shown -->\n```\n%% no end\n"
    said = [p.text for p in split(document(text, "a.md"))]
    assert said == ["The fee is 450.", "It is <!-- sic --> due.\n\n```\n<!-- shown -->\n```\n%% no end"]
    assert {p.heading for p in split(document(text, "a.md"))} == {"Fees"}
    assert "ask again" in "".join(p.text for p in split(document(text, "a.txt")))
    drawn = "<style scoped>\n  td {}\n</style>\n\n![Map](data:image/png;base64,iVBO)\n\n[one]: <data:image/png;base64,iVBO>\n"
    assert [p.text for p in split(document(f"Text.\n\n{drawn}\nMore.\n", "a.md"))] == ["Text.", "More."]


def test_attributes_behind_a_heading_are_not_of_its_words() -> None:
    text = '# Fees {#fees .wide}\n\nText\n\nCrews {: #crews data-x="a b"}\n---\n\n# The set {a, b}\n'
    assert [h.text for h in headings(text, markdown=True)] == ["Fees", "Crews", "The set {a, b}"]


def test_markdown_headings_are_those_of_commonmark() -> None:
    text = "# One #\n\ntext\n\nTwo\n---\n\n```\n# no\n```\n\n### Three\nmore\n"
    assert [(h.text, h.level) for h in headings(text, markdown=True)] == [("One", 1), ("Two", 2), ("Three", 3)]
    assert title_of("## Later\n\n# First\n", markdown=True) == "First"


@pytest.mark.parametrize(
    "text",
    [
        "Just one sentence here. And another one.\n",
        "Dear Ann,\nthank you for the letter.\nBest wishes\nBob\n",
        "milk\neggs\nbread\nbutter\n",
        "12 Main Street\nSpringfield\nUSA\n\nWe moved there in May, when all of the trees were in bloom.\n",
    ],
)
def test_lists_letters_and_addresses_have_no_headings_in_their_midst(text: str) -> None:
    assert len(headings(text, markdown=False)) <= 1


def test_a_text_of_nothing_but_a_heading_still_is_a_passage() -> None:
    assert [p.text for p in split(document("# Only this\n", "a.md"))] == ["# Only this"]


@pytest.mark.slow
@given(hostile, st.sampled_from(["a.txt", "a.md"]))
@settings(max_examples=4000)
def test_passages_are_the_characters_of_a_great_many_texts(text: str, source: str) -> None:
    check(document(text, source))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["\r\n\t🙂" * 200_000, "Ab cd\n" * 170_000, "漢字。" * 330_000], ids=["emoji", "short lines", "no spaces"]
)
def test_a_megabyte_of_short_lines_is_cut_without_loss(text: str) -> None:
    one = document(text)
    assert all(one.text[p.start : p.end] == p.text for p in split(one))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Bitte überweisen Sie bis zum 10. Oktober. Danke.", ["Bitte überweisen Sie bis zum 10. Oktober.", "Danke."]),
        ("Am 3. Mai ist frei, am 4. Juni auch. Sonst nie.", ["Am 3. Mai ist frei, am 4. Juni auch.", "Sonst nie."]),
        ("It cost 12.50. May I pay later?", ["It cost 12.50.", "May I pay later?"]),
    ],
)
def test_the_stop_behind_the_day_of_a_german_date_ends_no_sentence(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences
