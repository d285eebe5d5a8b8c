"""The one base of all actions: catches everything, logs no content, says something honest and useful."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions import counting, packs, tone
from actions.registry import INTENTS, heard_code, heard_words
from actions.turn import Turn
from actions.world import world
from bot import messages as m
from bot.referrals.lifecycle import ChangedMeanwhile

logger = logging.getLogger("relais.actions")


class RelaisAction(Action, ABC):
    """An action: gives :meth:`act` a :class:`Turn`, in a thread, and sends what it collected."""

    action_name = ""

    def name(self) -> str:
        """The name in ``domain.yml``."""
        return self.action_name

    @abstractmethod
    def act(self, turn: Turn) -> None:
        """Answer, and change slots, through ``turn``."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by rasa-sdk. Never raises."""
        try:
            turn = Turn(world(), tracker)
            await asyncio.to_thread(self._act_and_count, turn)
            messages, events = turn.messages, self.finish(turn)
        except ChangedMeanwhile:
            words = world().content.text("changed_meanwhile")
            status = m.intent_button("Où en est ma demande ?", "referral_status")
            messages, events = [m.text(words, [status], kind="notice")], self.give_up()
        except Exception as error:
            # The type alone: a message or an argument could hold what a person wrote.
            logger.error("%s failed: %s at %s", self.action_name, type(error).__name__, _where(error))
            messages, events = [_apology(isinstance(error, SQLAlchemyError))], self.give_up()
        for message in messages:
            dispatcher.utter_message(json_message=message)
        return events

    def _act_and_count(self, turn: Turn) -> None:
        counting.begun(turn)
        packs.hear(turn)
        # A code is heard before anything else: no intent can know it. In a questionnaire the form hears the words.
        heard = heard_code(turn) or (None if turn.in_form else heard_words(turn))
        misses = turn.get("misses", 0)
        (heard or self.act)(turn)
        if misses and turn.get("misses", 0) == misses:
            turn.set("misses", 0)  # this one was understood: two failures are two in a row
        tone.fit(turn)
        turn.tell_country()
        counting.write(turn)

    def finish(self, turn: Turn) -> list[EventType]:
        """The events of a turn that went well."""
        return turn.events()

    def give_up(self) -> list[EventType]:
        """The events after a failure: nothing changed."""
        return []


class IntentAction(RelaisAction):
    """An action that answers several intents, each by its own handler."""

    def act(self, turn: Turn) -> None:
        """By intent."""
        INTENTS[turn.intent](turn)


def _apology(database_down: bool) -> m.Message:
    place = world()
    words = place.content.text("readiness_failure" if database_down else "technical_failure", phone=place.phone)
    return m.text(
        words,
        [m.intent_button("Réessayer", "repeat")],
        [m.tel(f"Appeler le {place.phone}", place.phone)],
        kind="notice",
    )


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
