"""Search: by territory and distance, national services last, with reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, update

from resources_directory import Directory
from resources_directory.gazetteer import Gazetteer
from resources_directory.gazetteer.place import Place
from resources_directory.index_rows import refresh
from resources_directory.models import Load, NeedArea
from resources_directory.record import Record
from resources_directory.wording import NEEDS, why
from resources_directory.writer import write

TODAY = date(2026, 6, 1)
REGION = ("21231", "25056", "39300", "58194", "70550", "71270", "89024", "90010")
ELSEWHERE = (
    "75056", "69123", "13055", "31555", "44109", "67482", "59350", "33063", "63113", "87085", "29019", "35238", "76540",
    "45234", "06088", "34172", "2A004", "97411", "97209", "BE-4000",
)  # fmt: skip
BEAUNE = Place("21054", "commune", "Beaune", "Beaune (21)", "21", 47.024, 4.839, 20352, "200006682", "27")
BASE = Record(
    source="Essai",
    source_id="x",
    name="Service",
    needs=("day_care",),
    reach="territory",
    areas=(("departement", "21"),),
    territory="Côte-d'Or",
    source_date=date(2026, 1, 1),
)


def fill(directory: Directory, *records: Record) -> None:
    with directory.session() as session:
        write(session, records)


def names(directory: Directory, place: Place | None = BEAUNE, limit: int = 10, **options: object) -> list[str]:
    return [f.name for f in directory.search(["day_care"], place, limit=limit, today=TODAY, **options)]  # type: ignore[arg-type]


def test_beaune_gets_the_respite_platform_of_its_departement_first(directory: Directory, gazetteer: Gazetteer) -> None:
    first = directory.search(["respite"], gazetteer.get("21054"))[0]
    assert "répit" in first.name and first.phone == "03 80 70 29 29"
    assert "Côte-d'Or" in first.territory and "2017" in first.source and first.verified_on == date(2017, 11, 13)
    assert first.stale and first.to_verify and not first.national
    assert "Côte-d'Or" in first.why and "aidants" in first.why


def test_every_need_has_an_answer_everywhere(directory: Directory, gazetteer: Gazetteer) -> None:
    for need in NEEDS:
        assert directory.search([need], gazetteer.get("97411")), need


def test_every_departement_has_an_entry_point(directory: Directory, gazetteer: Gazetteer) -> None:
    codes = [c for c in gazetteer.store.departements if not c.startswith("98") and c not in {"975", "977", "978"}]
    assert len(codes) == 101
    for code in codes:
        place = gazetteer.get(code)
        found = directory.entry_point(place) if place else None
        assert found and (found.website or found.phone), code


def test_entry_point_of_a_belgian_town_is_its_own_cpas(directory: Directory, gazetteer: Gazetteer) -> None:
    liege, huy = gazetteer.get("BE-4000"), gazetteer.get("BE-4500")
    assert liege and huy
    assert "CPAS de Liège" in directory.entry_point(liege).name  # type: ignore[union-attr]
    assert "Province" in directory.entry_point(huy).name  # type: ignore[union-attr]


def test_national_services_come_last_and_alone_without_place(small: Directory) -> None:
    nation = replace(BASE, source_id="n", name="National", reach="national", areas=(("country", "FR"),))
    fill(small, nation, replace(BASE, name="Local", source_date=date(2015, 1, 1)))
    assert names(small) == ["Local", "National"]
    assert names(small, None) == ["National"]


def test_a_service_of_another_departement_never_appears(small: Directory) -> None:
    fill(small, replace(BASE, name="Jura", areas=(("departement", "39"),)))
    assert names(small) == []


def test_a_near_day_centre_across_the_border_appears_with_its_distance(small: Directory) -> None:
    fill(
        small,
        replace(
            BASE,
            name="Chagny",
            reach="distance",
            areas=(),
            territory="",
            latitude=46.91,
            longitude=4.75,
            departement="71",
        ),
        replace(
            BASE,
            source_id="far",
            name="Lyon",
            reach="distance",
            areas=(),
            latitude=45.76,
            longitude=4.84,
            departement="69",
        ),
    )
    found = small.search(["day_care"], BEAUNE, today=TODAY)
    assert [f.name for f in found] == ["Chagny"]
    assert found[0].distance_km == pytest.approx(14.4, abs=0.5) and "14 km" in found[0].why


def test_a_departement_as_place_keeps_to_its_own_centres(small: Directory) -> None:
    fill(
        small,
        replace(BASE, name="Chagny", reach="distance", areas=(), latitude=46.91, longitude=4.75, departement="71"),
    )
    place = Place("21", "departement", "Côte-d'Or", "Côte-d'Or (21)", "21", 47.32, 5.04, 0, "", "27")
    assert names(small, place) == []


def test_narrow_territory_first_stale_last(small: Directory) -> None:
    fill(
        small,
        replace(BASE, source_id="1", name="Département"),
        replace(BASE, source_id="2", name="EPCI", areas=(("epci", "200006682"),)),
        replace(BASE, source_id="3", name="Vieux", areas=(("commune", "21054"),), source_date=date(2017, 1, 1)),
    )
    assert names(small) == ["EPCI", "Département", "Vieux"]
    assert [f.stale for f in small.search(["day_care"], BEAUNE, today=TODAY)] == [False, False, True]


def test_filters(small: Directory) -> None:
    fill(
        small,
        replace(BASE, source_id="1", name="Aidants", audience=("carer",)),
        replace(BASE, source_id="2", name="Crohn", illnesses=("crohn",)),
        replace(BASE, source_id="3", name="Enfants", age_max=12),
        replace(BASE, source_id="4", name="Téléphone", modes=("phone",)),
    )
    assert set(names(small, audience="disabled")) == {"Crohn", "Enfants", "Téléphone"}
    assert "Crohn" not in names(small, illness="alzheimer") and names(small, illness="crohn")[0] == "Crohn"
    assert "Enfants" not in names(small, age=40)
    assert "Téléphone" not in names(small, mode="home")


def test_who_asks_is_given_what_serves_the_person_helped(small: Directory) -> None:
    fill(
        small,
        replace(BASE, source_id="1", name="Aidants", audience=("carer",)),
        replace(BASE, source_id="2", name="Personnes âgées", audience=("carer", "elderly")),
        replace(BASE, source_id="3", name="Handicap", audience=("disabled",)),
        replace(BASE, source_id="4", name="Formation de soignants", audience=("professional",)),
    )
    assert set(names(small, audience="carer")) == {"Aidants", "Personnes âgées", "Handicap"}
    asked = names(small, audience="patient")
    assert set(asked[:2]) == {"Personnes âgées", "Handicap"} and asked[2:] == ["Aidants"], "not hidden, but last"
    assert len(names(small, audience="prescriber", limit=9)) == 4


def test_the_service_of_an_illness_comes_first_only_when_it_is_near(small: Directory) -> None:
    place = (("commune", "21054"),)
    far = replace(BASE, source_id="1", name="Loin", illnesses=("autism",), areas=(), latitude=47.6, longitude=5.2, reach="distance")
    near = replace(BASE, source_id="2", name="Ici", areas=place)
    fill(small, far, near)
    assert names(small, illness="autism")[0] == "Ici"


def test_offset_and_exclude(small: Directory) -> None:
    fill(small, *(replace(BASE, source_id=str(i), name=f"S{i}") for i in range(5)))
    everything = small.search(["day_care"], BEAUNE, limit=5, today=TODAY)
    assert [f.name for f in small.search(["day_care"], BEAUNE, limit=2, offset=2, today=TODAY)] == [
        f.name for f in everything[2:4]
    ]
    assert everything[0].id not in {
        f.id for f in small.search(["day_care"], BEAUNE, limit=5, exclude=[everything[0].id], today=TODAY)
    }


def test_an_illness_brings_its_association_first(directory: Directory, gazetteer: Gazetteer) -> None:
    found = directory.search(["patient_association"], gazetteer.get("21054"), illness="crohn")
    assert "Crohn" in found[0].name


def test_belgium_gets_belgian_services(directory: Directory, gazetteer: Gazetteer) -> None:
    found = directory.search(["respite"], gazetteer.get("BE-4000"), limit=10)
    assert found and not any("Baluchon France" in f.name for f in found)
    assert not any("Belgique" in f.name for f in directory.search(["respite"], gazetteer.get("21054"), limit=20))


def test_a_border_town_of_the_north_71_gets_its_own_platform(directory: Directory, gazetteer: Gazetteer) -> None:
    assert "Nord 71" in directory.search(["respite"], gazetteer.get("71076"))[0].name
    assert "Mâcon" in directory.search(["respite"], gazetteer.get("71270"))[0].name


def test_who_only_informs_comes_after_who_helps_and_before_the_nation(small: Directory) -> None:
    nation = replace(BASE, source_id="n", name="National", reach="national", areas=(("country", "FR"),))
    office = replace(BASE, source_id="o", name="Département", type="point d'entrée", source_date=date(2026, 5, 1))
    fill(small, nation, office, replace(BASE, name="Accueil de jour", source_date=date(2015, 1, 1)))
    found = small.search(["day_care"], BEAUNE, limit=5, today=TODAY)
    assert [(f.name, f.informs) for f in found] == [
        ("Accueil de jour", False), ("Département", True), ("National", True),
    ]  # fmt: skip
    assert found[0].why.startswith("Votre besoin : un accueil de jour.")
    assert found[1].why.startswith("Peut vous renseigner pour un accueil de jour.")


def test_an_office_answers_its_own_needs(small: Directory) -> None:
    fill(small, replace(BASE, type="point d'entrée", needs=("apa", "day_care")))
    (found,) = small.search(["apa"], BEAUNE, today=TODAY)
    assert not found.informs and found.why.startswith("Votre besoin")


def test_far_away_comes_after_who_informs_near(small: Directory) -> None:
    centre = replace(BASE, source_id="c", name="Centre", reach="distance", areas=(), latitude=47.024, longitude=4.839)
    office = replace(BASE, source_id="o", name="Département", type="point d'entrée")
    far = replace(centre, source_id="f", name="Loin", latitude=47.024 + 50 / 111.2)
    fill(small, far, office)
    assert names(small) == ["Département", "Loin"]
    fill(small, replace(centre, latitude=47.024 + 30 / 111.2))
    assert names(small) == ["Centre", "Département", "Loin"]


def test_without_an_illness_what_is_for_everybody_comes_first(small: Directory) -> None:
    general = replace(
        BASE, source_id="g", name="Pour tous", needs=("listening", "respite", "support_group", "day_care")
    )
    fill(small, replace(BASE, name="Pour une maladie", illnesses=("parkinson",)), general)
    assert names(small) == ["Pour tous", "Pour une maladie"]
    assert names(small, illness="parkinson") == ["Pour une maladie", "Pour tous"]
    assert names(small, illness="stroke") == ["Pour tous"]


def test_search_rows_are_computed_anew_when_the_way_changes(small: Directory) -> None:
    fill(small, BASE, replace(BASE, source_id="d", name="Centre", reach="distance", latitude=47.0, longitude=4.8))
    expected = names(small)
    with small.session() as session:
        assert refresh(session) == 2  # nothing said yet how they were computed
        assert refresh(session) == 0
        session.execute(delete(NeedArea))
        session.execute(update(Load).values(content_hash="autrefois"))
    assert names(small) != expected
    with small.session() as session:
        assert refresh(session) == 2
    assert names(small) == expected


@pytest.mark.parametrize("need", sorted(NEEDS))
def test_answers_make_sense_in_the_region_and_far_from_it(
    directory: Directory, gazetteer: Gazetteer, need: str
) -> None:
    """For 8 towns of the region and 20 elsewhere: helpers, then who informs, then the nation; a reason each."""
    for code in (*REGION, *ELSEWHERE):
        place = gazetteer.get(code)
        found = directory.search([need], place, limit=6)
        if not code.startswith("BE") or need != "mon_espace_sante":  # a French service
            assert found, (need, code)
        ranks = [2 if f.national else 1 if f.informs else 0 for f in found]
        local = [f for f in found if not f.national]
        far = [f for f in local if not f.territory and f.distance_km is not None and f.distance_km > 40]
        assert [r for f, r in zip(found, ranks, strict=True) if f not in far] == sorted(
            r for f, r in zip(found, ranks, strict=True) if f not in far
        ), (need, code)
        for service in found:
            begin = "Peut vous renseigner pour " if service.informs else "Votre besoin : "
            assert service.why.startswith(begin) and service.why.endswith("."), service.why
    if need == "respite":
        for code in REGION:
            first = directory.search([need], gazetteer.get(code))[0]
            assert "répit" in first.name.lower() and not first.informs, code


def test_a_reason_claims_neither_a_country_nor_a_nearness_it_does_not_know() -> None:
    assert why("respite", "", "", None, True) == "Votre besoin : souffler et être relayé. Répond dans tout le pays."
    assert why("respite", "Wallonie", "", None, True).endswith("Territoire : Wallonie.")
    assert why("respite", "", "", 0.0, False).endswith("Dans votre commune ou juste à côté.")
    assert why("respite", "", "", 14.4, False).endswith("À environ 14 km de chez vous.")
