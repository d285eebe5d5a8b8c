"""What editors do with the directory: correct, close, settle conflicts of imports, import a spreadsheet."""

from __future__ import annotations

import io
import os
import re
import time
from datetime import date
from html import unescape
from typing import Any

import openpyxl
import pytest
from aiohttp import FormData
from sqlalchemy import select

from bot.console import workbook
from bot.console.directory_fields import problems
from resources_directory.models import Conflict, Service, VerifiedField
from tests.console.conftest import LARGEST_BODY, SAME_SITE, World
from tests.console.test_directory import first_service

HEADER = "id;nom;besoins;portee;zones;telephone;horaires;courriel\r\n"
GOOD = "a1;Accueil des Tilleuls;respite;territoire;departement:21;03 80 00 00 01;le matin;\r\n"
BAD = "a2;Accueil du Parc;inconnu;territoire;departement:21;;;\r\na3;Chez Paul;respite;territoire;departement:21;;;marie.dupont@exemple.fr\r\n"  # noqa: E501


def _form(page: str) -> dict[str, str]:
    """The values of the form of a page."""
    inputs = re.findall(r'<input id="f-(\w+)" name="\w+" value="([^"]*)"', page)
    inputs += re.findall(r'<input type="hidden" name="(seen-[a-z_]+)" value="([^"]*)"', page)
    areas = re.findall(r'<textarea id="f-(\w+)"[^>]*>([^<]*)</textarea>', page)
    return {name: unescape(value) for name, value in [*inputs, *areas]}


async def _send(browser: Any, content: bytes, name: str = "services.csv") -> Any:
    form = FormData()
    form.add_field("file", content, filename=name, content_type="text/csv")
    return await browser.client.post("/console/directory/import", data=form, headers=SAME_SITE, allow_redirects=False)


@pytest.fixture
async def edith(world: World, directory: Any, open_browser: Any) -> Any:
    world.user("edith", role="editor", territories="*")
    return await open_browser("edith")


async def test_a_correction_is_verified_and_protected(world: World, directory: Any, edith: Any) -> None:
    path = await first_service(edith)
    service_id = path.rsplit("/", 1)[1]
    values = _form(await edith.page(path + "/edit"))
    assert values["name"]
    done = await edith.post(path + "/edit", {**values, "phone": "03 84 00 00 99", "hours": "du lundi au jeudi"})
    assert done.status == 303
    page = await edith.page(path)
    assert "03 84 00 00 99" in page and "du lundi au jeudi" in page
    with directory.session() as session:
        service = session.get(Service, service_id)
        assert (service.verified_at, service.verified_by) == (date.today(), "edith")
        marks = set(session.scalars(select(VerifiedField.field).where(VerifiedField.service_id == service_id)))
        assert {"phone", "hours"} <= marks and "name" not in marks
    assert ("edith", "service.edit", service_id) in world.accesses()


async def test_the_second_of_two_corrections_overwrites_nothing(
    world: World, directory: Any, edith: Any, open_browser: Any
) -> None:
    world.user("edmond", role="editor", territories="*", name="Edmond Petit")
    edmond, path = await open_browser("edmond"), await first_service(edith)
    hers = _form(await edith.page(path + "/edit"))
    his = _form(await edmond.page(path + "/edit"))
    assert (await edmond.post(path + "/edit", {**his, "phone": "03 84 00 00 99"})).status == 303
    answer = await edith.post(path + "/edit", {**hers, "fees": "gratuit"})
    page = await answer.text()
    assert answer.status == 409 and "Edmond Petit vient de modifier cette fiche : téléphone" in page
    assert "gratuit" not in await edith.page(path), "nothing is written"
    again = _form(page)
    assert (again["phone"], again["fees"]) == ("03 84 00 00 99", "gratuit"), "her text is kept, the rest is up to date"
    assert (await edith.post(path + "/edit", again)).status == 303
    shown = await edith.page(path)
    assert "03 84 00 00 99" in shown and "gratuit" in shown
    with directory.session() as session:
        service_id = path.rsplit("/", 1)[1]
        marks = session.execute(
            select(VerifiedField.field, VerifiedField.verified_by).where(VerifiedField.service_id == service_id)
        )
        assert set(map(tuple, marks)) == {("phone", "edmond"), ("fees", "edith")}


