"""`python -m bot understand --stdin`: what is understood of each line, with the very model that serves people."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any

from bot import crisis_model
from bot.crisis import detect
from bot.crisis.detection import CARING, GREY
from bot.model_cache import ensure, rasa_environment
from bot.rasa.typed import plain
from bot.settings import Settings
from resources_directory.french_parser import Parser


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """One JSON line a message: ``{"text", "danger", "intents", "entities"}``, intents best first.

    ``danger`` tells what the person would receive: a class for the danger reply, « grey » for the caring question.
    """
    parser = Parser(prog="python -m bot understand")
    parser.add_argument("--stdin", action="store_true", required=True, help="lire un message par ligne")
    parser.parse_args(list(arguments))
    crisis_model.ensure(settings.models)
    parse = asyncio.run(_load(settings))
    for line in sys.stdin:
        text = line.rstrip("\r\n")
        print(json.dumps(understand(text, parse), ensure_ascii=False), flush=True)
    return 0


def understand(text: str, parse: Any) -> dict[str, Any]:
    """What is understood of one message; an empty one has no intent."""
    typed = plain(text)
    found = detect(text)
    parsed = asyncio.run(parse(typed)) if typed else {}
    return {
        "text": text,
        "danger": GREY if found.outcome == CARING else found.klass,
        "intents": [
            {"name": i["name"], "confidence": round(i["confidence"], 4)} for i in parsed.get("intent_ranking") or []
        ],
        "entities": [{"entity": e["entity"], "value": e["value"]} for e in parsed.get("entities") or []],
    }


async def _load(settings: Settings) -> Any:
    import logging
    import os
    import warnings

    # Its libraries ask for their warnings whatever the filters say: they are no news for an operator.
    warnings.showwarning = lambda *_, **__: None
    os.environ.update({k: v for k, v in rasa_environment().items() if k not in os.environ})
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    # Rasa writes each message that it reads among its own news, on the output where only JSON lines are awaited.
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, force=True)
    configure_structlog(logging.ERROR)
    agent = Agent.load(str(ensure(settings.models)))

    async def parse(text: str) -> dict[str, Any]:
        return dict(await agent.parse_message(text))

    return parse
