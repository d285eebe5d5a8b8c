"""`python -m tests.console.browser.screenshots`: the pictures of docs/console.md, from invented requests."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.console.browser.live import PASSWORD, Live

IMAGES = Path(__file__).resolve().parents[3] / "docs" / "images"
LARGEST = 250_000  # bytes of one picture
SCREENS: tuple[tuple[str, str, str, int], ...] = (  # name, person, page, width
    ("login", "", "/login", 1280),
    ("queue", "claire.martin", "/referrals", 1280),
    ("queue-mobile", "claire.martin", "/referrals", 390),
    ("case", "claire.martin", "/referrals/{case}", 1280),
    ("case-mobile", "claire.martin", "/referrals/{case}", 390),
    ("redirect", "claire.martin", "/referrals/{case}/service", 1280),
    ("directory", "samir.benali", "/directory?need=respite&place=Dijon", 1280),
    ("service", "samir.benali", "/directory/services/{service}", 1280),
    ("edit", "samir.benali", "/directory/services/{service}/edit", 1280),
    ("import", "samir.benali", "/directory/import", 1280),
    ("to-check", "samir.benali", "/directory/to-check", 1280),
    ("conflicts", "samir.benali", "/directory/conflicts", 1280),
    ("duplicate", "samir.benali", "/directory/duplicates/{pair}", 1280),
    ("gaps", "samir.benali", "/content/gaps", 1280),
    ("content", "samir.benali", "/content", 1280),
    ("figures", "samir.benali", "/statistics?period=365", 1280),
    ("map", "samir.benali", "/statistics/places?period=365", 1280),
    ("delays", "samir.benali", "/statistics/delays?period=365", 1280),
    ("conversations", "samir.benali", "/statistics/conversations?period=365", 1280),
    ("exports", "claire.martin", "/exports", 1280),
    ("journal", "samir.benali", "/journal", 1280),
    ("account", "claire.martin", "/account", 1280),
    ("totp", "claire.martin", "/account/totp", 1280),
    ("users", "samir.benali", "/users", 1280),
    ("user", "samir.benali", "/users/claire.martin", 1280),
)
HEIGHTS = {1280: 1000, 390: 844}


def main() -> None:
    """Write all the pictures."""
    browser_path = os.environ.get("RELAIS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, Live(Path(folder), 700) as live, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        places = {"case": live.reference(state="requested", level=3), "service": live.service(), "pair": live.pair()}
        states: dict[str, object] = {}
        for name, login, path, width in SCREENS:
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHTS[width]},
                locale="fr-FR",
                storage_state=states.get(login),  # type: ignore[arg-type]
            )
            page = context.new_page()
            if login and login not in states:
                _sign_in(page, live.url, login)
                states[login] = context.storage_state()
            response = page.goto(live.url + path.format(**places))
            if response is None or not response.ok:
                raise SystemExit(f"{path} : {response.status if response else 'pas de réponse'}")
            _save(page.screenshot(), IMAGES / f"console-{name}.png")
            context.close()
        browser.close()


def _sign_in(page: Page, url: str, login: str) -> None:
    page.goto(url + "/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(lambda there: "/login" not in there)


def _save(picture: bytes, path: Path) -> None:
    Image.open(io.BytesIO(picture)).convert("RGB").save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path.name} : {path.stat().st_size} octets, plus que {LARGEST}")


if __name__ == "__main__":
    main()
