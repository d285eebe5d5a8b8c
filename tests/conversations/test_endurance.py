"""A hundred requests while each process is killed, on SQLite and on PostgreSQL: what `python -m tests.endurance` runs."""

from __future__ import annotations

from pathlib import Path

from tests.endurance.campaign import campaign
from tests.postgres import PostgresServer, postgres_server  # noqa: F401


async def test_a_hundred_requests_none_lost_none_twice(tmp_path: Path) -> None:
    report = await campaign(tmp_path, 100)
    print(report)
    assert report.faults == []
    assert len(report.tale.codes) == 100 and set(report.tale.kills) == {"gateway", "rasa", "actions"}
    assert report.tale.duplicates > 100 and report.tale.reordered > 0, "it was hard enough to mean something"


async def test_on_postgresql(tmp_path: Path, postgres_server: PostgresServer) -> None:  # noqa: F811
    report = await campaign(tmp_path, 40, seed=5, database_url=postgres_server.new_url())
    print(report)
    assert report.faults == [] and len(report.tale.codes) == 40
    assert set(report.tale.kills) == {"gateway", "rasa", "actions"}
