"""The FHIR export: valid R4, pseudonymous, with answers only where agreed, incremental, logged."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from freezegun import freeze_time
from sqlalchemy import true

from bot import cli
from bot.clock import now
from bot.console import journal
from bot.console.fhir_tools import tools
from bot.console.models import AccessLog
from bot.content import Content
from bot.fhir import bundle as bundles
from bot.privacy import consent
from bot.privacy.keys import load_secrets
from bot.privacy.vault import Vault
from bot.referrals import lifecycle
from bot.referrals.log import Request, record
from bot.referrals.models import Referral
from bot.referrals.reference import new_reference
from bot.settings import Settings, load_settings
from tests.stores import STORE, empty_store

NAME, PHONE, ANSWER = "Josette", "06 39 98 12 34", "74 ans"
CONTENT = Content.load()


class Place:
    """A store in a folder, and the export of it."""

    def __init__(self, home: Path) -> None:
        self.settings: Settings = load_settings({"RELAIS_HOME": str(home)})
        self.database = empty_store(home / STORE)
        self.secrets = load_secrets(home, {})
        self.vault = Vault(self.secrets.encryption_keys)

    def refer(self, session_id: str = "s1", *, agreed: bool = True, **given: Any) -> str:
        with self.database.session() as session:
            consent_id = consent.grant(session, session_id, "referral", "les mots", "1").id if agreed else None
        code = new_reference().code
        values = {
            "need": "respite", "other_needs": ("apa",), "first_name": NAME, "contact": PHONE, "door": "carer",
            "place_code": "21054", "place_label": "Beaune (21)", "departement": "21", "level": 3,
            "service_id": "svc-1", "service_name": "Accueil de jour", "service_phone": "03 80 00 00 00",
            "summary": {"age": ANSWER}, **given,
        }  # fmt: skip
        record(self.database, self.vault, Request(session_id, code, consent_id=consent_id, **values), code)  # type: ignore[arg-type]
        return code[:6]

    def move(self, reference: str, state: str, reason: str | None = None) -> None:
        with self.database.session() as session:
            referral = session.query(Referral).filter_by(public_reference=reference).one()
            lifecycle.move(session, referral, state, "claire", reason=reason)

    def bundle(self, since: datetime | None = None) -> dict[str, Any]:
        worked = tools(self.settings, self.vault, self.secrets.signing_key, None, CONTENT)
        with self.database.session() as session:
            return bundles.bundle(session, worked, since, true())

    def streamed(self, contact: bool = False) -> dict[str, Any]:
        worked = tools(self.settings, self.vault, self.secrets.signing_key, None, CONTENT)
        with self.database.session() as session:
            return dict(json.loads("".join(bundles.stream(session, worked, None, contact=contact))))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def kinds(found: dict[str, Any]) -> Counter[str]:
    return Counter(entry["resource"]["resourceType"] for entry in found["entry"])


def of(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in found["entry"] if entry["resource"]["resourceType"] == kind]


def test_every_state_and_door_is_valid_r4(place: Place) -> None:
    paths: dict[str, list[tuple[str, str | None]]] = {
        "requested": [],
        "received": [("received", None)],
        "accepted": [("accepted", None)],
        "in-progress": [("in-progress", None)],
        "rejected": [("rejected", "full")],
        "completed": [("completed", "done")],
        "cancelled": [("cancelled", "declined-by-person")],
        "failed": [("failed", "unreachable")],
    }
    for number, moves in enumerate(paths.values()):
        door = ("carer", "patient", "prescriber")[number % 3]
        service = {"service_id": "", "service_name": "", "service_phone": None} if number % 2 else {}
        reference = place.refer(f"s{number}", door=door, level=number % 4, **service)
        for state, reason in moves:
            place.move(reference, state, reason)
    for found in (place.bundle(), place.streamed(contact=True)):
        Bundle.parse_obj(found)
        assert {task["status"] for task in of(found, "Task")} == set(paths)
        assert kinds(found)["ServiceRequest"] == kinds(found)["Task"] == kinds(found)["QuestionnaireResponse"] == 8


def test_references_lead_somewhere(place: Place) -> None:
    place.refer()
    found = place.streamed(contact=True)
    addresses = {entry["fullUrl"] for entry in found["entry"]}

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["reference"]] if isinstance(value.get("reference"), str) else []
            return own + [ref for part in value.values() for ref in references(part)]
        return [ref for part in value for ref in references(part)] if isinstance(value, list) else []

    assert references(found["entry"]) and set(references(found["entry"])) <= addresses


def test_nobody_is_named_unless_asked(place: Place) -> None:
    place.refer()
    place.refer(session_id="s1", service_id="svc-2")
    text = json.dumps(place.bundle(), ensure_ascii=False)
    assert NAME not in text and PHONE not in text and '"s1"' not in text
    pseudonyms = {one["requester"]["identifier"]["value"] for one in of(place.bundle(), "ServiceRequest")}
    assert len(pseudonyms) == 1  # the same person, without saying who
    told = place.streamed(contact=True)
    [person] = of(told, "RelatedPerson")
    assert person["name"] == [{"given": [NAME]}] and person["telecom"] == [{"system": "phone", "value": PHONE}]


def test_answers_and_contact_need_an_agreement_that_stands(place: Place) -> None:
    place.refer("agreed")
    place.refer("never", agreed=False)
    place.refer("withdrawn")
    with place.database.session() as session:
        consent.withdraw(session, "withdrawn")
    found = place.streamed(contact=True)
    assert kinds(found)["ServiceRequest"] == 3
    assert kinds(found)["QuestionnaireResponse"] == kinds(found)["RelatedPerson"] == 1
    [answers] = of(found, "QuestionnaireResponse")
    assert answers["item"] == [{"linkId": "1", "text": "Âge", "answer": [{"valueString": ANSWER}]}]


def test_only_what_changed_since(place: Place) -> None:
    with freeze_time("2026-03-01 10:00:00"):
        old, moved = place.refer("a"), place.refer("b")
    with freeze_time("2026-03-05 10:00:00"):
        place.move(moved, "accepted")
        fresh = place.refer("c")
    found = place.bundle(datetime(2026, 3, 2))
    references = {one["identifier"][0]["value"] for one in of(found, "ServiceRequest")}
    assert references == {moved, fresh} and old not in references
    again = {entry["fullUrl"] for entry in place.bundle()["entry"]}
    assert {entry["fullUrl"] for entry in found["entry"]} <= again  # the same addresses each time
    assert datetime.fromisoformat(found["timestamp"]).replace(tzinfo=None) - now() < timedelta(seconds=5)


def test_pages_lose_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "PAGE", 2)
    for number in range(5):
        place.refer(f"s{number}")
    assert kinds(place.bundle())["ServiceRequest"] == kinds(place.streamed())["ServiceRequest"] == 5
    assert kinds(place.bundle())["HealthcareService"] == 1


def test_without_its_tables_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELAIS_HOME", str(tmp_path))
    for arguments in (["fhir"], ["rotate-keys"]):
        assert cli.main(arguments) == 1
        assert "Les migrations sont-elles faites" in capsys.readouterr().err


def test_an_empty_store_gives_an_empty_bundle(place: Place) -> None:
    Bundle.parse_obj(place.bundle())
    assert place.streamed()["entry"] == []


def test_the_command_writes_and_is_logged(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from resources_directory.database import upgrade as upgrade_directory

    upgrade_directory(place.settings.directory_url)
    monkeypatch.setenv("RELAIS_HOME", str(place.settings.home))
    place.refer()
    assert cli.main(["fhir", "--since", "2026-01-01"]) == 0
    Bundle.parse_raw(out := capsys.readouterr().out)
    assert NAME not in out
    assert cli.main(["fhir", "--with-contact"]) == 0
    assert NAME in capsys.readouterr().out
    with place.database.session() as session:
        lines = [(row.actor, row.action, row.object_id) for row in session.query(AccessLog).order_by(AccessLog.id)]
    assert lines == [
        (journal.command_line(), "export.fhir", "2026-01-01T00:00:00"),
        (journal.command_line(), "export.fhir-contact", "tout"),
    ]
    with pytest.raises(SystemExit):
        cli.main(["fhir", "--since", "hier"])
