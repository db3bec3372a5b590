"""What tests share: the article's bot, folders of small documents, a browser."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import hypothesis.strategies  # early: its plugin does so at the very end, where Python 3.11 can fail to compile it
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.chat import Bot
from ingest.embedding.models import load_embeddings
from ingest.index import Index
from ingest.settings import IngestSettings
from ingest.shared.object_store import ObjectStore
from ingest.stores.server import server_of
from ingest.sync.sync import sync
from tests.helpers.browsing import CHROMIUM, QUIET, Serve, opened, served
from tests.helpers.chroma_server import ChromaServer

# How long an example takes tells of the load of the machine, and of what is loaded in the first one.
hypothesis.settings.register_profile("tests", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("tests")
# An index waits for the disk after each of its writes. Tests kill processes, but pull no plug: what they write, a tenth
# of the room that is asked for here, lies in memory where there is some.
MEMORY, ROOM = Path("/dev/shm"), 2_000_000_000  # bytes
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = next((ROOT / "seeds").glob("*.txt"))
Write = Callable[..., Path]
Make = Callable[..., IngestSettings]
Machine = Callable[..., IngestSettings]  # the fixture `machine`


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see no setting of the person who runs them."""
    for name in [name for name in os.environ if name.startswith("FOOTNOTE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server."""
    one = ChromaServer(tmp_path_factory.mktemp("chroma"))
    one.start()
    yield one
    one.stop()


def _on_server(chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let settings name a Chroma server, with an index of the test's own."""
    monkeypatch.setenv("FOOTNOTE_CHROMA_URL", chroma.url)
    monkeypatch.setenv("FOOTNOTE_CHROMA_COLLECTION", f"t{uuid4().hex}")


@pytest.fixture(params=["embedded", "server"])
def either_store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _own_environment: None) -> str:
    """The test runs twice: with the embedded store, and with an index of its own on a Chroma server."""
    if request.param == "server":
        _on_server(request.getfixturevalue("chroma"), monkeypatch)
    return str(request.param)


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot on the shipped article."""
    folder = tmp_path_factory.mktemp("article")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    one = Bot.from_folder(folder / "seeds")
    yield one
    one.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set, but there is no Chromium.")
        pytest.skip("No Chromium found: install it, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET.split(), *root])
        yield one
        one.close()


@pytest.fixture(scope="session")
def address(bot: Bot) -> Iterator[str]:
    """The page of the shipped article."""
    with served(bot) as one:
        yield one


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve the page of a bot until the end of the test; returns its address."""
    with ExitStack() as stack:
        yield lambda bot: stack.enter_context(served(bot))


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    one = opened(browser, address)
    yield one
    one.context.close()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write documents by name, into `docs`; returns the folder."""

    def into(files: dict[str, str | bytes], folder: str = "docs") -> Path:
        for name, content in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / folder

    return into


@pytest.fixture
def synced(write: Write) -> Callable[..., IngestSettings]:
    """Write documents and index them; returns the settings."""

    def make(files: dict[str, str | bytes], **values: object) -> IngestSettings:
        settings = IngestSettings(documents=write(files), **values)
        sync(settings)
        return settings

    return make


TOWNS = {
    "towns/ashford.txt": "Ashford\n\nAshford is a market town in Kent. It was founded in 893 by people who fled from the Danes. "
    "Its railway works opened in 1847 and employed 1,300 workers.\n",
    "towns/boston.md": "# Boston\n\nBoston is a port in Lincolnshire. Its church tower, the Stump, is 83 metres tall.\n\n"
    "## Trade\n\nWool was shipped from Boston to Flanders in the Middle Ages. The harbour silted up later.\n",
    "tea.txt": "How tea is made\n\nBlack tea is oxidized before it is dried. Green tea is steamed so that it stays green. "
    "Water for green tea should have 80 degrees.\n",
}


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot on three small documents of our own."""
    folder = tmp_path_factory.mktemp("towns") / "docs"
    for name, text in TOWNS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    one = Bot.from_folder(folder)
    yield one
    one.close()


def found(index: Index, text: str) -> list[str]:
    """The sources of the passages nearest to a question."""
    with index.reading() as view:
        return [hit.passage.source for hit in view.dense(load_embeddings().encode_question(text), 3)]


def state(settings: IngestSettings) -> dict[str, str]:
    """The hash of every document that the index holds."""
    with Index(settings.index_folder, settings).reading() as view:
        return view.hashes()


@pytest.fixture
def machine(chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch, write: Write, tmp_path: Path) -> Machine:
    """The settings of one of several machines that share an index of the test's own on a Chroma server.

    Each has a folder of its own with the same documents, and a cache.
    """
    _on_server(chroma, monkeypatch)

    def named(name: str, **values: object) -> IngestSettings:
        docs = write(TOWNS, f"{name}/docs")
        return IngestSettings(documents=docs, index=tmp_path / name / "cache", **values)

    return named


@pytest.fixture
def records(machine: Machine) -> ObjectStore:
    """What the server keeps of the shared index but its vectors and texts."""
    server = server_of(machine("a"))
    assert server is not None
    return ObjectStore(server, create=True)
