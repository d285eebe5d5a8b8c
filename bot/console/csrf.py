"""Requests that change something must come from this console: ``Sec-Fetch-Site`` and ``Origin`` say so.

No token is needed: every browser in use sends one or the other, and the session cookie is SameSite=Strict.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

SAFE_METHODS = frozenset({"GET", "HEAD"})


def is_foreign(method: str, headers: Mapping[str, str], hosts: frozenset[str]) -> bool:
    """True when the request must be refused.

    :param hosts: the names under which this server is reached (``Host``, and ``X-Forwarded-Host`` behind a proxy).
    """
    if method in SAFE_METHODS:
        return False
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    if origin is None:
        return False
    if origin == "null":  # a page without an address, or without a referrer: only the browser's word is left
        return site != "same-origin"
    try:
        return urlsplit(origin).netloc not in hosts
    except ValueError:  # « http://[ »
        return True
