"""Several buttons pressed at once: one payload that means several options of the question being asked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_CHOICE = re.compile(r"^/inform(\{.*\})$", re.DOTALL)


def joined(payloads: Sequence[str]) -> str:
    """The payload that answers with all the options of ``payloads``; those that are no option are left out."""
    options: list[str] = []
    for payload in payloads:
        match = _CHOICE.match(payload)
        do = json.loads(json.loads(match.group(1))["do"]) if match else {}
        options += do.get("options", [])
    return "/inform" + json.dumps({"do": json.dumps({"do": "answer", "options": options})})