async def test_the_same_field_changed_twice_shows_both(world: World, directory: Any, edith: Any) -> None:
    path = await first_service(edith)
    form = _form(await edith.page(path + "/edit"))
    await edith.post(path + "/edit", {**form, "hours": "le matin"})
    page = await (await edith.post(path + "/edit", {**form, "hours": "l'après-midi"})).text()
    assert "Dans la fiche maintenant : le matin" in page and _form(page)["hours"] == "l'après-midi"
    assert 'aria-describedby="n-hours"' in page


async def test_a_form_that_does_not_say_what_was_seen_writes_nothing(directory: Any, edith: Any) -> None:
    path = await first_service(edith)
    form = _form(await edith.page(path + "/edit"))
    told = {name: value for name, value in form.items() if not name.startswith("seen-")}
    answer = await edith.post(path + "/edit", {**told, "hours": "jamais"})
    assert answer.status == 422 and "formulaire est incomplet" in await answer.text()
    assert "jamais" not in await edith.page(path)


async def test_line_ends_of_a_browser_are_no_change(directory: Any, edith: Any) -> None:
    path = await first_service(edith)
    service_id = path.rsplit("/", 1)[1]
    with directory.session() as session:
        session.get(Service, service_id).description = "Une ligne.\nUne autre. "
    form = _form(await edith.page(path + "/edit"))
    sent = {name: value.replace("\n", "\r\n") for name, value in form.items()}
    assert (await edith.post(path + "/edit", {**sent, "hours": "le soir"})).status == 303
    with directory.session() as session:
        marks = session.scalars(select(VerifiedField.field).where(VerifiedField.service_id == service_id)).all()
        assert marks == ["hours"]


async def test_a_wrong_value_is_shown_beside_its_field(directory: Any, edith: Any) -> None:
    path = await first_service(edith)
    values = _form(await edith.page(path + "/edit"))
    answer = await edith.post(path + "/edit", {**values, "email": "marie.dupont@exemple.fr", "name": ""})
    page = await answer.text()
    assert answer.status == 422 and "2 champs à revoir" in page
    assert 'aria-describedby="h-email e-email" aria-invalid="true"' in page and "marie.dupont@exemple.fr" in page
    assert "marie.dupont" not in await edith.page(path)


@pytest.mark.parametrize(
    "field, value, right",
    [
        ("phone", "03 80 00 00 00", True),
        ("phone", "3114", True),
        ("phone", "+32 2 511 00 00", True),
        ("phone", "0262 90 00 00", True),
        ("phone", "00 00 00 00 00", False),
        ("phone", "03 80 00 00 00, 03 80 00 00 01", False),
        ("phone", "appelez Paul", False),
        ("phone", "03 80", False),
        ("email", "contact@exemple.fr", True),
        ("email", "jean.martin@exemple.fr", False),
        ("email", "exemple.fr", False),
        ("website", "https://exemple.fr/aide", True),
        ("website", "javascript:alert(1)", False),
        ("website", "www.exemple.fr", False),
        ("website", "https://exemple", False),
        ("postcode", "21200", True),
        ("postcode", "01000", True),
        ("postcode", "5000", True),
        ("postcode", "abc", False),
        ("postcode", "212000", False),
        ("postcode", "00000", False),
    ],
)
def test_values_are_checked(field: str, value: str, right: bool) -> None:
    assert (field not in problems({field: value}, "FR")) is right


def _workbook(*rows: Any) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


