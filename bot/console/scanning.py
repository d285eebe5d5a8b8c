"""Keeping a database on the indexes made for the console (``ix_referral_console``, ``ix_referral_figures``)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func


def scanned(column: Any) -> Any:
    """The same text column, in a form that the planner does not look up in an index of its own.

    Without statistics SQLite takes the index of the state or of the département, then reads and sorts thousands of long
    rows; the index of the console holds all these columns already in the order of the queue.
    """
    return func.coalesce(column, "")
