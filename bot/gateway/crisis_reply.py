"""The reply to a danger, made of fixed texts and the helplines file: needs neither Rasa nor a database."""

from __future__ import annotations

import re

from bot.content import Content
from bot.content.helplines import Helpline
from bot.crisis import Detection
from bot.crisis.detection import DANGERS, MEDICAL, SUICIDE, TAKEOVER, UNDER_WAY
from bot.messages import Button, Message, text
from bot.understanding.choices import yes_or_no
from bot.understanding.text import normalise

REPLAY = "gateway:resume"
YES, NO = "gateway:caring_yes", "gateway:caring_no"  # « yes » is followed by what was asked about: see asked()
_AFTER: list[Button] = [{"label": "Continuer la conversation", "payload": REPLAY}]
_LINES_SHOWN = 4
_CALLS = re.compile(r"\bappel")  # « j'appelle », « je veux pas appeler »


def takeover(content: Content, detection: Detection, country: str | None, easy: bool = False) -> Message:
    """Name what was heard, say what to do now, show the lines with their links; the conversation goes on."""
    assert detection.klass is not None
    whose = ("_other", "") if detection.about == "other" else ("",)
    keys = [f"{name}{end}" for name in (detection.name, detection.klass) for end in whose]
    key = next(key for key in keys if content.has_text(key))
    return _reply(content, key, detection.name, country, easy, _AFTER, child=detection.child)


def caring(content: Content, detection: Detection, country: str | None, easy: bool = False) -> Message:
    """One direct question that fits what is feared (death, violence, harm, an emergency), with its lines in sight."""
    names = (f"caring_{detection.klass}_{detection.about}", f"caring_{detection.klass}")
    key = next((name for name in names if content.has_text(name)), "grey")
    danger = "grey" if key == "grey" else str(detection.klass)
    buttons: list[Button] = [{"label": "Oui", "payload": asked(detection)}, {"label": "Non", "payload": NO}]
    return _reply(content, key, danger, country, easy, buttons, child=detection.child)


def asked(detection: Detection) -> str:
    """The payload of « yes » to the caring question: it says what the question was about. Read by :func:`confirmed`."""
    return ":".join((YES, *(str(part or "") for part in (detection.klass, detection.about, detection.situation))))


def confirmed(payload: str) -> Detection | None:
    """The danger that « yes » to the caring question says; None for another payload."""
    if not payload.startswith(YES):
        return None
    klass, about, situation = payload.split(":")[2:]
    return Detection(klass if klass in DANGERS else SUICIDE, TAKEOVER, about, ("caring_yes",), situation or None)


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
