"""« Voulez-vous que quelqu'un vous rappelle ? »: consent apart, contact, recap, then recorded with its reference."""

from __future__ import annotations

from typing import Any

from actions import counting, interviews, tone
from actions.registry import command, finish
from actions.request import request_of, situation, to_them
from actions.standing import asked_already, unheard
from actions.turn import Run, Turn
from bot import messages as m
from bot.privacy import consent
from bot.referrals.log import draw_code, record
from bot.referrals.routing import Routes

TEXT_VERSION = "referral-3"
NOT_SAID = "non précisé"
IDEAS = 2  # of something for oneself, after a request


@command("call_back")
def call_back(turn: Turn, do: dict[str, Any]) -> None:
    """Ask who should call (when several services were shown), then the consent."""
    counting.settled(turn, do, "human")
    if code := unheard(turn):
        recorded(turn, code)
        return
    shown = (turn.get("shown") or {}).get("services", [])
    given = {name: str(do[name]) for name in ("person", "contact") if do.get(name)}
    if "service" not in do and len(shown) > 1:
        buttons = [
            m.button(m.short_name(service["name"]), "call_back", **{**given, "service": service["id"]})
            for service in shown
        ]
        # « oui », « je ne sais pas »: who cannot choose is called by somebody who will.
        turn.set("offer", {**given, "do": "call_back", "service": "", "unsure": True})
        turn.show(
            m.text(
                "Qui doit rappeler cette personne ?" if turn.role == "prescriber" else "Qui doit vous rappeler ?",
                [*buttons, m.button("Un conseiller, je ne sais pas choisir", "call_back", **{**given, "service": ""})],
            )
        )
        return
    wanted = do.get("service", shown[0]["id"] if shown else "")
    service = next((s for s in shown if s["id"] == wanted), {"id": "", "name": turn.world.settings.organisation})
    if not do.get("another") and asked_already(turn, service):
        return
    # The code is drawn before anything is sent: a request sent twice then stands once, under one code.
    context = {
        "service": service,
        "code": draw_code(turn.world.database),
        "text": _consent_text(turn, bool(do.get("person"))),
        "news_here": bool(turn.address),  # the consent speaks of it: the address may be kept
    }
    context |= given
    turn.set("offer", None)
    turn.start("consent_referral", ["consent_referral"], context)
    interviews.ask(turn)


def _consent_text(turn: Turn, third: bool = False) -> str:
    """What is asked before a request; ``third``: somebody else is to be called than who writes."""
    key = "referral_consent_prescriber" if third or turn.role == "prescriber" else "referral_consent"
    kept = "\n• " + turn.words("referral_consent_channel") if turn.address else ""
    return tone.words(turn, turn.consent_words(key, address_kept=kept))


@finish("consent_referral")
def consented(turn: Turn) -> None:
    """Yes: ask how to reach the person. No: nothing is kept, and the number to call oneself."""
    run = turn.run
    agreed = turn.answer("consent_referral.agreed")
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
                [m.tel(f"Appeler le {service['phone']}", service["phone"])]
                if service.get("phone")
                else [],
            )
        )
        return
    with turn.world.database.session() as session:
        held = consent.grant(session, turn.session_id, "referral", context["text"], TEXT_VERSION)
        consent_id = held.id
    keep(turn, "referral")
    context = {key: value for key, value in context.items() if key not in ("text", "read")}
    who = context.get("person")
    modes = ["prescriber" if who else turn.role, *turn.modes]
    early = {name: context.pop(name) for name in ("contact", "first_name") if context.get(name)}
    known = {**turn.prefill(), **early}
    state = turn.world.engine.start(["callback"], known, modes)
    turn.start("callback", ["callback"], {**context, "consent": consent_id}, state=state)
    interviews.ask(turn, turn.words("other_person", person=to_them(who)) if who else "")


