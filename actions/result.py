"""What taking stock gives back: the result in words, the services, the plan, and what can follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions import packs, reaching, search
from actions.turn import Turn
from bot import messages as m
from bot.clock import today
from bot.interview.values import from_fact
from bot.orientation import wording
from bot.orientation.assess import assess
from bot.orientation.assessment import Assessment
from bot.orientation.changes import changes, since
from bot.orientation.plan import FoundByNeed, plan
from bot.orientation.services import wanted
from bot.orientation.topics import lowered, near_to, on_the_phone
from bot.referrals.log import count_suggestions, count_unmet_need

RETAKE_DAYS = 7  # before that, a second time is the same time


def first(turn: Turn) -> None:
    """The questions of the essential, or of a branch, are answered: say what they give."""
    run = turn.run
    state, context = run["state"], run.get("context") or {}
    turn.set("interview", None)
    learn(turn, state)
    state = turn.world.engine.with_mode(state, "+".join([turn.role, *turn.modes]))
    found = assessment(turn, state)
    for_coordinator = assessment(turn, state, reader="coordinator")
    before = turn.get("stock") or {}
    turn.set(
        "stock",
        {
            "state": state,
            "at": today().isoformat(),
            "summary": found.summary(),
            "found": _need(turn, found),
            "previous": _previous(before),
            **{name: before[name] for name in ("code",) if name in before},
        },
    )
    turn.set(
        "attention",
        {"level": for_coordinator.level, "reasons": list(for_coordinator.codes()), "urgent": for_coordinator.urgent},
    )
    branch = context.get("branch")
    if branch in found.medical_answered:
        _medical(turn, found)
    elif branch and before.get("summary"):
        _branch(turn, found, before["summary"])
    else:
        _whole(turn, found)


def assessment(turn: Turn, state: dict[str, Any], *, reader: str = "person", speaks: str | None = None) -> Assessment:
    """The assessment of a state for a reader; a person's holds nothing of a medical questionnaire."""
    engine, clinical = turn.world.engine, turn.world.settings.clinical_results
    answers = engine.answers(state)
    opened = {ref.partition(".")[0] for ref in answers}
    scores = {name: engine.result_for(state, reader, name, clinical) for name in opened}
    facts = dict(turn.facts)
    facts["needs"] = _asked(turn)
    return assess(
        engine.library,
        answers,
        {name: score for name, score in scores.items() if score},
        facts,
        rules=turn.world.rulebook,
        speaks=speaks,
    )


def services(turn: Turn, found: Assessment, *, count: bool = False) -> dict[str, list[dict[str, Any]]]:
    """Services by need, best first, in the shape of the chat API; the département's entry point when there is none.

    :param count: write that the first need's services were shown, or that it found no local one.
    """
    known = turn.facts.get("place")
    place = turn.world.gazetteer.get(known["code"]) if known and not known.get("ambiguous") else None
    result: dict[str, list[dict[str, Any]]] = {}
    for need in wanted(found):
        rows = search.find(turn, [need], known if place else None)
        local = [service for service in rows if not (service.national or service.informs)]
        if place is not None and not local:
            entry = turn.world.directory.entry_point(place)
            # Who informs about this very need comes before who informs about all.
            near = [row for row in rows if not row.national]
            rows = search.first_of(near, [entry] if entry else [], rows)
        rows = search.first_of(search.for_the_young(turn, [need], place), rows)
        if count and not result:
            _count(turn, need, [service.id for service in local], place.code if place else "")
        cards = [reaching.said(turn, search.as_dict(service)) for service in rows[: search.PAGE]]
        result[need] = [{**card, "need": need} for card in cards]
    return result


def titles(turn: Turn) -> dict[str, str]:
    """Need → the title of its card."""
    content = turn.world.content
    return {topic: content.card(topic, turn.country).title for topic in content.topics}


def speaks(turn: Turn) -> str:
    """« they » to a professional, « you » to anybody else."""
    return "they" if turn.role == "prescriber" else "you"


def _previous(before: dict[str, Any]) -> dict[str, Any] | None:
    """The last time, when it was another time; it is kept while branches are added to this one."""
    if before.get("at") and (today() - date.fromisoformat(before["at"])).days >= RETAKE_DAYS:
        return {"at": before["at"], "summary": before["summary"]}
    return before.get("previous")


def _changed(turn: Turn, found: Assessment) -> str:
    previous = (turn.get("stock") or {}).get("previous")
    if not previous:
        return ""
    at = date.fromisoformat(previous["at"])
    return "\n\n" + wording.changed(changes(previous["summary"], found), since(at, today()))


def _whole(turn: Turn, found: Assessment) -> None:
    turn.show(
        m.text(
            wording.first_result(found, titles(turn), speaks=speaks(turn), easy=turn.easy) + _changed(turn, found),
            [m.button("Reprendre les questions", "recap"), m.intent_button("Parler à une personne", "ask_human")]
            if wording.says_nothing(found)
            else [],
        )
    )
    by_need = services(turn, found, count=True)
    _services(turn, found, by_need)
    _next(turn, found, by_need)


def _branch(turn: Turn, found: Assessment, before: dict[str, Any]) -> None:
    turn.show(m.text(wording.addition(found, before, titles(turn), speaks=speaks(turn)) + _changed(turn, found)))
    by_need = services(turn, found)
    rose = found.level == 3 and before.get("level") != 3
    if rose or list(wanted(found))[:1] != before.get("needs", [])[:1]:
        _services(turn, found, by_need)
    _next(turn, found, by_need)


