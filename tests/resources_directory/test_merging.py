"""Duplicates are found, merged or set apart for good; conflicts are settled by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from resources_directory import Directory, review
from resources_directory.cli import main
from resources_directory.conflicts import KEPT, TAKEN, open_conflicts, settle
from resources_directory.models import Phone, Service, VerifiedField
from resources_directory.record import Record
from resources_directory.writer import write

DAY = date(2026, 5, 1)
FINESS = Record(
    source="FINESS", source_id="390000123", name="SSIAD de Dole", needs=("home_nursing",), reach="territory",
    areas=(("departement", "39"),), insee="39198", city="Dole", identifiers={"finess": "390000123"}, source_date=DAY,
)  # fmt: skip
OWN = replace(FINESS, source="Tableau", source_id="7", name="Soins à domicile de Dole", phones=("03 84 00 00 00",),
              needs=("home_nursing", "hospital_discharge"), hours="le matin", source_date=date(2026, 1, 1))  # fmt: skip
ALONE = replace(FINESS, source_id="390000999", name="EHPAD de Dole", needs=("nursing_home",), identifiers={})


def filled(directory: Directory, *records: Record) -> list[review.Proposal]:
    with directory.session() as session:
        write(session, records)
        review.propose(session)
    with directory.session() as session:
        return review.proposals(session)


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({}, "même numéro FINESS"),
        ({"identifiers": {"siret": "1" * 14}}, None),
        ({"identifiers": {}, "name": "SSIAD DE DÔLE"}, "même nom au même endroit"),
        ({"identifiers": {}}, None),
        ({"name": "SSIAD de Dole"}, "même numéro FINESS, même nom au même endroit"),
    ],
)
def test_signs_of_a_duplicate(small: Directory, change: dict[str, object], reasons: str | None) -> None:
    found = filled(small, FINESS, replace(OWN, **change), ALONE)  # type: ignore[arg-type]
    assert [p.reasons for p in found] == ([reasons] if reasons else [])


def test_one_siret_or_telephone_counts_only_for_one_need(small: Directory) -> None:
    house = replace(FINESS, identifiers={"siret": "1" * 14}, phones=("03 84 11 11 11",))
    other = replace(house, source="Tableau", name="Autre nom", phones=("0384111111",))
    kitchen = replace(house, source_id="x", name="Repas de Dole", needs=("meal_delivery",))
    assert [p.reasons for p in filled(small, house, other, kitchen)] == ["même SIRET, même téléphone"]


def test_a_switchboard_makes_no_duplicates(small: Directory) -> None:
    many = [
        replace(FINESS, source_id=str(n), name=f"Service {n}", identifiers={}, phones=("03 84 1",)) for n in range(9)
    ]
    assert filled(small, *many) == []


def test_a_merge_fills_what_lacks_and_lasts_through_imports(small: Directory) -> None:
    (proposal,) = filled(small, FINESS, OWN)
    assert proposal.kept_id == FINESS.id  # the most recent
    small.report(OWN.id, "phone")
    with small.session() as session:
        assert review.accept(session, proposal.id, "Coordinatrice") == FINESS.id
    kept = small.get(FINESS.id)
    assert kept and kept.phone == "03 84 00 00 00" and kept.hours == "le matin" and kept.name == "SSIAD de Dole"
    assert small.get(OWN.id) == kept  # links and referrals still lead somewhere
    with small.session() as session:
        assert [(i.service_id, i.reports) for i in review.to_check(session)] == [(FINESS.id, 1)]
        # Both registers say something new: the merge stands, and what was taken is protected.
        write(session, [replace(FINESS, name="SSIAD du Jura"), replace(OWN, name="Nouveau nom", hours="")])
        assert session.get(Service, OWN.id).status == "merged"
        fields = session.scalars(select(VerifiedField.field).where(VerifiedField.service_id == FINESS.id)).all()
        assert set(fields) == {"needs", "phone", "hours"}
        assert session.scalars(select(Phone.number).where(Phone.service_id == FINESS.id)).all() == ["03 84 00 00 00"]
        assert {c.field for c in open_conflicts(session)} == {"needs"}  # what the register does not say, it does not contest
    assert small.get(FINESS.id).name == "SSIAD du Jura"  # type: ignore[union-attr]
    assert small.report(OWN.id, "closed") and filled(small) == []


def test_the_one_to_keep_can_be_chosen(small: Directory) -> None:
    (proposal,) = filled(small, FINESS, OWN)
    with small.session() as session:
        with pytest.raises(ValueError, match="proposition"):
            review.accept(session, proposal.id, "C", kept_id=ALONE.id)
        assert review.accept(session, proposal.id, "C", kept_id=OWN.id) == OWN.id
        assert review.accept(session, proposal.id, "C") is None and not review.refuse(session, proposal.id, "C")
    assert small.get(FINESS.id).id == OWN.id  # type: ignore[union-attr]


def test_a_refusal_is_for_good(small: Directory) -> None:
    (proposal,) = filled(small, FINESS, OWN)
    with small.session() as session:
        assert review.refuse(session, proposal.id, "C")
    assert filled(small, FINESS, OWN) == []


def test_what_is_verified_is_kept_in_a_merge(small: Directory) -> None:
    filled(small, FINESS, OWN)
    with small.session() as session:
        review.verify(session, OWN.id, "Coordinatrice", {"phone": "03 84 22 22 22"})
        (proposal,) = review.proposals(session)
    assert proposal.kept_id == OWN.id


@pytest.mark.parametrize(("take", "phone"), [(True, "03 84 99 99 99"), (False, "03 84 22 22 22")])
def test_a_conflict_is_settled_once(small: Directory, take: bool, phone: str) -> None:
    filled(small, FINESS)
    with small.session() as session:
        review.verify(session, FINESS.id, "C", {"phone": "03 84 22 22 22", "name": "Le bon nom"})
        write(session, [replace(FINESS, phones=("03 84 99 99 99",), name="Un autre")])
        found = open_conflicts(session)
        assert [(c.field, c.current, c.proposed) for c in found] == [
            ("name", "Le bon nom", "Un autre"),
            ("phone", "03 84 22 22 22", "03 84 99 99 99"),
        ]
        choice = TAKEN if take else KEPT
        for conflict in found:
            assert settle(session, conflict.id, choice, "C") and not settle(session, conflict.id, choice, "C")
        assert open_conflicts(session) == []
    service = small.get(FINESS.id)
    assert service and service.phone == phone and service.name == ("Un autre" if take else "Le bon nom")


def test_commands(
    own_directory: Directory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIRECTORY_DATABASE_URL", own_directory.url)
    filled(own_directory, FINESS, OWN)
    assert main(["merge", "--find"]) == 0 and "0 nouvelles" in capsys.readouterr().out
    assert main(["merge", "--limit", "1"]) == 0 and "même numéro FINESS" in capsys.readouterr().out
    with own_directory.session() as session:
        number = str(review.proposals(session, 1)[0].id)
    assert main(["merge", "--accept", number, "--by", "C", "--keep", "inconnu"]) == 2
    assert main(["merge", "--accept", number, "--by", "C"]) == 0 and FINESS.id in capsys.readouterr().out
    assert main(["merge", "--refuse", number]) == 2 and "proposition" in capsys.readouterr().err
    assert main(["conflicts"]) == 0 and "Aucun conflit" in capsys.readouterr().out
    assert main(["conflicts", "--take", "99"]) == 2
    assert main(["check", "--limit", "2"]) == 0 and capsys.readouterr().out.count("signalements") == 2
