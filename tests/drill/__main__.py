"""Runs one drill, described by JSON, and prints its outcome as JSON.

    python -m tests.drill [plan [database address [folder]]]

Without an address, on a new SQLite file.
"""

import gc
import json
import sys
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path


def main(plan_text: str, url: str, folder: str | None) -> None:
    with warnings.catch_warnings():
        # discord.py imports `audioop` for voice, which this bot does not use.
        warnings.simplefilter("ignore", DeprecationWarning)
        from tests.drill.databases import database_at, migrate
        from tests.drill.drill import Drill
        from tests.drill.plan import Plan
        from tests.drill.replica import open_bank
    plan = Plan.from_json(json.loads(plan_text))
    with tempfile.TemporaryDirectory(prefix="drill") as temporary:
        place = Path(folder or temporary)
        place.mkdir(parents=True, exist_ok=True)
        if not url:
            url = f"sqlite:///{place / 'study.db'}"
            migrate(url)
        bank = open_bank()
        gc.freeze()  # what is loaded here is shared by all forks
        outcome = Drill(plan, place, database_at(url), bank).run()
    print(json.dumps(asdict(outcome) | {"clean": outcome.clean}))


if __name__ == "__main__":
    main(*[*sys.argv[1:], *("{}", "", None)[len(sys.argv) - 1 :]])
