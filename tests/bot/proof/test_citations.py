"""What is shown is proved: quotes are located exactly, claims without support are dropped, text is shown as it is."""

from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.answers import Answer
from bot.chat import Bot
from bot.drafts import Claim, Draft, Quote
from bot.markup import escape, plain, visible
from bot.proof.citations import DROPPED, UNSUPPORTED, _shown, cite, proof_of
from ingest.documents import Document, Hit, Passage
from tests.conftest import Make

TEXT = "Title\n\nThe mill opened in 1847 and employed 1,300 workers. “Wages were 7 % lower,” said Ann Lee. It closed later."

DOCUMENT = Document("a.txt", "Title", TEXT, "")

START = TEXT.index("The mill")

PASSAGE = Passage("a.txt", "Title", START, len(TEXT), TEXT[START:], "Title")

HITS = (Hit(PASSAGE, 0.9),)


def cited(*claims: Claim, **rest: object) -> Answer:
    return cite(Draft("answer", tuple(claims), confidence=0.8, **rest), HITS, {"a.txt": DOCUMENT}, "q")


def test_a_quote_becomes_a_citation_of_the_exact_characters() -> None:
    answer = cited(Claim("The mill opened in 1847.", (Quote(0, "The mill opened in 1847"),)))
    (citation,) = answer.citations
    assert answer.text == "The mill opened in 1847. [1]"
    assert TEXT[citation.start : citation.end] == citation.quote == "The mill opened in 1847"
    assert (citation.number, citation.source, citation.title, citation.heading) == (1, "a.txt", "Title", "Title")
    assert citation.score == 0.9
    assert answer.answered


def test_slips_of_copying_are_aligned_and_the_sources_own_characters_shown() -> None:
    answer = cited(Claim("Wages were 7% lower.", (Quote(0, '"Wages were 7% lower," said Ann Lee'),)))
    assert answer.citations[0].quote.strip("“”.") in TEXT
    assert "7 % lower" in answer.citations[0].quote


def test_made_up_quotes_claims_and_passages_are_dropped_with_a_note() -> None:
    good = Claim("The mill opened in 1847.", (Quote(0, "The mill opened in 1847"),))
    for bad in (
        Claim("The mill burned down in 1850.", (Quote(0, "The mill burned down in 1850"),)),
        Claim("It employed 1,400 workers.", (Quote(0, "employed 1,300 workers"),)),
        Claim("It opened in 1847, said John Doe.", (Quote(0, "The mill opened in 1847"),)),
        Claim("The mill opened.", (Quote(3, "The mill opened"),)),
        Claim("The mill opened.", ()),
        Claim("The mill opened.", (Quote(0, "  "),)),
    ):
        both = cited(good, bad)
        assert both.text == "The mill opened in 1847. [1]"
        assert both.notes == (DROPPED,)
        alone = cited(bad)
        assert not alone.answered
        assert alone.text == UNSUPPORTED
        assert alone.citations == ()


def test_the_same_quote_has_one_number() -> None:
    quote = Quote(0, "The mill opened in 1847")
    both = Claim("It opened in 1847, and it closed later.", (quote, Quote(0, "It closed later")))
    answer = cited(Claim("The mill opened.", (quote,)), both)
    assert answer.text == "The mill opened. [1] It opened in 1847, and it closed later. [1] [2]"
    assert len(answer.citations) == 2


def test_a_short_answer_must_stand_in_a_quote() -> None:
    claim = Claim("The mill opened in 1847.", (Quote(0, "The mill opened in 1847"),))
    assert cited(claim, short="1847").short == "1847"
    assert cited(claim, short="1848").short is None


def test_declines_and_small_talk_pass_without_citations() -> None:
    declined = cite(Draft("declined", message="The documents don't say."), HITS, {}, "q")
    assert (declined.kind, declined.answered, declined.citations) == ("declined", False, ())
    assert declined.passages == HITS


def test_an_answer_is_json_ready() -> None:
    import json

    data = json.loads(
        json.dumps(cited(Claim("The mill opened in 1847.", (Quote(0, "The mill opened in 1847"),))).to_dict())
    )
    assert data["answered"] is True
    assert data["citations"][0]["quote"] == "The mill opened in 1847"


@given(st.text(max_size=80))
def test_escaping_shows_the_text_as_it_is(text: str) -> None:
    assert plain(escape(text)) == " ".join(visible(text).split())


@given(st.text("ab1 _*`[]()<>&!#+-.:|~=\\\n", max_size=20))
@example("a __b__ c")
def test_what_is_escaped_is_rendered_as_it_is(text: str) -> None:
    html = MarkdownIt("commonmark").renderInline(escape(text))
    assert "<" not in html
    assert unescape(html) == " ".join(text.split())


