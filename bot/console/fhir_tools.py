"""What the FHIR export asks of the rest: services of the directory, words for codes."""

from __future__ import annotations

from functools import lru_cache

from bot.console.labels import answer, upfirst
from bot.content import Content
from bot.fhir.bundle import Tools
from bot.fhir.resources import Service
from bot.privacy.vault import Vault
from bot.settings import Settings
from resources_directory import Directory


def tools(settings: Settings, vault: Vault, signing_key: str, directory: Directory | None, content: Content) -> Tools:
    """Build them; a service is looked up once."""

    @lru_cache(maxsize=4096)
    def service(service_id: str) -> Service | None:
        found = directory.get(service_id) if directory is not None else None
        if found is None:
            return None
        return Service(found.id, found.name, found.organization, found.phone or "", found.email or "")

    def title(need: str) -> str:
        return content.card(need, settings.country).title if need in content.topics else need

    return Tools(vault, signing_key, upfirst(settings.organisation), title, answer, service)
