"""« plutôt le matin mais pas le mardi »: the person reads it before sending, and who calls back reads it too."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.world import World
from bot.referrals.models import Referral
from tests.actions.talk import Caller


@pytest.mark.parametrize(
    ("said", "handed"),
    [
        ("plutôt le matin mais pas le mardi", "le matin (« plutôt le matin mais pas le mardi »)"),
        ("l'après-midi", "l'après-midi"),
    ],
)
def test_the_words_are_shown_then_handed_over(world: World, said: str, handed: str) -> None:
    caller = Caller(world, f"when-{len(said)}")
    caller.press("call_back", service="")
    caller.press("answer", options=["yes"])
    caller.type("Odile")
    caller.type("06 12 34 56 78")
    caller.type(said)
    assert said in caller.press("skip").lower()
    caller.press("answer", options=["yes"])
    with world.database.session() as session:
        row = session.scalars(select(Referral).where(Referral.session_id == caller.session_id)).one()
        assert world.vault.decrypt(row.when_to_call, "referral.when_to_call") == handed


def test_a_moment_that_fits_no_choice_is_handed_over_as_it_was_said(world: World) -> None:
    caller = Caller(world, "when-else")
    caller.press("call_back", service="")
    caller.press("answer", options=["yes"])
    caller.type("Odile")
    caller.type("06 12 34 56 78")
    caller.type("pas le mardi")
    caller.type("pas le mercredi")
    assert "« pas le mardi ; pas le mercredi »" in caller.press("skip")
    caller.press("answer", options=["yes"])
    with world.database.session() as session:
        row = session.scalars(select(Referral).where(Referral.session_id == "when-else")).one()
        assert world.vault.decrypt(row.when_to_call, "referral.when_to_call") == "« pas le mardi ; pas le mercredi »"
