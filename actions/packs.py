"""Packs in the conversation: their buttons under answers, their menus, and each thing that they offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from actions import pack_runs, pack_workshops
from actions.pack_state import audience, count, keep, opened, progress, situation
from actions.registry import COMMANDS, command
from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import wants_place
from bot.packs import Item, Pack, ease
from bot.packs.counts import OPENED

MOST_BUTTONS = 2  # of packs under an answer
_AFTERWARDS = frozenset({"search", "workshops"})
_IN_PASSING = _AFTERWARDS | {"card"}


def buttons(turn: Turn, topic: str = "") -> list[m.Button]:
    """The buttons of the packs that have more to offer on a topic, or for who is ill at ease with screens."""
    known = situation(turn)
    found = turn.world.packs.offered(topic, known)
    return [_button(pack) for pack in found[:MOST_BUTTONS]]


def after_stock(turn: Turn) -> list[m.Button]:
    """The buttons of the packs that follow the result of taking stock."""
    return [_button(pack) for pack in turn.world.packs.after_stock(situation(turn))[:MOST_BUTTONS]]


def at_door(turn: Turn) -> list[m.Button]:
    """The buttons of the packs that stand at the door by which the person came in, then of those that stand anywhere
    for what is known of them (an illness)."""
    known = situation(turn)
    found = [*turn.world.packs.at_door(known), *turn.world.packs.offered("", known)]
    return [_button(turn.world.packs[name]) for name in dict.fromkeys(pack.id for pack in found)][:MOST_BUTTONS]


def asked(turn: Turn, topics: Sequence[str] = ()) -> bool:
    """Serve the item that a sentence asks for, if any; inside a questionnaire only a card, so that the question comes
    back."""
    if not turn.typed:
        return False
    notice_ease(turn)
    found = wanted(turn, topics)
    if found is None:
        return False
    pack, item, whatever_the_topic = found
    local = bool(topics) and wants_place(topics[0]) and not turn.in_form
    placed = item.kind in ("card", "search", "workshops") or "place" in turn.new_facts
    if local and placed and not whatever_the_topic and pack.id != opened(turn):
        # A service near is wanted: the services are the answer, the pack's button stands under them.
        return False
    turn.set("misses", 0)
    serve(turn, pack, item)
    return True


def wanted(turn: Turn, topics: Sequence[str] = ()) -> tuple[Pack, Item, bool] | None:
    """What a sentence asks of the packs, and whether its words hold whatever the topic; inside a questionnaire
    a card, or what waits until its end."""
    found = turn.world.packs.asked(turn.text, topics, opened(turn), lambda pack: situation(turn, pack))
    return None if found is None or (turn.in_form and found[1].kind not in _IN_PASSING) else found


def hear(turn: Turn) -> None:
    """Keep what a sentence says in passing and a pack would ask: « je prends 7 médicaments »."""
    if turn.typed and (heard := turn.world.packs.heard(turn.text)):
        turn.set("facts", {**turn.facts, "heard": {**(turn.facts.get("heard") or {}), **heard}})


def notice_ease(turn: Turn) -> None:
    """Remember that screens are hard, when it was said, or when the way of writing suggests to offer the phone."""
    if turn.facts.get("ease") != "low" and (found := ease.ease(turn.text, int(turn.get("misses", 0)))):
        turn.set("facts", {**turn.facts, "ease": found})


@command("pack")
def open_pack(turn: Turn, do: dict[str, Any]) -> None:
    """The menu of a pack; who it speaks to is asked first when it matters and is not known."""
    pack = turn.world.packs.get(str(do.get("pack", "")))
    if pack is None:
        turn.effect("replay")
        return
    _enter(turn, pack)
    if _who_first(turn, pack, {"do": "pack", "pack": pack.id}):
        return
    who = audience(turn, pack)
    _show_menu(turn, pack, pack.intros.get(who, pack.intro), [i for i in pack.items.values() if not i.hidden])


@command("pack_item")
def open_item(turn: Turn, do: dict[str, Any]) -> None:
    """One thing of a pack."""
    pack = turn.world.packs.get(str(do.get("pack", "")))
    item = pack.items.get(str(do.get("item", ""))) if pack else None
    if pack is None or item is None:
        turn.effect("replay")
        return
    serve(turn, pack, item)


def serve(turn: Turn, pack: Pack, item: Item) -> None:
    """Do what an item offers; inside a questionnaire a search waits until the questions are over, and that is said."""
    if turn.in_form and turn.interview and turn.typed and item.kind in _AFTERWARDS:
        turn.show(m.text(f"Nous verrons cela juste après : « {item.label} »."))
        return
    _enter(turn, pack)
    # A carer who asks a question gets her answer; who one is is asked before what is filled in.
    if item.kind not in ("card", "search", "workshops", "do") and _who_first(
        turn, pack, {"do": "pack_item", "pack": pack.id, "item": item.id}
    ):
        return
    _SERVES.get(item.kind, pack_runs.run)(turn, pack, item)


def _enter(turn: Turn, pack: Pack) -> None:
    first = not progress(turn, pack).get("opened")
    keep(turn, pack, opened=True)
    if first:
        count(turn, pack, OPENED)


def _who_first(turn: Turn, pack: Pack, then: dict[str, Any]) -> bool:
    if turn.in_form or pack.audience is None or not pack.audience.questionnaire or audience(turn, pack):
        return False
    pack_runs.ask_audience(turn, pack, then)
    return True


def _button(pack: Pack) -> m.Button:
    return m.button(pack.button, "pack", pack=pack.id)


def _show_menu(turn: Turn, pack: Pack, words: str, items: Sequence[Item]) -> None:
    known = situation(turn, pack)
    shown = [item for item in items if known.holds(item.when)]
    turn.show(
        m.text(
            turn.world.content.numbers(words),
            [*pack_runs.item_buttons(turn, pack, shown), m.intent_button("Parler à une personne", "ask_human")],
        )
    )


def _menu(turn: Turn, pack: Pack, item: Item) -> None:
    _show_menu(turn, pack, item.says or item.label, [pack.items[name] for name in item.items])


def _card(turn: Turn, pack: Pack, item: Item) -> None:
    content = turn.world.content
    card = turn.world.packs.card(pack, item.card, turn.country, audience(turn, pack))
    own = card is not None
    card = card or content.card(item.card, turn.country)
    words = [" ".join(card.easy if turn.easy else card.body)]
    if not turn.easy:
        words += [f"Le saviez-vous ? {card.did_you_know}"] if card.did_you_know else []
        words += [f"Pour commencer : {card.next_step}"] if card.next_step else []
    if own:
        words.append(pack_runs.source_line(card.sources))
    raw = [*card.body, card.did_you_know, card.next_step]
    links = [
        {"label": f"Appeler le {line.number} ({line.name})", "href": line.href} for line in content.used_lines(raw)
    ]
    links += [{"label": link.label, "href": link.href} for link in card.links]
    text = content.numbers("\n\n".join(words))
    if turn.in_form:
        turn.show(m.text(text, links=links))
        return
    after = [m.button("Trouver un lieu ou un service", "near", needs=list(card.needs))] if card.needs else []
    if card.needs:
        turn.set("offer", {"do": "near", "needs": list(card.needs)})
    turn.show(m.text(text, [*pack_runs.next_buttons(turn, pack, item), *after], links))


def _search(turn: Turn, _pack: Pack, item: Item) -> None:
    COMMANDS["near"](turn, {"do": "near", "needs": list(item.needs)})


def _do(turn: Turn, _pack: Pack, item: Item) -> None:
    COMMANDS[str(item.do["do"])](turn, dict(item.do))


_SERVES: dict[str, Callable[[Turn, Pack, Item], None]] = {
    "card": _card,
    "menu": _menu,
    "search": _search,
    "workshops": pack_workshops.serve,
    "do": _do,
    "level": lambda turn, pack, item: COMMANDS["pack_level"](turn, {"pack": pack.id, "item": item.id}),
    "agree": lambda turn, pack, item: COMMANDS["pack_agree"](turn, {"pack": pack.id}),
}
