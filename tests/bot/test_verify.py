"""Whether the documents say a sentence: with the exact words that support or contradict it, or not at all."""

import pytest

from bot.chat import Bot
from bot.errors import QuestionError, SourcesError
from tests.bench.verify import PARTS, cases, verdicts


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("NATO was founded in 1949.", "NATO was founded in 1949."),
        ("Since 2022 Ukraine was given 12 billion pounds by the United Kingdom.", "The United Kingdom has given"),
        ("Lloyd Austin set up the Ukraine Defense Contact Group.", "The Ukraine Defense Contact Group was set up"),
    ],
)
def test_what_the_documents_say_is_supported_by_the_exact_quote(aid: Bot, sentence: str, quote: str) -> None:
    verdict = aid.verify(sentence)
    assert verdict.verdict == "supported"
    (citation,) = verdict.citations
    assert citation.quote.startswith(quote)
    assert aid.excerpt(citation.source, citation.start, citation.end) == citation.quote
    assert verdict.to_dict()["citations"][0]["quote"] == citation.quote


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("NATO was founded in 1952.", "NATO was founded in 1949."),
        ("The United Kingdom has given 15 billion pounds to Ukraine since 2022.", "The United Kingdom has given"),
        ("Ministers did not agree on decision-making by majority.", "Ministers agreed on decision-making"),
    ],
)
def test_what_they_say_otherwise_is_contradicted_with_the_quote(aid: Bot, sentence: str, quote: str) -> None:
    verdict = aid.verify(sentence)
    assert verdict.verdict == "contradicted"
    assert verdict.citations[0].quote.startswith(quote)


def test_a_sentence_of_two_statements_is_supported_by_a_quote_for_each(aid: Bot) -> None:
    both = "NATO was founded in 1949, and Lloyd Austin set up the Ukraine Defense Contact Group."
    verdict = aid.verify(both)
    assert verdict.verdict == "supported"
    assert [citation.quote[:20] for citation in verdict.citations] == ["NATO was founded in ", "The Ukraine Defense "]
    assert aid.verify(both.replace("1949", "1952")).verdict == "contradicted"
    assert aid.verify(both.replace(", and", " because")).verdict == "not found"


@pytest.mark.parametrize("sentence", ["Tea is brewed at 80 degrees.", "Zebulon chairs the Contact Group on Mars."])
def test_what_they_do_not_say_is_not_found(aid: Bot, sentence: str) -> None:
    verdict = aid.verify(sentence)
    assert (verdict.verdict, verdict.citations) == ("not found", ())


def test_of_what_is_not_found_the_nearest_sentence_is_told(aid: Bot) -> None:
    verdict = aid.verify("Ukraine has given 12 billion pounds to the United Kingdom.")
    assert verdict.verdict == "not found"
    assert [near.quote[:28] for near in verdict.near] == ["The United Kingdom has given"]
    assert aid.verify("NATO was founded in 1949.").near == ()


@pytest.mark.parametrize("part", PARTS)
def test_of_sentences_from_templates_no_false_one_is_supported_and_most_true_ones_are(part: str) -> None:
    every = list(cases(part, fills=1))
    told = verdicts(every)
    assert not [case for case, verdict in zip(every, told, strict=True) if verdict == "supported" and not case.right]
    assert not [case for case, verdict in zip(every, told, strict=True) if verdict == "contradicted" and case.right]
    supported = [verdict == "supported" for case, verdict in zip(every, told, strict=True) if case.right]
    assert sum(supported) >= 0.8 * len(supported)


def test_it_can_be_limited_and_what_is_no_sentence_is_refused(aid: Bot) -> None:
    assert aid.verify("NATO was founded in 1949.", sources=["aid.txt"]).verdict == "not found"
    with pytest.raises(SourcesError):
        aid.verify("NATO was founded in 1949.", sources=["x"])
    with pytest.raises(QuestionError):
        aid.verify(" ")
    with pytest.raises(SourcesError):
        aid.excerpt("x")


def test_an_excerpt_ends_where_its_document_does_and_offsets_are_whole_numbers(aid: Bot) -> None:
    source, text = next((one.source, one.text) for one in aid.documents())
    assert aid.excerpt(source, -5, 10) == text[:10]
    assert aid.excerpt(source, 0, 10**9) == text
    assert aid.excerpt(source, 20, 10) == aid.excerpt(source, 0, -3) == ""
    for offset in ("a", 1.5, True):
        with pytest.raises(QuestionError, match="start must be a whole number"):
            aid.excerpt(source, offset)
