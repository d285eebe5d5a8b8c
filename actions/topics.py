"""The 33 topics: recognise the carer, answer by the card, then the services or the one thing that is missing."""

from __future__ import annotations

import re

from actions import counting, local, packs, search, waiting
from actions.base import RelaisAction
from actions.registry import INTENTS, command, on, on_words
from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import wants_place

TOPICS = (
    "respite",
    "day_care",
    "temporary_stay",
    "home_help",
    "home_nursing",
    "meal_delivery",
    "remote_alarm",
    "home_adaptation",
    "transport",
    "nursing_home",
    "hospital_discharge",
    "listening",
    "support_group",
    "patient_association",
    "caregiver_training",
    "caregiver_status",
    "caregiver_leave",
    "apa",
    "disability_rights",
    "cost_help",
    "legal_protection",
    "care_refusal",
    "family_tension",
    "memory_behaviour",
    "social_isolation",
    "prevention",
    "mon_espace_sante",
    "digital_help",
    "chronic_illness_life",
    "find_professional",
    "young_caregiver",
    "end_of_life",
    "backup_plan",
)
# Lived rather than asked: said twice, somebody near helps more than the card again.
LIVED = frozenset(
    {"care_refusal", "family_tension", "memory_behaviour", "listening", "social_isolation", "end_of_life", "respite"}
)
KEPT_NEEDS = 6
_REFUSED = 14  # words: longer, something else may be asked too
_ESSENTIAL = 2  # sentences of a card said when services follow


_BEREAVED = re.compile(
    r"\b(?:est|etait) (?:mort|morte|decede|decedee|partie? pour toujours)\b|\bdeuil\b|\bveu(?:f|ve)\b"
    r"|\b(?:viens de|ai) (?:de )?perd(?:re|u) (?:mon|ma|mes)\b|\b(?:enterrement|obseques)\b"
)


class ActionTopic(RelaisAction):
    """Answers any topic."""

    action_name = "action_topic"

    def act(self, turn: Turn) -> None:
        """The topic is the intent; further needs of the same message are kept."""
        answer_topic(turn)


@on(*TOPICS)
def answer_topic(turn: Turn) -> None:
    """Answer what was asked; inside a questionnaire the card alone, so that the question comes back."""
    if turn.intent == "young_caregiver" and _own_child(turn):
        INTENTS["inform"](turn)  # « ma fille handicapée de 10 ans » helps nobody: she is helped
        return
    found = [need for need in turn.needs if need in TOPICS]
    if turn.intent == "care_refusal" and len(turn.text.split()) <= _REFUSED:
        found = []  # « elle ne veut pas aller en maison de retraite » asks for none
    if packs.asked(turn, [turn.intent, *found]):
        remember(turn, [turn.intent])
        return
    topics = [turn.intent] + [n for n in found if n != turn.intent]
    serve(turn, topics)


def _own_child(turn: Turn) -> bool:
    return (turn.new_facts.get("relation") or {}).get("code") == "child" and "own_age" not in turn.new_facts


def serve(turn: Turn, topics: list[str]) -> None:
    """Answer the first topic, remember all."""
    main = topics[0]
    again = (turn.facts.get("needs") or [""])[0] == main and "place" not in turn.new_facts
    remember(turn, topics)
    waiting.note(turn, topics)
    if turn.in_form:
        if again:  # the same card again would be no answer
            _once_more(turn, main)
            return
        turn.show(m.text(_essential(turn, main), links=_links(turn, main)))
        return
    if main == "end_of_life" and _BEREAVED.search(turn.normal):
        turn.say("bereaved")
        offer(turn, main, [m.intent_button(turn.world.content.card("listening", turn.country).title, "listening")])
        return
    place = turn.facts.get("place")
    if again and turn.typed and main not in LIVED and (turn.get("shown") or {}).get("needs", [""])[0] != main:
        if main in (turn.facts.get("taught") or ()):
            # All that the card says is above: who knows more is somebody.
            turn.say("told_already", links=[])
            search.look(turn, [main])
            return
        learn(turn, {"topic": main})
        return
    if again and place is None and turn.typed:
        # Said again: the card again would be no answer, somebody near may be one.
        search.ask_place(turn, [main], "Cherchons qui peut vous aider pour cela.")
        return
    if again and turn.typed and ((turn.get("shown") or {}).get("needs") or [""])[0] == main:
        if turn.has_just_said("shown_already"):
            INTENTS["ask_human"](turn)
            return
        turn.offer("call_back", "shown_already", service="")
        turn.say(
            "shown_already",
            [
                m.button("Être rappelé", "call_back", service=""),
                m.button("Voir d'autres services", "more"),
                m.button("En savoir plus", "learn", topic=main),
            ],
            turn.call_link(),
        )
        return
    if place is not None or wants_place(main):
        # The services are the answer: the card says the essential, so that they stand on the first screen.
        here = local.words(turn, main, short=True)
        turn.show(m.text(recognition(turn) + _essential(turn, main) + (f"\n\n{here}" if here else "")))
        # Who tells her exhaustion needs the ear and the relief: the same local platform gives both.
        needs = [main, "respite"] if main == "listening" and turn.role == "carer" else [main]
        search.look(turn, needs)
        return
    turn.show(m.text(recognition(turn) + _card_words(turn, main, whole=False), links=_links(turn, main)))
    offer(turn, main, [])


