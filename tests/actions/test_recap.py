"""What is shown before a request is sent."""

from __future__ import annotations

from actions.world import World
from tests.actions.talk import Caller


def test_a_line_passed_over_is_said_not_given(world: World) -> None:
    said = Caller(world, "recap-1").to_the_recap()
    assert "non précisé" in said and "préférez ne pas dire" not in said
