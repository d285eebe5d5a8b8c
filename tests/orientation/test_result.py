"""The result in the conversation: three messages at most, the services, branches, a retake, a professional."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from freezegun import freeze_time
from rasa_sdk import Tracker

import actions.memo
from actions import counting, result, result_commands
from actions.turn import Turn
from bot.content import Content
from bot.database import Database
from bot.interview import Engine
from bot.memos import find
from bot.orientation.rulebook import default_rulebook
from bot.packs import Packs
from bot.privacy import consent
from bot.privacy.vault import Vault, new_key
from bot.referrals.models import Suggestion, UnmetNeed
from resources_directory import Found
from tests.stores import STORE, empty_store

BEAUNE = {"code": "21054", "label": "Beaune (21)", "departement": "21", "ambiguous": False}
MARI = {"code": "spouse", "label": "votre mari", "subject": "il"}


def service(name: str, need: str, *, national: bool = False) -> Found:
    return Found(
        id=name,
        name=name.title(),
        organization="",
        need=need,
        why=f"Votre besoin : {need}.",
        phone="03 80 00 00 00",
        email=None,
        website=None,
        address=None,
        distance_km=None,
        territory="Côte-d'Or (21)",
        hours=None,
        fees=None,
        verified_on=date(2026, 5, 1),
        source="essai",
        stale=False,
        national=national,
        to_verify=False,
    )


class FakeDirectory:
    """Two local services for each need but transport."""

    def search(self, needs: list[str], place: Any, **_: Any) -> list[Found]:
        if place is None or needs == ["transport"]:
            return [service(f"national {needs[0]}", needs[0], national=True)]
        return [service(f"{needs[0]} {n}", needs[0]) for n in (1, 2)]

    def entry_point(self, place: Any) -> Found:
        return service("point info", "listening")


class FakeGazetteer:
    def get(self, code: str) -> Any:
        return SimpleNamespace(code=code, departement=code[:2])


@dataclass
class FakeWorld:
    engine: Engine
    content: Content
    database: Database
    vault: Vault
    settings: Any = field(
        default_factory=lambda: SimpleNamespace(
            clinical_results=False, organisation="l'équipe Relais", country="FR", phone=""
        )
    )
    directory: Any = field(default_factory=FakeDirectory)
    gazetteer: Any = field(default_factory=FakeGazetteer)
    packs: Any = field(default_factory=lambda: Packs(()))
    rulebook: Any = field(default_factory=default_rulebook)
    phone: str = "01 84 72 94 72"

    def phone_in(self, _country: str) -> str:
        return self.phone


@pytest.fixture()
def world(library, content, tmp_path) -> FakeWorld:
    database = empty_store(tmp_path / STORE)
    with database.session() as session:
        consent.grant(session, "s1", "screening", "d'accord ?", "1")
    return FakeWorld(Engine(library), content, database, Vault([new_key()]))


class Talk:
    """Keeps the slots from one turn to the next."""

    def __init__(self, world: FakeWorld, **facts: Any) -> None:
        self.world, self.slots = world, {"facts": {"place": BEAUNE, **facts}, "consents": ["screening"]}

    def turn(self) -> Turn:
        latest = {"text": "", "intent": {}, "entities": [], "intent_ranking": [], "metadata": {}}
        return Turn(self.world, Tracker("s1", dict(self.slots), latest, [], False, None, {}, "listen"))

    def do(self, handler: Any, **values: Any) -> list[dict[str, Any]]:
        turn = self.turn()
        handler(turn, values)
        counting.write(turn)
        self.slots.update(turn._changes)
        return turn.messages

    def answer(self, *options: list[str]) -> list[dict[str, Any]]:
        """Answer the open questions, then finish."""
        run = self.slots["interview"]
        for ids in options:
            run = {**run, "state": self.world.engine.answer(run["state"], option_ids=ids).state}
        assert self.world.engine.current(run["state"]) is None, self.world.engine.current(run["state"])
        turn = self.turn()
        turn.set("interview", run)
        result.first(turn)
        counting.write(turn)
        self.slots.update(turn._changes)
        return turn.messages

    def essential(self, *options: list[str]) -> list[dict[str, Any]]:
        turn = self.turn()
        turn.start("stock", ["essential"])
        self.slots.update(turn._changes)
        return self.answer(*options)


def labels(message: dict[str, Any]) -> list[str]:
    return [button["label"] for button in message.get("buttons", [])]


def exhausted(world: FakeWorld, **facts: Any) -> tuple[Talk, list[dict[str, Any]]]:
    talk = Talk(world, role="carer", relation=MARI, **facts)
    return talk, talk.essential(["relay"], ["exhausted"], ["none"])


def test_first_result_in_three_messages(world):
    talk, messages = exhausted(world)
    assert [message["kind"] for message in messages] == ["text", "services", "text"]
    assert messages[0]["text"].startswith("Voici où vous en êtes.\n\nCorps : Les forces manquent.")
    assert [s["name"] for s in messages[1]["services"]] == ["Respite 1", "Respite 2"]
    assert "need" not in messages[1]["services"][0]
    assert "Ce que l'aide vous coûte (10 questions, 3 minutes)" in labels(messages[2])
    assert {"Mon mémo à imprimer", "Revoir mes réponses", "Être rappelé"} <= set(labels(messages[2]))
    assert talk.slots["interview"] is None


def test_a_person_first_when_attention_is_high(world):
    talk, messages = exhausted(world)
    assert messages[1]["text"].startswith("Voulez-vous demander ce rappel maintenant ?")
    assert labels(messages[1])[0] == "Oui, qu'on me rappelle"
    assert talk.slots["offer"] == {"do": "call_back", "service": ""}
    assert talk.slots["attention"]["level"] == 3 and talk.slots["attention"]["urgent"]
    assert talk.slots["attention"]["reasons"][0] == "exhausted_without_relief"


def test_what_was_found_is_not_taken_for_what_was_asked(world):
    talk, _ = exhausted(world, needs=["apa"])
    assert talk.slots["facts"]["needs"][0] == "respite" and "apa" in talk.slots["facts"]["needs"]
    state = talk.slots["stock"]["state"]
    again = result.assessment(talk.turn(), state)
    assert {"needs": [n.code for n in again.first_needs]}.items() <= talk.slots["stock"]["summary"].items()


def test_suggestions_and_unmet_needs_are_counted_without_anybody(world):
    exhausted(world)
    Talk(world, role="carer", needs=["transport"], relation=MARI).essential(["fine"], ["family"])
    with world.database.session() as session:
        assert {(s.need, s.place_code, s.shown) for s in session.query(Suggestion)} == {("respite", "21054", 1)}
        assert {(u.need, u.place_code, u.asked) for u in session.query(UnmetNeed)} == {("transport", "21054", 1)}


def test_no_local_service_gives_the_entry_point(world):
    talk = Talk(world, role="carer", relation=MARI, needs=["transport"])
    turn = talk.turn()
    turn.start("stock", ["essential"])
    found = result.services(turn, SimpleNamespace(first_needs=[SimpleNamespace(code="transport")]))
    assert [s["name"] for s in found["transport"]] == ["Point Info", "National Transport"]


def test_a_branch_adds_only_what_is_new(world):
    talk, _ = exhausted(world)
    asked = talk.do(result_commands.branch, questionnaire="bsfc_s")
    assert asked[0]["kind"] == "question" and asked[0]["text"].startswith("Dix phrases.")
    messages = talk.answer(*[["fully"]] * 10)
    assert messages[0]["text"].startswith("Merci. Voici ce que cela ajoute.")
    assert len(messages) <= 3
    assert "severe_burden_three_domains" in talk.slots["attention"]["reasons"]
    assert not any("coûte" in label for label in labels(messages[-1]))


def test_a_medical_branch_shows_no_result(world):
    talk, _ = exhausted(world)
    attention = talk.slots["attention"]
    talk.do(result_commands.branch, questionnaire="phq4")
    messages = talk.answer(*[["daily"]] * 4)
    assert len(messages) == 1 and "ne donnent pas de résultat" in messages[0]["text"]
    assert talk.slots["attention"] == attention


def test_recap_and_revise(world):
    talk, _ = exhausted(world)
    recap = talk.do(result_commands.recap)[0]
    assert "• Sommeil et fatigue : Je suis à bout de forces" in recap["text"]
    assert "Modifier : Sommeil et fatigue" in labels(recap)
    assert talk.do(result_commands.revise, ref="essential.tired")[0]["question"]["id"] == "essential.tired"
    messages = talk.answer(["fine"])
    assert "Corps : Le sommeil est bon" in messages[0]["text"] and talk.slots["attention"]["level"] < 3
    assert "Ce qui a changé" not in messages[0]["text"]


def test_three_months_later(world):
    with freeze_time("2026-03-01"):
        talk, _ = exhausted(world)
    with freeze_time("2026-06-05"):
        assert talk.do(result_commands.again)[0]["question"]["id"] == "essential.needs"
        messages = talk.answer(["relay"], ["fine"], ["day_care"])
        assert "Ce qui a changé, depuis trois mois environ :\n• Corps : cela va mieux." in messages[0]["text"]
        talk.do(result_commands.branch, questionnaire="lsns6")
        assert "Ce qui a changé" in talk.answer(*[["n3_4"]] * 6)[0]["text"]


def test_a_patient_is_recognised_by_the_answer(world):
    talk = Talk(world)
    messages = talk.essential(["self"], ["outings"], ["fine"], ["none"])
    assert talk.slots["facts"]["role"] == "patient"
    assert "patient" in talk.slots["stock"]["state"]["modes"]
    assert "Sept domaines de votre vie (8 questions, 3 minutes)" in labels(messages[2])


def test_a_professional_reads_in_the_third_person_and_goes_on_with_another(world):
    talk = Talk(world, role="prescriber", relation=MARI)
    messages = talk.essential(["relay"], ["exhausted"], ["none"])
    assert "Cette personne est à bout de forces." in messages[0]["text"]
    assert "Saisir une autre personne" in labels(messages[2])
    talk.do(result_commands.next_person)
    assert talk.slots["facts"] == {"role": "prescriber"} and talk.slots["stock"] is None


def test_commands_before_any_result_lead_somewhere(world):
    talk = Talk(world)
    for handler, values in (
        (result_commands.branch, {"questionnaire": "bsfc_s"}),
        (result_commands.recap, {}),
        (result_commands.revise, {"ref": "essential.tired"}),
        (actions.memo.memo, {}),
    ):
        assert labels(talk.do(handler, **values)[0]), handler


def test_the_memo_holds_only_what_was_agreed(world):
    talk, _ = exhausted(world)
    asked = talk.do(actions.memo.memo)[0]
    assert labels(asked) == ["Ce qui a été dit, et le plan", "Le plan seulement"]
    without = talk.do(actions.memo.memo, said=False)[0]
    assert without["kind"] == "memo" and "Ce que vous avez dit" not in without["text"]
    with_said = talk.do(actions.memo.memo, said=True)[0]
    assert "• Vous aidez votre mari. Commune : Beaune." in with_said["text"]
    token = with_said["links"][0]["href"].removeprefix("/memo/")
    memo = find(world.database, world.vault, token)
    assert memo.content["plan"][0]["service"] == "Respite 1" and not memo.content["answers"]
    assert talk.do(actions.memo.forget)[0]["text"].startswith("C'est fait")
    assert find(world.database, world.vault, token) is None


def test_the_memo_of_a_professional_is_for_the_person(world):
    talk = Talk(world, role="prescriber", relation=MARI)
    talk.essential(["relay"], ["exhausted"], ["none"])
    said = talk.do(actions.memo.memo, said=True)[0]["text"]
    assert "Vous aidez votre mari" in said and "« Je suis à bout de forces »" in said and "Cette personne" not in said


def test_medical_answers_enter_the_memo_when_asked_for(world):
    talk, _ = exhausted(world)
    talk.do(result_commands.branch, questionnaire="phq4")
    talk.answer(*[["daily"]] * 4)
    assert "Presque tous les jours" not in talk.do(actions.memo.memo, said=True)[0]["text"]
    assert "• Triste : Presque tous les jours" in talk.do(actions.memo.memo, answers=True)[0]["text"]


def test_without_consent_the_memo_is_shown_and_not_kept(world):
    talk, _ = exhausted(world)
    talk.slots["consents"] = []
    shown = talk.do(actions.memo.memo, said=True)[0]
    assert shown["kind"] == "memo" and "links" not in shown