@command("learn")
def learn(turn: Turn, do: dict[str, str]) -> None:
    """« En savoir plus »: the whole card."""
    topic = do["topic"]
    turn.set("facts", {**turn.facts, "taught": [*(turn.facts.get("taught") or ()), topic][-KEPT_NEEDS:]})
    turn.show(
        m.text(
            _card_words(turn, topic),
            [m.button("Trouver un service", "near", needs=[topic]), m.button("Être rappelé", "call_back")],
            _links(turn, topic),
        )
    )


def offer(turn: Turn, need: str, others: list[m.Button]) -> None:
    """One offer at the end of a card: services near me, take stock, somebody."""
    turn.set("offer", {"do": "near", "needs": [need]})
    turn.show(
        m.text(
            waiting.words(turn) or "Que souhaitez-vous ?",
            [
                *waiting.buttons(turn),
                m.button("Trouver un service près de chez moi", "near", needs=[need]),
                m.button("En savoir plus", "learn", topic=need),
                *packs.buttons(turn, need),
                *others,
                m.button("Faire le point sur ma situation", "stock"),
                m.button("Être rappelé par quelqu'un", "call_back", service=""),
            ],
        )
    )


def remember(turn: Turn, topics: list[str]) -> None:
    """Keep the needs said so far, the newest first."""
    known = turn.facts.get("needs") or []
    turn.set("facts", {**turn.facts, "needs": (topics + [n for n in known if n not in topics])[:KEPT_NEEDS]})
    turn.set("misses", 0)


@on_words("next_need", lambda turn: bool(waiting.left(turn)) and waiting.goes_on(turn.text))
def go_on(turn: Turn) -> None:
    """« la suite »: the next need that was said and not served yet."""
    serve(turn, [waiting.left(turn)[0]])


@command("topic")
def chosen_topic(turn: Turn, do: dict[str, str]) -> None:
    """A topic chosen by a button."""
    counting.settled(turn, do, do["topic"])
    serve(turn, [do["topic"]])


def worn_out(turn: Turn) -> bool:
    """A carer who tells her exhaustion without asking for anything: what helps first is that someone take over."""
    return turn.role == "carer" and bool(turn.new_facts.get("tired")) and "relation" in turn.facts and not turn.in_form


def recognition(turn: Turn) -> str:
    """Say once that who helps a relative is a carer, though the word was never written."""
    relation = turn.facts.get("relation")
    if turn.get("recognised") or turn.get("reference") or turn.role != "carer" or not relation:
        return ""
    turn.set("recognised", True)
    return turn.words("carer_recognition", relation=relation["label"]) + "\n\n"


def _essential(turn: Turn, topic: str) -> str:
    card = turn.world.content.card(topic, turn.country)
    return turn.world.content.numbers(" ".join((card.easy if turn.easy else card.body)[:_ESSENTIAL]))


def _card_words(turn: Turn, topic: str, *, whole: bool = True) -> str:
    """The card in words; not ``whole``: without « le saviez-vous », which « En savoir plus » tells."""
    card = turn.world.content.card(topic, turn.country)
    sentences = card.easy if turn.easy else card.body
    words = [" ".join(sentences)]
    if not turn.easy:
        words += [f"Le saviez-vous ? {card.did_you_know}"] if whole else []
        words.append(f"Pour commencer : {card.next_step}")
    words += [here] if (here := local.words(turn, topic)) else []
    return turn.world.content.numbers("\n\n".join(words))


def _once_more(turn: Turn, topic: str) -> None:
    """The same subject again while something is asked: what was not said yet of it, then nothing but « later »."""
    taught = turn.facts.get("taught") or ()
    known = "" if topic in taught else turn.world.content.card(topic, turn.country).did_you_know + " "
    turn.set("facts", {**turn.facts, "taught": [*taught, topic][-KEPT_NEEDS:]})
    turn.show(m.text(turn.world.content.numbers(known) + turn.words("after_questions")))


def _links(turn: Turn, topic: str) -> list[dict[str, str]]:
    content = turn.world.content
    card = content.card(topic, turn.country)
    raw = [*card.body, card.did_you_know, card.next_step]
    calls = [
        {"label": f"Appeler le {line.number} ({line.name})", "href": line.href} for line in content.used_lines(raw)
    ]
    links = [{"label": link.label, "href": link.href} for link in card.links]
    return calls + links + local.links(turn, topic)
