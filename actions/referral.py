"""« Voulez-vous que quelqu'un vous rappelle ? »: consent apart, contact, recap, then recorded with its reference."""

from __future__ import annotations

import base64
from textwrap import shorten
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from actions import counting, interviews
from actions.registry import command, finish
from actions.standing import asked_already, unheard
from actions.turn import Turn
from bot import messages as m
from bot.privacy import consent
from bot.referrals.log import Request, draw_code, record
from bot.referrals.routing import Routes

TEXT_VERSION = "referral-1"
WHEN = {"morning": "le matin", "afternoon": "l'après-midi", "evening": "en fin de journée", "any": "à tout moment"}


@command("call_back")
def call_back(turn: Turn, do: dict[str, Any]) -> None:
    """Ask who should call (when several services were shown), then the consent."""
    counting.settled(turn, do, "human")
    if code := unheard(turn):
        recorded(turn, code)
        return
    shown = (turn.get("shown") or {}).get("services", [])
    if "service" not in do and len(shown) > 1:
        buttons = [
            m.button(shorten(service["name"], 80, placeholder=" …"), "call_back", service=service["id"])
            for service in shown
        ]
        turn.set("offer", None)
        turn.show(
            m.text(
                "Qui doit vous rappeler ?",
                [*buttons, m.button("Un conseiller, je ne sais pas choisir", "call_back", service="")],
            )
        )
        return
    wanted = do.get("service", shown[0]["id"] if shown else "")
    service = next((s for s in shown if s["id"] == wanted), {"id": "", "name": turn.world.settings.organisation})
    if not do.get("another") and asked_already(turn, service):
        return
    words = turn.consent_words("referral_consent")
    if turn.address:
        words = turn.words("referral_consent_channel") + " " + words
    # The code is drawn before anything is sent: a request sent twice then stands once, under one code.
    context = {
        "service": service,
        "code": draw_code(turn.world.database),
        "text": words,
        "news_here": bool(turn.address),  # the consent speaks of it: the address may be kept
    }
    turn.set("offer", None)
    turn.start("consent_referral", ["consent_referral"], context)
    interviews.ask(turn)


@finish("consent_referral")
def consented(turn: Turn) -> None:
    """Yes: ask how to reach the person. No: nothing is kept, and the number to call oneself."""
    run = turn.interview or {}
    agreed = _value(turn, run, "consent_referral.agreed")
    context = run["context"]
    if not agreed:
        turn.set("interview", None)
        service = context["service"]
        words = "D'accord. Rien n'est enregistré, et personne ne vous rappellera."
        if service.get("phone"):
            words += f" Vous pouvez appeler vous-même : {service['name']}, {service['phone']}."
        turn.show(
            m.text(
                words,
                [m.button("Faire le point sur ma situation", "stock")],
                [m.tel(f"Appeler le {service['phone']}", service["phone"].replace(" ", ""))]
                if service.get("phone")
                else [],
            )
        )
        return
    with turn.world.database.session() as session:
        held = consent.grant(session, turn.session_id, "referral", context["text"], TEXT_VERSION)
        consent_id = held.id
    keep(turn, "referral")
    context = {key: value for key, value in context.items() if key != "text"}
    turn.start("callback", ["callback"], {**context, "consent": consent_id})
    interviews.ask(turn)


@finish("callback")
def recap(turn: Turn) -> None:
    """Show all that will be handed over, each line with « modifier », and ask before sending."""
    run = turn.interview or {}
    lines = turn.world.engine.recap(run["state"])
    service = run["context"]["service"]
    needs = turn.facts.get("needs") or []
    listed = [f"• À : {service['name']}"]
    if needs:
        listed.append(f"• Demande : {turn.world.content.card(needs[0], turn.country).title}")
    place = turn.facts.get("place")
    if place:
        listed.append(f"• Lieu : {place['label']}")
    told = situation(turn)
    if told:
        listed.append("• Situation : " + ", ".join(told.values()))
    listed += [f"• {line.question} : {line.answer}" for line in lines]
    words = turn.words("referral_recap_intro") + "\n" + "\n".join(listed)
    turn.show(
        m.text(
            words, [m.button(f"Modifier : {line.question.lower()}", "change_contact", ref=line.ref) for line in lines]
        )
    )
    context = {**run["context"], "contact_run": run["run"], "contact_state": run["state"]}
    turn.start("confirm_referral", ["confirm_referral"], context)
    interviews.ask(turn)


