"""`python -m tests.endurance --referrals 1000 [--postgres] [--kills N] [--seed N]`: about a minute for fifty requests."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from pathlib import Path

from tests.endurance.campaign import Report, campaign
from tests.postgres import PostgresServer


def main() -> int:
    """Run, print the figures; 1 when something was lost or came twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("--referrals", type=int, default=1000)
    parser.add_argument("--kills", type=int, help="in all; by default one for every fourteen requests")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    parser.add_argument("--keep", action="store_true", help="keep the folder of the run, with the logs")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="relais-endurance-"))
    server = PostgresServer() if options.postgres else None
    try:
        report: Report = asyncio.run(
            campaign(
                home,
                options.referrals,
                kills=options.kills,
                seed=options.seed,
                database_url=server.new_url() if server else "",
            )
        )
    finally:
        if server:
            server.stop()
        if options.keep:
            print(home)
        else:
            shutil.rmtree(home, ignore_errors=True)
    print(report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
