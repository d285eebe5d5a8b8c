"""`python -m bot chat`: a conversation in the terminal, through the public door, as any channel."""

from __future__ import annotations

import http.client
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.settings import Settings
from resources_directory.french_parser import Parser

_FAILURES = (OSError, ValueError, http.client.HTTPException)  # no answer, not JSON, not HTTP


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Type words, or the number of a choice; an empty line or Ctrl-D ends."""
    parser = Parser(prog="python -m bot chat")
    parser.add_argument("--url", default=f"http://{settings.host}:{settings.port}", help="adresse de la porte")
    url = parser.parse_args(list(arguments)).url
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        print(f"« {url} » n'est pas une adresse. Écrivez par exemple http://127.0.0.1:8080.", file=sys.stderr)
        return 2
    try:
        opened = _call(f"{url}/api/chat/sessions", {}, None)
    except _FAILURES:
        print(f"Relais ne répond pas à {url}. Lancez d'abord « make run ».", file=sys.stderr)
        return 1
    if "token" not in opened:
        print(opened.get("error", {}).get("message") or f"Ce n'est pas Relais qui répond à {url}.", file=sys.stderr)
        return 1
    token, choices = opened["token"], _show(opened["messages"])
    for line in sys.stdin:
        said = line.strip()
        if not said:
            break
        body = (
            {"button": choices[int(said) - 1]} if said.isdecimal() and 0 < int(said) <= len(choices) else {"text": said}
        )
        try:
            answer = _call(f"{url}/api/chat/messages", body, token)
        except _FAILURES:
            print("Relais ne répond plus.", file=sys.stderr)
            return 1
        choices = _show(answer.get("messages") or [{"text": answer["error"]["message"]}])
    return 0


def _call(url: str, body: dict[str, Any], token: str | None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return dict(json.load(response))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))


def _show(messages: Sequence[dict[str, Any]]) -> list[str]:
    """Print messages; return the identifiers of the choices, in the order of their numbers."""
    choices: list[str] = []
    for message in messages:
        print(f"\n{message.get('text', '')}")
        for service in message.get("services", []):
            print(f"  ◆ {service['name']}" + (f" — {service['phone']}" if service.get("phone") else ""))
            print(f"    {service['why']}")
            print(
                f"    {service.get('territory', '')}  "
                + (f"vérifié le {service['verified_on']}" if service.get("verified_on") else "à vérifier")
            )
        for link in message.get("links", []):
            print(f"  → {link['label']} : {link['href']}")
        for choice in [*message.get("question", {}).get("options", []), *message.get("buttons", [])]:
            choices.append(choice["id"])
            print(f"  [{len(choices)}] {choice['label']}")
    print("> ", end="", flush=True)
    return choices
