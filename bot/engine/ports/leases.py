"""What several replicas of one bot agree upon by the database. A lease ends by itself, so nobody waits for the dead."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Lease:
    """Something that one owner holds for a while. `term` rises with every new owner."""

    name: str
    owner: str
    term: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Start:
    """One session that a bot began at its platform: which shard, and how long ago."""

    shard: int
    ago: timedelta


class Leases(Protocol):
    """All times are the database's: replicas need not agree about theirs."""

    def take(self, name: str, owner: str, length: timedelta) -> Lease | None:
        """The lease, taken or made longer; None while another owner holds it."""

    def drop(self, name: str, owner: str) -> None:
        """Gives a lease back before its end; nothing happens where it is not the owner's."""

    def running(self, prefix: str) -> list[Lease]:
        """The leases in force whose name begins so, by name."""

    def sweep(self, older: timedelta) -> None:
        """Forgets what ended so long ago."""

    def started(self, bot: str, shard: int) -> None:
        """Keeps that the bot begins a session now."""

    def starts(self, bot: str, within: timedelta) -> list[Start]:
        """The sessions that the bot began lately, the newest first."""
