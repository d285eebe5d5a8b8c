"""The thread of a conversation: a question left for something else comes back when that is done.

« Où en est ma demande ? » in the middle of taking stock asks for a code, then the pending question is put again.
"""

from __future__ import annotations

from actions.interviews import ask
from actions.turn import Run, Turn

# The runs that lead to a request: what they hold has been sent to nobody.
ASKING = frozenset({"consent_referral", "callback", "confirm_referral"})
_FAMILIES = {**dict.fromkeys(ASKING, "request"), "consent_screening": "stock", "stock": "stock"}
# What may be done in passing, and under which it is not: after a request, nobody waits for the commune any more.
_IN_PASSING: dict[str, frozenset[str]] = {
    "request": frozenset({"request", "place"}),
    "amend": frozenset({"amend", "place"}),
    "reference": frozenset({"reference"}),
    "report": frozenset({"report"}),
    "confirm_erase": frozenset({"confirm_erase"}),
}
BACK = "Nous reprenons là où vous étiez."


def family(run: Run) -> str:
    """The runs of one family follow each other; they do not interrupt each other."""
    purpose = str(run["purpose"])
    return _FAMILIES.get(purpose, purpose)


def interrupted(turn: Turn, before: Run) -> None:
    """Something else began while ``before`` waited: it is kept underneath, when it should come back."""
    after = turn.interview
    if after is None or after["run"] == before["run"]:
        return
    barred = _IN_PASSING.get(family(after))
    if barred is not None and family(before) not in barred:
        turn.set("interview", {**after, "under": before})


def go_on(turn: Turn, before: Run) -> None:
    """After a message: what was underneath stays there from one run to the next, and comes back at the end."""
    under, after = before.get("under"), turn.interview
    if under is None or turn.left or (after is not None and (after["run"] == before["run"] or after.get("under"))):
        return
    if after is not None:
        if family(after) == family(before):
            turn.set("interview", {**after, "under": under})
        return
    if any(message.get("effect") == "erased" for message in turn.messages):
        return
    turn.set("interview", under)
    ask(turn, BACK)
