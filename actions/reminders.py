"""« Me le rappeler dans six mois »: one message, by consent, to the address that the person gives; or only a date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions import interviews, tone
from actions.appointments import hold
from actions.registry import command, finish
from actions.turn import Turn
from bot import messages as m
from bot.clock import local, today
from bot.french_dates import day_in_words
from bot.memos.content import french_date
from bot.privacy import consent
from bot.referrals.contact import is_email, mobile
from bot.reminders import store

TEXT_VERSION = "reminder-1"
TOPIC = "survey"


@command("remind")
def remind(turn: Turn, do: dict[str, Any]) -> None:
    """Ask the agreement; where no message can be sent from here, say so and offer the date for the calendar."""
    back = {"pack": str(do.get("pack", ""))}
    if not _ways(turn):
        turn.say("reminder_no_way", [_date(back), _menu(back)])
        return
    with turn.world.database.session() as session:
        held = store.kept(session, turn.session_id)
    if held:
        turn.say("reminder_held", [m.button("Annuler ce rappel", "forget_reminder", **back), _menu(back)])
        return
    turn.set("offer", None)
    context = {**back, "text": tone.words(turn, turn.consent_words("reminder_consent"))}
    turn.start("consent_reminder", ["consent_reminder"], context)
    interviews.ask(turn)


@finish("consent_reminder")
def _agreed(turn: Turn) -> None:
    run = turn.run
    agreed = turn.answer("consent_reminder.agreed")
    context = run["context"]
    turn.set("interview", None)
    if not agreed:
        turn.show(m.text("D'accord, aucun message ne partira.", [_date(context), _menu(context)]))
        return
    turn.start("reminder", ["reminder"], {"pack": context["pack"], "agreed": context["text"]})
    interviews.ask(turn)


@finish("reminder")
def _where_to(turn: Turn) -> None:
    """The agreement and the address are written together: neither stands without the other."""
    run = turn.run
    given = str(turn.answer("reminder.contact") or "")
    context = run["context"]
    turn.set("interview", None)
    channel, contact = "email" if is_email(given) else "sms", given if is_email(given) else mobile(given)
    if not contact or channel not in _ways(turn):
        again = m.button("Donner une autre adresse", "remind", **_back(context))
        turn.say("reminder_not_there", [again, _date(context)])
        return
    world = turn.world
    with world.database.session() as session:
        consent.grant(session, turn.session_id, store.PURPOSE, context["agreed"], TEXT_VERSION)
        day = store.keep(session, world.vault, turn.session_id, TOPIC, channel, contact)
    words = turn.words("reminder_kept", near=day_in_words(local(day).date()))
    turn.show(m.text(words, [m.button("Annuler ce rappel", "forget_reminder", **_back(context)), _menu(context)]))


@command("forget_reminder")
def forget(turn: Turn, do: dict[str, Any]) -> None:
    """« Annuler ce rappel »."""
    with turn.world.database.session() as session:
        consent.withdraw(session, turn.session_id, store.PURPOSE)
        store.forget(session, turn.session_id)
    turn.show(m.text("C'est fait : le rappel est annulé, et l'adresse est effacée.", [_menu(_back(do))]))


@command("remind_date")
def note_date(turn: Turn, do: dict[str, Any]) -> None:
    """Only the day, for the memo and the calendar: nothing is sent."""
    day = (today() + timedelta(days=store.DAYS)).isoformat()
    hold(turn, "Refaire le point", day)
    words = f"C'est noté pour le {french_date(day)}. La date est dans le mémo, et dans le fichier pour l'agenda."
    turn.show(m.text(words, [m.button("Mon mémo à imprimer", "memo"), _menu(_back(do))]))


def _ways(turn: Turn) -> set[str]:
    """The channels by which a reminder can leave this installation."""
    settings = turn.world.settings
    return {way for way, there in (("email", settings.smtp_url), ("sms", settings.sms_open)) if there}


def _back(context: dict[str, Any]) -> dict[str, str]:
    return {"pack": str(context.get("pack", ""))}


def _date(context: dict[str, Any]) -> m.Button:
    return m.button("Noter la date dans mon agenda", "remind_date", **_back(context))


def _menu(context: dict[str, Any]) -> m.Button:
    return m.button("Menu", "pack", **_back(context))
