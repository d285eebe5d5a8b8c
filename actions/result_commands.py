"""What can follow a result: a further questionnaire, the recap with its corrections, another time, another person."""

from __future__ import annotations

from typing import Any

from actions import interviews, result
from actions.inform import door
from actions.registry import COMMANDS, command
from actions.turn import Turn
from bot import messages as m

RECAP_PAGE = 8
# What does not change from one time to another; the rest is asked again.
LASTING = (
    *("role", "relation", "place", "age", "living", "illness", "refuses"),
    *("pack", "packs", "ease", "appointments", "heard"),
)


@command("branch")
def branch(turn: Turn, do: dict[str, Any]) -> None:
    """Open a questionnaire after the first result, in the same state; what is already known is not asked."""
    kept = (turn.get("stock") or {}).get("state")
    name = str(do.get("questionnaire", ""))
    if name not in turn.world.engine.library:
        turn.say("screening_offer", [m.button("Faire le point sur ma situation", "stock")])
        return
    if kept is None and "screening" not in (turn.get("consents") or []):
        # Chosen in the menu of a pack before anything else: these questions first, with the same agreement.
        COMMANDS["consent"](turn, {"then": {"do": "branch", "questionnaire": name}})
        return
    turn.set("offer", None)
    if kept is None:
        turn.start("stock", [name], {"branch": name})
    else:
        turn.start("stock", [], {"branch": name}, state=turn.world.engine.add(kept, name))
    if turn.world.engine.current(turn.run["state"]) is None:
        result.first(turn)
        return
    interviews.ask(turn, turn.world.engine.library[name].intro or "")


@command("recap")
def recap(turn: Turn, do: dict[str, Any]) -> None:
    """Every answer in words, each with « modifier », a page at a time."""
    kept = (turn.get("stock") or {}).get("state")
    lines = turn.world.engine.recap(kept) if kept else []
    if not lines:
        turn.show(m.text("Il n'y a pas encore de réponse.", [m.button("Faire le point sur ma situation", "stock")]))
        return
    offset = max(0, int(do.get("offset", 0)))
    page = lines[offset : offset + RECAP_PAGE]
    words = (
        "Voici vos réponses. Vous pouvez changer chacune d'elles."
        if result.speaks(turn) == "you"
        else "Voici les réponses. Vous pouvez changer chacune d'elles."
    )
    buttons = [m.button(f"Modifier : {line.question}"[:80], "revise", ref=line.ref) for line in page]
    if offset + RECAP_PAGE < len(lines):
        buttons.append(m.button("Voir la suite", "recap", offset=offset + RECAP_PAGE))
    buttons.append(m.button("Mon mémo à imprimer", "memo"))
    turn.show(m.text("\n".join([words, *(f"• {line.question} : {line.answer}" for line in page)]), buttons))


@command("revise")
def revise(turn: Turn, do: dict[str, Any]) -> None:
    """« modifier » one answer; the result is then said again."""
    kept = (turn.get("stock") or {}).get("state")
    outcome = turn.world.engine.modify(kept, str(do.get("ref", ""))) if kept else None
    if outcome is None or outcome.status != "accepted":
        recap(turn, {})
        return
    turn.start("stock", [], {"revise": do["ref"]}, state=outcome.state)
    interviews.ask(turn)


@command("again")
def again(turn: Turn, _do: dict[str, Any]) -> None:
    """« Refaire le point »: what lasts is kept, what may have changed is asked again, then compared."""
    turn.set("facts", {name: value for name, value in turn.facts.items() if name in LASTING})
    turn.start("stock", ["essential"], {"again": True})
    interviews.ask(turn)


@command("next_person")
def next_person(turn: Turn, _do: dict[str, Any]) -> None:
    """A professional goes on with somebody else: nothing of the one before stays in the conversation."""
    turn.set("facts", {})
    for slot in ("stock", "attention", "shown", "offer", "paused", "reference", "interview"):
        turn.set(slot, None)
    door(turn, {"door": "prescriber"})
