"""The association's list of workshops: read whole or refused with its line, shown near, put in the calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from freezegun import freeze_time

from actions import pack_workshops, search  # noqa: F401  (register handlers)
from actions.world import World
from bot.commands.workshops import main
from bot.packs.report import counted
from bot.packs.workshops import WorkshopsError, file_of, near, parse, template
from resources_directory.gazetteer import Gazetteer
from tests.packs.chat import Chat, make_world

HEAD = "titre;jour;debut;fin;lieu;adresse;commune;ambassadeur;telephone;inscription\n"
ANCENIS = "Premier pas;2027-01-14;14:30;16:00;Médiathèque;1 place de la Mairie;Ancenis-Saint-Géréon (44);Anne;02 40 11 22 33;gratuit\n"
ANGERS = "Les réglages;20/01/2027;9h30;;Centre social;;Angers;;;\n"
GONE = "Passé;2026-01-14;10:00;;Mairie;;Ancenis-Saint-Géréon (44);;;\n"
PEOPLE = {"code": "44003", "label": "Ancenis-Saint-Géréon (44)", "departement": "44", "ambiguous": False}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_the_form_that_is_given_can_be_read(gazetteer: Gazetteer) -> None:
    (one,) = parse(template(), gazetteer.sure)
    assert (one.start.isoformat(), one.place.departement) == ("2027-01-14T14:30:00", "44")


def test_days_and_hours_as_people_write_them(gazetteer: Gazetteer) -> None:
    first, second = parse(HEAD + ANCENIS + ANGERS, gazetteer.sure)
    assert first.end == "16:00" and second.start.isoformat() == "2027-01-20T09:30:00" and second.phone == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titre;jour\n", "colonne « debut »"),
        (HEAD + ANCENIS + ANGERS.replace("Angers", "Saint-Martin"), "ligne 3 : la commune"),
        (HEAD + ANCENIS.replace("2027-01-14", "mardi"), "ligne 2 : le jour"),
        (HEAD + ANCENIS.replace("02 40 11 22 33", "appelez"), "ligne 2 : « appelez »"),
        (HEAD + ANCENIS.replace("Médiathèque", ""), "ligne 2 : « lieu »"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(gazetteer: Gazetteer, text: str, said: str) -> None:
    with pytest.raises(WorkshopsError, match=said):
        parse(text, gazetteer.sure)


def test_near_is_forty_kilometres_and_to_come(gazetteer: Gazetteer) -> None:
    found = parse(HEAD + GONE + ANGERS + ANCENIS, gazetteer.sure)
    nantes = gazetteer.sure("Nantes")
    assert nantes is not None
    assert [one.title for one in near(found, nantes, date(2026, 11, 25))] == ["Premier pas"]
    assert near(found, nantes, date(2028, 1, 1)) == []


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def _asks(world: World, **facts: object) -> Chat:
    return Chat(world, "patient", **facts).say("je cherche un ambassadeur", "mon_espace_sante")


def test_the_command_takes_a_file_whole_or_not_at_all(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "ateliers.csv"
    given.write_text(HEAD + ANCENIS, encoding="utf-8-sig")
    assert main(world.settings, ["mon_espace_sante", str(given)]) == 0
    kept = file_of(world.settings.home, "mon_espace_sante")
    before = kept.read_bytes()
    given.write_text(HEAD + ANCENIS.replace("2027-01-14", "bientôt"), encoding="utf-8")
    assert main(world.settings, ["mon_espace_sante", str(given)]) == 1 and kept.read_bytes() == before
    assert "ligne 2" in capsys.readouterr().err
    assert main(world.settings, ["inconnu", str(given)]) == 1
    assert main(world.settings, ["--template"]) == 0


@freeze_time("2026-11-25 10:00:00")
def test_a_workshop_near_with_its_phone_goes_into_the_memo_and_the_calendar(world: World, tmp_path: Path) -> None:
    given = tmp_path / "ateliers.csv"
    given.write_text(HEAD + ANCENIS + ANGERS, encoding="utf-8")
    main(world.settings, ["mon_espace_sante", str(given)])
    person = _asks(world)
    assert "commune" in person.text
    person.say("Ancenis")
    assert "Premier pas, jeudi 14 janvier 2027, à 14 h 30" in person.text and "avec Anne" in person.text
    assert any("02 40 11 22 33" in link["label"] for m in person.messages for link in m.get("links", []))
    assert "Angers" not in person.text
    person.press("Noter : 14/01")
    assert "Je n'ai pas réservé" in person.text
    assert person.slots["facts"]["appointments"][0]["start"] == "2027-01-14T14:30"
    with world.database.session() as session:
        noted = counted(session, "mon_espace_sante", date(2026, 1, 1), date(2027, 12, 31))
    assert [(row.times, row.departement) for row in noted if row.action == "workshop"] == [(1, "44")]


def test_without_a_list_or_far_from_it_the_truth_and_a_place_of_help(world: World, tmp_path: Path) -> None:
    person = _asks(world, place=PEOPLE)
    assert "pas la liste" in person.text and any(m["kind"] == "services" for m in person.messages)
    given = tmp_path / "ateliers.csv"
    given.write_text(HEAD + ANGERS, encoding="utf-8")
    main(world.settings, ["mon_espace_sante", str(given)])
    dijon = {"code": "21231", "label": "Dijon (21)", "departement": "21", "ambiguous": False}
    person = _asks(world, place=dijon)
    assert "Aucun atelier" in person.text and any(m["kind"] == "services" for m in person.messages)


@pytest.mark.parametrize("number", ["02 508 85 85", "+32 2 508 85 85", "0470 12 34 56"])
def test_a_belgian_number_is_one(gazetteer: Gazetteer, number: str) -> None:
    belgian = ANCENIS.replace("Ancenis-Saint-Géréon (44)", "Namur").replace("02 40 11 22 33", number)
    (one,) = parse(HEAD + belgian, gazetteer.sure)
    assert (one.phone, one.place.country) == (number, "BE")


@pytest.mark.parametrize("number", ["02 40", "02 40 11 22 33 ou 02 40 11 22 34", "02 40 11 22 33, Anne"])
def test_what_is_not_one_number_is_refused(gazetteer: Gazetteer, number: str) -> None:
    with pytest.raises(WorkshopsError, match="n'est pas un numéro"):
        parse(HEAD + ANCENIS.replace("02 40 11 22 33", number), gazetteer.sure)
