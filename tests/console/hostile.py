"""What an attacker may type anywhere: each would run if it were ever written as markup, and then say so."""

from __future__ import annotations

ATTACKS = (
    "<script>window.__pwned=1</script>",
    "<img src=x onerror=window.__pwned=1>",
    '"><svg onload=window.__pwned=1>',
    "' onmouseover='window.__pwned=1' autofocus onfocus='window.__pwned=1",
    "</textarea><script>window.__pwned=1</script>",
    "</title><script>window.__pwned=1</script>",
    "javascript:window.__pwned=1",
    "{{ 7*7 }}{% for x in ().__class__.__mro__ %}{{ x }}{% endfor %}",
    "${7*7}<%= 7*7 %>",
    "<a href='javascript:window.__pwned=1'>ici</a>",
    "<iframe srcdoc='<script>parent.__pwned=1</script>'>",
    "\u2028<scr\u0000ipt>window.__pwned=1</scr\u0000ipt>",
)