@finish("callback")
def recap(turn: Turn) -> None:
    """Show all that will be handed over, each line with « modifier », and ask before sending."""
    run = turn.run
    lines = turn.world.engine.recap(run["state"])
    service = run["context"]["service"]
    needs = turn.facts.get("needs") or []
    listed = [f"• À : {service['name']}"]
    if needs:
        listed.append(f"• Demande : {turn.world.content.card(needs[0], turn.country).title}")
    place = turn.facts.get("place")
    if place:
        listed.append(f"• Lieu : {place['label']}")
    if run["context"].get("person"):
        listed.append(f"• Personne à appeler : {to_them(run['context']['person'])}")
    told = situation(turn)
    if told:
        listed.append("• Situation : " + ", ".join(told.values()))
    # « Passer » is no wish to hide anything: it is said as it will be read by who calls.
    listed += [f"• {line.question} : {NOT_SAID if line.status == 'skipped' else line.answer}" for line in lines]
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
def change_contact(turn: Turn, do: dict[str, Any], typed: str = "") -> None:
    """« modifier » one line of the recap; ``typed``: the new answer, when it was said already."""
    context = turn.interview["context"] if turn.interview else {}
    if "contact_state" not in context:
        return
    outcome = turn.world.engine.modify(context["contact_state"], do["ref"])
    turn.start("callback", ["callback"], _kept(context), state=outcome.state)
    if typed:
        interviews.settle(turn, turn.world.engine.answer(outcome.state, text=typed))
        return
    interviews.ask(turn)


def on_behalf(turn: Turn, run: Run, who: str) -> None:
    """« appelez plutôt ma fille » on the way to a request: her first name and her number are asked, the rest stands."""
    context, before = {**run["context"], "person": who}, turn.words("other_person", person=to_them(who))
    if run["purpose"] == "consent_referral":
        # Another agreement is asked, and read whole.
        agreed = {"text": _consent_text(turn, third=True), "read": False}
        turn.set("interview", {**run, "context": {**context, **agreed}})
        turn.show(m.text(before))
        return
    state = context.get("contact_state") or run["state"]
    engine = turn.world.engine
    state = engine.forget(state, ("callback.first_name", "callback.contact"))
    # « à quel numéro peut-on la joindre ? »
    state = engine.with_mode(state, [*state["modes"], "prescriber"])
    turn.start("callback", ["callback"], _kept(context), state=state)
    interviews.ask(turn, before)


def _kept(context: dict[str, Any]) -> dict[str, Any]:
    return {key: context[key] for key in ("service", "code", "consent", "person", "news_here") if key in context}


@finish("confirm_referral")
def send(turn: Turn) -> None:
    """Record, and only then say that it is recorded, with the code that was written."""
    run = turn.run
    context = run["context"]
    if not turn.answer("confirm_referral.sent"):
        turn.set("interview", None)
        turn.show(
            m.text(
                "D'accord. Je n'envoie rien, et je n'ai rien enregistré de cette demande.",
                [m.button("Reprendre la demande", "call_back", service=context["service"]["id"])],
            )
        )
        return
    routes = Routes.of(turn.world.settings)
    code = record(turn.world.database, turn.world.vault, request_of(turn, context, routes), context["code"], routes)
    recorded(turn, code)


def recorded(turn: Turn, code: str) -> None:
    """« Votre demande est enregistrée », with the code under which it stands."""
    service = turn.run["context"]["service"]
    turn.set("interview", None)
    turn.set("reference", code)
    lines = []
    if service.get("phone"):
        lines.append(m.tel(f"Appeler {service['name']} ({service['phone']})", service["phone"]))
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
                m.button("Changer le numéro", "new_contact", code=code),
                m.button("Annuler ma demande", "cancelling", code=code),
            ],
            lines,
        )
    )
    if turn.role == "prescriber":
        return
    ideas = turn.words("something_for_yourself").split("\n")
    first = turn.number % len(ideas)
    turn.show(m.text("\n".join([turn.words("something_for_yourself_intro"), *(ideas + ideas)[first : first + IDEAS]])))


def keep(turn: Turn, purpose: str) -> None:
    """From now on the conversation may be kept, because the person agreed to this purpose."""
    turn.set("consents", sorted({*(turn.get("consents") or []), purpose}))
    turn.set("kept", True)
    turn.effect("kept", durable=True)
