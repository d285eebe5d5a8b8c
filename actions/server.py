"""The action server: rasa-sdk's own application behind the installation's secret, on a private address."""

from __future__ import annotations

import hmac
import importlib
import logging
import os
import pkgutil
import warnings
from urllib.parse import urlsplit

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

import actions
from actions.world import world
from bot.privacy.keys import load_secrets
from bot.settings import Settings, load_settings


def make_app(token: str) -> Sanic:
    """rasa-sdk's application; everything but ``/health`` asks for the secret. Failures answer without the request."""
    from rasa_sdk.endpoint import create_app  # here, so that :func:`serve` can first silence what it prints

    # rasa-sdk only logs a module that cannot be imported, and would serve without its actions.
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{module.name}")
    app = create_app("actions", cors_origins="")

    @app.on_request
    async def trusted(request: Request) -> HTTPResponse | None:
        if request.path == "/health" or hmac.compare_digest(
            request.headers.get("X-Relais-Token", "").encode(), token.encode()
        ):
            return None
        return response.json({"error": "forbidden"}, status=403)

    return app


def serve(settings: Settings) -> None:
    """Run until stopped."""
    logging.basicConfig(level=settings.log_level)
    # Its libraries ask for their warnings whatever the filters say: they are no news for an operator.
    warnings.showwarning = lambda *_, **__: None
    address = urlsplit(settings.actions_url)
    world().warm()
    app = make_app(load_secrets(settings.home).internal_token)
    listen = os.environ.get("RELAIS_ACTIONS_LISTEN") or address.hostname or "127.0.0.1"
    app.run(listen, address.port or 5055, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    serve(load_settings())
