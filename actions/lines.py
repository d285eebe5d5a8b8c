"""« Au téléphone ou par SMS »: the ways to go on without a screen, only those that this installation has."""

from __future__ import annotations

from typing import Any

from actions.registry import command
from actions.turn import Turn
from bot import messages as m


@command("lines")
def lines(turn: Turn, _do: dict[str, Any]) -> None:
    """The organisation's phone, the text messages when they are open, and a line where somebody answers."""
    settings = turn.world.settings
    national = turn.world.human_line_in(turn.country)
    said, links = [], []
    if settings.phone:
        said.append(f"• Au téléphone : {settings.organisation}, {settings.phone}.")
        links.append(m.tel(f"Appeler le {settings.phone}", settings.phone))
    if settings.sms_open:
        said.append(f"• Par SMS : écrivez au {settings.twilio_sms_from}. Je réponds aussi par SMS, sans internet.")
        links.append({"label": "Écrire un SMS", "href": f"sms:{settings.twilio_sms_from}"})
    said.append(f"• {national.name} : {national.number} ({national.hours}).")
    links.append({"label": f"Appeler le {national.number} ({national.name})", "href": national.href})
    said.append("• Sur papier : un mémo à imprimer, ou à faire imprimer par un proche.")
    if not settings.sms_open:
        said.append("Ici, les SMS ne sont pas ouverts. Une personne peut vous rappeler.")
    turn.set("offer", {"do": "call_back", "service": ""})
    turn.show(
        m.text(
            "Sans écran, voici comment faire :\n" + "\n".join(said),
            [m.button("Être rappelé", "call_back", service=""), m.button("Mon mémo à imprimer", "memo")],
            links,
        )
    )
