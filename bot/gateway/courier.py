"""Puts the loop of what goes out together, from the settings."""

from __future__ import annotations

from aiohttp import web

from bot.delivery.carrier import Carrier
from bot.delivery.letters import Writer
from bot.delivery.mail import Mail
from bot.delivery.next_service import make_find_next
from bot.delivery.reminding import Reminding
from bot.delivery.webhook import Webhook
from bot.delivery.worker import Worker
from bot.gateway.keys import CARRIERS, DATABASE, LINKS, SETTINGS, VAULT
from bot.referrals.routing import Routes
from bot.settings import Settings
from resources_directory import Directory


def carriers(settings: Settings) -> dict[str, Carrier]:
    """The channels that the settings give; those of messaging are added to ``app[CARRIERS]`` by their own rooms."""
    found: dict[str, Carrier] = {}
    if settings.smtp_url:
        found["email"] = Mail(settings.smtp_url, settings.mail_from, settings.organisation)
    if settings.webhook_url:
        found["webhook"] = Webhook(settings.webhook_url, settings.webhook_secret)
    return found


def make_worker(app: web.Application) -> Worker:
    """The worker of this gateway."""
    settings = app[SETTINGS]
    directory = Directory(settings.directory_url)

    def service_mail(service_id: str) -> str | None:
        service = directory.get(service_id)
        return service.email if service else None

    routes = Routes.of(settings)
    ways: dict[str, Carrier] = app[CARRIERS]
    writer = Writer(settings.organisation, settings.phone, app[VAULT], routes, app[LINKS], service_mail)
    reminding = Reminding(app[DATABASE], app[VAULT], ways, settings.organisation, app[LINKS].public_url)
    return Worker(app[DATABASE], writer, make_find_next(directory), ways, reminding)
