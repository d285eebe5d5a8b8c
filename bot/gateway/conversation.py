"""One turn of a conversation, whatever the channel: danger first, then buttons, then Rasa; never a silence."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, AsyncIterator, Callable
from weakref import WeakValueDictionary

from bot.content import Content
from bot.conversations import STORE_DOWN
from bot.crisis import Detection, detect
from bot.gateway import crisis_reply
from bot.gateway.channels import numbering
from bot.gateway.channels.styles import STYLES
from bot.gateway.failure_reply import failure
from bot.gateway.forgetting import Forgetting
from bot.gateway.rasa_client import RasaClient, RasaUnavailable
from bot.gateway.said import Said
from bot.gateway.session import Session, Sessions
from bot.gateway.several import joined
from bot.gateway.whereabouts import Whereabouts
from bot.messages import Message, button, intent_button, my_data_links, noticed, text
from bot.privacy.masking import mask
from bot.privacy.rights import Receipt
from bot.rasa.typed import plain
from bot.understanding.choices import copied, pick, yes_or_no

LONGEST = 1000  # characters of one message
REPEAT = "/repeat"
_DOORS = (
    ("J'aide un proche", "carer"),
    ("Je suis malade ou fragile", "patient"),
    ("Je suis professionnel", "prescriber"),
)
logger = logging.getLogger(__name__)


class Conversations:
    """Runs turns, one at a time for each conversation.

    :param phone: a number where a person answers, shown when something fails.
    :param forget: erases what the database holds of a session; returns the receipt.
    :param ticket: opens one download of a session's data. :param hours: life of a conversation.
    """

    def __init__(
        self,
        content: Content,
        sessions: Sessions,
        rasa: RasaClient,
        *,
        country: str,
        phone: str,
        organisation: str,
        forget: Callable[[str], Receipt],
        ticket: Callable[[str], str],
        hours: int = 24,
    ) -> None:
        self._content, self._sessions, self._rasa = content, sessions, rasa
        self._country, self._phone, self._organisation = country, phone, organisation
        self.where = Whereabouts(country)
        self._forget, self._ticket = forget, ticket
        self.forgetting = Forgetting(rasa, forget, hours)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def open(self, session_id: str, *, easy: bool = False, channel: str = "web") -> list[Message]:
        """The opening: needs nothing but the texts."""
        async with self._turn(session_id) as session:
            session.channel = channel
            return self._answer(session, None, [self.opening(easy, channel)])

    def opening(self, easy: bool, channel: str = "web") -> Message:
        """Who speaks, what is kept, who else sees it, what to do in danger; four doors, or simply write."""
        words = self._content.text("opening", easy=easy, country=self._country, organisation=self._organisation)
        if self._content.has_text(f"channel_notice_{channel}"):
            words += "\n\n" + self._content.text(f"channel_notice_{channel}", easy=easy)
        buttons = [button(label, "door", door=door) for label, door in _DOORS]
        return text(words, [*buttons, intent_button("Une question", "ask_help")])

    async def history(self, session_id: str) -> list[Message]:
        """All that was shown, oldest first."""
        return (await self._sessions.load(session_id)).shown

    async def erase(self, session_id: str) -> dict[str, Any]:
        """Erase a conversation everywhere; ``complete`` is False when Rasa could not be told yet (it will be)."""
        async with self._lock(session_id):
            receipt = await asyncio.to_thread(self._forget, session_id)
            complete = await self.forgetting.now(session_id)
            await asyncio.to_thread(self._sessions.delete, session_id)
        return {"receipt": receipt, "complete": complete}

    async def say(self, session_id: str, said: Said) -> list[Message]:
        """Run one turn; the same ``client_message_id`` again gives the same answer and does nothing.

        :raises SQLAlchemyError, RedisError: the store is down, and the message speaks of no danger.
        """
        # Nothing below keeps, sends or logs a number or a password that must not be written here.
        if (masked := mask(plain(said.text))).found:
            said = replace(said, text=masked.text, secret="alone" if masked.alone else "among")
        try:
            async with self._turn(session_id) as session:
                session.channel = said.channel or session.channel
                if said.client_message_id and said.client_message_id in session.replies:
                    return session.replies[said.client_message_id]
                if said.buttons:
                    return await self._pressed(session, said)
                return await self._typed(session, said)
        except STORE_DOWN:
            # Without its store a conversation cannot go on; danger is answered all the same.
            detection = detect(said.text)
            if detection.outcome is None:
                raise
            alone = Session(session_id)
            return alone.issue([self._danger(alone, detection, said)])

    async def screen(self, session_id: str, said: Said) -> list[Message] | None:
        """The answer to a message that a limit would refuse, when it speaks of danger or follows the caring question;
        None otherwise."""
        danger = bool(said.text) and detect(said.text).outcome is not None
        if not danger and not (await self._sessions.load(session_id)).caring:
            return None
        return await self.say(session_id, said)

    async def _typed(self, session: Session, said: Said) -> list[Message]:
        words = plain(said.text)
        if not words:
            return self._unheard(session, said, "silence")
        if session.caring:
            answered = await self._after_caring(session, said, words)
            if answered is not None:
                return answered
        labels = [session.buttons[i]["label"] for i in session.live]
        if session.question and (same := copied(words, labels)) is not None:
            # Our own words, offered as an answer (« je suis à bout de forces »), are no cry.
            session.heard(words)
            return await self._mean(session, said, session.buttons[session.live[same]]["payload"])
        detection = detect(said.text)
        if detection.outcome is not None:
            session.heard("(message non conservé)")
            session.caring = crisis_reply.asked(detection) if detection.outcome == "caring" else ""
            session.alarm = "" if session.caring else detection.name
            if session.caring and not session.question:
                session.aside = words
            return self._answer(session, said, [self._danger(session, detection, said)])
        session.heard(words)
        alarm, session.alarm = session.alarm, ""
        if alarm and (stay := crisis_reply.stay(self._content, alarm, words, self.where.country(session), said.easy)):
            return self._answer(session, said, [stay])
        if said.secret == "alone":
            return self._answer(session, said, session.last[-1:])
        if len(words) > LONGEST:
            return self._answer(session, said, [text(self._content.text("too_long"), kind="notice")])
        if _COMMAND.fullmatch(said.text.strip()):
            return self._unheard(session, said, "fallback_1")
        if numbered := session.numbered_choice(words):
            return await self._mean_all(session, said, numbered)
        chosen = pick(words, labels)
        if chosen is not None and not session.question:
            return await self._mean(session, said, session.buttons[session.live[chosen]]["payload"])
        return await self._ask_rasa(session, said, typed=words)

    async def _pressed(self, session: Session, said: Said) -> list[Message]:
        known = [session.buttons[i] for i in said.buttons if i in session.buttons]
        if len(known) != len(said.buttons):
            # A button of before a restart, or of somebody else: say again what stands now.
            return await self._ask_rasa(session, said, payload=REPEAT)
        session.heard(", ".join(b["label"] for b in known))
        session.caring, session.alarm = "", ""
        return await self._mean_all(session, said, [b["payload"] for b in known])

    async def _mean_all(self, session: Session, said: Said, payloads: Sequence[str]) -> list[Message]:
        if len(payloads) == 1:
            return await self._mean(session, said, payloads[0])
        return await self._ask_rasa(session, said, payload=joined(payloads))

    async def _mean(self, session: Session, said: Said, payload: str) -> list[Message]:
        if danger := crisis_reply.confirmed(payload):
            session.alarm = danger.name
            return self._answer(session, said, [self._danger(session, danger, said)])
        if payload in (crisis_reply.NO, crisis_reply.REPLAY):
            aside, session.aside = session.aside, ""
            if aside:
                return await self._ask_rasa(session, said, typed=aside)
            return await self._ask_rasa(session, said, payload=REPEAT)
        return await self._ask_rasa(session, said, payload=payload)

    async def _after_caring(self, session: Session, said: Said, words: str) -> list[Message] | None:
        asked, session.caring = session.caring, ""
        if detect(said.text).outcome == "takeover":
            return None
        answer = yes_or_no(words)
        if answer is None:
            return None
        session.heard("(message non conservé)")
        return await self._mean(session, said, asked if answer else crisis_reply.NO)

    def _danger(self, session: Session, detection: Detection, said: Said) -> Message:
        country = self.where.country(session, said.text)
        if detection.outcome == "caring":
            return crisis_reply.caring(self._content, detection, country, said.easy)
        return crisis_reply.takeover(self._content, detection, country, said.easy)

    async def _ask_rasa(
        self, session: Session, said: Said, *, typed: str | None = None, payload: str | None = None
    ) -> list[Message]:
        # The caring question went without an answer: what was told before it is not asked again.
        aside, session.aside = session.aside, ""
        try:
            await self.forgetting.settle(session.session_id)
            raw = await self._rasa.turn(
                session.session_id,
                text=typed,
                payload=payload,
                metadata={
                    "easy": said.easy,
                    "channel": session.channel,
                    **({"aside": aside} if aside else {}),
                    **({"address": said.address} if said.address else {}),
                },
            )
        except RasaUnavailable as error:
            logger.warning("rasa unavailable: %s", error)
            session.aside = aside
            return self._failure(session)
        messages = await self._effects(session, raw)
        if not messages:
            return self._failure(session)
        return self._answer(session, said, messages)

    async def _effects(self, session: Session, raw: Sequence[Message]) -> list[Message]:
        """Carry out what the dialogue asks of the gateway; return what is to be shown."""
        shown: list[Message] = []
        erased = False
        for message in raw:
            if message.get("kind") != "effect":
                shown.append(message)
            elif message["effect"] == "kept":
                session.durable = bool(message["durable"])
            elif message["effect"] == "country":
                session.country = str(message["code"])
            elif message["effect"] == "replay":
                shown += session.last or [self.opening(False, session.channel)]
            elif message["effect"] == "export":
                page, file = [await asyncio.to_thread(self._ticket, session.session_id) for _ in range(2)]
                shown.append(my_data_links(page, file))
            elif message["effect"] == "erased":
                kept = Session(session.session_id, channel=session.channel)
                session.__dict__.update(kept.__dict__)
                erased = True
        # Tells the screen that what it still shows of the past must go.
        return [{**message, "erased": True} for message in shown] if erased else shown

    def _failure(self, session: Session) -> list[Message]:
        """Nothing came back. Not remembered as the answer: a retry is a retry."""
        return session.issue([failure(self._content, self._phone, self.where.country(session))])

    def _answer(self, session: Session, said: Said | None, messages: list[Message]) -> list[Message]:
        if messages and messages[-1].get("kind") != "crisis":
            session.last = messages
            session.question = messages[-1].get("kind") == "question"
        if said and said.secret:
            messages = noticed(self._content.text("masked", easy=said.easy, country=self._country), messages)
        public = session.issue(messages)
        if session.channel in STYLES:
            session.numbered = [b["id"] for b in numbering.numbers(public)]
            session.several = numbering.several(public)
        session.remember_reply(said.client_message_id if said else None, public)
        return public

    def _unheard(self, session: Session, said: Said, key: str) -> list[Message]:
        """A command is said not to be understood, nothing is met by patience; what stood before still stands."""
        before = session.last
        answer = self._answer(session, said, [text(self._content.text(key, easy=said.easy)), *before][:3])
        session.last = before
        return answer

    def _lock(self, session_id: str) -> asyncio.Lock:
        return self._locks.setdefault(session_id, asyncio.Lock())

    @asynccontextmanager
    async def _turn(self, session_id: str) -> AsyncIterator[Session]:
        lock = self._lock(session_id)
        async with lock:
            session = await self._sessions.load(session_id)
            was_durable = session.durable
            yield session
            await self._sessions.save(session, was_durable=was_durable)


_COMMAND = re.compile(r"[/@／\\]\s*\w+\s*(?:\{.*\})?", re.DOTALL)  # what looks like a command is never obeyed
