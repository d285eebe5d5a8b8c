"""The directory: find a service, say that it was checked today, say what is wrong."""

from __future__ import annotations

from typing import Any

from bot.console.context import Answer, Context, Page, Redirect, Refused
from bot.console.directory_port import FAULTS, DirectoryDown, DirectoryPort, gazetteer
from bot.console.roles import EDITORS, SIGNED_IN
from bot.console.routes import Routes

routes = Routes()
_ONE = "/directory/{service_id:[A-Za-z0-9_.:\\-]{1,64}}"
DOWN = "L'annuaire ne répond pas. Réessayez dans un instant."


@routes.get("/directory", SIGNED_IN)
def directory(context: Context) -> Answer:
    """Search by need and place; without a search, the reports to sort out."""
    port = DirectoryPort(context.services.directory)
    content = context.services.content
    need, typed = context.query.get("need", ""), context.query.get("place", "").strip()[:80]
    need = need if need in content.topics else ""
    shown: dict[str, Any] = {
        "present": port.present, "need": need, "typed": typed, "found": None, "place": None, "others": (),
        "reports": [], "faults": FAULTS, "problem": None,
        "needs": [(topic, content.card(topic, context.services.settings.country).title) for topic in content.topics]}
    context.log("directory.search" if need else "directory.view")
    if not port.present:
        return Page("directory.html", shown)
    try:
        if need:
            shown.update(_search(port, need, typed))
        else:
            shown["reports"] = port.reports()
    except DirectoryDown:
        return Page("directory.html", {**shown, "problem": DOWN}, 503)
    return Page("directory.html", shown)


@routes.get(_ONE, SIGNED_IN)
def service(context: Context) -> Answer:
    """One service."""
    port, found = _find(context)
    context.log("service.view", str(found.id))
    return _page(context, port, found)


@routes.post(_ONE + "/verify", EDITORS)
def verify(context: Context) -> Answer:
    """« Vérifié aujourd'hui »."""
    port, found = _find(context)
    if not port.can_verify:
        raise Refused(404, str(found.id))
    port.verify(found.id, str(context.user.login))
    context.log("service.verify", str(found.id))
    return Redirect(f"/directory/{found.id}?ok=verified")


@routes.post(_ONE + "/report", SIGNED_IN)
def report(context: Context) -> Answer:
    """Something on the card is wrong."""
    port, found = _find(context)
    fault = context.text("fault", 20)
    if fault not in FAULTS:
        return _page(context, port, found, "Choisissez ce qui est faux.")
    port.report(found.id, fault)
    context.log("service.report", str(found.id))
    return Redirect(f"/directory/{found.id}?ok=reported")


def _find(context: Context) -> tuple[DirectoryPort, Any]:
    port = DirectoryPort(context.services.directory)
    found = port.get(context.path["service_id"]) if port.present else None
    if found is None:
        raise Refused(404, context.path["service_id"])
    return port, found


def _page(context: Context, port: DirectoryPort, found: Any, problem: str | None = None) -> Page:
    may_verify = port.can_verify and EDITORS.permits("full", str(context.user.role))
    return Page("service.html", {"service": found, "may_verify": may_verify, "faults": FAULTS, "problem": problem},
                422 if problem else 200)


def _search(port: DirectoryPort, need: str, typed: str) -> dict[str, Any]:
    resolution = gazetteer().resolve(typed) if typed else None
    if resolution is not None and not resolution.candidates:
        return {"problem": f"Nous ne trouvons pas le lieu « {typed} ». Essayez la commune ou le code postal."}
    place = resolution.candidates[0] if resolution else None
    others = resolution.candidates[1:5] if resolution and resolution.ambiguous else ()
    return {"found": port.search([need], place), "place": place, "others": others}
