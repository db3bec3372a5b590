"""Guessing passwords, and questions past the limit, from an address that a client makes up."""

import base64
import hashlib
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from bot.chat import Bot
from bot.web import launch
from bot.web.accounts import accounts, hashed, verified
from ingest.errors import SettingsError
from tests.attacks.conftest import Page

RIGHT, WRONG = "correct horse", "wrong horse"


def _entry(cost: int, form: str) -> str:
    salt = b"0123456789abcdef"
    made = hashlib.scrypt(RIGHT.encode(), salt=salt, n=2**cost, r=8, p=1, maxmem=2**28, dklen=32)
    salt_text, hash_text = (base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (salt, made))
    return form.format(salt=salt_text, hash=hash_text)


@pytest.fixture(scope="module")
def ann() -> str:
    """An entry of the old form, which costs less time to try."""
    return _entry(14, "ann:scrypt.{salt}.{hash}")


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as one:
        yield one


def _try(http: httpx.Client, address: str, password: str, said: str = "") -> int:
    headers = {"x-forwarded-for": said} if said else {}
    answer = http.post(f"{address}login", data={"username": "ann", "password": password}, headers=headers)
    http.cookies.clear()
    return answer.status_code


@pytest.mark.parametrize("proxies", ["", "10.0.0.0/8, fd00::1"])
def test_who_is_no_proxy_cannot_choose_an_address_to_guess_from(
    page_with: Page, ann: str, http: httpx.Client, proxies: str
) -> None:
    address = page_with(auth=ann, proxies=proxies)
    for number in range(10):
        assert _try(http, address, WRONG, f"192.0.2.{number}") == 401
    assert _try(http, address, RIGHT, "192.0.2.99") == 401


def test_behind_a_proxy_each_address_counts_for_itself_and_an_account_for_all(
    page_with: Page, ann: str, http: httpx.Client
) -> None:
    address = page_with(auth=ann, proxies="127.0.0.0/8")
    for _ in range(10):
        assert _try(http, address, WRONG, "192.0.2.1") == 401
    assert _try(http, address, RIGHT, "192.0.2.1") == 401
    assert _try(http, address, RIGHT, "198.51.100.1, 192.0.2.1") == 401  # the first is what the client said
    assert _try(http, address, RIGHT, "192.0.2.2") == 200
    for number in range(20):
        assert _try(http, address, WRONG, f"192.0.3.{number}") == 401
    assert _try(http, address, RIGHT, "192.0.4.1") == 401


def test_a_password_that_is_in_use_cannot_be_guessed_without_a_limit(
    page_with: Page, ann: str, http: httpx.Client
) -> None:
    address = page_with(auth=ann)
    basic = {word: "Basic " + base64.b64encode(f"ann:{word}".encode()).decode() for word in (RIGHT, WRONG)}
    assert http.get(address + "config", headers={"authorization": basic[RIGHT]}).status_code == 200
    for _ in range(10):
        assert http.get(address + "config", headers={"authorization": basic[WRONG]}).status_code == 401
    assert http.get(address + "config", headers={"authorization": basic[RIGHT]}).status_code == 401


def test_questions_are_counted_by_the_address_they_come_from(page_with: Page) -> None:
    address = page_with(rate=1)
    with pytest.raises(AppError, match="more than 1 questions a minute"):  # noqa: PT012 (whichever is one too many)
        for number in range(2):
            headers = {"x-forwarded-for": f"192.0.2.{number}"}
            client = Client(address, headers=headers, verbose=False, analytics_enabled=False)
            client.predict("How tall is the Stump?", 1, api_name="/search")


def test_hashing_keeps_nobody_else_waiting(
    page_with: Page, ann: str, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = page_with(auth=ann)
    begun, enough = threading.Event(), threading.Event()

    def slow(*_: object) -> bool:
        begun.set()
        return not enough.wait(20)

    for module in ("login", "guard"):
        monkeypatch.setattr(f"bot.web.{module}.verified", slow, raising=False)
    trying = threading.Thread(
        target=httpx.post, args=(f"{address}login",), kwargs={"data": {"username": "ann"}, "timeout": 60}
    )
    trying.start()
    assert begun.wait(20)
    try:
        assert http.get(f"{address}login", timeout=10).status_code == 200
    finally:
        enough.set()
        trying.join()


def test_many_tries_at_once_are_no_way_past_the_limit(
    page_with: Page, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = page_with(auth=ann)
    computed: list[str] = []

    def slow(_: object, name: str, password: str) -> bool:
        computed.append(password)
        time.sleep(0.05)
        return False

    for module in ("login", "guard"):
        monkeypatch.setattr(f"bot.web.{module}.verified", slow, raising=False)

    def guess(number: int) -> None:
        httpx.post(f"{address}login", data={"username": "ann", "password": f"guess {number}"}, timeout=60)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(14)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(computed) == 10


def test_passwords_cost_what_owasp_asks_for_and_old_entries_are_still_understood() -> None:
    now = _entry(17, "ann:scrypt.17.{salt}.{hash}")
    old = _entry(14, "ben:scrypt.{salt}.{hash}")
    known = accounts(f"{now},{old}")
    for name in ("ann", "ben"):
        assert verified(known, name, RIGHT)
        assert not verified(known, name, WRONG)
    assert not verified(known, "eve", RIGHT)
    assert hashed("ann", RIGHT).startswith("ann:scrypt.17.")
    for cheap in ("ann:scrypt.13.{salt}.{hash}", "ann:scrypt.99.{salt}.{hash}", "ann:scrypt..{salt}.{hash}"):
        with pytest.raises(SettingsError, match="FOOTNOTE_AUTH"):
            accounts(_entry(14, cheap))


@pytest.mark.parametrize("proxies", ["*", "proxy.example", "10.0.0.0/64"])
def test_what_is_no_address_of_a_proxy_is_refused(towns: Bot, proxies: str) -> None:
    bot = Bot.open(towns.settings.index_folder, proxies=proxies)
    with pytest.raises(SettingsError, match="FOOTNOTE_PROXIES: .*; write addresses"):
        launch(bot, "127.0.0.1", block=False)
    bot.close()
