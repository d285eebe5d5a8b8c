"""Signing in (password, then the one-time code when there is one) and out."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from bot.clock import now
from bot.console import accounts, sessions, totp
from bot.console.context import BASE, Answer, Context, Page, Redirect
from bot.console.lockout import is_locked
from bot.console.models import ConsoleUser
from bot.console.roles import ANYBODY, AWAITING_CODE, COORDINATORS, SIGNED_IN
from bot.console.routes import Routes

routes = Routes()
_OWN_PAGE = re.compile(re.escape(BASE) + r"/[A-Za-z0-9_\-./]*(\?[A-Za-z0-9_\-.=&%+]*)?")
# One sentence for every failure: an unknown login, a wrong password, a closed account are not told apart.
REFUSED = "Cet identifiant ou ce mot de passe ne convient pas. Après cinq essais, le compte se ferme quelques minutes."
WRONG_CODE = "Ce code ne convient pas. Attendez le suivant, puis réessayez."


@routes.get("", ANYBODY)
@routes.get("/", ANYBODY)
def home(context: Context) -> Answer:
    """To the first page that the person may open."""
    if context.visit is None or context.account is None:
        return Redirect("/login")
    if context.visit.stage == "code":
        return Redirect("/login/code")
    return Redirect("/referrals" if COORDINATORS.permits("full", str(context.account.role)) else "/directory")


@routes.get("/login", ANYBODY)
def login_form(context: Context) -> Answer:
    """The form; somebody who is already signed in goes on."""
    if context.visit is not None and context.visit.stage == "full":
        return Redirect(_next(context.query.get("next", "")))
    return Page("login.html", {"problem": None, "login": "", "next": context.query.get("next", "")})


@routes.post("/login", ANYBODY)
def login(context: Context) -> Answer:
    """Check the password; open a new session under a new identifier."""
    typed = context.text("login", 60)
    user = accounts.authenticate(context.session, typed, str(context.form.get("password", ""))[:400])
    if user is None:
        known = accounts.find(context.session, typed)
        # What was typed is never logged: people type their password in the wrong field.
        context.log("login.failed", actor=str(known.login) if known else "")
        return Page("login.html", {"problem": REFUSED, "login": typed, "next": context.text("next", 300)}, 401)
    if context.visit is not None:
        sessions.close_session(context.session, context.visit)
    if user.totp_secret is not None:
        context.new_token = sessions.open_session(context.session, context.services.signing_key, user, "code")
        return Redirect("/login/code?" + urlencode({"next": context.text("next", 300)}))
    return _enter(context, user, context.text("next", 300))


@routes.get("/login/code", AWAITING_CODE)
def code_form(context: Context) -> Answer:
    """The one-time code is asked."""
    return Page("login_code.html", {"problem": None, "next": context.query.get("next", "")})


@routes.post("/login/code", AWAITING_CODE)
def code(context: Context) -> Answer:
    """Check the code; failures count as those of the password do."""
    user, visit = context.user, context.visit
    closed = is_locked(user.locked_until, now())
    if closed or visit is None or not totp.check(
        context.session, user, context.services.vault, context.text("code", 12)
    ):
        if not closed:
            accounts.count_failure(context.session, user, now())
        context.log("login.failed")
        if is_locked(user.locked_until, now()) and visit is not None:
            sessions.close_session(context.session, visit)
            context.forget_token = True
            return Page("login.html", {"problem": REFUSED, "login": "", "next": ""}, 401)
        return Page("login_code.html", {"problem": WRONG_CODE, "next": context.text("next", 300)}, 401)
    sessions.close_session(context.session, visit)
    return _enter(context, user, context.text("next", 300))


@routes.post("/logout", SIGNED_IN)
def logout(context: Context) -> Answer:
    """End the session."""
    if context.visit is not None:
        sessions.close_session(context.session, context.visit)
    context.log("logout")
    context.forget_token = True
    return Redirect("/login?ok=bye")


def _enter(context: Context, user: ConsoleUser, wanted: str) -> Redirect:
    user.failed_attempts, user.locked_until, user.last_login_at = 0, None, now()
    context.new_token = sessions.open_session(context.session, context.services.signing_key, user, "full")
    context.log("login", actor=str(user.login))
    return Redirect(_next(wanted))


def _next(wanted: str) -> str:
    """The page that was asked for before signing in, when it is one of ours; else the home page."""
    own = _OWN_PAGE.fullmatch(wanted) and "//" not in wanted and ".." not in wanted
    return wanted[len(BASE) :] if own else "/"