def _medical(turn: Turn, found: Assessment) -> None:
    turn.show(
        m.text(
            "Merci. Ces réponses ne donnent pas de résultat ici. Un soignant peut les lire avec "
            + ("vous" if speaks(turn) == "you" else "cette personne")
            + ". Elles peuvent entrer dans le mémo, seulement si vous le voulez.",
            [m.button("Mémo avec ces réponses", "memo", answers=True), *_branches(found), *_tools()],
        )
    )


def _services(turn: Turn, found: Assessment, by_need: FoundByNeed) -> None:
    need, rows = next(iter(by_need.items()))
    place = turn.facts.get("place")
    place = None if place and place.get("ambiguous") else place
    shown = [{key: value for key, value in row.items() if key != "need"} for row in rows]
    turn.set(
        "shown",
        {
            "needs": [need],
            "offset": 0,
            "services": [search.kept(service) for service in shown],
        },
    )
    title = lowered(titles(turn)[need])
    near = f", {near_to(place['label'])}" if place else ""
    words = (
        f"Pour commencer : {title}{near}."
        if shown
        else ("Je ne connais pas encore de service pour cela. Une personne peut chercher avec vous.")
    )
    call = m.button("Être rappelé", "call_back")
    turn.set("offer", {"do": "call_back"})
    if found.level == 3:
        # A person first: the services stay below, for who would rather call.
        words = f"Voulez-vous demander ce rappel maintenant ?\n\nSi vous préférez appeler : {title}{near}."
        call = m.button(
            "Oui, qu'on me rappelle" if speaks(turn) == "you" else "Oui, demander un rappel", "call_back", service=""
        )
        turn.set("offer", {"do": "call_back", "service": ""})
    said = on_the_phone(need, (turn.facts.get("relation") or {}).get("label"), turn.role)
    called = any(service.get("phone") for service in shown)
    if called and said and found.subject == "carer" and speaks(turn) == "you" and not turn.easy:
        words += f"\nAu téléphone, vous pouvez dire : « {said} »"
    buttons = [call]
    if len(shown) == search.PAGE:
        buttons.append(m.button("Voir d'autres services", "more"))
    if place is None:
        buttons.append(m.button("Donner la commune", "near", needs=[need]))
    if shown:
        buttons.append(m.button("Une information est fausse", "report"))
    turn.show(m.services(words, shown, buttons))


def _next(turn: Turn, found: Assessment, by_need: FoundByNeed) -> None:
    facts = turn.facts
    lines = plan(
        found,
        by_need,
        titles=titles(turn),
        organisation=turn.world.settings.organisation,
        relation=(facts.get("relation") or {}).get("label"),
        speaks=speaks(turn),
    )
    words = "Le plan, pas à pas :\n" + wording.plan_text(lines)
    branches = _branches(found)
    if branches:
        words += "\n\nPour aller plus loin, à votre rythme, choisissez :"
    if turn.easy:
        # Fewer choices: the first branch, what to print, and a person.
        few = [tool for tool in _tools() if "appointment" not in tool["payload"]]
        turn.show(m.text(words, [*packs.after_stock(turn)[:1], *branches[:1], *few, *next_door(turn)]))
        return
    turn.show(m.text(words, [*packs.after_stock(turn), *branches, *_tools(), *next_door(turn)]))


def _branches(found: Assessment) -> list[m.Button]:
    return [m.button(f"{b.label} ({b.length})", "branch", questionnaire=b.questionnaire) for b in found.branches]


def _tools() -> list[m.Button]:
    return [
        m.button("Mon mémo à imprimer", "memo"),
        m.button("Revoir mes réponses", "recap"),
        m.button("Noter un rendez-vous", "appointment"),
        m.button("Être rappelé", "call_back", service=""),
    ]


def next_door(turn: Turn) -> list[m.Button]:
    """A professional goes on with somebody else."""
    return [m.button("Saisir une autre personne", "next_person")] if turn.role == "prescriber" else []


def learn(turn: Turn, state: dict[str, Any]) -> None:
    """What the answers say becomes known to the rest of the conversation."""
    answers = turn.world.engine.values(state)
    facts = dict(turn.facts)
    place, helps = answers.get("essential.place"), answers.get("essential.helps")
    if place and place["code"] != (facts.get("place") or {}).get("code"):
        facts["place"] = search.place_fact(turn, place)
    relation = facts.get("relation")
    question = turn.world.engine.library.question("essential.helps")
    if helps and relation and question and from_fact(question, relation["code"]) != helps:
        facts.pop("relation")  # the answer was changed since it was said
    if helps == "self" and facts.get("role") != "prescriber":
        facts["role"] = "patient"
    elif helps and facts.get("role") != "prescriber":
        facts["role"] = "carer"
    turn.set("facts", facts)


def _asked(turn: Turn) -> list[str]:
    """The needs asked in words: those that an assessment found must not feed the next one."""
    found = (turn.get("stock") or {}).get("found") or ()
    return [need for need in turn.facts.get("needs") or [] if need not in found]


def _need(turn: Turn, found: Assessment) -> list[str]:
    """A request made now carries the needs that come first; returns those that nobody had asked in words."""
    asked, first_ones = _asked(turn), [need.code for need in found.first_needs]
    turn.set("facts", {**turn.facts, "needs": [*first_ones, *(n for n in asked if n not in first_ones)][:6]})
    return [need for need in first_ones if need not in asked]


def _count(turn: Turn, need: str, shown: list[str], code: str) -> None:
    if shown:
        turn.later(lambda session: count_suggestions(session, need, code, shown))
    elif code:
        turn.later(lambda session: count_unmet_need(session, need, code))
