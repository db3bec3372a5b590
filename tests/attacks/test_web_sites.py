"""Other web sites in the browser of a person who uses the page: they read nothing and change nothing."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidHandshake
from websockets.sync.client import connect

from bot.chat import Bot
from bot.web import launch
from bot.web.sites import sites
from ingest.errors import SettingsError
from tests.attacks.conftest import Page
from tests.helpers.browsing import ask, documents, served

PROMPT = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
FILES = {"files": ("mine.txt", b"Mine.")}
CALLS = {
    "page": ("GET", "", {}),
    "settings": ("GET", "config", {}),
    "document": ("GET", "footnote/document?doc=tea.txt", {}),
    "question": ("POST", "gradio_api/call/ask", {"json": {"data": ["When?"]}}),
    "change": ("POST", "gradio_api/queue/join", {"json": {"data": [], "fn_index": 0, "session_hash": "x"}}),
    "upload": ("POST", "gradio_api/upload", {"files": FILES}),
    "agent": ("POST", "gradio_api/mcp/", {"json": PROMPT, "headers": {"accept": "application/json, text/event-stream"}}),
    "preflight": ("OPTIONS", "gradio_api/queue/join", {"headers": {"access-control-request-method": "POST"}}),
}  # fmt: skip


@pytest.fixture(scope="module")
def here(towns: Bot) -> Iterator[str]:
    """The page on its default address, known by one more name, and an MCP server."""
    bot = Bot.open(towns.settings.index_folder, mcp=True, hosts="Footnote.Example, [fd00::1]")
    with served(bot) as address:
        yield address
    bot.close()


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as one:
        yield one


def _asked(http: httpx.Client, address: str, call: str, **headers: str) -> httpx.Response:
    method, path, more = CALLS[call]
    return http.request(method, address + path, **{**more, "headers": {**more.get("headers", {}), **headers}})


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "localhost.", "127.0.0.1.evil.example", "footnote.example.evil.example",
             "2130706433", "127.1", "192.0.2.1", "[fd00::2]", "a@localhost", "localhost, evil.example", "local host", ""]
)  # fmt: skip
def test_a_name_that_was_made_to_lead_here_opens_nothing(http: httpx.Client, here: str, host: str, call: str) -> None:
    answer = _asked(http, here, call, host=host, origin=f"http://{host}")
    assert answer.status_code in (400, 421)  # 400: what is no host at all, uvicorn refuses itself
    if answer.status_code == 421:
        assert "FOOTNOTE_HOSTS" in answer.text
        assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:7860", "[::1]:7860", "footnote.example", "[fd00::1]"]
)
def test_it_answers_to_its_own_names(http: httpx.Client, here: str, host: str) -> None:
    answer = http.get(here + "config", headers={"host": host, "origin": f"http://{host}"})
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_a_number_is_its_own_only_if_the_connection_came_in_on_it() -> None:
    known = sites("0.0.0.0", "", "")

    def opens(host: str, came_in_on: str) -> bool:
        return (
            known.refusal({"type": "http", "headers": [(b"host", host.encode())], "server": (came_in_on, 7860)}) is None
        )

    assert opens("192.0.2.7:7860", "192.0.2.7")
    assert opens("192.0.2.7:7860", "::ffff:192.0.2.7")
    assert opens("[2001:db8:0:0::7]:7860", "2001:db8::7")
    assert not opens("192.0.2.8:7860", "192.0.2.7")
    assert not opens("machine.local:7860", "192.0.2.7")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "https://localhost", "http://127.0.0.1:1", "http://localhost:{port}",
               "http://0.0.0.0:{port}", "chrome-extension://abc", "http://127.0.0.1:{port}.evil.example"]
)  # fmt: skip
def test_another_site_reads_and_changes_nothing(http: httpx.Client, here: str, origin: str, call: str) -> None:
    port = httpx.URL(here).port
    answer = _asked(http, here, call, origin=origin.format(port=port))
    assert (answer.status_code, list(answer.json())) == (403, ["error"])
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_nor_does_it_where_a_browser_sends_no_origin(http: httpx.Client, here: str, site: str, call: str) -> None:
    """Pictures, scripts, frames and forms of another site, or of another port of this machine."""
    for mode, dest in (("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe"), ("cors", "empty")):
        headers = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
        assert _asked(http, here, call, **headers).status_code == 403
    if CALLS[call][0] != "GET":
        headers = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
        assert _asked(http, here, call, **headers).status_code == 403


def test_a_link_on_another_site_can_be_followed(here: str) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert httpx.get(here, headers=headers).status_code == 200


def test_the_page_and_programs_are_let_in(http: httpx.Client, here: str) -> None:
    own = {"origin": here.rstrip("/"), "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}
    for call in ("settings", "document", "upload", "question", "agent"):
        assert _asked(http, here, call, **own).status_code == 200, call
        assert _asked(http, here, call).status_code == 200, call
    behind_tls = {"host": "footnote.example", "origin": "https://footnote.example"}
    assert _asked(http, here, "settings", **behind_tls).status_code == 200


def test_no_websocket_is_opened(here: str) -> None:
    address = here.replace("http", "ws")
    for path in ("", "gradio_api/queue/join", "queue/join"):
        for origin in ("http://evil.example", here.rstrip("/"), None):
            with pytest.raises(InvalidHandshake), connect(address + path, origin=origin, proxy=None):
                pass


@pytest.mark.parametrize("login", [False, True])
def test_every_response_tells_browsers_to_keep_sites_apart(page_with: Page, login: bool) -> None:
    from bot.web.accounts import hashed

    address = page_with(**({"auth": hashed("ann", "correct horse")} if login else {}))
    answers = [httpx.get(address + path) for path in ("", "config", "nowhere", "login", "theme.css", "favicon.ico")]
    answers += [
        httpx.get(address, headers={"host": "evil.example"}),
        httpx.get(address, headers={"origin": "null"}),
        httpx.post(address + "gradio_api/queue/join", content=b"x" * 17_000_000),
    ]
    assert {200, 403, 421} <= {answer.status_code for answer in answers}
    for answer in answers:
        policy = answer.headers.get_list("content-security-policy")
        assert len(policy) == 1
        assert "frame-ancestors 'none'" in policy[0]
        assert "default-src 'self'" in policy[0]
        assert "//" not in policy[0]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("proxies", ["", "127.0.0.1"])
def test_no_header_names_another_host_than_the_one_asked_for(page_with: Page, proxies: str) -> None:
    address = page_with(proxies=proxies)
    headers = {"host": "evil.example", "x-forwarded-host": "localhost"}
    assert httpx.get(address + "config", headers=headers, timeout=60).status_code == 421
    answer = httpx.get(address + "config", headers={"x-forwarded-host": "evil.example"}, timeout=60)
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("hosts", ["http://a.example", "a.example:80", "*", "a b", "a.example."])
def test_what_is_no_host_is_refused(towns: Bot, hosts: str) -> None:
    bot = Bot.open(towns.settings.index_folder, hosts=hosts)
    with pytest.raises(SettingsError, match="FOOTNOTE_HOSTS: .* is no host; write names without ports"):
        launch(bot, "127.0.0.1", block=False)
    bot.close()


class _Evil(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Evil</title><body></body>")

    def log_message(self, *values: object) -> None:
        """Say nothing."""


@pytest.fixture
def evil() -> Iterator[str]:
    """Another web site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Evil))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