MARKED = "# Dives\n\n- The **longest dive** of [Petra](x) took **71 minutes** in *May*, says [the log](https://log.example).\n"


def marked(text: str, bold: str, source: str = "a.md") -> Answer:
    """The answer that quotes `text`, with `bold` in bold."""
    start = MARKED.index("- The")
    hit = Hit(Passage(source, "Dives", start, len(MARKED), MARKED[start:]), 0.9)
    at = text.index(bold)
    claim = Claim(text, (Quote(0, text),), (at, at + len(bold)))
    document = Document(source, "Dives", MARKED, "")
    answer = cite(Draft("answer", (claim,), short=bold), (hit,), {source: document}, "q")
    (citation,) = answer.citations
    assert MARKED[citation.start : citation.end] == citation.quote == text
    assert answer.short == bold
    return answer


def test_a_quote_of_markdown_is_shown_as_a_reader_sees_it_and_cited_as_it_is_written() -> None:
    line = MARKED[MARKED.index("- The") :].strip()
    answer = marked(line, "71 minutes")
    assert answer.text == "The longest dive of Petra took **71 minutes** in May, says the log. [1]"
    assert answer.plain == "The longest dive of Petra took 71 minutes in May, says the log."
    assert "took **71 minutes in May**, says" in marked(line, "71 minutes** in *May*").text
    assert "of **Petra** took" in marked(line, "[Petra](x)").text
    assert "took **71** minutes in" in marked(line, "**71").text


def test_words_that_answer_are_shown_though_a_reader_does_not_see_them() -> None:
    line = "says [the log](https://log.example)."
    answer = marked(line, "https://log.example")
    assert answer.plain == line
    assert "**https" in answer.text


def test_what_is_no_markdown_is_shown_with_its_asterisks() -> None:
    line = "The **longest dive** of [Petra](x) took **71 minutes**"
    assert marked(line, "71 minutes", "a.txt").plain == line


def test_what_an_answer_rests_on_is_shown_likewise() -> None:
    answer = marked("took **71 minutes** in *May*", "71 minutes")
    document = Document("a.md", "Dives", MARKED, "")
    assert proof_of(answer, {"a.md": document}).text == "- “took 71 minutes in May” [1]"
    assert "71 minutes" in proof_of(answer, {}).text


@given(st.text(max_size=60), st.integers(0, 3))
def test_whatever_is_quoted_what_is_cited_is_in_the_document(quote: str, hit: int) -> None:
    for citation in cited(Claim("The mill opened in 1847.", (Quote(hit, quote), Quote(0, "The mill")))).citations:
        assert TEXT[citation.start : citation.end] == citation.quote


def test_the_words_that_answer_are_bold_in_their_sentence() -> None:
    text = "The mill opened in 1847 and employed 1,300 workers."
    at = text.index("1847")
    answer = cited(Claim(text, (Quote(0, text),), (at, at + 4)), short="1847")
    assert answer.text == "The mill opened in **1847** and employed 1,300 workers. [1]"
    assert answer.short == "1847"
    assert plain(answer.text) == f"{text} [1]"
    inside = cited(Claim(text, (Quote(0, text),), (at, at + 2)))
    assert "**" not in inside.text


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
@example("\\", 0, 1)
def test_bold_changes_nothing_but_its_marks(text: str, a: int, b: int) -> None:
    shown = _shown(Claim(text, (), (min(a, b), max(a, b))))
    assert plain(shown).split() == visible(text).split()


def test_a_citation_tells_how_old_its_source_is(synced: Make) -> None:
    settings = synced(
        {"a.md": "---\nauthor: Ann Lee\ndate: 2024-03-02\n---\n# Stump\n\nThe Stump in Boston is 83 metres tall.\n"}
    )
    bot = Bot.open(settings.index_folder, documents=settings.documents_folder)
    (citation,) = bot.ask("How tall is the Stump in Boston?").citations
    assert (citation.author, citation.date, citation.dated) == ("Ann Lee", "2024-03-02", "2 March 2024")
    bot.close()


def test_what_a_claim_is_shown_under_is_named_once_and_only_where_the_document_has_it() -> None:
    quote = (Quote(0, "The mill opened in 1847"),)
    named = Claim("The mill opened in 1847.", quote, under=("Title", "Ann Lee"))
    made_up = Claim("The mill opened.", quote, under=("Bob Roe",))
    answer = cited(named, named, made_up, listed=True)
    assert answer.text.splitlines() == [
        "- **Title, Ann Lee:** The mill opened in 1847. [1]",
        "- The mill opened in 1847. [1]",
        "- The mill opened. [1]",
    ]
