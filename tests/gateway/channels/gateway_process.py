"""A real gateway in a process of its own, to be killed: `python -m tests.gateway.channels.gateway_process`."""

from __future__ import annotations

from bot.content import Content
from bot.gateway import app
from bot.gateway.channels import attach, worker
from bot.privacy.keys import load_secrets
from bot.settings import load_settings

attach.LEASE_SECONDS, worker.SETTLE_MS, worker.POLL_SECONDS = 1.0, 30, 0.2

if __name__ == "__main__":
    settings = load_settings()
    app.web.run_app(
        app.make_app(settings, load_secrets(settings.home), Content.load()), host=settings.host, port=settings.port,
        print=None, access_log=None,
    )  # fmt: skip
