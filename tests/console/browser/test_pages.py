"""Every page of the console: zero axe violations in both themes, no sideways scrolling on a phone, no JavaScript."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.console.browser.conftest import Open
from tests.console.browser.live import Live

COORDINATOR = [
    "/referrals",
    "/referrals?need=respite&state=all",
    "/referrals?reference=ZZZZZZ",
    "/referrals/{new}",
    "/referrals/{done}",
    "/referrals/{new}/service",
    "/directory",
    "/directory?need=respite&place=Dijon",
    "/directory?need=respite&place=xyzzyqqq",
    "/statistics?period=365",
    "/statistics/places?period=365",
    "/statistics/places?period=365&measure=requests",
    "/statistics/delays?period=365",
    "/statistics/conversations?period=365",
    "/exports",
    "/account",
    "/account/password",
    "/account/totp",
    "/nowhere",
]
ADMINISTRATOR = [
    "/directory/to-check",
    "/directory/conflicts",
    "/directory/duplicates",
    "/directory/duplicates/{pair}",
    "/directory/import",
    "/directory/services/{service}",
    "/directory/services/{service}/edit",
    "/content",
    "/content/gaps",
    "/users",
    "/users-new",
    "/users/claire.martin",
    "/journal",
]
# The colours are those of the theme asked, and none is on its way to another.
SETTLED = "(theme) => matchMedia(`(prefers-color-scheme: ${theme})`).matches && !document.getAnimations().length"
PAGES = [("claire.martin", path) for path in COORDINATOR] + [("samir.benali", path) for path in ADMINISTRATOR]


def address(live: Live, path: str) -> str:
    """The path with real identifiers."""
    return live.url + path.format(
        new=live.reference(state="requested"),
        done=live.reference(state="completed"),
        service=live.service(),
        pair=live.pair() if "{pair}" in path else "",
    )


def violations(page: Page) -> list[str]:
    """What axe finds in the light theme; then, in the dark one, what depends on colours."""
    found = []
    for theme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.wait_for_function(SETTLED, arg=theme)
        for one in Axe().run(page, options=options or None).response["violations"]:
            found.append(f"{theme} {one['id']}: {[node['target'] for node in one['nodes']]}")
    return found


def overflow(page: Page) -> int:
    """Pixels that stick out of the window, to the right."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("login, path", PAGES, ids=[path for _, path in PAGES])
def test_axe_finds_nothing_and_nothing_sticks_out(live: Live, opened: Open, login: str, path: str) -> None:
    page = opened(login, bypass_csp=True)
    response = page.goto(address(live, path))
    wanted = 404 if path == "/nowhere" else 200  # an unexpected error page would pass all that follows
    assert response is not None and response.status == wanted
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0


def test_on_a_tablet_upright_every_column_of_the_queue_is_in_sight(live: Live, opened: Open) -> None:
    page = opened("claire.martin", viewport={"width": 768, "height": 900})
    page.goto(live.url + "/referrals")
    region = page.get_by_role("region", name="Tableau des demandes")
    expect(region.get_by_role("cell").first).to_be_visible()
    assert region.evaluate("(node) => node.scrollWidth - node.clientWidth") <= 0


def test_axe_finds_nothing_at_the_door_and_on_mistakes(live: Live, opened: Open) -> None:
    page = opened(bypass_csp=True)
    assert violations(page) == []
    page.fill("[name=login]", "nobody")
    page.fill("[name=password]", "not the one")
    page.click("main button")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []


def test_axe_finds_nothing_with_contact_shown_and_forms_open(live: Live, opened: Open) -> None:
    page = opened("claire.martin", bypass_csp=True)
    page.goto(address(live, "/referrals/{new}"))
    page.get_by_role("button", name="Afficher les coordonnées").click()
    expect(page.get_by_text("Quand appeler")).to_be_visible()
    for details in page.locator(".acts details").all():
        details.locator("summary").click()
        expect(details).to_have_attribute("open", "")
    assert violations(page) == []


def test_axe_looks(live: Live, opened: Open) -> None:
    page = opened("claire.martin", bypass_csp=True)
    page.goto(live.url + "/exports")
    page.evaluate("document.querySelectorAll('label').forEach((one) => one.replaceWith(...one.childNodes))")
    assert any("label" in one for one in violations(page))


def test_a_request_is_handled_by_keyboard_alone_without_javascript(live: Live, opened: Open) -> None:
    page = opened("claire.martin", java_script_enabled=False)
    reference = live.reference(state="requested")
    page.goto(f"{live.url}/referrals/{reference}")
    keyboard = page.keyboard

    def reach(name: str, role: str = "button") -> None:
        for _ in range(60):
            keyboard.press("Tab")
            page.wait_for_load_state()
            focused = page.locator("*:focus")
            if focused.count() and name in (focused.first.inner_text() or ""):
                return
        pytest.fail(f"the keyboard never reached « {name} »")

    reach("Afficher les coordonnées")
    keyboard.press("Enter")
    expect(page.get_by_text("06 39 98")).to_be_visible()
    reach("Je m’en occupe")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("La demande est confiée.")
    reach("Noter un appel")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Space")
    reach("")  # the box of the note
    keyboard.type("Rappeler jeudi")
    reach("Enregistrer l’appel")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("L'appel est noté.")
    expect(page.get_by_text("Rappeler jeudi")).to_be_visible()
    reach("Changer l’état")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Space")
    reach("Changer l’état")
    keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("L'état est changé.")
