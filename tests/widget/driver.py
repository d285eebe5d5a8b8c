"""The widget as a person meets it: by names and roles, never by the classes of its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .fake_api import Fake

PATIENCE = 20_000  # ms before a test gives up: machines of continuous integration are slow
_ACTIVE = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  return at ? (at.innerText || at.id || at.tagName).trim() : "";
}"""
_HEARD = """(host) => {
  window.__heard = [];
  for (const [kind, selector] of [["polite", "[aria-live=polite]"], ["alert", "[role=alert]"]]) {
    const hear = (node) => window.__heard.push([kind, node.textContent]);
    new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(hear)))
      .observe(host.shadowRoot.querySelector(selector), { childList: true, subtree: true });
  }
}"""


@dataclass
class Widget:
    """Drives one assistant on one page."""

    page: Page
    fake: Fake

    @property
    def launcher(self) -> Locator:
        """The button that opens."""
        return self.page.locator("relais-assistant .launcher")

    @property
    def dialog(self) -> Locator:
        """The open assistant."""
        return self.page.get_by_role("dialog")

    @property
    def box(self) -> Locator:
        """Where the person writes."""
        return self.page.get_by_label("Votre message")

    @property
    def transcript(self) -> Locator:
        """The visible conversation."""
        return self.page.get_by_role("list", name="Conversation")

    @property
    def items(self) -> Locator:
        """The messages of the conversation, oldest first."""
        return self.page.locator("relais-assistant ol.transcript > li")

    def open(self) -> Widget:
        """Open, and wait for the opening."""
        self.launcher.click()
        expect(self.button("J'aide un proche")).to_be_visible()
        return self

    def say(self, text: str) -> Widget:
        """Type a message and send it."""
        self.box.fill(text)
        self.box.press("Enter")
        return self

    def button(self, name: str) -> Locator:
        """A button of the conversation or of the tools, by its exact label."""
        return self.page.locator("relais-assistant").get_by_role("button", name=name, exact=True)

    def tool(self, name: str, role: Any = "button") -> Locator:
        """Open the tools when they are closed, and find one."""
        tools = self.button("Outils")
        if tools.get_attribute("aria-expanded") == "false":
            tools.click()
        return self.page.get_by_role(role, name=name)

    def sees(self, text: str) -> Widget:
        """Wait until the conversation shows a text."""
        expect(self.transcript).to_contain_text(text)
        return self

    def focused(self) -> str:
        """Text, or identifier, of what has the focus, through shadow trees."""
        return str(self.page.evaluate(_ACTIVE))

    def listen(self) -> None:
        """Start to record what the live regions receive."""
        self.page.locator("relais-assistant").evaluate(_HEARD)

    def heard(self) -> list[list[str]]:
        """``[kind, text]`` of all that was announced since :meth:`listen`."""
        return list(self.page.evaluate("window.__heard"))

    def stored(self) -> dict[str, str]:
        """Everything in both storages and the cookies."""
        return dict(
            self.page.evaluate(
                "({...sessionStorage, ...localStorage, ...(document.cookie && {cookie: document.cookie})})"
            )
        )

    def violations(self, where: str = "relais-assistant") -> list[str]:
        """What axe-core finds in ``where``, one line a rule, with the places."""
        found = Axe().run(self.page, where).response["violations"]
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
