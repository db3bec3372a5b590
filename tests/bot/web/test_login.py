"""Who may use the server: passwords, logging in and out, and what is closed without."""

import base64

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from playwright.sync_api import Browser, expect

from bot.chat import Bot
from bot.web.accounts import accounts, hashed, verified
from ingest.errors import SettingsError
from tests.bot.web.conftest import PASSWORD, serious
from tests.helpers.browsing import Serve


def test_passwords_are_kept_as_hashes_only() -> None:
    entry = hashed("ann", PASSWORD)
    assert PASSWORD not in entry
    assert entry != hashed("ann", PASSWORD)
    known = accounts(f"{entry}, {hashed('ben', 'battery staple')}")
    assert verified(known, "ann", PASSWORD)
    for name, password in (("ann", "wrong horse"), ("ben", PASSWORD), ("eve", PASSWORD), ("", "")):
        assert not verified(known, name, password)
    for name, password in (("an:n", PASSWORD), ("", PASSWORD), ("a b", PASSWORD), ("ann", "short")):
        with pytest.raises(SettingsError):
            hashed(name, password)


@pytest.mark.parametrize(
    "setting", ["ann:secret-word", "secret-word", "ann:scrypt.secret-word.x", ":scrypt.a.b", " , "]
)
def test_a_wrong_setting_is_refused_without_being_repeated(setting: str) -> None:
    with pytest.raises(SettingsError, match="FOOTNOTE_AUTH: write name:hash") as caught:
        accounts(setting)
    assert "secret-word" not in str(caught.value)


def test_the_setting_is_not_shown_by_what_shows_settings(bot: Bot) -> None:
    one = Bot.open(bot.settings.index_folder, auth=hashed("ann", PASSWORD))
    assert "scrypt" not in repr(one.settings)
    one.close()


def test_with_a_login_nothing_answers_without_it(guarded: str) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    for path in ("", "config", "gradio_api/info", "footnote/document?doc=x", "gradio_api/queue/data?session_hash=x"):
        answer = httpx.get(guarded + path)
        assert (answer.status_code, answer.json()) == (401, {"error": "Log in first."})
    for path in ("gradio_api/mcp", "gradio_api/mcp/", "gradio_api/mcp/http/"):
        assert httpx.post(guarded + path, json=call, headers=accept).status_code == 401
    for path in ("gradio_api/upload", "gradio_api/call/ask", "gradio_api/queue/join", "gradio_api/run/predict"):
        assert httpx.post(guarded + path, json={"data": ["When?", None]}).status_code == 401
    for header in ("Basic x", "Basic " + base64.b64encode(b"ann:wrong").decode(), "Bearer x"):
        assert httpx.get(guarded + "config", headers={"authorization": header}).status_code == 401
    assert httpx.get(guarded + "config", headers={"x-footnote-user": "ann"}).status_code == 401
    with pytest.raises(AuthenticationError):
        Client(guarded, verbose=False, analytics_enabled=False)
    assert httpx.get(guarded, headers={"accept": "text/html"}).headers["location"] == "/login"


@pytest.mark.browser
def test_a_person_logs_in_and_out(browser: Browser, guarded: str) -> None:
    page = browser.new_context().new_page()
    page.goto(guarded)
    expect(page).to_have_title("Footnote: log in")
    page.fill("[name=username]", "ben")
    page.fill("[name=password]", "battery stable")
    page.click("button")
    expect(page.locator("[role=alert]")).to_contain_text("Name or password is wrong")
    assert not serious(page)
    page.fill("[name=username]", "ben")
    page.fill("[name=password]", "battery staple")
    page.click("button")
    page.wait_for_selector("#fn-box textarea")
    page.fill("#fn-box textarea", "When is the next NATO summit?")
    page.press("#fn-box textarea", "Enter")
    expect(page.locator(".fn-answer")).to_contain_text("June 24-26")
    page.locator("a.fn-mark").click()
    expect(page.locator("#fn-viewer mark")).to_be_visible()
    page.keyboard.press("Escape")
    page.click("text=Log out")
    expect(page).to_have_title("Footnote: log in")
    page.goto(guarded)
    expect(page).to_have_title("Footnote: log in")
    page.context.close()


def test_guessing_passwords_is_slowed_down(bot: Bot, serve: Serve) -> None:
    one = Bot.open(bot.settings.index_folder, auth=hashed("ann", PASSWORD))
    address = serve(one)
    for _ in range(10):
        assert httpx.post(f"{address}login", data={"username": "ann", "password": "wrong"}).status_code == 401
    assert httpx.post(f"{address}login", data={"username": "ann", "password": PASSWORD}).status_code == 401
    one.close()
