"""Whether every post comes exactly once while replicas are killed, paused and cut off: the figures behind
the promise in docs/operating.md.

    python -m tests.benchmarks.drill [--database sqlite|postgres] [--kills 1000] [--each 20] [--seed 1]
                                     [--platform all|slack|blind|discord] [--pauses 0] [--restarts 0]
                                     [--faults mix|none] [--beyond] [--all]

Real processes with the real engine, store and platform adapters post to the loopback Slack and Discord. `--each` are
the deaths at each labelled moment on each platform, `--kills` all deaths together; the rest comes at random.
`--beyond` breaks the assumptions of the promise on purpose: late acceptance, a history that lags, pauses longer than
lease and settle time. `--all` runs the whole table. `blind` is Slack without the scope to read histories.

Prints a line per drill and the story of everything that went wrong. Ends with status 1 where the promise was broken.
"""

import argparse
import gc
import sys
import tempfile
import warnings
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

with warnings.catch_warnings():
    # discord.py imports `audioop` for voice, which this bot does not use.
    warnings.simplefilter("ignore", DeprecationWarning)
    from bot.bank.bank import PackBank
    from tests.drill.databases import Database, File, Server, migrate
    from tests.drill.drill import Drill
    from tests.drill.judge import Outcome
    from tests.drill.plan import FAULTS, LANES, Plan, Times
    from tests.drill.replica import open_bank
    from tests.postgres import Server as Postgres

TIMES = Times(timeout=0.5, lease=1.5, settle=1.0, nonce_trusted=3.0, nonce_window=9.0, open=4.0)
CYCLE = TIMES.lease + TIMES.settle
STORIES = 6
"""At most so many stories are told of a drill."""

HEAD = (
    f"{'drill':<34}{'deliveries':>11}{'kills':>7}{'pauses':>8}{'DB out':>7}{'lost':>6}"
    f"{'doubled':>9}{'beyond':>8}{'told':>6}{'stand':>7}{'held':>6}{'429':>7}{'back in':>9}{'time':>8}"
)


def plans(options: argparse.Namespace) -> list[tuple[str, Plan]]:
    """What is run, by name."""
    lanes = LANES if options.platform == "all" else (options.platform,)
    faults = dict(FAULTS) if options.faults == "mix" else {}
    base = Plan(
        seed=options.seed,
        database=options.database,
        lanes=lanes,
        channels=20,
        kills=options.each,
        faults=faults,
        waves=2,
        most_waves=400,
        limit_seconds=1800,
        times=TIMES,
    )
    at_points = sum(base.wanted().values())
    whole = replace(
        base,
        random_kills=max(0, options.kills - at_points),
        kill_every=0.15,
        pauses=options.pauses,
        pause_seconds=CYCLE / 2,
        restarts=options.restarts,
    )
    if options.beyond:
        return beyond(replace(base, kills=0, waves=10))
    if not options.all:
        return [("kills", whole)]
    quiet = replace(base, kills=0, waves=6)
    outage = (
        ("database restarts", replace(quiet, random_kills=40, restarts=6, restart_every=7.0))
        if options.database == "postgres"
        else ("file locked for 5 s", replace(quiet, random_kills=40, locks=3))
    )
    return [
        ("kills at each moment", whole),
        ("kills and pauses < lease", replace(quiet, random_kills=60, pauses=40, pause_seconds=CYCLE / 2)),
        outage,
        ("storm of 429 for 6 s", replace(quiet, faults={}, storm_seconds=6.0)),
        ("each fault more often", replace(quiet, faults=dict.fromkeys(FAULTS, 0.06), random_kills=20)),
        ("no fault at all", replace(quiet, faults={})),
        *beyond(replace(base, kills=0, waves=8)),
    ]


def beyond(base: Plan) -> list[tuple[str, Plan]]:
    """Drills that break an assumption of the promise."""
    late = CYCLE * 1.6
    base = replace(base, sweep=True, times=replace(TIMES, check=2.4 * CYCLE))
    return [
        ("beyond: accepted late, 5 %", replace(base, faults={"late": 0.05}, late_seconds=late, random_kills=20)),
        ("beyond: history lags", replace(base, history_lag=late, random_kills=20)),
        ("beyond: pauses of 2 x lease+settle", replace(base, pauses=40, pause_seconds=2 * CYCLE)),
    ]


def line(name: str, found: Outcome) -> str:
    return (
        f"{name:<34}{sum(found.deliveries.values()):>11}{found.killed:>7}{found.paused:>8}"
        f"{found.restarted + found.locked:>7}{len(found.lost) + len(found.unknown_to_us):>6}{len(found.doubled):>9}"
        f"{len(found.beyond):>8}{found.told:>6}{len(found.standing):>7}{sum(found.uncertain.values()):>6}"
        f"{found.refusals / max(1, found.sends):>7.1%}{found.recovery:>7.1f} s{found.seconds:>6.0f} s"
    )


def run(name: str, plan: Plan, bank: PackBank, folder: Path, server: Postgres | None) -> Outcome:
    """One drill on a new database; prints its line."""
    folder.mkdir()
    database: Database
    if server is None:
        url = f"sqlite:///{folder / 'study.db'}"
        migrate(url)
        database = File(url)
    else:
        database = Server(server.make(), server.control)
    found = Drill(plan, folder, database, bank).run()
    print(line(name, found), flush=True)
    held = {lane: count for lane, count in found.uncertain.items() if lane != "blind"}
    for what, which in (
        ("never met", found.missing),
        ("unsettled", found.unsettled),
        ("in doubt though one could look", [f"{count} on {lane}" for lane, count in held.items()]),
        ("totals that had to be mended", [str(found.differed)] if found.differed != 0 else []),
    ):
        if which:
            print(f"    {what}: {', '.join(which)}")
    for story in found.stories[:STORIES]:
        print("    " + story.replace("\n", "\n    "))
    return found


def main() -> int:
    """Prints the table; the exit status is 1 where a drill within the assumptions broke the promise."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--platform", choices=["all", *LANES], default="all")
    parser.add_argument("--faults", choices=["mix", "none"], default="mix")
    for name, value in (("kills", 1000), ("each", 20), ("seed", 1), ("pauses", 0), ("restarts", 0)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--beyond", action="store_true")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    if options.restarts and options.database == "sqlite":
        parser.error("a SQLite file has no server to restart: add --database postgres")
    broken = False
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="drill")))
        server = Postgres() if options.database == "postgres" else None
        if server is not None:
            stack.callback(server.close)
        bank = open_bank()
        gc.freeze()  # what is loaded here is shared by all forks
        print(f"seed {options.seed}, {options.database}, 6 replicas, lease {TIMES.lease} s, settle {TIMES.settle} s")
        print(HEAD)
        for number, (name, plan) in enumerate(plans(options)):
            found = run(name, plan, bank, folder / f"drill{number}", server)
            broken = broken or bool(found.lost or found.unknown_to_us or found.doubled or found.missing)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
