"""Two persons helped in one message: each has a need of her own, so one comes first, and the other is not forgotten."""

from __future__ import annotations

from typing import Any

from actions import search
from actions.inform import informed
from actions.registry import command, on_words
from actions.topics import remember, serve
from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import wants_place
from bot.understanding.bonds import no_bonds
from bot.understanding.lexicon import Named
from bot.understanding.persons import several

ASKED = "two_helped"
_BOTH = frozenset({"les deux", "pour les deux", "tous les deux", "toutes les deux", "les 2", "l'un et l'autre"})


def _several(turn: Turn) -> list[Named]:
    if turn.in_form or turn.facts.get("also") or turn.role == "prescriber":
        return []
    return several(turn.normal, no_bonds(turn.normal))


@on_words("two_helped", lambda turn: bool(_several(turn)))
def two(turn: Turn) -> None:
    """Ask by whom to begin; an age said of one of the two is nobody's until then."""
    named = [{"code": one.code, "label": one.label, "subject": one.subject} for one in _several(turn)]
    known = turn.known_before
    kept = {name: fact for name, fact in turn.facts.items() if name not in ("age", "illness") or name in known}
    turn.set("facts", {**kept, "relation": named[0], "also": named})
    if needs := [need for need in turn.needs if need != "young_caregiver"]:
        remember(turn, needs)
    turn.set("recognised", True)
    turn.offer("helps", ASKED, relation=named[0])
    labels = " et ".join(one["label"] for one in named[:2])
    buttons = [m.button(f"Pour {one['label']}", "helps", relation=one) for one in named]
    turn.say(ASKED, buttons, relation=labels)


@on_words("both", lambda turn: turn.has_just_said(ASKED) and turn.stripped in _BOTH)
def both(turn: Turn) -> None:
    """« les deux »: the first named comes first."""
    helps(turn, turn.get("offer"))


@command("helps")
def helps(turn: Turn, do: dict[str, Any]) -> None:
    """Who is helped first: the need already said is served, else it is asked."""
    turn.set("facts", {**turn.facts, "relation": do["relation"]})
    turn.set("offer", None)
    needs = list(turn.facts.get("needs") or [])[:1]
    if not needs:
        turn.new_facts = {"relation": do["relation"]}
        informed(turn)
    elif turn.facts.get("place") or wants_place(needs[0]):
        search.look(turn, needs)
    else:
        serve(turn, needs)
