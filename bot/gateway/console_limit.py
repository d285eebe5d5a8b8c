"""Few sign-ins a minute from one address: each costs a tenth of a second and 64 MB, whoever asks."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.errors import Handler
from bot.gateway.keys import LIMITER
from bot.gateway.loop_parts import notice
from bot.gateway.origin import client_address

SIGN_INS_PER_MINUTE = 20
_SIGN_IN = "/console/login"
TOO_MANY = "Trop d'essais de connexion. Attendez une minute, puis réessayez."


@web.middleware
async def few_sign_ins(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse passwords and codes beyond the limit, before the console reads them."""
    if request.method != "POST" or not request.path.startswith(_SIGN_IN):
        return await handler(request)
    if await request.app[LIMITER].allow(f"sign-in:{client_address(request)}", SIGN_INS_PER_MINUTE):
        return await handler(request)
    return notice(request, "Un instant", TOO_MANY, status=429)