@command("change_contact")
def change_contact(turn: Turn, do: dict[str, Any]) -> None:
    """« modifier » one line of the recap."""
    context = dict((turn.interview or {}).get("context") or {})
    if "contact_state" not in context:
        return
    outcome = turn.world.engine.modify(context["contact_state"], do["ref"])
    kept = {k: context[k] for k in ("service", "code", "consent", "news_here")}
    turn.start("callback", ["callback"], kept, state=outcome.state)
    interviews.ask(turn)


@finish("confirm_referral")
def send(turn: Turn) -> None:
    """Record, and only then say that it is recorded, with the code that was written."""
    run = turn.interview or {}
    context = run["context"]
    if not _value(turn, run, "confirm_referral.sent"):
        turn.set("interview", None)
        turn.show(
            m.text(
                "D'accord. Je n'envoie rien, et je n'ai rien enregistré de cette demande.",
                [m.button("Reprendre la demande", "call_back", service=context["service"]["id"])],
            )
        )
        return
    routes = Routes.of(turn.world.settings)
    code = record(turn.world.database, turn.world.vault, _request(turn, context, routes), context["code"], routes)
    recorded(turn, code)


def recorded(turn: Turn, code: str) -> None:
    """« Votre demande est enregistrée », with the code under which it stands."""
    service = (turn.interview or {})["context"]["service"]
    turn.set("interview", None)
    turn.set("reference", code)
    lines = []
    if service.get("phone"):
        lines.append(m.tel(f"Appeler {service['name']} ({service['phone']})", service["phone"].replace(" ", "")))
    settings = turn.world.settings
    if settings.public_url or not settings.trusted_proxy:
        # Behind a proxy, an address that nobody gave would be that of this machine alone.
        lines.append({"label": "Suivre ma demande avec ce code", "href": f"{settings.door_url}/suivi"})
    turn.show(
        m.text(
            turn.words("referral_recorded", reference=code),
            [
                m.button("Faire le point sur ma situation", "stock"),
                m.intent_button("Où en est ma demande ?", "referral_status"),
            ],
            lines,
        )
    )
    turn.show(m.text(turn.words("something_for_yourself_intro") + "\n" + turn.words("something_for_yourself")))


def keep(turn: Turn, purpose: str) -> None:
    """From now on the conversation may be kept, because the person agreed to this purpose."""
    turn.set("consents", sorted({*(turn.get("consents") or []), purpose}))
    turn.set("kept", True)
    turn.effect("kept", durable=True)


def _request(turn: Turn, context: dict[str, Any], routes: Routes) -> Request:
    answers = {ref: kept.get("value") for ref, kept in turn.world.engine.answers(context["contact_state"]).items()}
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
        when_to_call=WHEN.get(str(answers.get("callback.when")), ""),
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
        channel_address=base64.b64decode(turn.address) if context["news_here"] and turn.address else None,
        level=int(attention.get("level", 1)),
        reasons=tuple(attention.get("reasons", ())),
        summary=situation(turn),
    )


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
    if facts.get("relation"):
        told["relation"] = f"aide un proche ({facts['relation']['label'].partition(' ')[2]})"
    elif turn.role == "patient":
        told["relation"] = "demande pour soi"
    if facts.get("illness"):
        told["illness"] = str(facts["illness"]["label"])
    if facts.get("age"):
        told["age"] = f"{facts['age']} ans"
    if facts.get("living"):
        told["living"] = {"together": "vivent ensemble", "alone": "vit seul ou seule"}[facts["living"]]
    if facts.get("tired"):
        told["tired"] = "se dit fatigué ou fatiguée"
    if facts.get("refuses"):
        told["refuses"] = "le proche refuse l'aide"
    return told


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("display") or value.get("value") or value.get("number") or value)
    return "" if value is None else str(value)


def _value(turn: Turn, run: dict[str, Any], ref: str) -> Any:
    return (turn.world.engine.answers(run["state"]).get(ref) or {}).get("value")
