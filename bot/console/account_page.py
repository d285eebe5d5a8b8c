"""My account: my password, my second factor."""

from __future__ import annotations

from bot.clock import now
from bot.console import accounts, passwords, sessions, totp
from bot.console.context import Answer, Context, Page, Redirect
from bot.console.roles import SIGNED_IN
from bot.console.routes import Routes
from bot.privacy.vault import VaultError

routes = Routes()
_PROPOSED = "console_user.totp.proposed"
WRONG_PASSWORD = "Votre mot de passe actuel ne convient pas."


@routes.get("/account", SIGNED_IN)
def account(context: Context) -> Answer:
    """What the account is, and what can be changed."""
    return Page("account.html")


@routes.get("/account/password", SIGNED_IN)
def password_form(context: Context) -> Answer:
    """The form that changes the password."""
    return Page("account_password.html", {"problem": None})


@routes.post("/account/password", SIGNED_IN)
def change_password(context: Context) -> Answer:
    """Change it; every other session of the account ends, this one goes on under a new identifier."""
    user, new = context.user, str(context.form.get("new", ""))
    problem = None
    if not _confirmed(context):
        problem = WRONG_PASSWORD
    elif new != str(context.form.get("again", "")):
        problem = "Les deux nouveaux mots de passe sont différents."
    elif new == str(context.form.get("password", "")):
        problem = "Choisissez un mot de passe différent de l'ancien."
    else:
        try:
            accounts.set_password(context.session, user, new, must_change=False)
        except passwords.WeakPassword as error:
            problem = str(error)
    if problem:
        return Page("account_password.html", {"problem": problem}, 422)
    context.new_token = sessions.open_session(context.session, context.services.signing_key, user, "full")
    context.log("account.password")
    return Redirect("/account?ok=password")


@routes.get("/account/totp", SIGNED_IN)
def totp_form(context: Context) -> Answer:
    """Show a fresh key, or how to take the second factor off."""
    if context.user.totp_secret is not None:
        return Page("account_totp_off.html", {"problem": None})
    return _propose(context, totp.new_secret())


@routes.post("/account/totp", SIGNED_IN)
def totp_on(context: Context) -> Answer:
    """Turn the second factor on, once a first code shows that the key was copied."""
    if context.user.totp_secret is not None:
        return Redirect("/account/totp")
    try:
        # The key travels sealed in the form: nothing is written before the code is right.
        secret = context.services.vault.decrypt(bytes.fromhex(context.text("key", 600)), _sealed_for(context))
    except (ValueError, VaultError):
        return Redirect("/account/totp")
    step = totp.matching_step(secret, context.text("code", 12), 0)
    if step is None:
        return _propose(context, secret, "Ce code ne convient pas. Attendez le suivant, puis réessayez.")
    totp.enable(context.user, context.services.vault, secret, step)
    context.log("account.totp-on")
    return Redirect("/account?ok=totp-on")


@routes.post("/account/totp/off", SIGNED_IN)
def totp_off(context: Context) -> Answer:
    """Turn it off; the password is asked again."""
    if not _confirmed(context):
        return Page("account_totp_off.html", {"problem": WRONG_PASSWORD}, 422)
    totp.disable(context.user)
    context.log("account.totp-off")
    return Redirect("/account?ok=totp-off")


def _confirmed(context: Context) -> bool:
    """The present password, given again; failures count and lock as at the login."""
    user = context.user
    right = passwords.matches(str(user.password_hash), str(context.form.get("password", ""))[:400])
    if not right:
        accounts.count_failure(context.session, user, now())
        context.log("login.failed")
        if user.locked_until:
            accounts.close_sessions(context.session, user)
    return right


def _sealed_for(context: Context) -> str:
    return f"{_PROPOSED}:{context.user.id}"


def _propose(context: Context, secret: str, problem: str | None = None) -> Page:
    sealed = context.services.vault.encrypt(secret, _sealed_for(context)).hex()
    return Page(
        "account_totp.html",
        {
            "key": totp.in_groups(secret),
            "sealed": sealed,
            "problem": problem,
            "link": totp.link(str(context.user.login), secret),
        },
        422 if problem else 200,
    )
