"""The level with its reasons and what it gives, and the plan agreed by the person, line by line."""

from __future__ import annotations

from typing import Any

from actions import interviews, pack_runs, result
from actions.registry import command, finish
from actions.turn import Turn
from bot import messages as m
from bot.orientation.plan import PlanLine, plan

_AFTER: dict[int, tuple[str, str, dict[str, Any]]] = {
    0: ("Me donner des idées de prévention", "topic", {"topic": "prevention"}),
    1: ("Trouver un groupe ou une formation", "near", {"needs": ["support_group", "caregiver_training"]}),
    2: ("Trouver un répit ou un accueil", "near", {"needs": ["respite", "day_care", "remote_alarm"]}),
    3: ("Oui, qu'on me rappelle", "call_back", {"service": ""}),
}


@command("pack_level")
def show_level(turn: Turn, do: dict[str, Any]) -> None:
    """What is proposed and why; never « not eligible », never a number."""
    pack = turn.world.packs[do["pack"]]
    item = pack.items[do["item"]]
    kept = (turn.get("stock") or {}).get("state")
    if not kept:
        _take_stock_first(turn)
        return
    found = result.assessment(turn, kept, speaks="you" if result.speaks(turn) == "you" else "they")
    reasons = "\n".join(f"• {reason.text}" for reason in (*found.level_reasons, *found.urgent_reasons))
    label, name, values = _AFTER[found.level]
    turn.set("offer", {"do": name, **values})
    words = f"{item.levels.get(found.level, found.offer)}\n\nPourquoi :\n{reasons}"
    turn.show(
        m.text(
            turn.world.content.numbers(words),
            [m.button(label, name, **values), *pack_runs.next_buttons(turn, pack, item)],
        )
    )


@command("pack_agree")
def agree(turn: Turn, do: dict[str, Any]) -> None:
    """Begin: each line of the plan is put, the person says yes or no."""
    lines = plan_lines(turn)
    if not lines:
        _take_stock_first(turn)
        return
    context = {"lines": [_words(line) for line in lines], "what": [line.what for line in lines]}
    _ask(turn, {"pack": do["pack"], **context, "yes": [], "at": 0})


@finish("agree")
def answered(turn: Turn) -> None:
    """One line is answered: the next one, or the plan as agreed."""
    run = turn.run
    context = dict(run["context"])
    said = turn.answer("plan_line.agreed")
    turn.set("interview", None)
    if said is True:
        context["yes"] = [*context["yes"], context["at"]]
    context["at"] += 1
    if context["at"] < len(context["lines"]):
        _ask(turn, context)
        return
    _done(turn, context)


def plan_lines(turn: Turn) -> tuple[PlanLine, ...]:
    """The lines of the plan of the last time of taking stock, services included; empty before."""
    kept = (turn.get("stock") or {}).get("state")
    if not kept:
        return ()
    found = result.assessment(turn, kept)
    return plan(
        found,
        result.services(turn, found),
        titles=result.titles(turn),
        organisation=turn.world.settings.organisation,
        relation=(turn.facts.get("relation") or {}).get("label"),
        speaks=result.speaks(turn),
    )


def _done(turn: Turn, context: dict[str, Any]) -> None:
    yes = [context["lines"][index] for index in context["yes"]]
    turn.set("stock", {**(turn.get("stock") or {}), "agreed": [context["what"][index] for index in context["yes"]]})
    words = (
        "Votre plan, comme vous le voulez :\n" + "\n".join(f"{n}. {line}" for n, line in enumerate(yes, 1))
        if yes
        else "D'accord, aucune ligne n'est gardée. Une personne peut en parler avec vous."
    )
    pack = context["pack"]
    turn.show(
        m.text(
            words,
            [
                m.button("Mon mémo à imprimer", "memo"),
                m.button("Être rappelé", "call_back", service=""),
                m.button("Revoir le plan", "pack_agree", pack=pack),
                m.button("Menu", "pack", pack=pack),
            ],
        )
    )


def _ask(turn: Turn, context: dict[str, Any]) -> None:
    at, lines = context["at"], context["lines"]
    text = f"Ligne {at + 1} sur {len(lines)} : {lines[at]}. Êtes-vous d'accord ?"
    turn.start("agree", ["plan_line"], {**context, "text": text})
    interviews.ask(turn)


def _words(line: PlanLine) -> str:
    service = f", avec {line.service['name']}" if line.service else ""
    what = line.what.rstrip(".")
    return f"{what[:1].upper()}{what[1:]} ({line.when}){service}"


def _take_stock_first(turn: Turn) -> None:
    turn.set("offer", {"do": "stock"})
    turn.show(
        m.text(
            "Faisons d'abord le point ensemble. Cinq questions au plus, puis le plan.",
            [
                m.button("Faire le point sur ma situation", "stock"),
                m.intent_button("Parler à une personne", "ask_human"),
            ],
        )
    )