TRY = """async (address) => {
  const got = [];
  for (const how of [{}, {mode: "no-cors"}, {credentials: "include"}]) {
    try { got.push((await (await fetch(address + "config", how)).text()).length); } catch { got.push("refused"); }
  }
  const form = new FormData();
  form.append("files", new File(["Mine."], "mine.txt"));
  try { got.push((await fetch(address + "gradio_api/upload", {method: "POST", body: form})).status); } catch { got.push("refused"); }
  const frame = document.createElement("iframe");
  const loaded = new Promise((done) => { frame.onload = done; });
  frame.src = address;
  document.body.append(frame);
  await loaded;
  return [...got, frame.contentWindow.length];
}"""


@pytest.mark.browser
def test_in_a_real_browser_another_site_gets_nothing(browser: Browser, here: str, evil: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda response: failed.append(f"{response.status}") if response.url.startswith(here) else None)
    page.goto(evil)
    assert page.evaluate(TRY, here) == ["refused"] * 4 + [0]
    assert set(failed) == {"403"}
    context.close()


@pytest.mark.browser
def test_the_page_itself_needs_nothing_that_its_policy_forbids_and_makes_no_error(browser: Browser, here: str) -> None:
    page = browser.new_context().new_page()
    wrong: list[str] = []
    # From before the first load: a second one would break requests off, which are errors too, but not the page's.
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(here)
    ask(page, "How tall is the Stump?")
    page.locator("a.fn-mark").first.click()
    page.wait_for_selector("#fn-viewer mark")
    page.keyboard.press("Escape")
    page.click("#fn-export summary")
    with page.expect_download():
        page.click("#fn-export [data-export=html]")
    documents(page)
    assert wrong == []
    page.context.close()
