"""Retrieval: words and meaning together, in whatever form the documents write it, each passage once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Bot
from bot.question.spellings import other_spellings
from bot.question.wording import forms, mended
from bot.retrieval.duplicates import collapsed, same
from bot.retrieval.neighbours import widened
from ingest.documents import Hit, Passage
from ingest.embedding.tokenizer import count_tokens
from ingest.text.abbreviations import abbreviations, initials
from ingest.text.words import words

AID = {
    "aid.txt": "Aid to Ukraine\n\nThe United Kingdom has given 12 billion pounds to Ukraine since 2022. The Ukraine Defense "
    "Contact Group was set up by Lloyd Austin. Ministers agreed on decision-making by majority. Twenty-three members met "
    "the target, and three of them spent $126 billion. They co-operate with Volodymyr Zelensky.\n",
    "nato.txt": "NATO at work\n\nNATO was founded in 1949. The EU and NATO share offices. A 24-hour watch is kept. The gross "
    "domestic product (GDP) of Poland grew by 3 per cent, to $811bn. Pete Hegseth took notes of it.\n",
    "archive.txt": "Rumsfeld in the archive\n\nHe was minister twice. Much of what he wrote is lost.\n",
}


@pytest.fixture(scope="module")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("aid") / "docs"
    folder.mkdir()
    for name, text in AID.items():
        (folder / name).write_text(text, encoding="utf-8")
    bot = Bot.from_folder(folder)
    yield bot
    bot.close()


def reads(bot: Bot, question: str) -> tuple[str, tuple[str, ...]]:
    with bot.index.reading() as view:
        return mended(view, question)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$126bn", "$126 billion"),
        ("$5m", "$5 million"),
        ("5mn", "5 million"),
        ("£3.5b", "£3.5 billion"),
        ("2k", "2,000"),
        ("2.5 thousand", "2500"),
        ("24-hour", "24 hour"),
        ("24,000", "24\u202f000"),
        ("Twenty-three", "23"),
        ("3 per cent", "3%"),
        ("U.S. allies", "US allies"),
    ],
)
def test_amounts_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_what_only_looks_like_an_amount_is_left_alone() -> None:
    assert words("5m of rope") == ["5", "m", "of", "rope"]
    assert words("the twenty-first of $5 more") == ["the", "twenty", "first", "of", "$", "5", "more"]
    assert words("3.3%") != words("3%")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_has_words_and_they_stay_what_they_are(text: str) -> None:
    found = words(text)
    assert all(found)
    assert [part for word in found if word.isalpha() for part in words(word)] == [
        word for word in found if word.isalpha()
    ]


def test_texts_give_away_what_their_abbreviations_mean() -> None:
    text = "The gross domestic product (GDP) and the UDCG (Ukraine Defense Contact Group). The World Health Organization met in Paris (France)."
    found = {(name.short, name.written): name.defined for name in abbreviations(text)}
    assert found[("gdp", "gross domestic product")]
    assert found[("udcg", "Ukraine Defense Contact Group")]
    assert not found[("who", "World Health Organization")]
    assert not any(short == "france" for short, _ in found)
    assert initials("Department of Defense") == ("DOD",)
    assert initials("Pete Hegseth") == ()


@given(st.text(alphabet="ABab (). \n", max_size=60))
def test_no_text_is_too_odd_to_look_for_abbreviations_in(text: str) -> None:
    assert all(len(name.short) > 1 and " " in name.written for name in abbreviations(text))


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("How much has the UK given?", "How much has the United Kingdom given?"),
        ("what has the u.k. given", "what has the United Kingdom given"),
        ("Who set up the UDCG?", "Who set up the Ukraine Defense Contact Group?"),
        ("Is the Ukraine Defence Contact Group new?", "Is the Ukraine Defense Contact Group new?"),
        ("Was the North Atlantic Treaty Organization founded in 1949?", "Was the NATO founded in 1949?"),
        ("What is their decisionmaking?", "What is their decision making?"),
        ("Who do they cooperate with?", "Who do they co operate with?"),
        ("What did Hegseht take?", "What did Hegseth take?"),
        ("What did Ehgseth take?", "What did Hegseth take?"),
        ("Who is Zelenskyy?", "Who is Zelensky?"),
        ("What was Rumsfild?", "What was Rumsfeld?"),
        ("What did Macron say about the IMF?", "What did Macron say about the IMF?"),
        ("What is the PH of water?", "What is the PH of water?"),
        ("Tell us who they are", "Tell us who they are"),
    ],
)
def test_a_question_is_read_in_words_that_the_documents_hold(aid: Bot, question: str, read: str) -> None:
    assert reads(aid, question)[0] == read


def test_what_a_word_was_taken_to_mean_is_noted_and_a_mere_spelling_is_not(aid: Bot) -> None:
    assert reads(aid, "Has the UK's minister met the EU?")[1] == ("“UK” was read as “United Kingdom”.",)
    assert reads(aid, "defence")[1] == ()


def test_a_name_that_the_documents_abbreviate_otherwise_is_not_declined(aid: Bot) -> None:
    answer = aid.ask("How much has the UK given?")
    assert "12 billion pounds" in answer.text
    assert "mention" not in aid.ask("How many members met the target, 23 or fewer?").text
    assert aid.ask("How much has the USA given?").text == "The documents don't mention USA."


def test_both_forms_are_searched_for_where_the_documents_hold_both(aid: Bot) -> None:
    with aid.index.reading() as view:
        found = {(form.said, form.written) for form in forms(view, "What was the GDP of the 3 members?")}
    assert (("gdp",), ("gross", "domestic", "product")) in found
    assert (("3",), ("three",)) in found


def test_spellings_go_both_ways() -> None:
    for one, other in (("defence", "defense"), ("organize", "organise"), ("labour", "labor"), ("theatre", "theater"),
                       ("programme", "program"), ("catalogue", "catalog"), ("3", "three")):  # fmt: skip
        assert other in other_spellings(one)
        assert one in other_spellings(other)


def test_the_passage_with_the_words_side_by_side_comes_first(aid: Bot) -> None:
    assert aid.search("Who set up the contact group?")[0].passage.source == "aid.txt"
    assert aid.search("gross domestic product")[0].passage.source == "nato.txt"
    scores = [hit.score for hit in aid.search("gross domestic product")]
    assert scores == sorted(scores, reverse=True)
    assert -1 <= scores[-1] <= scores[0] <= 1.8


def passage(text: str, source: str = "a.txt", title: str = "T", heading: str = "") -> Passage:
    return Passage(source, title, 0, len(text), text, heading, ((0, len(text)),))


LONG = "Members of the alliance spent 3% of their income on defense last year, Poland more than any other country of the group."


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        (LONG, True),
        (LONG.upper().replace(",", " —"), True),
        (LONG.replace("defense", "defence"), True),
        (LONG.replace("the alliance", "alliance"), True),
        (LONG.replace("3%", "3 percent"), True),
        (LONG.replace("3%", "2%"), False),
        (LONG.replace("spent", "not spent"), False),
        (LONG.replace("Poland", "Latvia"), False),
        (LONG.replace("more", "less"), False),
        (LONG.replace("spent", "saved"), False),
        ("Something else was said, about 3% of nothing in particular.", False),
    ],
)
def test_only_what_differs_in_trifles_is_the_same(text: str, alike: bool) -> None:
    assert same(passage(LONG), passage(text, "b.txt", "Other")) is alike
    assert same(passage(text, "b.txt", "Other"), passage(LONG)) is alike


def test_under_titles_with_other_numbers_or_in_few_words_nothing_is_the_same() -> None:
    assert not same(passage(LONG, title="Report 2023"), passage(LONG, title="Report 2024"))
    assert not same(passage("It has a market.", title="Ashford"), passage("It has a market.", title="Boston"))


SOME = st.lists(
    st.builds(
        lambda text, source, score: Hit(passage(text, source), score),
        st.sampled_from([LONG, LONG.upper(), LONG.replace("3%", "2%"), "Other words, of another matter altogether."]),
        st.sampled_from(["a.txt", "b.txt", "c.txt"]),
        st.floats(0, 1),
    ),
    max_size=9,
)


@given(SOME, st.integers(1, 9))
def test_no_chosen_document_is_hidden_and_no_place_is_lost(hits: list[Hit], k: int) -> None:
    ranked = sorted(hits, key=lambda hit: -hit.score)
    kept = collapsed(ranked, len(ranked), keep_sources=True)
    assert {hit.passage.source for hit in kept} == {hit.passage.source for hit in ranked}
    assert sum(1 + len(hit.also) for hit in kept) == len(ranked)
    once = collapsed(ranked, k, keep_sources=False)
    assert len(once) <= k
    assert [hit.score for hit in once] == sorted((hit.score for hit in once), reverse=True)
    assert not any(same(a.passage, b.passage) for at, a in enumerate(once) for b in once[:at])


def test_a_copy_is_shown_beside_the_first_and_kept_where_its_document_was_chosen(write: Callable[..., Path]) -> None:
    copy = LONG.replace("the alliance", "alliance")
    bot = Bot.from_folder(
        write(
            {
                "a.txt": f"Spending\n\n{LONG}\n",
                "b.txt": f"Budgets\n\n{copy}\n",
                "c.txt": f"Sums\n\n{LONG.replace('3%', '2%')}\n",
            }
        )
    )
    hits = bot.search("What did members spend on defense?")
    assert len(hits) == 2
    assert {tuple(sorted({hit.passage.source, *(p.source for p in hit.also)})) for hit in hits} == {
        ("a.txt", "b.txt"),
        ("c.txt",),
    }
    assert {hit.passage.source for hit in bot.search("spending", sources=["a.txt", "b.txt"])} == {"a.txt", "b.txt"}
    assert [hit.passage.source for hit in bot.search("spending", sources=["b.txt"])] == ["b.txt"]
    bot.close()


def test_a_passage_that_leans_on_the_one_before_begins_with_its_last_sentence(write: Callable[..., Path]) -> None:
    filler = " ".join(
        f"Sentence number {at} tells about the harbour of the town and its many ships." for at in range(9)
    )
    text = f"The port\n\n{filler} Anna Berg led the port from 1950 to 1960.\n\nShe built the pier. {filler.replace('harbour', 'market')}\n"
    bot = Bot.from_folder(write({"port.txt": text}), passage_tokens=160)
    passages = bot.passages()
    at = next(n for n, one in enumerate(passages) if one.text.startswith("She"))
    with bot.index.reading() as view:
        (hit,) = widened(view, [Hit(passages[at], 1.0)])
        both = widened(view, [Hit(passages[at], 1.0), Hit(passages[at - 1], 0.5)])
        first = widened(view, [Hit(passages[0], 1.0)])
    wide = hit.passage
    assert wide.text.startswith("Anna Berg led the port from 1950 to 1960.\n\nShe built the pier.")
    assert text[wide.start : wide.end] == wide.text
    assert wide.sentences[1:] == passages[at].sentences
    assert count_tokens(wide.embedded) <= 230
    assert [one.passage for one in both] == [passages[at], passages[at - 1]]
    assert first[0].passage == passages[0]
    bot.close()


def test_what_stands_under_another_heading_is_no_neighbour(write: Callable[..., Path]) -> None:
    text = (
        "# The town\n\n## The port\n\nAnna Berg led the port from 1950 on.\n\n## The market\n\nShe sold fish there.\n"
    )
    bot = Bot.from_folder(write({"town.md": text}))
    hits = [Hit(one, 1.0) for one in bot.passages()]
    with bot.index.reading() as view:
        assert all(widened(view, [hit]) == (hit,) for hit in hits)
    bot.close()
