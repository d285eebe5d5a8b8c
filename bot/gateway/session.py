"""What the gateway remembers of a conversation: what was shown, which buttons are live, what is being waited for."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field, fields
from functools import partial

from bot.conversations import ConversationStore
from bot.gateway.channels import numbering
from bot.messages import Message

SHOWN_KEPT = 200  # messages of the visible history
BUTTONS_KEPT = 60
REPLIES_KEPT = 20


@dataclass
class Session:
    """One conversation. ``durable``: the person agreed that it be kept."""

    session_id: str
    durable: bool = False
    channel: str = "web"
    country: str = ""  # FR or BE once the dialogue, or a message of danger, said a place
    shown: list[Message] = field(default_factory=list)
    buttons: dict[str, dict[str, str]] = field(default_factory=dict)  # id -> {label, payload}
    live: list[str] = field(default_factory=list)  # the buttons of the last turn, in order
    numbered: list[str] = field(default_factory=list)  # on a messaging channel, those shown as « 1. », « 2. »…
    several: bool = False  # and « 1 et 3 » is an answer
    replies: dict[str, list[Message]] = field(default_factory=dict)  # client_message_id -> what was answered
    last: list[Message] = field(default_factory=list)  # the last turn, with payloads, to say it again
    question: bool = False  # the last turn asked a question of a questionnaire
    caring: str = ""  # the caring question has been asked and not answered: what « yes » will mean
    alarm: str = ""  # the danger just answered by a takeover, until the next message
    aside: str = ""  # what was written before the caring question, kept in memory only

    def issue(self, messages: list[Message]) -> list[Message]:
        """Give each message and each of its buttons an identifier; payloads stay here."""
        self.live = []
        public = [self._issue(message) for message in messages]
        while len(self.buttons) > BUTTONS_KEPT:
            del self.buttons[next(iter(self.buttons))]
        self.shown += [{**message, "author": "assistant"} for message in public]
        del self.shown[:-SHOWN_KEPT]
        return public

    def heard(self, text: str) -> None:
        """Add what the person said to the visible history."""
        self.shown.append({"id": secrets.token_hex(6), "kind": "text", "author": "person", "text": text})

    def numbered_choice(self, words: str) -> list[str]:
        """The payloads meant by « 2 » or « 1 et 3 » where choices are numbered; empty: none."""
        known = [self.buttons[i] for i in self.numbered if i in self.buttons]
        if known and (found := numbering.chosen(words, [b["label"] for b in known], many=self.several)):
            return [known[i]["payload"] for i in found]
        return []

    def remember_reply(self, client_message_id: str | None, public: list[Message]) -> None:
        """Keep the answer to a message, so that the same message sent again is answered the same, once."""
        if client_message_id:
            self.replies[client_message_id] = public
            while len(self.replies) > REPLIES_KEPT:
                del self.replies[next(iter(self.replies))]

    def _issue(self, message: Message) -> Message:
        public = {**message, "id": secrets.token_hex(6)}
        if message.get("buttons"):
            public["buttons"] = [self._button(b) for b in message["buttons"]]
        if message.get("question"):
            question = {**message["question"]}
            if question.get("options"):
                question["options"] = [self._button(option) for option in question["options"]]
            public["question"] = question
        return public

    def _button(self, button: dict[str, str]) -> dict[str, str]:
        identifier = secrets.token_urlsafe(9)
        self.buttons[identifier] = {"label": button["label"], "payload": button["payload"]}
        self.live.append(identifier)
        return {"id": identifier, "label": button["label"]}


_FIELDS = frozenset(known.name for known in fields(Session))


class Sessions:
    """Loads and saves sessions where consent allows."""

    def __init__(self, store: ConversationStore) -> None:
        self._store = store

    async def load(self, session_id: str) -> Session:
        """The session as it stands; a new one when nothing is known of it."""
        body = self._store.at_hand(session_id) or await asyncio.to_thread(self._store.load, session_id)
        # A field of another version is not known here, and is no reason to lose a conversation.
        return Session(**{k: v for k, v in json.loads(body).items() if k in _FIELDS}) if body else Session(session_id)

    async def save(self, session: Session, *, was_durable: bool) -> None:
        """Keep the session; in the database only when the person agreed."""
        # Not « asdict »: it copies every message to its depth, for a dictionary that is written at once.
        body = json.dumps(vars(session), ensure_ascii=False).encode()
        save = partial(self._store.save, session.session_id, body, durable=session.durable, was_durable=was_durable)
        if self._store.here and not session.durable and not was_durable:
            save()
        else:
            await asyncio.to_thread(save)

    def delete(self, session_id: str) -> bool:
        """Forget the session everywhere."""
        return self._store.delete(session_id)
