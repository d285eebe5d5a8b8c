"""Accounts: the page of those who administer, and the command."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import select

from bot.console import accounts, journal, passwords, user_command
from bot.console.models import AccessLog, ConsoleUser
from bot.console.territories import TerritoryError, label, read_territories
from bot.privacy.keys import load_secrets
from tests.console.conftest import PASSWORD, World


async def test_an_account_made_in_the_console_opens_once_its_password_is_changed(
    world: World, open_browser: Any
) -> None:
    world.user("nadia", role="administrator", territories="*")
    browser = await open_browser("nadia")
    response = await browser.post(
        "/users", {"login": "Marc", "full_name": "Marc  Dubois", "role": "coordinator", "territories": "39, 21"}
    )
    page = await response.text()
    assert response.status == 201
    found = re.search(r'class="secret">([a-z-]+)<', page)
    assert found
    assert found.group(1) not in await browser.page("/users/marc")
    assert "39 Jura, 21" in (await browser.page("/users"))
    marc = await open_browser()
    assert (await marc.login("marc", found.group(1))).status == 303
    assert (await marc.get("/referrals")).headers["Location"] == "/console/account/password"


@pytest.mark.parametrize(
    "wrong",
    [
        {"login": "x"},
        {"login": "marc dubois"},
        {"login": "nadia"},
        {"full_name": ""},
        {"role": "chef"},
        {"role": ""},
        {"territories": ""},
        {"territories": "999"},
        {"territories": "Jura"},
    ],
)
async def test_wrong_values_are_said_and_what_was_typed_stays(
    wrong: dict[str, str], world: World, open_browser: Any
) -> None:
    world.user("nadia", role="administrator", territories="*")
    browser = await open_browser("nadia")
    good = {"login": "marc", "full_name": "Marc Dubois", "role": "coordinator", "territories": "39"}
    response = await browser.post("/users", {**good, **wrong})
    page = await response.text()
    assert response.status == 422 and 'role="alert"' in page
    assert 'value="39"' in page or "territories" in wrong
    with world.database.session() as session:
        assert session.query(ConsoleUser).count() == 1


async def test_closing_changing_reopening(world: World, open_browser: Any) -> None:
    world.user("nadia", role="administrator", territories="*")
    world.user("marc", territories="39")
    nadia, marc = await open_browser("nadia"), await open_browser("marc")
    await nadia.page("/users-new")
    edited = {"full_name": "Marc D.", "role": "editor", "territories": "*"}
    assert (await nadia.post("/users/marc", edited)).status == 303
    assert (await marc.get("/referrals")).status == 403, "the role changes at once"
    assert (await nadia.post("/users/marc", {**edited, "territories": "Jura"})).status == 422
    assert (await nadia.post("/users/marc/disable")).status == 303
    assert (await marc.get("/directory")).status == 303
    assert (await nadia.post("/users/marc/enable")).status == 303
    page = await (await nadia.post("/users/marc/password")).text()
    assert 'class="secret"' in page
    assert (await marc.login("marc")).status == 401, "the old password is gone"
    assert (await nadia.post("/users/marc/totp")).status == 303
    assert (await nadia.get("/users/personne")).status == 404
    actions = {action for _, action, target in world.accesses() if target == "marc"}
    assert actions >= {"user.edit", "user.disable", "user.enable", "user.password", "user.totp-off"}


async def test_the_last_administrator_stays(world: World, open_browser: Any) -> None:
    world.user("nadia", role="administrator", territories="*")
    browser = await open_browser("nadia")
    assert (await browser.post("/users/nadia/disable")).status == 422
    lowered = {"full_name": "Nadia", "role": "editor", "territories": "*"}
    assert (await browser.post("/users/nadia", lowered)).status == 422
    with pytest.raises(accounts.AccountError), world.database.session() as session:
        found = accounts.find(session, "nadia")
        assert found is not None
        accounts.disable(session, found)


def test_command_adds_lists_disables_and_resets(world: World, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert (
        user_command.main(
            [
                "add",
                "claire",
                "--name",
                "Claire Martin",
                "--role",
                "administrator",
                "--territories",
                "21 39",
                "--password-stdin",
            ],
            world.settings,
        )
        == 0
    )
    assert PASSWORD not in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert user_command.main(["add", "marc", "--territories", "39"], world.settings) == 0
    out = capsys.readouterr().out
    made = re.search(r"montré une seule fois : ([a-z-]+)", out)
    assert made
    with world.database.session() as session:
        assert accounts.authenticate(session, "marc", made.group(1)) is not None
        assert accounts.authenticate(session, "claire", PASSWORD) is not None
    assert user_command.main(["reset-password", "marc"], world.settings) == 0
    with world.database.session() as session:
        assert accounts.authenticate(session, "marc", made.group(1)) is None
    assert user_command.main(["disable", "marc"], world.settings) == 0
    assert user_command.main(["disable", "claire"], world.settings) == 1
    capsys.readouterr()
    assert user_command.main(["list"], world.settings) == 0
    out = capsys.readouterr().out
    assert "Claire Martin" in out and "21 Côte-d'Or, 39 Jura" in out and "fermé" in out
    assert user_command.main(["totp", "claire"], world.settings) == 0
    assert "otpauth://" in capsys.readouterr().out
    assert user_command.main(["totp", "claire", "--off"], world.settings) == 0
    assert user_command.main(["enable", "marc"], world.settings) == 0
    with world.database.session() as session:
        rows = session.scalars(select(AccessLog).order_by(AccessLog.id)).all()
        assert {row.actor for row in rows} == {journal.command_line()}
        assert [(row.action, row.object_id) for row in rows] == [
            ("user.create", "claire"), ("user.create", "marc"), ("user.password", "marc"), ("user.disable", "marc"),
            ("user.totp-on", "claire"), ("user.totp-off", "claire"), ("user.enable", "marc"),
        ]  # fmt: skip
        assert journal.verify(session, load_secrets(world.settings.home).signing_key).broken_at is None


@pytest.mark.parametrize(
    "argv, said",
    [
        (["add", "claire", "--territories", "*", "--password-stdin"], "trop court"),
        (["add", "é", "--territories", "*"], "identifiant"),
        (["add", "bob"], "Dites ce que ce compte voit"),
        (["add", "marc", "--territories", "zz"], "n'existe pas"),
        (["disable", "zoe"], "Aucun compte"),
    ],
)
def test_command_refuses_with_a_sentence(
    argv: list[str], said: str, world: World, capsys: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("court\n"))
    assert user_command.main(argv, world.settings) == 1
    assert said in capsys.readouterr().err


def test_command_without_tables(world: World, capsys: Any) -> None:
    from bot.database import Base

    Base.metadata.drop_all(world.database.engine)
    assert user_command.main(["list"], world.settings) == 1
    assert "migrations" in capsys.readouterr().err


def test_territories_are_checked_and_named() -> None:
    assert read_territories(" 21,39 2a ") == "21 39 2A"
    assert read_territories("21 *") == "*"
    assert read_territories("BE be-40") == "BE BE-40"
    assert label("2A") == "2A Corse-du-Sud"
    for wrong in ("", "20", "1", "BE-", "DROP"):
        with pytest.raises(TerritoryError):
            read_territories(wrong)


def test_a_hash_with_old_parameters_is_made_again(world: World, monkeypatch: Any) -> None:
    from argon2 import PasswordHasher

    world.user("claire")
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    with world.database.session() as session:
        assert accounts.authenticate(session, "claire", PASSWORD) is not None
    with world.database.session() as session:
        assert "t=2" in session.query(ConsoleUser).one().password_hash
