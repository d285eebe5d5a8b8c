"""Who enters, who does not, and what each sees of the difference."""

from __future__ import annotations

import threading
import time
from typing import Any

import pyotp
import pytest
from freezegun import freeze_time

from bot.console import passwords, totp
from bot.console.login_page import REFUSED, _next
from bot.console.models import ConsoleSession, ConsoleUser
from bot.database import Database
from tests.console.conftest import PASSWORD, World


async def test_right_password_opens_the_queue(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser()
    response = await browser.login("Claire ")
    assert (response.status, response.headers["Location"]) == (303, "/console/")
    cookie = response.headers["Set-Cookie"]
    assert all(part in cookie for part in ("relais_console=", "HttpOnly", "SameSite=Strict", "Path=/console"))
    assert "Demandes" in await browser.page("/referrals")
    assert ("claire", "login", "") in world.accesses()


async def test_the_identifier_is_not_stored(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser()
    token = (await browser.login("claire")).cookies["relais_console"].value
    with world.database.session() as session:
        assert token not in {row.id_hash for row in session.query(ConsoleSession)}
    assert len(token) >= 43  # 256 bits in base 64


async def test_wrong_password_and_unknown_login_are_told_apart_by_nothing(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser()
    for login in ("claire", "personne"):
        response = await browser.login(login, "pas le bon mot de passe")
        assert response.status == 401
        assert REFUSED in (await response.text()).replace("&#39;", "'")
    assert [a for a in world.accesses() if a[1] == "login.failed"] == [
        ("claire", "login.failed", ""),
        ("", "login.failed", ""),
    ]


async def test_unknown_login_costs_the_same_work(world: World, open_browser: Any, monkeypatch: Any) -> None:
    from bot.console import passwords

    world.user("claire")
    browser, calls = await open_browser(), []
    real = passwords._hasher

    class Counting:
        def __getattr__(self, name: str) -> Any:
            if name == "verify":
                calls.append(name)
            return getattr(real, name)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for login in ("claire", "personne"):
        await browser.login(login, "pas le bon mot de passe")
    assert len(calls) == 2


async def test_five_failures_close_the_account_for_a_while(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser()
    with freeze_time("2026-03-02 10:00:00") as clock:
        for _ in range(5):
            assert (await browser.login("claire", "pas le bon mot de passe")).status == 401
        assert (await browser.login("claire")).status == 401, "the right password does not open a closed account"
        clock.tick(61)
        assert (await browser.login("claire", "pas le bon mot de passe")).status == 401
        clock.tick(61)
        assert (await browser.login("claire")).status == 401, "the second wait is longer"
        clock.tick(61)
        assert (await browser.login("claire")).status == 303
    with world.database.session() as session:
        assert session.query(ConsoleUser).one().failed_attempts == 0


async def test_disabled_account_is_out_at_once(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    with world.database.session() as session:
        session.query(ConsoleUser).one().disabled_at = session.query(ConsoleUser).one().created_at
    assert (await browser.get("/referrals")).status == 303
    assert (await browser.login("claire")).status == 401


async def test_second_factor_is_asked_and_a_code_serves_once(world: World, open_browser: Any) -> None:
    world.user("claire")
    secret = totp.new_secret()
    with world.database.session() as session:
        totp.enable(session.query(ConsoleUser).one(), world.vault, secret, 0)
    browser = await open_browser()
    first = await browser.login("claire")
    assert first.headers["Location"].startswith("/console/login/code")
    assert (await browser.get("/referrals")).headers["Location"].startswith("/console/login/code")
    assert (await browser.post("/login/code", {"code": "000000"})).status == 401
    code = pyotp.TOTP(secret).at(int(time.time()))
    half = browser.client.session.cookie_jar.filter_cookies(browser.client.make_url("/console/"))
    before = half["relais_console"].value
    entered = await browser.post("/login/code", {"code": code})
    assert entered.status == 303
    assert entered.cookies["relais_console"].value != before, "the session is renewed"
    assert "Demandes" in await browser.page("/referrals")

    other = await open_browser()
    await other.login("claire")
    assert (await other.post("/login/code", {"code": code})).status == 401


async def test_of_two_who_type_a_code_together_one_enters(world: World, open_browser: Any) -> None:
    world.user("claire")
    secret = totp.new_secret()
    with world.database.session() as session:
        totp.enable(session.query(ConsoleUser).one(), world.vault, secret, 0)
    code = pyotp.TOTP(secret).at(int(time.time()))
    one, two = world.database, Database(world.settings.database_url)
    with one.session() as first, two.session() as second:
        users = [session.query(ConsoleUser).one() for session in (first, second)]
        assert totp.check(first, users[0], world.vault, code)
        first.commit()
        assert not totp.check(second, users[1], world.vault, code), "read before, and used meanwhile"


async def test_the_console_works_in_threads_of_its_own(
    world: World, open_browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def matches(_hash: str | None, _password: str) -> bool:
        names.append(threading.current_thread().name)
        return False

    monkeypatch.setattr(passwords, "matches", matches)
    await (await open_browser()).login("claire")
    assert names and all(name.startswith("console") for name in names)


async def test_wrong_codes_close_the_account_too(world: World, open_browser: Any) -> None:
    world.user("claire")
    with world.database.session() as session:
        totp.enable(session.query(ConsoleUser).one(), world.vault, totp.new_secret(), 0)
    browser = await open_browser()
    await browser.login("claire")
    for _ in range(5):
        assert (await browser.post("/login/code", {"code": "abcdef"})).status == 401
    assert (await browser.get("/login/code")).headers["Location"].startswith("/console/login")
    assert (await browser.login("claire")).status == 401


async def test_session_ends_when_idle_and_after_eight_hours(world: World, open_browser: Any) -> None:
    world.user("claire")
    with freeze_time("2026-03-02 08:00:00") as clock:
        browser = await open_browser("claire")
        clock.tick(29 * 60)
        await browser.page("/referrals")
        clock.tick(31 * 60)
        assert (await browser.get("/referrals")).status == 303
        await browser.login("claire")
        for _ in range(23):
            clock.tick(20 * 60)
            await browser.page("/referrals")
        clock.tick(21 * 60)
        assert (await browser.get("/referrals")).status == 303


async def test_logout_ends_the_session_on_the_server(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser()
    token = (await browser.login("claire")).cookies["relais_console"].value
    assert (await browser.post("/logout")).headers["Location"] == "/console/login?ok=bye"
    response = await browser.get("/referrals", headers={"Cookie": f"relais_console={token}"})
    assert response.status == 303


async def test_first_password_must_be_changed(world: World, open_browser: Any) -> None:
    world.user("claire", must_change_password=True)
    browser = await open_browser("claire")
    assert (await browser.get("/referrals")).headers["Location"] == "/console/account/password"
    new = "sept tasses de thé vert"
    changed = await browser.post("/account/password", {"password": PASSWORD, "new": new, "again": new})
    assert changed.headers["Location"] == "/console/account?ok=password"
    await browser.page("/referrals")


async def test_changing_the_password_ends_the_other_sessions(world: World, open_browser: Any) -> None:
    world.user("claire")
    here, there = await open_browser("claire"), await open_browser("claire")
    new = "sept tasses de thé vert"
    assert (await here.post("/account/password", {"password": "faux", "new": new, "again": new})).status == 422
    short = {"password": PASSWORD, "new": "court", "again": "court"}
    assert (await here.post("/account/password", short)).status == 422
    assert (await here.post("/account/password", {"password": PASSWORD, "new": new, "again": new})).status == 303
    await here.page("/referrals")
    assert (await there.get("/referrals")).status == 303


async def test_enrolling_and_removing_the_second_factor(world: World, open_browser: Any) -> None:
    import re

    world.user("claire")
    browser = await open_browser("claire")
    page = await browser.page("/account/totp")
    assert "otpauth://totp/Relais:claire" in page
    key = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    sealed = re.search(r'name="key" value="([0-9a-f]+)"', page)
    assert key and sealed
    secret = key.group(1).replace(" ", "")
    wrong = await browser.post("/account/totp", {"key": sealed.group(1), "code": "123"})
    assert wrong.status == 422
    code = pyotp.TOTP(secret).at(int(time.time()))
    assert (await browser.post("/account/totp", {"key": sealed.group(1), "code": code})).status == 303
    with world.database.session() as session:
        stored = session.query(ConsoleUser).one().totp_secret
    assert secret.encode() not in bytes(stored)
    assert (await browser.post("/account/totp/off", {"password": "faux"})).status == 422
    assert (await browser.post("/account/totp/off", {"password": PASSWORD})).status == 303


@pytest.mark.parametrize(
    "wanted, page",
    [
        ("/console/referrals/KABOTU", "/referrals/KABOTU"),
        ("/console/referrals?level=3", "/referrals?level=3"),
        ("https://ailleurs.example/", "/"),
        ("//ailleurs.example", "/"),
        ("/console//ailleurs.example", "/"),
        ("/console/../widget", "/"),
        ("/console/x\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
    ],
)
def test_only_our_own_pages_are_gone_to_after_login(wanted: str, page: str) -> None:
    assert _next(wanted) == page