async def test_a_workbook_is_read_like_the_table_it_is(directory: Any, edith: Any) -> None:
    columns = ("id", "nom", "besoins", "portee", "zones", "telephone", "verifie_le", "a_verifier")
    row = ("x1", "Accueil du Tableur ; et virgules, \"aussi\"", "respite", "territoire", "departement:21",
           "03 80 00 00 07", date(2026, 5, 4), True)  # fmt: skip
    sent = await _send(edith, _workbook(columns, row, ("x2", "Sans besoin", None, "territoire")), "annuaire.xlsx")
    page = await sent.text()
    assert sent.status == 200 and "<strong>1</strong> nouvelles fiches" in page and "<strong>1</strong> lignes" in page
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token is not None
    assert "Import terminé" in await (await edith.post("/directory/import/confirm", {"token": token[1]})).text()
    with directory.session() as session:
        service = session.scalars(select(Service).where(Service.name.like("Accueil du Tableur%"))).unique().one()
        assert service.name == row[1] and service.verified_at == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "ancien classeur Excel"),
        (b"PK\x03\x04" + b"x" * 600, "qui ne se lit pas"),
    ],
    ids=["old", "broken"],
)
async def test_another_kind_of_file_is_told_what_to_do(directory: Any, edith: Any, given: bytes, said: str) -> None:
    sent = await _send(edith, given, "annuaire.xls")
    page = unescape(await sent.text())
    assert sent.status == 422 and said in page and "enregistrez-le au format CSV" in page


def test_a_workbook_made_to_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGEST", 100)
    with pytest.raises(workbook.NoSheet, match="trop grand"):
        workbook.as_csv(_workbook(("id",)))


async def test_a_service_is_found_by_its_name(directory: Any, edith: Any) -> None:
    page = await edith.page("/directory?name=france%20alzheimer")
    assert "France Alzheimer" in page
    assert "Aucun service trouvé" in await edith.page("/directory?name=%25%25_")


async def test_a_closed_service_is_no_longer_found(directory: Any, edith: Any) -> None:
    path = await first_service(edith)
    assert (await edith.post(path + "/close")).status == 303
    assert "Ce service est fermé" in await edith.page(path)
    assert path not in await edith.page("/directory?need=respite&place=Lons-le-Saunier")
    await edith.post(path + "/reopen")
    assert path in await edith.page("/directory?need=respite&place=Lons-le-Saunier")


async def test_a_coordinator_does_not_edit(world: World, directory: Any, open_browser: Any) -> None:
    world.user("claire")
    claire = await open_browser("claire")
    path = await first_service(claire)
    for page in (path + "/edit", "/directory/conflicts", "/directory/import"):
        assert (await claire.get(page)).status == 403
    assert (await claire.post(path + "/close")).status == 403
    assert (await _send(claire, (HEADER + GOOD).encode())).status == 403


async def test_an_import_is_looked_at_then_confirmed(world: World, directory: Any, edith: Any) -> None:
    shown = await (await _send(edith, (HEADER + GOOD + BAD).encode())).text()
    assert "<strong>1</strong> nouvelles fiches" in shown and "<strong>2</strong> lignes refusées" in shown
    assert "Ce besoin n&#39;existe pas" in shown and "désigne une personne" in shown
    assert _named(directory, "Accueil des Tilleuls") == []
    token = re.search(r'name="token" value="(\w+)"', shown)
    assert token
    refused = await (await edith.post("/directory/import/rejected.csv", {"token": token[1]})).read()
    assert refused.decode("utf-8-sig").count("\r\n") == 3
    done = await (await edith.post("/directory/import/confirm", {"token": token[1]})).text()
    assert "Import terminé" in done and "<strong>1</strong> fiches créées" in done
    assert _named(directory, "Accueil des Tilleuls") == ["03 80 00 00 01"]
    assert _named(directory, "Accueil du Parc") == []
    again = await edith.post("/directory/import/confirm", {"token": token[1]})
    assert again.status == 422 and list((world.settings.home / "imports").iterdir()) == []
    actions = [action for _, action, _ in world.accesses()]
    assert "directory.import-preview" in actions and "directory.import" in actions


def _named(directory: Any, name: str) -> list[str]:
    with directory.session() as session:
        found = session.scalars(select(Service).where(Service.name == name)).unique().all()
        return [service.phones[0].number if service.phones else "" for service in found]


@pytest.mark.parametrize(
    "body, said",
    [(b"", "Choisissez un fichier"), (b"a;b\r\n1;2\r\n", "Il manque les colonnes"), (b"\0\0\0PK", "pas un texte")],
    ids=["nothing", "columns", "binary"],
)
async def test_a_file_that_is_none_is_refused(directory: Any, edith: Any, body: bytes, said: str) -> None:
    answer = await _send(edith, body)
    assert answer.status == 422 and said in await answer.text()


