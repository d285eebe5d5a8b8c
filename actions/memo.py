"""The memo in the conversation: what goes in is chosen first, then a page to print, or the text alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions import pack_memo, reaching, tone
from actions.registry import COMMANDS, command, on_words
from actions.result import assessment, next_door, services, titles
from actions.turn import Turn
from bot import memos
from bot import messages as m
from bot.clock import today
from bot.memos.content import in_words, memo_content
from bot.memos.content import settings as memo_settings
from bot.memos.page import pdf_available
from bot.orientation.plan import PlanLine, plan
from bot.orientation.reaching import way
from bot.orientation.said import said_lines

KEPT = "La page s'ouvre pendant sept jours. Qui a son adresse peut la lire."
NOT_KEPT = "Je n'ai pas votre accord pour garder un mémo. Le voici ici. Une page à imprimer demande votre accord."

_PRINT = re.compile(
    r"^(?:(?:je (?:veux|voudrais|peux|souhaite)|j'aimerais|comment|peut-on|on peut|est-ce que je peux|puis-je|pour) )*"
    r"(?:imprimer|impression|imprime)(?: (?:ca|cela|tout|tout ca|le memo|mon memo|la page|cette page|les services|svp|"
    r"s'il vous plait))*$"
)


def memo_wanted(turn: Turn) -> bool:
    """« je veux le mémo »: no intent of its own, and one word that says it."""
    if not re.search(r"\bmemos?\b", turn.normal):
        return False
    memo(turn, {})
    return True


@on_words("print", lambda turn: bool(_PRINT.match(turn.stripped)))
def _print(turn: Turn) -> None:
    """« imprimer »: the page to print is the memo."""
    memo(turn, {})


@command("memo")
def memo(turn: Turn, do: dict[str, Any]) -> None:
    """Ask what goes in, then make the memo."""
    stock = turn.get("stock") or {}
    if not (stock.get("state") or turn.get("shown") or turn.get("reference") or pack_memo.anything(turn)):
        turn.show(
            m.text(
                "Un mémo garde les services et les prochaines étapes. Cherchons d'abord ce qu'il y faut.",
                [m.button("Trouver un service", "near"), m.button("Faire le point sur ma situation", "stock")],
            )
        )
        return
    if "said" not in do and not do.get("answers") and stock.get("state"):
        _ask(turn, stock["state"])
        return
    made = _content(
        turn, stock.get("state"), said=bool(do.get("said", do.get("answers"))), answers=bool(do.get("answers"))
    )
    _show(turn, made)


@command("memo_page")
def page(turn: Turn, _do: dict[str, Any]) -> None:
    """« Une page à imprimer »: nothing is kept without an agreement, so it is asked first."""
    COMMANDS["consent"](turn, {"page": True, "then": {"do": "memo"}})


@command("forget_memo")
def forget(turn: Turn, _do: dict[str, Any]) -> None:
    """« Effacer mes mémos »."""
    gone = memos.revoke_all(turn.world.database, turn.session_id)
    turn.show(
        m.text(
            "C'est fait : vos mémos sont effacés." if gone else "Il n'y a pas de mémo à effacer.",
            [m.button("Faire un autre mémo", "memo")],
        )
    )


def _ask(turn: Turn, state: dict[str, Any]) -> None:
    buttons = [
        m.button("Ce qui a été dit, et le plan", "memo", said=True),
        m.button("Le plan seulement", "memo", said=False),
    ]
    if _medical(turn, state):
        buttons.append(m.button("Tout, et les réponses pour le médecin", "memo", said=True, answers=True))
    turn.set("offer", {"do": "memo", "said": True})
    turn.show(m.text("Que voulez-vous mettre dans le mémo ?", buttons))


def _content(turn: Turn, state: dict[str, Any] | None, *, said: bool, answers: bool) -> dict[str, Any]:
    world, facts = turn.world, turn.facts
    lines: tuple[PlanLine, ...] = ()
    comfort, told = "", []
    if state is not None:
        # A professional fills it, the person reads it: the memo always says « vous ».
        found = assessment(turn, state, speaks="you")
        lines = plan(
            found,
            services(turn, found),
            titles=titles(turn),
            organisation=world.settings.organisation,
            relation=(facts.get("relation") or {}).get("label"),
        )
        comfort = found.comfort.text
        told = said_lines(facts, world.engine.recap(world.engine.with_mode(state, found.subject)), found.subject)
    else:
        lines = _shown(turn)
    reference = str(turn.get("reference") or "")
    return memo_content(
        world.content,
        country=turn.country,
        organisation=world.settings.organisation,
        phone=world.settings.phone,
        today=today(),
        said=told if said else (),
        plan=[
            *pack_memo.next_steps(turn),
            *(_whole(turn, line) for line in lines if line.need and _wanted(turn, line)),
        ],
        comfort=comfort,
        done=[*pack_memo.done(turn), *(["Une demande de rappel est enregistrée."] if reference else [])],
        appointments=turn.facts.get("appointments") or (),
        reference=reference,
        compare=str((turn.get("stock") or {}).get("code") or ""),
        logs=pack_memo.logs(turn),
        titles=_titles(turn),
        young=tone.young(turn),
        answers=[*pack_memo.sheets(turn), *(_medical(turn, state) if answers and state else ())],
    )


def _titles(turn: Turn) -> dict[str, str] | None:
    """The titles of the page as a teenager is spoken to; None when they are the usual ones."""
    usual = dict(memo_settings()["titles"])
    said = {name: tone.words(turn, title) for name, title in usual.items()}
    return said if said != usual else None


def _wanted(turn: Turn, line: PlanLine) -> bool:
    """False for a line that the person did not agree to; before being asked, all stand."""
    agreed = (turn.get("stock") or {}).get("agreed")
    return agreed is None or line.what in agreed


def _whole(turn: Turn, line: PlanLine) -> PlanLine:
    """The line, with a way to reach its service or whom to ask for one."""
    return replace(line, service=reaching.complete(turn, dict(line.service))) if line.service else line


def _shown(turn: Turn) -> tuple[PlanLine, ...]:
    """Without an assessment: the services shown last."""
    shown = turn.get("shown") or {}
    needs = shown.get("needs") or [""]
    found = [reaching.complete(turn, service) for service in shown.get("seen") or shown.get("services", ())]
    return tuple(PlanLine(way(one).do, "vous", "quand vous voulez", needs[0], one) for one in found)


def _medical(turn: Turn, state: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    engine = turn.world.engine
    groups: dict[str, list[tuple[str, str]]] = {}
    for line in engine.recap(state):
        if engine.library[line.questionnaire].is_medical:
            groups.setdefault(engine.library[line.questionnaire].title, []).append((line.question, line.answer))
    return list(groups.items())


def _show(turn: Turn, made: dict[str, Any]) -> None:
    again = [m.button("Être rappelé", "call_back")]
    if (turn.get("stock") or {}).get("state"):
        again.append(m.button("Revoir mes réponses", "recap"))
        again.append(m.button("Noter un rendez-vous", "appointment"))
    if (turn.get("stock") or {}).get("state") and not turn.get("stock").get("code"):
        again.append(m.button("Comparer dans trois mois", "remember"))
    again += next_door(turn)
    words = in_words(made)
    if not turn.get("consents"):
        again.insert(0, m.button("Une page à imprimer", "memo_page"))
        turn.show(m.text(f"{words}\n\n{NOT_KEPT}", again, kind="memo"))
        return
    try:
        token = memos.create(turn.world.database, turn.world.vault, turn.session_id, made)
    except memos.MemoRefused:
        turn.show(m.text(f"{words}\n\n{NOT_KEPT}", again, kind="memo"))
        return
    links = [{"label": "Ouvrir et imprimer le mémo", "href": f"/memo/{token}"}]
    if pdf_available():
        links.append({"label": "Le mémo en PDF", "href": f"/memo/{token}.pdf"})
    links.append({"label": "Les dates pour l'agenda", "href": f"/memo/{token}.ics"})
    turn.show(m.text(f"{words}\n\n{KEPT}", [*again, m.button("Effacer ce mémo", "forget_memo")], links, kind="memo"))
