"""Coming back: a questionnaire left in the middle, or the same questions months later, by a code that was given."""

from __future__ import annotations

from typing import Any

from actions import codes, interviews, tone
from actions.offers import doors
from actions.referral import keep
from actions.registry import command, finish, on_code
from actions.turn import Turn
from bot import messages as m
from bot import returns
from bot.privacy import consent

TEXT_VERSION = "follow_up-1"


@on_code(returns.find_code)
def come_back(turn: Turn) -> None:
    """A code was typed: open what it holds, in this conversation."""
    code = returns.find_code(turn.text) or ""
    kept = returns.take(turn.world.database, turn.world.vault, turn.session_id, code)
    if kept is None:
        turn.say("return_unknown", doors())
        if turn.interview:
            interviews.ask(turn)
        return
    if kept.kind == returns.SUMMARY:
        _last_time(turn, dict(kept.body), code)
        return
    body = dict(kept.body)
    keep(turn, "screening")
    for slot in ("facts", "stock", "attention"):
        turn.set(slot, body.get(slot))
    run = body["run"]
    turn.set("paused", None)
    turn.start(run["purpose"], [], run["context"], state=turn.world.engine.resume(run["state"]))
    interviews.ask(turn, "Nous reprenons là où vous étiez.")


def _last_time(turn: Turn, body: dict[str, Any], code: str) -> None:
    """What was found last time is known again, in codes: the next time will be compared with it."""
    turn.set("interview", None)
    turn.set("facts", {"role": body["role"], **turn.facts})
    turn.set("stock", {"at": body["at"], "summary": body["summary"], "code": code})
    turn.set("offer", {"do": "stock"})
    turn.say(
        "return_summary",
        [m.button("Refaire le point", "stock"), *doors()[::2]],
    )


@command("remember")
def remember(turn: Turn, _do: dict[str, Any]) -> None:
    """« Comparer dans trois mois »: a consent of its own, for the coded summary alone."""
    if not (turn.get("stock") or {}).get("summary"):
        turn.say("screening_offer", [m.button("Faire le point sur ma situation", "stock")])
        return
    turn.set("offer", None)
    asked = tone.words(turn, turn.consent_words("follow_up_consent"))
    turn.start("consent_follow_up", ["consent_follow_up"], {"text": asked})
    interviews.ask(turn)


@finish("consent_follow_up")
def _agreed(turn: Turn) -> None:
    run = turn.run
    agreed = turn.answer("consent_follow_up.agreed")
    turn.set("interview", None)
    if not agreed:
        turn.show(m.text("D'accord, je ne garde pas ce résumé.", [m.button("Mon mémo à imprimer", "memo")]))
        return
    with turn.world.database.session() as session:
        consent.grant(session, turn.session_id, "follow_up", run["context"]["text"], TEXT_VERSION)
    turn.set("consents", sorted({*(turn.get("consents") or []), "follow_up"}))
    code = codes.keep_summary(turn)
    turn.set("stock", {**turn.get("stock"), "code": code})
    turn.say("follow_up_kept", [m.button("Mon mémo, avec ce code", "memo")], reference=code)
