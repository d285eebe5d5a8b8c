"""Accounts, for those who administer the console."""

from __future__ import annotations

from sqlalchemy import select

from bot.console import accounts, passwords, totp
from bot.console.context import Answer, Context, Page, Redirect, Refused
from bot.console.models import ConsoleUser
from bot.console.roles import ADMINISTRATORS, ROLE_LABELS
from bot.console.routes import Routes
from bot.console.territories import TerritoryError, read_territories

routes = Routes()
_ONE = "/users/{login:[a-z0-9._@-]{3,40}}"
_REFUSALS = (accounts.AccountError, TerritoryError, passwords.WeakPassword)


@routes.get("/users", ADMINISTRATORS)
def users(context: Context) -> Answer:
    """All accounts, the open ones first."""
    context.log("users.view")
    found = context.session.scalars(
        select(ConsoleUser).order_by(ConsoleUser.disabled_at.is_not(None), ConsoleUser.full_name)
    )
    return Page("users.html", {"people": list(found)})


@routes.get("/users-new", ADMINISTRATORS)
def new_user(_context: Context) -> Answer:
    """The form of a new account."""
    return Page("user_new.html", {"problem": None, "typed": {}, "roles": ROLE_LABELS})


@routes.post("/users", ADMINISTRATORS)
def create(context: Context) -> Answer:
    """Create an account; its first password is shown once, and must be changed at the first login."""
    password = passwords.generate()
    try:
        user = accounts.create_user(
            context.session,
            context.text("login", 60),
            context.text("full_name", 200),
            context.text("role", 20),
            context.text("territories", 600),
            password,
            must_change_password=True,
        )
    except _REFUSALS as error:
        return Page("user_new.html", {"problem": str(error), "typed": context.form, "roles": ROLE_LABELS}, 422)
    context.log("user.create", str(user.login))
    return Page("user_password.html", {"person": user, "password": password, "new": True}, 201)


@routes.get(_ONE, ADMINISTRATORS)
def one(context: Context) -> Answer:
    """One account."""
    person = _find(context)
    context.log("user.view", str(person.login))
    return _page(person)


@routes.post(_ONE, ADMINISTRATORS)
def edit(context: Context) -> Answer:
    """Change the name, the role, the territories."""
    person = _find(context)
    role, name = context.text("role", 20), " ".join(context.text("full_name", 200).split())
    try:
        accounts.check_role(role)
        territories = read_territories(context.text("territories", 600))
        if not name or len(name) > 120:
            raise accounts.AccountError("Indiquez le nom de la personne, en 120 caractères au plus.")
        if role != "administrator":
            accounts.check_not_last_administrator(context.session, person)
    except _REFUSALS as error:
        return _page(person, str(error))
    person.full_name, person.role, person.territories = name, role, territories
    context.log("user.edit", str(person.login))
    return Redirect(f"/users/{person.login}?ok=user")


@routes.post(_ONE + "/password", ADMINISTRATORS)
def replace_password(context: Context) -> Answer:
    """A new first password, shown once."""
    person = _find(context)
    password = passwords.generate()
    accounts.set_password(context.session, person, password, must_change=True)
    context.log("user.password", str(person.login))
    return Page("user_password.html", {"person": person, "password": password, "new": False})


@routes.post(_ONE + "/totp", ADMINISTRATORS)
def remove_totp(context: Context) -> Answer:
    """Take the second factor off, when its telephone is lost."""
    person = _find(context)
    totp.disable(person)
    context.log("user.totp-off", str(person.login))
    return Redirect(f"/users/{person.login}?ok=user-totp")


@routes.post(_ONE + "/disable", ADMINISTRATORS)
def disable(context: Context) -> Answer:
    """Close the account and its sessions."""
    person = _find(context)
    if person.id == context.user.id:
        return _page(person, "Vous ne pouvez pas fermer votre propre compte.")
    try:
        accounts.disable(context.session, person)
    except accounts.AccountError as error:
        return _page(person, str(error))
    context.log("user.disable", str(person.login))
    return Redirect(f"/users/{person.login}?ok=disabled")


@routes.post(_ONE + "/enable", ADMINISTRATORS)
def enable(context: Context) -> Answer:
    """Open the account again."""
    person = _find(context)
    person.disabled_at, person.failed_attempts, person.locked_until = None, 0, None
    context.log("user.enable", str(person.login))
    return Redirect(f"/users/{person.login}?ok=enabled")


def _find(context: Context) -> ConsoleUser:
    person = accounts.find(context.session, context.path["login"])
    if person is None:
        raise Refused(404, context.path["login"])
    return person


def _page(person: ConsoleUser, problem: str | None = None) -> Page:
    return Page("user.html", {"person": person, "problem": problem, "roles": ROLE_LABELS}, 422 if problem else 200)
