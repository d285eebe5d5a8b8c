"""The reply to a danger, made of fixed texts and the helplines file: needs neither Rasa nor a database."""

from __future__ import annotations

import re

from bot.content import Content
from bot.content.helplines import Helpline
from bot.crisis import Detection
from bot.crisis.detection import MEDICAL, UNDER_WAY
from bot.messages import Button, Message, text
from bot.understanding.choices import yes_or_no
from bot.understanding.text import normalise

REPLAY = "gateway:resume"
YES, NO = "gateway:caring_yes", "gateway:caring_no"
_AFTER: list[Button] = [{"label": "Continuer la conversation", "payload": REPLAY}]
_LINES_SHOWN = 4
SAID_YES = Detection("crisis_suicide", "takeover", "self", ("caring_yes",))  # to the caring question
_CALLS = re.compile(r"\bappel")  # « j'appelle », « je veux pas appeler »


def takeover(content: Content, detection: Detection, country: str | None, easy: bool = False) -> Message:
    """Name what was heard, say what to do now, show the lines with their links; the conversation goes on."""
    assert detection.klass is not None
    whose = ("_other", "") if detection.about == "other" else ("",)
    keys = [f"{name}{end}" for name in (detection.name, detection.klass) for end in whose]
    key = next(key for key in keys if content.has_text(key))
    return _reply(content, key, detection.name, country, easy, _AFTER, child=detection.child)


def caring(content: Content, country: str | None, easy: bool = False) -> Message:
    """One direct question, with the line in sight."""
    buttons = [{"label": "Oui", "payload": YES}, {"label": "Non", "payload": NO}]
    return _reply(content, "grey", "grey", country, easy, buttons)


def stay(content: Content, danger: str, words: str, country: str | None, easy: bool = False) -> Message | None:
    """After a danger, a few words (« non », « j'appelle ») are met by staying there; None when they say something else.

    :param danger: the name of the danger that was answered just before.
    """
    if yes_or_no(words) is None and not _CALLS.search(normalise(words)):
        return None
    own, urgent = f"crisis_stay_{danger}", danger == MEDICAL or danger.endswith(UNDER_WAY)
    key = own if content.has_text(own) else "crisis_stay_urgent" if urgent else "crisis_stay"
    return _reply(content, key, danger, country, easy, _AFTER)


def _reply(
    content: Content,
    key: str,
    danger: str,
    country: str | None,
    easy: bool,
    buttons: list[Button],
    child: bool = False,
) -> Message:
    lines = content.lines(danger, country, child=child)[: _LINES_SHOWN if country else 2 * _LINES_SHOWN]
    return _with_lines(content.text(key, easy=easy, country=country or "FR"), lines, buttons)


def _with_lines(words: str, lines: list[Helpline], buttons: list[Button]) -> Message:
    listed = "\n".join(f"• {line.label}" + (" (gratuit)" if line.free else "") for line in lines)
    links = [
        {"label": f"{'Écrire au' if line.kind == 'sms' else 'Appeler le'} {line.number}", "href": line.href}
        for line in lines
    ]
    return text(f"{words}\n\n{listed}", buttons, links, kind="crisis")
