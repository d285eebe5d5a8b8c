"""The messages that Relais sends, as plain data: the shapes of the chat API, before buttons get their identifiers.

A button holds a ``payload`` (what it means to the dialogue). The gateway keeps the payload and gives out an identifier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

Message = dict[str, Any]
Button = dict[str, str]


def button(label: str, do: str, **values: Any) -> Button:
    """A button that asks the dialogue to do something, such as ``more`` or ``call_back``; values must be JSON."""
    return {"label": label, "payload": "/inform" + json.dumps({"do": json.dumps({"do": do, **values})})}


def intent_button(label: str, intent: str) -> Button:
    """A button that says an intent of the taxonomy."""
    return {"label": label, "payload": f"/{intent}"}


def text(
    words: str, buttons: Sequence[Button] = (), links: Sequence[dict[str, str]] = (), kind: str = "text"
) -> Message:
    """A message in words."""
    message: Message = {"kind": kind, "text": words}
    if buttons:
        message["buttons"] = list(buttons)
    if links:
        message["links"] = list(links)
    return message


def services(words: str, found: Sequence[dict[str, Any]], buttons: Sequence[Button] = ()) -> Message:
    """A message with services of the directory, absent fields left out."""
    kept = [{key: value for key, value in service.items() if value not in (None, "", ())} for service in found]
    return {**text(words, buttons, kind="services"), "services": kept}


def noticed(words: str, messages: Sequence[Message], most: int = 3) -> list[Message]:
    """The messages after a notice; when there are ``most`` already, the first one begins with it."""
    if len(messages) < most:
        return [text(words, kind="notice"), *messages]
    first = messages[0]
    return [{**first, "text": f"{words}\n\n{first.get('text', '')}"}, *messages[1:]]


def short_name(name: str, most: int = 80) -> str:
    """A name of ``most`` characters at most, cut in its middle: the end often says which town."""
    if len(name) <= most:
        return name
    words = name.split()
    end: list[str] = []
    while words and len(" ".join([words[-1], *end])) <= most // 2:
        end.insert(0, words.pop())
    start: list[str] = []
    while words and len(" ".join([*start, words[0], "…", *end])) <= most:
        start.append(words.pop(0))
    cut = " ".join([*start, "…", *end])
    return cut if start and end else f"{name[: most // 2 - 1]} … {name[-(most // 2 - 2) :]}"


def effect(name: str, **values: Any) -> Message:
    """A message for the gateway alone (``erased``, ``replay``, ``kept``…); never shown."""
    return {"kind": "effect", "effect": name, **values}


def my_data_links(page: str, file: str) -> Message:
    """The links of « mes données », a ticket each."""
    links = [
        {"label": "Lire mes données (page)", "href": f"/mes-donnees/{page}"},
        {"label": "Télécharger mes données (fichier pour ordinateur)", "href": f"/api/chat/export/{file}"},
    ]
    return text("Chaque lien s'ouvre une seule fois, pendant dix minutes.", links=links)


def tel(label: str, phone: str) -> dict[str, str]:
    """A telephone link, for a number as people write it."""
    return {"label": label, "href": "tel:" + re.sub(r"[\s.\-()/]", "", phone)}
