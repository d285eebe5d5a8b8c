"""What a message means, and what is answered: the same conversation as on the web, plus what only channels have."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.content import Content
from bot.crisis import detect
from bot.gateway.channels.inbox import Waiting
from bot.gateway.channels.incoming import Incoming
from bot.gateway.channels.people import Change, Person
from bot.gateway.channels.places import commune
from bot.gateway.channels.stopping import bare
from bot.gateway.channels.styles import STYLES
from bot.gateway.conversation import Conversations
from bot.gateway.limits import Limiter
from bot.gateway.said import Said
from bot.messages import Message, text
from bot.rasa.typed import plain

LATE_MS = 50 * 60_000  # older than this, what was said may no longer hold, and its content is about to go
MOST_FAILURES = 3
_GREETINGS = frozenset(
    ("bonjour", "bonsoir", "bjr", "bsr", "salut", "coucou", "cc", "hello", "allo", "bonjour madame", "bonjour monsieur",
     "menu", "aide", "debut", "commencer")
)  # fmt: skip


GREETED = Change(greeted=True)
NOTHING = Change()


@dataclass(frozen=True)
class Answered:
    """What to show, and what changes of the correspondent."""

    messages: list[Message]
    change: Change = NOTHING


class Turns:
    """Answers messages of every channel.

    :param most: messages a minute of one correspondent; a danger is answered beyond.
    :param seal: a channel and an address → the address sealed, to be kept with a request if the person agrees; "" where
        nothing is asked later by that channel.
    """

    def __init__(
        self,
        conversations: Conversations,
        content: Content,
        limiter: Limiter,
        most: int,
        seal: Callable[[str, str], str] = lambda channel, address: "",
    ) -> None:
        self._conversations, self._content, self._limiter, self._most = conversations, content, limiter, most
        self._seal = seal
        self._other: dict[str, Callable[[Person, Waiting], Awaitable[Answered]]] = {
            "stop": self._stop, "start": self._start, "open": self._start, "leave": self._leave,
        }  # fmt: skip

    async def answer(self, person: Person, waiting: Waiting) -> Answered:
        """One turn; no message at all when nothing is to be said.

        :raises SQLAlchemyError, RedisError: the store of conversations is down, and nothing speaks of danger.
        """
        incoming = waiting.incoming
        typed = incoming.text if incoming.kind != "button" else ""  # the label of a button is our own words
        danger = bool(typed) and detect(typed).outcome is not None
        if incoming.kind in self._other:
            return await self._other[incoming.kind](person, waiting)
        if not danger:
            if person.stopped:
                return Answered([])
            if waiting.age_ms > LATE_MS or waiting.failures >= MOST_FAILURES:
                return Answered([self._say("channel_late" if waiting.age_ms > LATE_MS else "channel_down")])
        if not waiting.failures and not await self._limiter.allow(f"channel:{person.key}", self._most):
            return await self._too_many(person, waiting)
        if not person.greeted and not danger and incoming.kind == "text" and bare(incoming.text) in _GREETINGS:
            return await self._opened(person, waiting)
        return self._with_opening(person, waiting, await self._said(person, waiting))

    async def danger(self, session_id: str, channel: str, incoming: Incoming) -> list[Message]:
        """The answer to a danger without the inbox; empty when there is none."""
        if not incoming.text or detect(incoming.text).outcome is None:
            return []
        said = Said(text=incoming.text, easy=STYLES[channel].easy, channel=channel)
        return await self._conversations.say(session_id, said)

    def down(self) -> Message:
        """What is said when nothing can be recorded nor understood."""
        return self._say("channel_down")

    async def _said(self, person: Person, waiting: Waiting) -> list[Message]:
        incoming = waiting.incoming
        if incoming.kind == "button" and incoming.button:
            return await self._conversations.say(person.session_id, self._turn(waiting, buttons=(incoming.button,)))
        words = incoming.text
        before: list[Message] = []
        if incoming.kind == "location":
            found = await asyncio.to_thread(commune, incoming.latitude, incoming.longitude)
            words = found or ""
            before = [] if words else [self._say("channel_place_unknown")]
        elif incoming.kind in ("media", "contact"):
            before = [self._say(f"channel_{incoming.kind}")]
        if not words.strip() or (before and not plain(words)):
            return before
        return [*before, *await self._conversations.say(person.session_id, self._turn(waiting, text=words))]

    def _turn(self, waiting: Waiting, text: str = "", buttons: tuple[str, ...] = ()) -> Said:
        # The same message taken up again after a crash is known by this name, where the session outlived it.
        name = f"{waiting.channel}:{waiting.id}"
        address = self._seal(waiting.channel, waiting.incoming.address)
        return Said(text, buttons, name, STYLES[waiting.channel].easy, waiting.channel, address)

    def _with_opening(self, person: Person, waiting: Waiting, answer: list[Message]) -> Answered:
        """Who speaks is said first, once; a danger is answered alone, and the opening waits for the next turn."""
        if person.greeted or not answer or any(message.get("kind") == "crisis" for message in answer):
            return Answered(answer)
        opening = self._conversations.opening(STYLES[waiting.channel].easy, waiting.channel)
        return Answered([text(opening["text"]), *answer], GREETED)

    async def _opened(self, person: Person, waiting: Waiting, change: Change = GREETED) -> Answered:
        style = STYLES[waiting.channel]
        opening = await self._conversations.open(person.session_id, easy=style.easy, channel=waiting.channel)
        return Answered(opening, change)

    async def _start(self, person: Person, waiting: Waiting) -> Answered:
        if waiting.incoming.told and person.greeted:  # the operator has answered already
            return Answered([], Change(stopped=False))
        return await self._opened(person, waiting, Change(greeted=True, stopped=False))

    async def _stop(self, person: Person, waiting: Waiting) -> Answered:
        once = not person.stopped and not waiting.incoming.told
        return Answered([self._say("channel_stopped")] if once else [], Change(stopped=True))

    async def _leave(self, person: Person, waiting: Waiting) -> Answered:
        return Answered([self._say("channel_goodbye")], Change(ended=True))

    async def _too_many(self, person: Person, waiting: Waiting) -> Answered:
        incoming = waiting.incoming
        words = self._turn(waiting, text=incoming.text)
        danger = await self._conversations.screen(person.session_id, words) if incoming.text else None
        if danger:
            return Answered(danger)
        told = await self._limiter.allow(f"told:{person.key}", 1)
        return Answered([self._say("too_many")] if told else [])

    def _say(self, key: str) -> Message:
        return text(self._content.text(key), kind="notice")
