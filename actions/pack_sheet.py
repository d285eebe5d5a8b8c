"""What stays of a pack on paper: the day's log in the person's own words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.pack_state import keep, progress
from actions.turn import Turn
from bot.clock import today
from bot.memos.content import french_date
from bot.packs import Item, Pack

DAYS_KEPT = 14
_DAYS_BACK = {"today": 0, "yesterday": 1, "before": 2}


def add_to_sheet(turn: Turn, pack: Pack, item: Item, state: dict[str, Any], values: dict[str, Any]) -> None:
    """Add one day, or put it in the place of what was said of that day before."""
    back = next((_DAYS_BACK[v] for ref, v in values.items() if ref.endswith(".day") and v in _DAYS_BACK), 0)
    day = (today() - timedelta(days=back)).isoformat()
    lines = [
        [line.question, line.answer]
        for line in turn.world.engine.recap(state)
        if line.status == "answered" and not line.ref.endswith(".day")
    ]
    logs = progress(turn, pack).get("log", {})
    entries = [entry for entry in logs.get(item.id, ()) if entry["day"] != day]
    if lines:
        entries = sorted([*entries, {"day": day, "lines": lines}], key=lambda entry: str(entry["day"]))
    keep(turn, pack, log={**logs, item.id: entries[-DAYS_KEPT:]})


def sheet_words(turn: Turn, pack: Pack, item: Item) -> str:
    """The person's own observations, day by day, as they were given; nothing is computed."""
    entries = progress(turn, pack).get("log", {}).get(item.id, ())
    return "\n\n".join(
        f"{french_date(entry['day'])} :\n"
        + "\n".join(f"• {question} : {answer}" for question, answer in entry["lines"])
        for entry in entries
    )
