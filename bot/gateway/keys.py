"""What the gateway's application holds, by typed keys."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.content import Content
from bot.database import Database
from bot.delivery.carrier import Carrier
from bot.gateway.conversation import Conversations
from bot.gateway.limits import Limiter
from bot.gateway.rasa_client import RasaClient
from bot.gateway.tokens import Tokens
from bot.privacy.vault import Vault
from bot.referrals.links import Links
from bot.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
CONTENT = web.AppKey("content", Content)
DATABASE = web.AppKey("database", Database)
CONVERSATIONS = web.AppKey("conversations", Conversations)
LIMITER = web.AppKey("limiter", Limiter)
RASA = web.AppKey("rasa", RasaClient)
TOKENS = web.AppKey("tokens", Tokens)
VAULT = web.AppKey("vault", Vault)
SIGNING_KEY = web.AppKey("signing_key", str)
READINESS: web.AppKey[Any] = web.AppKey("readiness", object)  # bot.gateway.health.Readiness
EXPORTS: web.AppKey[Any] = web.AppKey("exports", object)  # bot.gateway.export_api.Tickets, which imports these keys
LINKS = web.AppKey("links", Links)
# What carries messages out, by channel.
CARRIERS: web.AppKey[dict[str, Carrier]] = web.AppKey("carriers", dict)
