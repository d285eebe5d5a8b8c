"""Services of the directory in the conversation: found, shown with reasons, or honestly absent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions import interviews, named, packs, reaching, waiting
from actions.registry import COMMANDS, command, finish
from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import near_to, on_the_phone
from bot.referrals.log import count_suggestions, count_unmet_need
from resources_directory import Found
from resources_directory.named import Named, by_code

PAGE = 3
# What is asked most, offered when nothing was said yet.
USUAL = ("respite", "home_help", "meal_delivery", "nursing_home", "listening", "transport", "cost_help", "digital_help")
YOUNG = 25  # years: a young carer, for the services
SEEN = 6  # services of one need that the memo keeps


def look(turn: Turn, needs: Sequence[str], kind: Named | None = None, before: str = "") -> None:
    """Show the services for these needs, those of ``kind`` first, or ask the one thing that is missing: the place."""
    place = turn.facts.get("place")
    if kind is None and (asked := named.heard(turn)) and needs[0] in asked.needs:
        kind = asked
    if place is None or place.get("ambiguous"):
        then = {"do": "named", "kind": kind.code, "needs": list(needs)} if kind else None
        ask_place(turn, needs, before, then)
        return
    show(turn, needs, place, kind=kind)


def ask_place(turn: Turn, needs: Sequence[str], before: str = "", then: dict[str, Any] | None = None) -> None:
    """Ask the place (``before`` is said first), then search (or do ``then``); when several communes fit what was said,
    with buttons."""
    turn.start(
        "place",
        ["place"],
        {"needs": list(needs), "then": then},
        state=turn.world.engine.start(["place"], {}, "easy" if turn.easy else ""),
    )
    place = turn.facts.get("place")
    if place and place.get("ambiguous"):
        run = turn.run
        outcome = turn.world.engine.answer(run["state"], text=turn.text if turn.typed else place["label"])
        turn.set("interview", {**run, "state": outcome.state})
    interviews.ask(turn, before)


@command("place_first")
def place_first(turn: Turn, do: dict[str, Any]) -> None:
    """Ask the place before the command ``then``."""
    ask_place(turn, do["needs"], then=do["then"])


@finish("place")
def place_known(turn: Turn) -> None:
    """Go on with the search that waited for the place."""
    run = turn.run
    value = turn.answer("place.where")
    needs = run["context"]["needs"]
    turn.set("interview", None)
    then = run["context"].get("then")
    if not value:
        show(turn, needs, None, kind=by_code((then or {}).get("kind", "")))
        return
    turn.set("facts", {**turn.facts, "place": place_fact(turn, value)})
    if then:
        COMMANDS[then["do"]](turn, then)
        return
    show(turn, needs, turn.facts["place"])


@command("named")
def go_on_named(turn: Turn, do: dict[str, Any]) -> None:
    """The place of a service asked for by its name is now known."""
    look(turn, do["needs"], by_code(do["kind"], turn.country))


def place_fact(turn: Turn, value: dict[str, str]) -> dict[str, Any]:
    """The fact that an answered place question gives."""
    place = turn.world.gazetteer.get(value["code"])
    return {
        "code": value["code"],
        "label": value["label"],
        "departement": place.departement if place else "",
        "ambiguous": False,
    }


def show(
    turn: Turn, needs: Sequence[str], place: dict[str, Any] | None, offset: int = 0, kind: Named | None = None
) -> None:
    """One page of services with their reasons and what to do next; those of ``kind``, asked by its name, first."""
    where = turn.world.gazetteer.get(place["code"]) if place else None
    young = for_the_young(turn, needs, where) if offset == 0 and kind is None else []
    if kind:
        found, local = find_of_kind(turn, kind, needs, place, offset)
    else:
        found = find(turn, needs, place, offset)
        local = any(not (service.national or service.informs) for service in found)
    before = _seen(turn, needs, [], offset)
    found = [service for service in found if service.id not in {s["id"] for s in before}]
    first: list[Found] = [*young]  # what stands before the first of the page
    card = turn.world.content.card(needs[0], turn.country)
    if place is not None and not local and offset == 0:
        entry = turn.world.directory.entry_point(where) if where else None
        near = near_to(place["label"])
        words = named.none_here(turn, kind, near) if kind else turn.words("no_service_found", near=near)
        first += [entry] if entry else []
        turn.later(lambda session: count_unmet_need(session, needs[0], place["code"]))
    elif not found:
        words = "Je n'ai pas d'autre service à vous proposer. Une personne peut chercher avec vous."
    else:
        near = f" {near_to(place['label'])}" if place else " (services nationaux : je ne connais pas votre commune)"
        words = named.title(kind, near) if kind and local else f"{card.title}{near} :"
        said = on_the_phone(needs[0], (turn.facts.get("relation") or {}).get("label"), turn.role)
        if said and not turn.easy and any(service.phone for service in found[:PAGE]):
            words += f"\nAu téléphone, vous pouvez dire : « {said} »"
        code, seen = place["code"] if place else "", [service.id for service in found]
        turn.later(lambda session: count_suggestions(session, needs[0], code, seen))
    added = len({service.id for service in first} - {service.id for service in found})
    found = first_of(first, found)
    words += f"\n\n{noted}" if (noted := waiting.words(turn)) else ""
    shown = [reaching.said(turn, as_dict(service)) for service in found[:PAGE]]
    turn.set(
        "shown",
        {
            "needs": list(needs),
            "named": kind.code if kind else "",
            "offset": offset - added,
            "services": (page := [kept(service) for service in shown]),
            "seen": _seen(turn, needs, page, offset),
        },
    )
    turn.set("offer", {"do": "call_back"})
    turn.show(m.services(words, shown, _buttons(turn, needs, place, shown)))


def kept(shown: dict[str, Any]) -> dict[str, Any]:
    """What the conversation keeps of a service shown: enough to ask for it again, and for a memo."""
    held = {name: shown.get(name) for name in ("id", "name", "phone", "website")}
    return {**held, "km": shown.get("distance_km")}


def _seen(turn: Turn, needs: Sequence[str], page: list[dict[str, Any]], offset: int) -> list[dict[str, Any]]:
    """With the next page of services, those of the pages before are kept for the memo."""
    before = turn.get("shown") or {}
    kept = before.get("seen", []) if offset and before.get("needs") == list(needs) else []
    return [*kept, *page][:SEEN]


def find(turn: Turn, needs: Sequence[str], place: dict[str, Any] | None, offset: int = 0) -> list[Found]:
    """Ask the directory, with who asks and what illness was named."""
    where = turn.world.gazetteer.get(place["code"]) if place else None
    return list(turn.world.directory.search(needs, where, limit=PAGE, offset=offset, **_who(turn)))


def find_of_kind(
    turn: Turn, kind: Named, needs: Sequence[str], place: dict[str, Any] | None, offset: int = 0
) -> tuple[list[Found], bool]:
    """The same with the services of a kind first; and whether there is one."""
    where = turn.world.gazetteer.get(place["code"]) if place else None
    return named.find(turn, kind, needs, where, PAGE, offset, **_who(turn))


def _who(turn: Turn) -> dict[str, Any]:
    illness = (turn.facts.get("illness") or {}).get("code")
    return {"audience": turn.role, "illness": illness, "age": turn.facts.get("age")}


def for_the_young(turn: Turn, needs: Sequence[str], where: Any) -> list[Found]:
    """What is made for those under 26 who help: first for them, and for who asks about young carers."""
    age = turn.facts.get("carer_age")
    young = turn.role == "carer" and age is not None and int(age) <= YOUNG
    if not young and needs[0] != "young_caregiver":
        return []
    search = turn.world.directory.search
    everybody = {service.id for service in search(needs[:1], where, audience="carer", limit=10 * PAGE)}
    found = search(needs[:1], where, audience="young", age=age if young else None, limit=10 * PAGE)
    return [service for service in found if not service.informs and service.id not in everybody][:PAGE]


def first_of(*groups: Sequence[Found]) -> list[Found]:
    """The services of these groups in their order, each once."""
    kept: dict[str, Found] = {}
    for service in (service for group in groups for service in group):
        kept.setdefault(service.id, service)
    return list(kept.values())


def as_dict(service: Found) -> dict[str, Any]:
    """A service in the shape of the chat API; absent fields left out by the message."""
    return {
        "id": service.id,
        "name": service.name,
        "why": service.why,
        "phone": service.phone,
        "email": service.email,
        "website": service.website,
        "address": service.address,
        "distance_km": None if service.distance_km is None else round(service.distance_km, 1),
        "territory": service.territory,
        "hours": service.hours,
        "verified_on": service.verified_on.isoformat() if service.verified_on else None,
        "to_verify": service.to_verify or None,
        "source": service.source,
    }


def _buttons(
    turn: Turn, needs: Sequence[str], place: dict[str, Any] | None, shown: Sequence[dict[str, Any]]
) -> list[m.Button]:
    buttons = [m.button("Être rappelé", "call_back")]
    if len(shown) == PAGE:
        buttons.append(m.button("Voir d'autres services", "more"))
    many = len(waiting.left(turn)) > 1  # what was asked comes before what could be
    buttons += [*waiting.buttons(turn), *([] if many else packs.buttons(turn, needs[0]))]
    if place is None:
        buttons.append(m.button("Donner ma commune", "near", needs=list(needs)))
    else:
        buttons.append(m.button("Changer de commune", "elsewhere", needs=list(needs)))
    buttons.append(m.button("En savoir plus", "learn", topic=needs[0]))
    if not many:
        buttons.append(m.button("Faire le point sur ma situation", "stock"))
    if shown:
        buttons.append(m.button("Une information est fausse", "report"))
    return buttons


_SHORT = 7  # words: « et à Decize ? », « non, Orléans »


def moved(turn: Turn) -> bool:
    """After services were shown, a few words that name another place ask for the same services there."""
    place, shown = turn.new_facts.get("place"), turn.get("shown")
    if not place or not shown or turn.in_form or len(turn.text.split()) > _SHORT:
        return False
    turn.set("misses", 0)
    look(turn, shown["needs"], named.again(turn, shown["needs"]))
    return True


@command("near")
def near(turn: Turn, do: dict[str, Any]) -> None:
    """« Trouver un service près de chez moi »: for the need said last; when none was, it is asked first."""
    needs = do.get("needs") or (turn.facts.get("needs") or [])[:1]
    if not needs:
        titles = {need: turn.world.content.card(need, turn.country).title for need in USUAL}
        turn.say("which_need", [m.button(title, "topic", topic=need) for need, title in titles.items()])
        return
    look(turn, needs, named.again(turn, needs))


@command("elsewhere")
def elsewhere(turn: Turn, do: dict[str, Any]) -> None:
    """« Changer de commune »."""
    turn.set("facts", {k: v for k, v in turn.facts.items() if k != "place"})
    look(turn, do["needs"], named.again(turn, do["needs"]))


@command("more")
def more(turn: Turn, _do: dict[str, Any]) -> None:
    """« Voir d'autres services »."""
    shown = turn.get("shown") or {}
    if not shown:
        turn.say("ask_help")
        return
    needs, further = shown["needs"], shown["offset"] + PAGE
    show(turn, needs, turn.facts.get("place"), further, named.again(turn, needs))
