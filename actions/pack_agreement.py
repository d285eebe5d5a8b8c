"""An agreement apart that a pack asks for (research): recorded with its exact words, and taken back as easily."""

from __future__ import annotations

from typing import Any

from actions import interviews, tone
from actions.registry import command
from actions.turn import Turn
from bot import messages as m
from bot.clock import local
from bot.french_dates import day_in_words
from bot.packs import Item, Pack
from bot.privacy import consent


def ask(turn: Turn, pack: Pack, item: Item) -> None:
    """Put the question in its whole words; or say that the agreement stands, and how to take it back."""
    with turn.world.database.session() as session:
        since = consent.active(session, turn.session_id).get(item.agreement)
    if since is not None:
        turn.show(
            m.text(
                f"Vous avez donné cet accord le {day_in_words(local(since).date())}. Il reste à part des autres.",
                [
                    m.button("Retirer cet accord", "pack_disagree", pack=pack.id, item=item.id),
                    m.button(f"Menu : {pack.title}", "pack", pack=pack.id),
                ],
            )
        )
        return
    question = turn.world.engine.library[item.questionnaires[0]].questions[0]
    shown = question.easy or question.text if turn.easy else f"{question.text} {question.help or ''}".strip()
    turn.set("offer", None)
    context = {"pack": pack.id, "item": item.id, "text": tone.words(turn, shown)}
    turn.start("pack", list(item.questionnaires), context)
    interviews.ask(turn)


def answered(turn: Turn, pack: Pack, item: Item, values: dict[str, Any]) -> str:
    """Record a yes, or take back on a no; what is said of it. Only the agreement is kept, nothing else of the talk."""
    agreed = next(iter(values.values()), None) is True
    version = f"{pack.id}.{item.id}-{turn.world.engine.library[item.questionnaires[0]].version}"
    with turn.world.database.session() as session:
        if not agreed:
            ended = consent.withdraw(session, turn.session_id, item.agreement)
            return "Votre accord est retiré." if ended else "C'est noté : pas d'accord. Rien ne change pour vous."
        text = str(turn.run["context"]["text"])
        consent.grant(session, turn.session_id, item.agreement, text, version)
    return "Votre accord est enregistré, avec sa date et les mots que vous avez lus."


@command("pack_disagree")
def take_back(turn: Turn, do: dict[str, Any]) -> None:
    """« Retirer cet accord »: this one alone, at once."""
    pack = turn.world.packs.get(str(do.get("pack", "")))
    item = pack.items.get(str(do.get("item", ""))) if pack else None
    if pack is None or item is None or not item.agreement:
        turn.effect("replay")
        return
    with turn.world.database.session() as session:
        consent.withdraw(session, turn.session_id, item.agreement)
    turn.show(
        m.text(
            "C'est fait : cet accord est retiré. Les autres ne changent pas.",
            [m.button(f"Menu : {pack.title}", "pack", pack=pack.id)],
        )
    )
