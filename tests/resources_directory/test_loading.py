"""Loading: idempotent, respectful of coordinators, with provenance; embedded data invent nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from resources_directory import Directory
from resources_directory.database import database_url, make_engine, upgrade
from resources_directory.importing import import_file
from resources_directory.loading import embedded_records, ensure, load_embedded
from resources_directory.models import Conflict, MergeProposal, NeedArea, Phone, Report, Service, metadata
from resources_directory.review import to_check, verify
from resources_directory.sourced import FROM_MEMORY
from resources_directory.tabular import names_a_person
from resources_directory.wording import NEEDS
from resources_directory.writer import write

ROOT = Path(__file__).parents[2]
PLATFORM = "7c6b448841aa08b2"


def count(directory: Directory, table: type) -> int:
    with directory.session() as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)


def test_loading_twice_changes_nothing(own_directory: Directory) -> None:
    before = {t: count(own_directory, t) for t in (Service, Phone, NeedArea)}
    again = load_embedded(own_directory.url)
    assert (again.created, again.updated) == (0, 0)
    with own_directory.session() as session:
        rewritten = write(session, embedded_records())
    assert rewritten.unchanged == before[Service] and rewritten.created == rewritten.updated == 0
    assert before == {t: count(own_directory, t) for t in before}


def test_a_changed_record_is_updated(own_directory: Directory) -> None:
    record = next(r for r in embedded_records() if r.id == PLATFORM)
    with own_directory.session() as session:
        counts = write(session, [replace(record, phones=("01 02 03 04 05",), needs=("respite",))])
    assert counts.updated == 1
    assert own_directory.get(PLATFORM).phone == "01 02 03 04 05"  # type: ignore[union-attr]
    with own_directory.session() as session:
        assert session.scalars(select(NeedArea.need).where(NeedArea.service_id == PLATFORM)).all() == ["respite"]


def test_a_verified_field_is_kept_and_the_conflict_raised_once(own_directory: Directory) -> None:
    record = next(r for r in embedded_records() if r.id == PLATFORM)
    with own_directory.session() as session:
        assert verify(
            session,
            PLATFORM,
            "Coordinatrice",
            {"phone": "03 00 00 00 00", "name": "Le bon nom"},
            date(2026, 5, 1),
        )
    change = replace(record, name="Un autre nom", hours="le matin")
    for expected in (2, 0):
        with own_directory.session() as session:
            assert write(session, [change]).conflicts == expected
        change = replace(change, hours="le soir")
    found = own_directory.get(PLATFORM, today=date(2026, 6, 1))
    assert found and found.name == "Le bon nom" and found.phone == "03 00 00 00 00" and found.hours == "le soir"
    assert found.verified_on == date(2026, 5, 1) and not found.stale and not found.to_verify
    assert count(own_directory, Conflict) == 2


def test_verifying_an_unknown_field_or_service(own_directory: Directory) -> None:
    with own_directory.session() as session:
        assert not verify(session, "inconnu", "x")
    with pytest.raises(ValueError, match="couleur"), own_directory.session() as session:
        verify(session, PLATFORM, "x", {"couleur": "bleu"})


def test_reports_lead_the_verification_list(own_directory: Directory) -> None:
    assert own_directory.report(PLATFORM, "ce numéro est faux", "phone")
    assert not own_directory.report("inconnu", "x")
    with own_directory.session() as session:
        assert to_check(session)[0].service_id == PLATFORM
        verify(session, PLATFORM, "Coordinatrice")
        assert session.scalar(select(func.count()).select_from(Report).where(Report.handled_at.is_(None))) == 0
        assert to_check(session)[0].service_id != PLATFORM


def test_embedded_records_are_sourced_and_personal_addresses_left_out() -> None:
    records = embedded_records()
    assert len({r.id for r in records}) == len(records)
    for record in records:
        assert record.source and set(record.needs) <= set(NEEDS), record
        assert not names_a_person(record.email), record.email
        if record.phones:
            assert record.source_date or record.source_url, f"{record.name} : un numéro sans origine"
        assert record.to_verify, "nothing embedded has been verified by telephone"
    national = {n for r in records if r.reach == "national" and r.country == "FR" for n in r.needs}
    assert national == set(NEEDS)


def test_each_departement_of_the_region_has_a_respite_platform(directory: Directory) -> None:
    for code in ("21", "25", "39", "58", "70", "71", "89", "90"):
        assert any(
            r.type == "plateforme de répit" and (("departement", code) in r.areas) for r in embedded_records()
        ), code


@pytest.mark.parametrize(
    ("email", "personal"),
    [
        ("jean.dupont@x.fr", True),
        ("charlene.adam@cg70.fr", True),
        ("a.mesnard@x.fr", True),
        ("contact@x.fr", False),
        ("maison-des-seniors@x.fr", False),
        ("repit@x.fr", False),
    ],
)
def test_addresses_that_name_a_person(email: str, personal: bool) -> None:
    assert names_a_person(email) is personal


def test_migrations_make_the_tables_of_the_models() -> None:
    engine = make_engine("sqlite://")
    upgrade("sqlite://", engine)
    upgrade("sqlite://", engine)
    tables = set(inspect(engine).get_table_names())
    assert tables == set(metadata.tables) | {"directory_alembic_version"}
    for name, table in metadata.tables.items():
        assert {c["name"] for c in inspect(engine).get_columns(name)} == {c.name for c in table.columns}


def test_the_most_frequent_illnesses_have_their_association() -> None:
    national = [r for r in embedded_records() if r.reach == "national" and "patient_association" in r.needs]
    assert len({illness for r in national if r.country == "FR" for illness in r.illnesses}) >= 20


def test_an_import_may_come_before_the_first_start(new_url: Callable[[], str], tmp_path: Path) -> None:
    url, path = new_url(), tmp_path / "a.csv"
    path.write_text("id;nom;besoins;portee;zones\n1;Répit à Dole;respite;territoire;commune:39198\n", encoding="utf-8")
    import_file(url, path, "csv")
    for _ in range(2):
        ensure(url)
        assert count(Directory(url), Service) == len(embedded_records()) + 1


def test_a_document_found_for_what_was_noted_from_memory_keeps_its_identifier(new_url: Callable[[], str]) -> None:
    url = new_url()
    sourced = next(r for r in embedded_records() if r.source_id == "entree-59")
    noted = replace(sourced, source=FROM_MEMORY, phones=(), source_date=None)
    assert noted.id != sourced.id
    upgrade(url)
    directory = Directory(url)
    with directory.session() as session:
        write(session, [noted])
    load_embedded(url)
    found = directory.get(noted.id)
    assert found and found.id == sourced.id and found.phone == "03 59 73 59 59"
    assert count(directory, Service) == len(embedded_records()) + 1  # the old one stays, as merged
    assert directory.report(noted.id, "ce numéro est faux", "phone")
    with directory.session() as session:
        assert to_check(session)[0].service_id == sourced.id


@pytest.mark.slow
def test_processes_that_start_together_load_once(new_url: Callable[[], str]) -> None:
    url = new_url()
    upgrade(url)
    code = (
        "import sys; from resources_directory.loading import load_embedded; print(load_embedded(sys.argv[1]).created)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    created = [int(process.communicate(timeout=300)[0]) for process in started]
    assert sorted(created) == [0, 0, len(embedded_records())]
    directory = Directory(url)
    with directory.session() as session:
        rows = session.execute(select(NeedArea.service_id, NeedArea.need, NeedArea.area)).all()
    assert len(rows) == len(set(rows))


def test_database_url() -> None:
    assert database_url({"DIRECTORY_DATABASE_URL": "a", "DATABASE_URL": "b"}) == "a"
    assert database_url({"DATABASE_URL": "b"}) == "b"
    assert database_url({"RELAIS_HOME": "/tmp/x"}) == "sqlite:////tmp/x/directory.sqlite"
    assert database_url({}) == "sqlite:///var/directory.sqlite"


@pytest.mark.parametrize("decision", ["", "refused"])
def test_a_pair_that_was_proposed_already_does_not_stop_the_loading(new_url: Callable[[], str], decision: str) -> None:
    url = new_url()
    sourced = next(r for r in embedded_records() if r.source_id == "entree-59")
    noted = replace(sourced, source=FROM_MEMORY, phones=(), source_date=None)
    upgrade(url)
    directory = Directory(url)
    first, second = sorted((noted.id, sourced.id))
    with directory.session() as session:
        write(session, [noted, sourced])
        session.add(MergeProposal(first_id=first, second_id=second, reasons="name", score=3, decision=decision))
    load_embedded(url)
    assert count(directory, MergeProposal) == 1 and count(directory, Service) == len(embedded_records()) + 1
    found = directory.get(noted.id)
    assert found and found.id == (noted.id if decision else sourced.id), "what a person decided stays"
