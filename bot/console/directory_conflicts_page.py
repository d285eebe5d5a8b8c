"""Settle what an import and a coordinator say differently."""

from __future__ import annotations

from bot.console.context import Answer, Context, Page, Redirect, Refused
from bot.console.directory_fields import FIELDS
from bot.console.directory_page import port
from bot.console.roles import EDITORS
from bot.console.routes import Routes
from resources_directory.conflicts import KEPT, TAKEN

routes = Routes()


@routes.get("/directory/conflicts", EDITORS)
def conflicts(context: Context) -> Answer:
    """Each with both versions side by side."""
    context.log("directory.view")
    return Page(
        "conflicts.html",
        {
            "conflicts": port(context).conflicts(),
            "labels": {name: label for name, (label, _, _, _) in FIELDS.items()},
        },
    )


@routes.post("/directory/conflicts/{conflict:[0-9]{1,9}}", EDITORS)
def settle(context: Context) -> Answer:
    """Keep, or take; settling twice changes nothing more."""
    resolution = context.text("resolution", 10)
    if resolution not in (KEPT, TAKEN):
        raise Refused(404, context.path["conflict"])
    port(context).settle(int(context.path["conflict"]), resolution, str(context.user.login))
    context.log("conflict.settle", context.path["conflict"])
    return Redirect("/directory/conflicts?ok=settled")
