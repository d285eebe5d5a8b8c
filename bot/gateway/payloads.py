"""What several pressed options mean together, for the dialogue."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_CHOICE = re.compile(r"^/inform(\{.*\})$", re.DOTALL)


def joined(payloads: Sequence[str]) -> str:
    """One payload that means several options of the question being asked."""
    options: list[str] = []
    for payload in payloads:
        match = _CHOICE.match(payload)
        do = json.loads(json.loads(match.group(1))["do"]) if match else {}
        options += do.get("options", [])
    return "/inform" + json.dumps({"do": json.dumps({"do": "answer", "options": options})})
