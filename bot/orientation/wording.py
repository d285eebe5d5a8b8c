"""The words of a result: the first one, what a branch adds, what changed. Plain text, one idea a line, no figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.orientation.assessment import Assessment, Need
from bot.orientation.plan import PlanLine
from bot.orientation.reaching import way

Titles = Mapping[str, str]
# Said when nearly nothing was answered.
NOTHING = {
    "you": "Vous avez peu répondu, et c'est votre droit. Je ne peux donc pas dire comment vous allez.\n"
    "Voici de quoi commencer. Vous pouvez répondre plus tard, ou parler à une personne.",
    "they": "Il y a peu de réponses. Je ne peux donc pas dire comment va cette personne.\n"
    "Voici de quoi commencer. Les réponses peuvent être complétées plus tard.",
}


def first_result(found: Assessment, titles: Titles, *, speaks: str = "you", easy: bool = False) -> str:
    """The result of taking stock. `titles`: need → title of its card. `easy`: fewer lines."""
    if says_nothing(found):
        return "\n\n".join([NOTHING[speaks], _comfort(found, speaks)])
    # When none of the three was asked about, three times « not enough answers » would say nothing.
    known = [d for d in found.dimensions if any(one.tone is not None for one in found.dimensions)]
    blocks = ["\n".join(f"{d.title} : {d.text}" for d in known)] if known else []
    held, weighs = found.strengths[: 1 if easy else 3], found.weighs[: 1 if easy else 3]
    blocks.append("Ce qui tient bien : " + ", ".join(held) + ".")
    if weighs:
        blocks.append("Ce qui pèse :\n" + "\n".join(f"• {reason.text}" for reason in weighs))
    if found.first_needs:
        blocks.append("Ce qui vient en premier :\n" + _numbered(found.first_needs[: 2 if easy else 3], titles))
    if found.tension:
        blocks.append(("Entre vous deux. " if speaks == "you" else "Entre eux deux. ") + found.tension.text)
    blocks.append(_proposal(found, easy))
    blocks.append(_comfort(found, speaks))
    opening = "Voici où vous en êtes." if speaks == "you" else "Voici où en est cette personne."
    return "\n\n".join([opening, *blocks])


def says_nothing(found: Assessment) -> bool:
    """Too little was answered: that nothing weighs would be a guess."""
    return found.level == 0 and all(dimension.tone is None for dimension in found.dimensions)


def addition(found: Assessment, before: Mapping[str, object], titles: Titles, *, speaks: str = "you") -> str:
    """What a branch added since the coded summary `before`: only what is new."""
    known, tones = before.get("signals") or (), before.get("tones") or {}
    assert isinstance(known, Sequence) and isinstance(tones, Mapping)
    blocks = []
    lines = [f"{d.title} : {d.text}" for d in found.dimensions if d.tone is not None and tones.get(d.name) != d.tone]
    if lines:
        blocks.append("\n".join(lines))
    new = [reason for reason in found.weighs if reason.code not in known]
    if new:
        blocks.append("Ce qui s'ajoute :\n" + "\n".join(f"• {reason.text}" for reason in new[:4]))
    if [need.code for need in found.first_needs] != before.get("needs") and found.first_needs:
        blocks.append("Ce qui vient en premier, maintenant :\n" + _numbered(found.first_needs, titles))
    if found.tension and found.tension.code != before.get("tension"):
        blocks.append(("Entre vous deux. " if speaks == "you" else "Entre eux deux. ") + found.tension.text)
    if found.level != before.get("level"):
        blocks.append(_proposal(found, False))
    return "\n\n".join(
        ["Merci. Voici ce que cela ajoute.", *blocks]
        if blocks
        else ["Merci. Rien de nouveau ne pèse, et c'est utile de le savoir."]
    )


def changed(lines: Sequence[str], since: str) -> str:
    """What changed since the last time. `since`: « depuis trois mois environ »."""
    return f"Ce qui a changé, {since} :\n" + "\n".join(f"• {line}" for line in lines)


def plan_text(lines: Sequence[PlanLine]) -> str:
    """The plan in a few lines: what, when, who, the service to call."""
    said = []
    for number, line in enumerate(lines, 1):
        words = f"{number}. {line.what[0].upper()}{line.what[1:].rstrip('.')} : {line.when} ({line.who})."
        if line.service:
            words += f"\n   → {line.service['name']}{reach(line.service)}"
        said.append(words)
    return "\n".join(said)


def reach(service: Mapping[str, Any]) -> str:
    """« , 03 80 70 29 29 »: the first known way to reach a service; empty when there is none."""
    how = way(service).how
    return f", {how}" if how else ""


def _numbered(needs: Sequence[Need], titles: Titles) -> str:
    return "\n".join(f"{number}. {titles[need.code]}" for number, need in enumerate(needs, 1))


def _proposal(found: Assessment, easy: bool) -> str:
    reasons = " ".join(reason.text for reason in (*found.level_reasons, *found.urgent_reasons))
    return found.offer if easy or not reasons else f"{found.offer}\nPourquoi : {reasons}"


def _comfort(found: Assessment, speaks: str) -> str:
    return ("Et pour vous, aujourd'hui : " if speaks == "you" else "À lui proposer aujourd'hui : ") + found.comfort.text
