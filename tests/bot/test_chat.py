"""Bot and ask(): one flow for page, function and command line."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

import bot as package
from bot.chat import Bot
from bot.errors import AnswererError, HistoryError, QuestionError, SourcesError
from ingest.errors import DocumentsError, IndexUnusableError
from ingest.sync.sync import sync
from tests.conftest import ARTICLE, TOWNS, Write
from tests.helpers.chroma_server import ChromaServer

TEXT = ARTICLE.read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["embedded", "server"])
def store(request: pytest.FixtureRequest) -> str:
    """Each test of a bot runs twice: on an embedded store, and on an index that a Chroma server keeps."""
    return str(request.param)


def _on(store: str, one: Bot, chroma: ChromaServer, cache: Path) -> Iterator[Bot]:
    if store == "embedded":
        yield one
        return
    shared = {"chroma_url": chroma.url, "chroma_collection": f"t{uuid4().hex}"}
    other = Bot.from_folder(one.settings.documents_folder, cache, **shared)
    yield other
    other.close()


@pytest.fixture(scope="module")
def bot(store: str, bot: Bot, chroma: ChromaServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    yield from _on(store, bot, chroma, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def towns(store: str, towns: Bot, chroma: ChromaServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    yield from _on(store, towns, chroma, tmp_path_factory.mktemp("cache"))


def test_the_public_names_are_these() -> None:
    assert sorted(package.__all__) == ["Answer", "Bot", "Citation", "ask"]
    for name in package.__all__:
        assert getattr(package, name)
    with pytest.raises(AttributeError):
        package.nothing  # noqa: B018


def test_the_article_is_answered_with_the_exact_characters(bot: Bot) -> None:
    answer = bot.ask("What did Hegseth say about 3% of GDP?")
    assert "should not drop below 3% of GDP" in answer.plain
    assert answer.kind == "answer"
    assert "should not drop below 3% of GDP" in answer.citations[0].quote
    for citation in answer.citations:
        assert TEXT[citation.start : citation.end] == citation.quote
        assert f"[{citation.number}]" in answer.text
        assert citation.heading == "U.S. Defense Spending and Fiscal Responsibly"
    assert answer.passages[0].passage.source == ARTICLE.name
    assert set(answer.timings) == {"followup", "retrieve", "read", "total"}


def test_a_follow_up_is_answered_from_the_conversation(bot: Bot) -> None:
    first = bot.ask("What did Hegseth say about 3% of GDP?")
    history = [
        {"role": "user", "content": "What did Hegseth say about 3% of GDP?"},
        {"role": "assistant", "content": [{"type": "text", "text": first.text}]},
    ]
    answer = bot.ask("And what about Poland?", history)
    assert "more than 4% of its GDP" in answer.text
    assert answer.searched != "And what about Poland?"


def test_small_talk_is_friendly_and_claims_nothing(bot: Bot) -> None:
    for text in ("hello", "Thank you!", "what can you do?"):
        answer = bot.ask(text)
        assert answer.kind == "smalltalk"
        assert not answer.answered
        assert answer.citations == ()
    assert "Ask me about the documents" in bot.ask("hi").text


def test_are_you_sure_shows_the_quotes_of_the_last_answer(bot: Bot) -> None:
    question = "What did Hegseth say about 3% of GDP?"
    first = bot.ask(question)
    history = [{"role": "user", "content": question}, {"role": "assistant", "content": first.text}]
    answer = bot.ask("Are you sure?", history)
    assert answer.answered
    assert [citation.quote for citation in answer.citations] == [citation.quote for citation in first.citations]
    assert all(f"[{citation.number}]" in answer.text for citation in answer.citations)
    assert bot.ask("Are you sure?").kind == "smalltalk"


def test_what_documents_cannot_do_is_declined_with_what_they_can(bot: Bot) -> None:
    for text in ("Write me a poem about the sea", "Say it in simpler words"):
        answer = bot.ask(text)
        assert answer.kind == "smalltalk"
        assert not answer.answered


def test_the_last_part_of_a_stream_is_the_answer_and_every_part_is_proved(bot: Bot) -> None:
    parts = list(bot.stream("Summarize the article"))
    assert len(parts) >= 3
    assert parts[-1].text == bot.ask("Summarize the article").text
    for part in parts:
        assert part.answered
        assert parts[-1].text.startswith(part.text)
        for citation in part.citations:
            assert TEXT[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("question", ["", "  \n", "?!", 7, None])
def test_an_empty_question_or_none_at_all_is_refused(bot: Bot, question: object) -> None:
    with pytest.raises(QuestionError):
        bot.ask(question)  # type: ignore[arg-type]


def test_a_question_of_20000_characters_is_refused_and_the_limit_is_a_setting(bot: Bot) -> None:
    with pytest.raises(QuestionError, match="20,000 characters; ask it in at most 2,000"):
        bot.ask("a" * 20_000)
    short = Bot(bot.index, bot.settings.model_copy(update={"max_question": 20}))
    with pytest.raises(QuestionError, match="at most 20"):
        short.ask("a" * 21)


@pytest.mark.parametrize(
    "history",
    ["hello", {"role": "user"}, 7, [("hi", "there")], [{"role": "robot", "content": "x"}], [{"role": "user"}],
     [{"role": "user", "content": 7}], [{"role": "user", "content": [{"image": "x"}]}]],
)  # fmt: skip
def test_a_history_of_the_wrong_shape_is_refused(bot: Bot, history: object) -> None:
    with pytest.raises(HistoryError, match='{"role": "user" or "assistant", "content": text}'):
        bot.ask("Who is Lloyd Austin?", history)  # type: ignore[arg-type]


def test_questions_can_be_limited_to_documents(towns: Bot) -> None:
    assert {h.passage.source for h in towns.search("town", sources=["towns/boston.md"])} == {"towns/boston.md"}
    assert not towns.ask("When was Ashford founded?", sources=["tea.txt"]).answered
    with pytest.raises(
        SourcesError, match=r"There is no document 'x\.bin' .*Name it by its path in the documents' folder"
    ):
        towns.ask("What is it?", sources=["x.bin"])
    with pytest.raises(SourcesError, match=r"Did you mean 'towns/boston\.md'\?"):
        towns.ask("What is it?", sources=["boston.md"])
    with pytest.raises(SourcesError, match="No documents are chosen"):
        towns.ask("What is it?", sources=[])


def test_search_gives_passages_best_first_without_an_answer(towns: Bot) -> None:
    hits = towns.search("How is green tea made?", k=2)
    assert len(hits) == 2
    assert hits[0].passage.source == "tea.txt"
    assert hits[0].score >= hits[1].score
    assert len(towns.search("tea", k=1)) == 1


def test_what_search_gives_begins_with_what_an_answer_considers(towns: Bot) -> None:
    one = Bot(towns.index, towns.settings.model_copy(update={"passages": 2}))
    considered = one.ask("How is green tea made?").passages
    found = one.search("How is green tea made?", k=4)
    assert found[:2] == considered
    assert len(found) == 4
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_how_many_passages_are_read_is_a_setting(towns: Bot) -> None:
    one = Bot(towns.index, towns.settings.model_copy(update={"passages": 1}))
    assert len(one.ask("How is green tea made?").passages) == 1


def test_documents_and_passages_can_be_looked_at(towns: Bot) -> None:
    assert [document.source for document in towns.documents()] == sorted(TOWNS)
    assert towns.count()[0] == 3
    assert len(towns.passages(limit=2)) == 2
    assert towns.document("tea.txt").title == "How tea is made"
    with pytest.raises(SourcesError):
        towns.document("none")


def test_an_index_is_opened_without_its_documents(write: Write, tmp_path: Path) -> None:
    Bot.from_folder(write(TOWNS), tmp_path / "index").close()
    bot = Bot.open(tmp_path / "index")
    assert "893" in bot.ask("When was Ashford founded?").text
    bot.close()
    with pytest.raises(IndexUnusableError, match="There is no index"):
        Bot.open(tmp_path / "none")
    with pytest.raises(DocumentsError, match="There is no folder"):
        Bot.from_folder(tmp_path / "none")


def test_a_bot_begins_without_documents_where_it_may_and_never_drops_those_it_has(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    bot = Bot.from_folder(folder, may_be_empty=True)
    assert bot.count() == (0, 0)
    for asked in ("When was Ashford founded?", "Summarize the documents.", "How many documents are there?"):
        answer = bot.ask(asked)
        assert (answer.answered, answer.text[:27]) == (False, "There are no documents yet.")
    write({**TOWNS, "damaged.txt": b"%PDF-1.4 \x00\x01"})
    sync(bot.settings)
    assert "893" in bot.ask("When was Ashford founded?").text
    bot.close()
    shutil.rmtree(folder)  # as if a disk were away
    bot = Bot.from_folder(folder, may_be_empty=True)
    assert bot.count()[0] == 3
    assert bot.synced is not None
    assert "There is no folder" in bot.synced.problems[0]
    bot.close()


def test_ask_indexes_the_default_documents_on_first_use(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(TOWNS, "seeds").parent
    monkeypatch.chdir(folder)
    opened: dict[object, Bot] = {}
    monkeypatch.setattr("bot.chat._default", opened)
    answer = package.ask("When was Ashford founded?")
    assert ("893" in answer.text, answer.citations[0].source) == (True, "towns/ashford.txt")
    assert (folder / ".footnote" / "manifest.sqlite").exists()
    for one in opened.values():
        one.close()


REPLY = """{"sentences": [
  {"text": "Hegseth said that spending should not drop below 3% of GDP.",
   "quotes": [{"passage": 1, "text": "should not drop below 3% of GDP"}]},
  {"text": "He promised 9% by 2031.", "quotes": [{"passage": 1, "text": "9% by 2031"}]}],
 "short": "3% of GDP", "missing": null}"""


def spoken(bot: Bot, *replies: str) -> Bot:
    model = GenericFakeChatModel(messages=iter([AIMessage(reply) for reply in replies]))
    return Bot(bot.index, bot.settings.model_copy(update={"model_role": "judge"}), model)


def test_any_chat_model_is_held_to_the_same_proof(bot: Bot) -> None:
    answer = spoken(bot, "```json\n" + REPLY + "\n```").ask("What did Hegseth say about 3% of GDP?")
    assert answer.text == "Hegseth said that spending should not drop below 3% of GDP. [1]"
    assert answer.short == "3% of GDP"
    assert answer.answerer == "GenericFakeChatModel"
    assert answer.notes == ("A sentence without support in the documents was left out.",)
    assert TEXT[answer.citations[0].start : answer.citations[0].end] == answer.citations[0].quote


def test_a_chat_model_may_decline(bot: Bot) -> None:
    nothing = '{"sentences": [], "short": null, "missing": "the price of tea"}'
    assert "the price of tea" in spoken(bot, nothing).ask("What did Hegseth say about Poland?").text


@pytest.mark.parametrize("reply", ["I think it is 3%.", '{"sentences": 7}', "{}"])
def test_a_reply_of_the_wrong_form_falls_back_to_the_embedded_reader(bot: Bot, reply: str) -> None:
    answer = spoken(bot, reply).ask("What did Hegseth say about 3% of GDP?")
    assert answer.answerer == "embedded"
    assert "should not drop below 3% of GDP" in answer.plain
    assert any("This is the embedded reader's answer." in note for note in answer.notes)


def test_a_model_that_does_not_exist_is_one_clear_error(bot: Bot) -> None:
    for name in ("nonsense", "nosuchprovider:model"):
        with pytest.raises(AnswererError) as caught:
            Bot(bot.index, bot.settings.model_copy(update={"model": name}))
        assert "\n" not in str(caught.value)
