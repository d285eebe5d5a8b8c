"""The directory: find a service, say that it was checked today, say what is wrong, see what waits to be checked."""

from __future__ import annotations

from typing import Any

from bot.console import directory_duplicates
from bot.console.context import Answer, Context, Page, Redirect, Refused
from bot.console.directory_port import FAULTS, DirectoryPort, gazetteer
from bot.console.roles import EDITORS, SIGNED_IN
from bot.console.routes import Routes
from resources_directory import Found

routes = Routes()
ONE = "/directory/services/{service_id:[A-Za-z0-9_.:\\-]{1,64}}"


@routes.get("/directory", SIGNED_IN)
def directory(context: Context) -> Answer:
    """Search by need and place, or by name; without a search, the reports to sort out."""
    content = context.services.content
    need, typed = context.query.get("need", ""), context.query.get("place", "").strip()[:80]
    need = need if need in content.topics else ""
    name = context.query.get("name", "").strip()[:80]
    shown: dict[str, Any] = {
        "present": context.services.directory is not None,
        "need": need,
        "typed": typed,
        "name": name,
        "found": None,
        "place": None,
        "others": (),
        "reports": [],
        "faults": FAULTS,
        "problem": None,
        "editor": _edits(context),
        "needs": [(topic, content.card(topic, context.services.settings.country).title) for topic in content.topics],
    }
    context.log("directory.search" if need or name else "directory.view")
    if shown["present"]:
        if need:
            shown.update(_search(port(context), need, typed))
        elif name:
            shown["found"] = port(context).named(name)
        else:
            shown["reports"] = port(context).reports()
    return Page("directory.html", shown)


@routes.get("/directory/to-check", EDITORS)
def to_check(context: Context) -> Answer:
    """The work of verification: reports first, then conflicts of imports, then what is old."""
    context.log("directory.view")
    directory = port(context)
    return Page(
        "to_check.html",
        {
            "services": directory.to_check(),
            "fresh": directory.freshness(),
            "conflicts": directory.count_conflicts(),
            "duplicates": directory.within(directory_duplicates.count),
        },
    )


@routes.get(ONE, SIGNED_IN)
def service(context: Context) -> Answer:
    """One service."""
    found = _find(context)
    context.log("service.view", str(found.id))
    return _page(context, found)


@routes.post(ONE + "/verify", EDITORS)
def verify(context: Context) -> Answer:
    """« Vérifié aujourd'hui »."""
    found = _find(context)
    port(context).verify(found.id, str(context.user.login))
    context.log("service.verify", str(found.id))
    return Redirect(f"/directory/services/{found.id}?ok=verified")


@routes.post(ONE + "/report", SIGNED_IN)
def report(context: Context) -> Answer:
    """Something on the card is wrong."""
    found = _find(context)
    fault = context.text("fault", 20)
    if fault not in FAULTS:
        return _page(context, found, "Choisissez ce qui est faux.")
    port(context).report(found.id, fault)
    context.log("service.report", str(found.id))
    return Redirect(f"/directory/services/{found.id}?ok=reported")


def port(context: Context) -> DirectoryPort:
    """The directory; the page does not exist where there is none."""
    if context.services.directory is None:
        raise Refused(404)
    return DirectoryPort(context.services.directory)


def _find(context: Context) -> Found:
    found = port(context).get(context.path["service_id"])
    if found is None:
        raise Refused(404, context.path["service_id"])
    return found


def _edits(context: Context) -> bool:
    return EDITORS.permits("full", str(context.user.role))


def _page(context: Context, found: Found, problem: str | None = None) -> Page:
    return Page(
        "service.html",
        {
            "service": found,
            "may_verify": _edits(context),
            "faults": FAULTS,
            "problem": problem,
            "reports": port(context).reports(found.id),
            "conflicts": len(port(context).conflicts(found.id)) if _edits(context) else 0,
            "closed": (port(context).editable(found.id) or {}).get("status") == "closed",
        },
        422 if problem else 200,
    )


def _search(directory: DirectoryPort, need: str, typed: str) -> dict[str, Any]:
    resolution = gazetteer().resolve(typed) if typed else None
    if resolution is not None and not resolution.candidates:
        return {"problem": f"Nous ne trouvons pas le lieu « {typed} ». Essayez la commune ou le code postal."}
    place = resolution.candidates[0] if resolution else None
    others = resolution.candidates[1:5] if resolution and resolution.ambiguous else ()
    return {"found": directory.search([need], place), "place": place, "others": others}
