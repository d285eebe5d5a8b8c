"""Headers of every answer of the console."""

from __future__ import annotations

from aiohttp import web

# Nothing but this server's own style and pictures; no script at all, no frame, forms only to here.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def protect(response: web.StreamResponse) -> None:
    """Set them; the gateway adds its own for what is missing here."""
    response.headers.update(
        {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            # Not "no-referrer": browsers would then send "Origin: null" with our own forms.
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
    )
    response.headers["Cache-Control"] = "no-store"
