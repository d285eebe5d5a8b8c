"""A workshop near, from the association's own list; else, said plainly, a place where somebody helps."""

from __future__ import annotations

from typing import Any

from actions.appointments import hold
from actions.pack_state import count
from actions.registry import COMMANDS, command
from actions.turn import Turn
from bot import messages as m
from bot.clock import today
from bot.interview.understand.contact import phone
from bot.memos.content import french_date, when
from bot.packs import Item, Pack
from bot.packs.counts import WORKSHOP
from bot.packs.workshops import Workshop, file_of, load, near

# There is no public list: an association gives its own, or this is said.
NO_LIST = (
    "Je n'ai pas la liste des ateliers de l'association, ni le nom de ceux qui aident près de chez vous. "
    "Il n'en existe pas de liste publique. Voici qui peut vous répondre."
)


def serve(turn: Turn, pack: Pack, item: Item) -> None:
    """What the item offers."""
    given = load(file_of(turn.world.settings.home, pack.id), turn.world.gazetteer.sure)
    place = turn.facts.get("place")
    if given is None:
        turn.show(m.text(NO_LIST))
        COMMANDS["near"](turn, {"do": "near", "needs": list(item.needs)})
        return
    if place is None or place.get("ambiguous"):
        then = {"do": "pack_item", "pack": pack.id, "item": item.id}
        COMMANDS["place_first"](turn, {"needs": list(item.needs), "then": then})
        return
    where = turn.world.gazetteer.get(place["code"])
    found = near(given[0], where, today()) if where else []
    if not found:
        words = f"Aucun atelier n'est annoncé à moins de 40 km de {place['label']}. Voici qui peut vous aider."
        turn.show(m.text(words))
        COMMANDS["near"](turn, {"do": "near", "needs": list(item.needs)})
        return
    words = "\n\n".join(_words(one) for one in found)
    buttons = [
        m.button(
            f"Noter : {one.start:%d/%m}, {one.place.name}",
            "note_workshop",
            pack=pack.id,
            title=_title(one),
            start=_start(one),
        )
        for one in found
    ]
    turn.show(
        m.text(
            f"Les prochains ateliers près de {place['label']} :\n\n{words}\n\n"
            f"Liste donnée par l'association le {french_date(given[1].isoformat())}. Appelez avant de venir.",
            [
                *buttons,
                m.button("Un lieu d'aide près de moi", "near", needs=list(item.needs)),
                m.button(f"Menu : {pack.title}", "pack", pack=pack.id),
            ],
            [m.tel(f"Appeler {one.who or one.where} ({one.phone})", _dial(one)) for one in found if one.phone],
        )
    )


@command("note_workshop")
def note(turn: Turn, do: dict[str, Any]) -> None:
    """The workshop chosen goes into the memo and the calendar. Nobody is told: the person still has to call."""
    if pack := turn.world.packs.get(str(do.get("pack", ""))):
        count(turn, pack, WORKSHOP)
    hold(turn, do["title"], do["start"])
    turn.show(
        m.text(
            f"C'est noté : {when(do['start'])}. Ce sera dans le mémo et dans l'agenda. "
            "Je n'ai pas réservé pour vous : appelez pour vous inscrire.",
            [m.button("Mon mémo à imprimer", "memo"), m.intent_button("Parler à une personne", "ask_human")],
        )
    )


def _words(one: Workshop) -> str:
    lines = [f"• {one.title}, {when(_start(one))}" + (f", jusqu'à {one.end.replace(':', ' h ')}" if one.end else "")]
    lines.append(f"  {', '.join(filter(None, (one.where, one.address, one.place.label)))}")
    who = ", ".join(filter(None, (f"avec {one.who}" if one.who else "", one.phone, one.booking)))
    return "\n".join([*lines, *([f"  {who}"] if who else [])])


def _title(one: Workshop) -> str:
    return ", ".join(filter(None, (one.title, one.where, one.place.name, one.phone)))


def _start(one: Workshop) -> str:
    return f"{one.start:%Y-%m-%dT%H:%M}"


def _dial(one: Workshop) -> str:
    """With its country's code: a Belgian number is called from France too."""
    return phone(one.phone, one.place.country) or one.phone
