"""What a request for a call back hands over: the answers, and what was said of the situation."""

from __future__ import annotations

import base64
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from actions import pack_memo
from actions.turn import Turn
from bot.orientation.facts_told import alone
from bot.referrals.log import Request
from bot.referrals.routing import Routes

WHEN = {"morning": "le matin", "afternoon": "l'après-midi", "evening": "en fin de journée", "any": "à tout moment"}
_YOURS = {"ma": "votre", "mon": "votre", "notre": "votre"}
_THEIRS = {"ma": "sa", "mon": "son", "notre": "leur"}


def to_them(who: str) -> str:
    """« ma fille » → « votre fille », as it is said to the person."""
    whose, _, name = who.partition(" ")
    return f"{_YOURS.get(whose, whose)} {name}"


def of_them(who: str) -> str:
    """« ma fille » → « sa fille », as it is said to a coordinator."""
    whose, _, name = who.partition(" ")
    return f"{_THEIRS.get(whose, whose)} {name}"


def request_of(turn: Turn, context: dict[str, Any], routes: Routes) -> Request:
    """All that the person agreed to hand over, as it was shown in the recap."""
    state = context["contact_state"]
    answers = turn.world.engine.values(state)
    facts = turn.facts
    place = facts.get("place") or {}
    needs = facts.get("needs") or ["listening"]
    service = context["service"]
    attention = turn.get("attention") or {}
    return Request(
        session_id=turn.session_id,
        form_run=context["code"][:32],
        need=needs[0],
        other_needs=tuple(needs[1:]),
        consent_id=context["consent"],
        first_name=_text(answers.get("callback.first_name")),
        contact=_text(answers.get("callback.contact")),
        when_to_call=_when(turn.world.engine.answers(state).get("callback.when") or {}),
        message=_text(answers.get("callback.message")),
        service_id=service["id"],
        service_name=service["name"],
        service_phone=service.get("phone"),
        service_by_mail=routes.services and _has_mail(turn, service["id"]),
        place_code=place.get("code", ""),
        place_label=place.get("label", ""),
        departement=place.get("departement", ""),
        door=turn.role,
        channel=turn.channel,
        channel_address=base64.b64decode(turn.address) if context.get("news_here") and turn.address else None,
        level=int(attention.get("level", 1)),
        reasons=tuple(attention.get("reasons", ())),
        summary={**situation(turn), **_person(context)},
    )


def _when(record: dict[str, Any]) -> str:
    """The choice, then what was said beside it: « le matin (« plutôt le matin mais pas le mardi ») »."""
    chosen, said = WHEN.get(str(record.get("value")), ""), record.get("said")
    return f"{chosen} (« {said} »)" if chosen and said else f"« {said} »" if said else chosen


def _person(context: dict[str, Any]) -> dict[str, str]:
    """Somebody else is to be called than who writes."""
    return {"person": of_them(str(context["person"]))} if context.get("person") else {}


def _has_mail(turn: Turn, service_id: str) -> bool:
    """True when the directory gives the service's e-mail address; its breakdown must not cost the request."""
    try:
        listed = turn.world.directory.get(service_id) if service_id else None
    except SQLAlchemyError:
        return False
    return listed is not None and listed.email is not None


def situation(turn: Turn) -> dict[str, str]:
    """What was said of the situation, in words: shown in the recap, and handed over as shown."""
    facts = turn.facts
    told: dict[str, str] = {}
    if facts.get("relation") and turn.role != "prescriber":
        told["relation"] = f"aide un proche ({facts['relation']['label'].partition(' ')[2]})"
    elif turn.role == "patient":
        told["relation"] = "demande pour soi"
    if facts.get("illness"):
        told["illness"] = str(facts["illness"]["label"])
    if facts.get("age"):
        told["age"] = f"{facts['age']} ans"
    if facts.get("living"):
        told["living"] = {"together": "vivent ensemble", "alone": f"vit {alone(facts)}"}[facts["living"]]
    if facts.get("tired"):
        told["tired"] = "se dit fatigué ou fatiguée"
    if facts.get("refuses"):
        told["refuses"] = "le proche refuse l'aide"
    if steps := pack_memo.done(turn):
        told["steps"] = " ".join(steps)
    return told


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("display") or value.get("value") or value.get("number") or value)
    return "" if value is None else str(value)
