"""The person's rights over what is kept: see, take away, take back, erase. Obeyed at once, from anywhere."""

from __future__ import annotations

import re
from typing import Any

from actions import interviews, pack_memo, packs
from actions.base import IntentAction
from actions.memo import memo_wanted
from actions.registry import COMMANDS, finish, on
from actions.turn import Turn
from bot import messages as m
from bot import returns
from bot.orientation.facts_told import in_words
from bot.privacy import consent, rights
from bot.referrals import withdrawal
from bot.reminders import store as reminders

_MEMO = re.compile(r"\b(?:mon|mes|le|ce|les) memos?\b")  # « efface mon mémo » asks for no more

_RESEARCH = re.compile(r"\brecherche\b|\betudes?\b|\bchercheurs?\b")
_TAKES_BACK = re.compile(r"\bretir|\bannul|\brepren|\brevien|\bplus\b|\barret")


class ActionRights(IntentAction):
    """Privacy, export, withdrawal, erasure."""

    action_name = "action_rights"


@on("ask_privacy")
def _privacy(turn: Turn) -> None:
    turn.say("ask_privacy")


@on("erase_data")
def _ask_erasure(turn: Turn) -> None:
    if turn.typed and _MEMO.search(turn.normal):
        COMMANDS["forget_memo"](turn, {})
        return
    turn.start("confirm_erase", ["confirm_erase"], {"text": turn.words("erase_confirm")})
    interviews.ask(turn)


@finish("confirm_erase")
def erase(turn: Turn) -> None:
    """Erase everything, then give a receipt; on a no, nothing changes."""
    sure = turn.answer("confirm_erase.sure")
    turn.set("interview", None)
    if not sure:
        turn.show(m.text("D'accord, je n'efface rien."))
        return
    assert turn.world.vault  # what holds personal data registers with the vault
    receipt = rights.erase(turn.world.database, turn.session_id)
    for slot in ("facts", "shown", "offer", "reference", "paused", "stock", "attention", "recognised", "misses"):
        turn.set(slot, None)
    turn.set("consents", [])
    turn.effect("erased")
    turn.say("erase_done", reference=receipt.number)


@on("export_data")
def _export(turn: Turn) -> None:
    if memo_wanted(turn):
        return
    assert turn.world.vault
    held = rights.export(turn.world.database, turn.session_id)
    lines = [f"{label} : {len(rows)}" for label, rows in held.items() if rows]
    known = [*in_words(turn.facts).values(), *pack_memo.in_memory(turn)]
    words = turn.words("export_done")
    words += "\n\nGardé avec votre accord :\n" + ("\n".join(f"• {line}" for line in lines) or "• rien")
    words += "\n\nEn mémoire, le temps de la conversation :\n" + ("\n".join(f"• {k}" for k in known) or "• rien")
    turn.effect("export")
    turn.show(m.text(words))


@on("withdraw_consent")
def _withdraw(turn: Turn) -> None:
    if turn.typed and _RESEARCH.search(turn.normal):
        _research_alone(turn)
        return
    ended = withdrawal.withdraw(turn.world.database, turn.session_id, str(turn.get("reference") or ""))
    with turn.world.database.session() as session:
        returns.forget(session, turn.session_id)
        reminders.forget(session, turn.session_id)
    turn.set("consents", [])
    turn.set("interview", None)
    turn.effect("kept", durable=False)
    erase_too = m.intent_button("Effacer aussi ce qui est gardé", "erase_data")
    if not ended:
        turn.say("withdraw_done", [erase_too])
        return
    listed = ", ".join(f"{request.reference} ({request.service_name})" for request in ended)
    words = turn.words("withdraw_done") + "\n\n" + turn.words("withdraw_requests", reference=listed)
    again = m.button("Faire une autre demande", "call_back", service=ended[-1].service_id)
    turn.show(m.text(words, [again, erase_too]))


def _research_alone(turn: Turn) -> None:
    """« mon accord pour la recherche »: that one, and taken back only when that is what is said."""
    if not _TAKES_BACK.search(turn.normal) and packs.asked(turn):
        return
    with turn.world.database.session() as session:
        ended = consent.withdraw(session, turn.session_id, "research")
    turn.show(
        m.text(
            "C'est fait : votre accord pour la recherche est retiré. Les autres ne changent pas."
            if ended
            else "Vous n'avez pas donné d'accord pour la recherche ici. Rien n'est envoyé aux chercheurs."
        )
    )


def held(turn: Turn) -> dict[str, Any]:
    """What the database holds of this conversation."""
    return rights.export(turn.world.database, turn.session_id)
