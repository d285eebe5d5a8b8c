"""What an attacker writes in a request, the directory, a spreadsheet or an address is shown as text, and runs nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.privacy import consent
from bot.referrals import lifecycle
from bot.referrals.log import Request, record
from bot.referrals.models import Referral
from bot.referrals.reference import new_reference
from resources_directory.importing import import_file
from resources_directory.tabular import COLUMNS
from tests.console import hostile
from tests.console.browser.live import PASSWORD, Live

ALL = " ".join(hostile.ATTACKS).replace("\u0000", "")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A console whose every text was written by an attacker."""
    folder = tmp_path_factory.mktemp("attacked")
    served = Live(folder, requests=0)
    with served.database.session() as session:
        agreed = int(consent.grant(session, "s1", "referral", ALL, "1").id)
    request = Request(
        "s1", "run", "respite", agreed, first_name=ALL, contact=ALL, when_to_call=ALL, message=ALL, service_id="x",
        service_name=ALL[:300], service_phone=hostile.ATTACKS[6], other_needs=("apa", hostile.ATTACKS[1].replace(" ", "")),
        place_code="21054", place_label=ALL[:120], departement="21", level=3, reasons=("<b>one</b>",),
        summary={"age": ALL, "<script>window.__pwned=1</script>": ALL, "plan": [ALL, {"label": ALL}]},
    )  # fmt: skip
    code = new_reference().code
    record(served.database, served.vault, request, code)
    with served.database.session() as session:
        referral = session.query(Referral).one()
        lifecycle.append(session, referral, "claire.martin", "note", note=ALL, vault=served.vault)
        lifecycle.append(session, referral, hostile.ATTACKS[0], "call", reason=hostile.ATTACKS[1][:40])
    path = folder / "evil.csv"
    row = {"id": "evil", "nom": ALL, "besoins": "respite", "portee": "territoire", "zones": "departement:21"}
    row |= {name: ALL for name in ("structure", "territoire", "telephone", "site_web", "adresse", "horaires", "frais")}
    row |= {"source": ALL[:180], "conditions": ALL, "presentation": ALL}
    cells = ['"' + row.get(column, "").replace('"', '""') + '"' for column in COLUMNS]
    path.write_text(";".join(COLUMNS) + "\n" + ";".join(cells) + "\n", encoding="utf-8")
    counts, rejections = import_file(served.settings.directory_url, path, "csv")
    assert counts.created == 1 and rejections == []
    with served:
        yield served


@pytest.fixture
def page(browser: Browser, attacked: Live) -> Iterator[Page]:
    """An administrator's window, which says what it executed."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    context.add_init_script(
        "window.__violations = []; document.addEventListener('securitypolicyviolation',"
        " (event) => window.__violations.push(event.violatedDirective));"
    )
    opened = context.new_page()
    dialogs: list[str] = []
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened.goto(attacked.url + "/login")
    opened.fill("[name=login]", "samir.benali")
    opened.fill("[name=password]", PASSWORD)
    opened.click("main button")
    opened.wait_for_url(lambda url: "/login" not in url)
    yield opened
    assert dialogs == []
    context.close()


def _safe(page: Page) -> None:
    """Nothing ran, nothing tried to, no markup of theirs is in the page."""
    assert page.evaluate("window.__pwned") is None
    assert page.evaluate("window.__violations") == []
    assert page.locator("script, iframe, img, [onerror], [onload], [onfocus], [onmouseover]").count() == 0
    assert page.locator("a[href^='javascript:' i]").count() == 0


def test_the_queue_and_the_case(attacked: Live, page: Page) -> None:
    page.goto(attacked.url + "/referrals")
    _safe(page)
    page.goto(f"{attacked.url}/referrals/{attacked.reference()}")
    expect(page.get_by_text("<script>window.__pwned=1</script>").first).to_be_visible()
    _safe(page)
    page.get_by_role("button", name="Afficher les coordonnées").click()
    expect(page.get_by_text("Quand appeler")).to_be_visible()
    _safe(page)
    page.goto(f"{attacked.url}/referrals/{attacked.reference()}/service")
    _safe(page)


def test_the_directory(attacked: Live, page: Page) -> None:
    page.goto(attacked.url + "/directory?name=script")
    link = page.locator(".services h3 a").first
    expect(link).to_be_visible()
    _safe(page)
    link.click()
    expect(page.get_by_role("link", name="Corriger la fiche")).to_be_visible()
    _safe(page)
    page.get_by_role("link", name="Corriger la fiche").click()
    expect(page.get_by_label("Horaires")).to_be_visible()
    _safe(page)
    page.goto(attacked.url + "/directory/to-check")
    _safe(page)


def test_a_spreadsheet(attacked: Live, page: Page, tmp_path: Path) -> None:
    path = tmp_path / "<script>window.__pwned=1</script>.csv".replace("/", "_")
    path.write_text("id;nom;besoins;portee\n" + "\n".join(f'"{n}";"x";"{a.replace(chr(34), chr(34) * 2)}";"z"'
        for n, a in enumerate(hostile.ATTACKS)).replace("\u0000", ""), encoding="utf-8")  # fmt: skip
    page.goto(attacked.url + "/directory/import")
    page.set_input_files("[name=file]", str(path))
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(
        page.get_by_text("Ce fichier ne contient aucun service").or_(page.get_by_text("lignes refusées")).first
    ).to_be_visible()  # noqa: E501
    _safe(page)


@pytest.mark.parametrize(
    "path",
    [
        "/referrals?reference={}",
        "/referrals?need={}&departement={}",
        "/directory?need=respite&place={}",
        "/directory?name={}",
        "/journal?actor={}&object={}",
        "/statistics?period={}",
        "/statistics/places?measure={}",
        "/content/gaps?period={}",
        "/referrals?ok={}",
        "/{}",
    ],
)
def test_addresses(attacked: Live, page: Page, path: str) -> None:
    from urllib.parse import quote

    for attack in hostile.ATTACKS:
        page.goto(attacked.url + path.replace("{}", quote(attack, safe="")))
        _safe(page)


def test_exports_and_figures(attacked: Live, page: Page) -> None:
    for path in ("/statistics?period=30", "/statistics/places?measure=requests", "/journal", "/users"):
        page.goto(attacked.url + path)
        _safe(page)
