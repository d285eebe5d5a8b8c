"""Commands that need the trained model, as a script calls them."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conversations.stack import Stack
from tests.sources import ROOT

LINES = ["je veux mourir", "je cherche une aide à domicile à Dole pour ma mère", "", "/restart", "a" * 3000]


def test_understand_gives_one_json_line_a_message_and_nothing_else(stack: Stack) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "understand", "--stdin"],
        input="\n".join(LINES) + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=stack.environment,
        timeout=120,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["text"] for each in found] == LINES
    assert all(set(each) == {"text", "danger", "intents", "entities"} for each in found)
    assert found[0]["danger"] == "crisis_suicide" and found[1]["danger"] is None
    assert found[1]["intents"][0]["name"] == "home_help" and found[2]["intents"] == []
    assert not any(line in done.stderr for line in LINES if line), "a message stands in no log"