async def test_a_file_larger_than_a_form_is_read(directory: Any, edith: Any) -> None:
    many = "".join(GOOD.replace("a1", f"b{number}") for number in range(400))
    assert len(many) > 3 * LARGEST_BODY
    assert "<strong>400</strong> nouvelles fiches" in await (await _send(edith, (HEADER + many).encode())).text()
    note = await edith.post("/directory/import/confirm", {"token": "x" * 2 * LARGEST_BODY})
    assert note.status == 413  # the other forms keep the small limit


async def test_a_file_too_large_is_refused(directory: Any, edith: Any) -> None:
    refused = await _send(edith, b"x" * 4_100_000)
    assert refused.status == 413 and "Ce fichier dépasse 4 Mo" in await refused.text()


async def test_what_nobody_confirmed_goes(world: World, directory: Any, edith: Any) -> None:
    await _send(edith, (HEADER + GOOD).encode())
    [kept] = (world.settings.home / "imports").iterdir()
    assert kept.stat().st_mode & 0o077 == 0 or kept.parent.stat().st_mode & 0o077 == 0
    await edith.page("/directory/import")
    assert kept.exists()
    long_ago = time.time() - 3601
    os.utime(kept, (long_ago, long_ago))
    await edith.page("/directory/import")
    assert not kept.exists()


async def test_the_token_is_no_path(directory: Any, edith: Any) -> None:
    for token in ("../../secrets/signing_key", "", "0" * 63):
        assert (await edith.post("/directory/import/confirm", {"token": token})).status == 404


async def test_the_model_can_be_imported(directory: Any, edith: Any) -> None:
    model = await (await edith.get("/directory/import/model.csv")).read()
    assert "<strong>1</strong> nouvelles fiches" in await (await _send(edith, model)).text()


async def _import(browser: Any, text: str) -> str:
    shown = await (await _send(browser, text.encode())).text()
    token = re.search(r'name="token" value="(\w+)"', shown)
    assert token, shown
    return str(await (await browser.post("/directory/import/confirm", {"token": token[1]})).text())


@pytest.mark.parametrize("resolution, phone", [("kept", "03 80 99 99 99"), ("taken", "03 80 00 00 02")])
async def test_a_conflict_is_settled(directory: Any, edith: Any, resolution: str, phone: str) -> None:
    await _import(edith, HEADER + GOOD)
    with directory.session() as session:
        service_id = session.scalars(select(Service.id).where(Service.name == "Accueil des Tilleuls")).one()
    path = f"/directory/services/{service_id}"
    await edith.post(path + "/edit", {**_form(await edith.page(path + "/edit")), "phone": "03 80 99 99 99"})
    assert "désaccord" in await _import(edith, HEADER + GOOD.replace("00 00 01", "00 00 02"))
    assert _named(directory, "Accueil des Tilleuls") == ["03 80 99 99 99"]
    assert "Un import dit autre chose" in await edith.page(path)
    page = await edith.page("/directory/conflicts")
    assert "03 80 00 00 02" in page and "03 80 99 99 99" in page
    with directory.session() as session:
        conflict = session.scalars(select(Conflict.id)).one()
    assert (await edith.post(f"/directory/conflicts/{conflict}", {"resolution": resolution})).status == 303
    assert _named(directory, "Accueil des Tilleuls") == [phone]
    assert "Aucun désaccord" in await edith.page("/directory/conflicts")
    other = {"kept": "taken", "taken": "kept"}[resolution]
    await edith.post(f"/directory/conflicts/{conflict}", {"resolution": other})  # too late: settled
    assert _named(directory, "Accueil des Tilleuls") == [phone]
    assert (await edith.post(f"/directory/conflicts/{conflict}", {"resolution": "burn"})).status == 404


async def test_freshness_is_shown(directory: Any, edith: Any) -> None:
    page = await edith.page("/directory/to-check")
    with directory.session() as session:
        total = session.query(Service).filter(Service.status == "active").count()
    numbers = [int(n) for n in re.findall(r"<strong>(\d+)</strong> (?:plus anciennes|sans date)", page)]
    share = re.search(r"<strong>(\d+) %</strong>", page)
    assert share and round(100 * (total - sum(numbers)) / total) == int(share[1])
