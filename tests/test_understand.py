"""`python -m bot understand` says of a danger what the person would receive."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands import understand as command
from bot.crisis.detection import CARING, SUICIDE, TAKEOVER, Detection


async def _nothing(_text: str) -> dict[str, Any]:
    return {}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Detection(SUICIDE, TAKEOVER), "crisis_suicide"),
        (Detection(SUICIDE, CARING), "grey"),
        (Detection("grey", CARING), "grey"),
        (Detection(), None),
    ],
)
def test_a_caring_question_is_grey_whatever_is_feared(
    found: Detection, said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "detect", lambda _text: found)
    assert command.understand("bonjour", _nothing)["danger"] == said
