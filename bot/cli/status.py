"""How it stands, from the database alone: `status` for people and programs, `health` for containers."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot import __version__
from bot.cli.base import CONFIG, configured, fail, guarded, main
from bot.domain.errors import StudyError

if TYPE_CHECKING:
    from bot.engine.ports.leases import Lease
    from bot.engine.ports.store import Store
    from bot.engine.setting_views import StatusView
    from bot.wiring import Config

PROBE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class State:
    """What the database says: each space's status, and the replicas that run."""

    bank: str
    spaces: "tuple[tuple[str, StatusView], ...]"
    replicas: "tuple[Lease, ...]"

    @property
    def to_decide(self) -> int:
        return sum(len(view.uncertain) for _, view in self.spaces)


@main.command()
@CONFIG
@click.option("--zone", default="", help="Show times in this zone, such as Europe/Berlin; by default this machine's.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object, times in UTC.")
def status(file: str, zone: str, as_json: bool) -> None:
    """Last and next posts, why a day was skipped, and what needs a decision; for every channel.

    Read from the database alone, whether the bot runs or not. The exit status is 1 when a post waits for an admin's
    decision: nobody knows whether it arrived, and nobody can look.
    """

    def work() -> None:
        from bot import wiring
        from bot.config import known_zone

        try:
            reader = ZoneInfo(known_zone(zone) or wiring.own_zone())
        except ValueError as error:
            raise StudyError(f"{str(error).capitalize()}.", "For example: --zone Europe/Berlin") from None
        state = asyncio.run(_state(configured(file), datetime.now(UTC)))
        if as_json:
            click.echo(json.dumps(_as_json(state), indent=2, ensure_ascii=False))
        else:
            click.echo("\n".join(_lines(state, reader)))
        if state.to_decide:
            sys.exit(1)

    guarded(work)


async def _state(config: "Config", now: datetime) -> State:
    from bot import wiring
    from bot.engine.reporting import overview
    from bot.engine.roll import alive

    bank, rules = wiring.open_bank(config.questions), config.rules.value()
    store = _opened(config)
    try:
        return await store.run(
            lambda tx: State(
                bank.label,
                tuple((space.id, overview(tx, bank, rules, space, now)) for space in tx.people.spaces()),
                tuple(alive(tx)),
            )
        )
    finally:
        await store.close()


def _opened(config: "Config") -> "Store":
    """The store as it stands; a missing file is not made."""
    from bot import wiring

    file = config.database.removeprefix("sqlite:///")
    if file != config.database and not os.path.exists(file):
        raise StudyError(f"There is no database at {file} yet.", "It is made by the first `studybot run`.")
    return wiring.open_store(config.database, may_migrate=False, pool=1)


def _lines(state: State, zone: ZoneInfo) -> Iterator[str]:
    yield f"Study Bot {__version__}, questions: {state.bank}"
    for one in state.replicas:
        yield f"Running: {one.owner}, since {_at(one.since, zone)}"
    if not state.replicas:
        yield "Not running, as far as the database knows."
    if not state.spaces:
        yield "No channel is set up yet. In the channel of your choice: /study setup"
    for space, view in state.spaces:
        yield f"\n{click.style(space, bold=True)}"
        for line in view.channels:
            yield f"  {line.channel}"
            yield f"    last       {f'{line.last}, {_at(line.last_at, zone)}' if line.last_at else 'nothing yet'}"
            yield f"    next       {_at(line.next_due, zone) if line.next_due else 'nothing planned'}"
            if line.why_not:
                yield f"    why not    {line.why_not}"
            yield f"    not asked  {line.unseen} of {line.pool}"
        for failure in view.failures:
            yield f"  {click.style('failed', fg='yellow')}   {failure}"
        for post in view.uncertain:
            decide = click.style("decide", fg="red", bold=True)
            yield f"  {decide}   {post.what} in {post.channel} may or may not be there, since {_at(post.since, zone)}"
    if state.to_decide:
        yield "\nLook at the channel, then type /study status there and press one of the two buttons."


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%a %d %b %Y %H:%M %Z}"


def _as_json(state: State) -> dict[str, Any]:
    return {
        "version": __version__,
        "bank": state.bank,
        "needs_decision": bool(state.to_decide),
        "replicas": [{"name": one.owner, "since": _stamp(one.since)} for one in state.replicas],
        "spaces": [
            {
                "space": space,
                "zone": view.zone,
                "channels": [
                    {
                        "channel": line.channel,
                        "last": line.last or None,
                        "last_at": _stamp(line.last_at),
                        "next_due": _stamp(line.next_due),
                        "why_not": line.why_not or None,
                        "unseen": line.unseen,
                        "pool": line.pool,
                    }
                    for line in view.channels
                ],
                "uncertain": [
                    {"what": post.what, "channel": post.channel, "since": _stamp(post.since)} for post in view.uncertain
                ],
                "failures": list(view.failures),
            }
            for space, view in state.spaces
        ],
    }


def _stamp(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat(timespec="seconds") if instant else None


@main.command()
@CONFIG
def health(file: str) -> None:
    """Ask the bot on this machine whether it is well; the exit status is 1 when it is not. For containers.

    Asks /health where `operations: port:` is set. Elsewhere it looks into the database for a bot of this machine
    that was alive in the last half minute.
    """

    def work() -> None:
        config = configured(file)
        if config.operations.port:
            _ask(config.operations.host, config.operations.port)
        else:
            asyncio.run(_look(config))

    guarded(work)


def _ask(host: str, port: int) -> None:
    from http.client import HTTPConnection, HTTPException

    from bot.web.server import EVERYWHERE

    connection = HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=PROBE_SECONDS)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        found = json.loads(answer.read())
    except (OSError, HTTPException, ValueError) as error:
        fail(f"Nobody answers on {host}, port {port}: {error}. Does `studybot run` run here?")
    finally:
        connection.close()
    if answer.status != 200:
        fail(f"The bot is not well: {'; '.join(found.get('wrong', [])) or answer.status}.")
    click.echo("The bot is well.")


async def _look(config: "Config") -> None:
    from bot.app import is_own
    from bot.engine.roll import alive

    store = _opened(config)
    try:
        running = [one.owner for one in await store.run(alive)]
    finally:
        await store.close()
    if not any(is_own(name) for name in running):
        fail("No bot of this machine is alive, as far as the database knows.")
    click.echo("The bot is alive.")
