"""What PostgreSQL's errors mean: for the operator in words, for the store what to do next."""

import socket
import ssl
from enum import Enum

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bot.storage.problems import DatabaseProblem

Fault = DBAPIError | OSError | PoolExhausted


class Next(Enum):
    """What the store does after an error."""

    AGAIN = "again"
    """Another transaction was in the way: the same work finds another state now."""
    ONCE = "once"
    """The same, unless it is a fault of ours and comes again."""
    LATER = "later"
    """The server is away or going: the same work after a pause."""
    TELL = "tell"
    """The operator must do something."""
    RAISE = "raise"
    """A fault of ours."""


CONTENTION = {
    "40001",  # serialization failure
    "40P01",  # deadlock
}
AWAY = {
    "57P01",  # the server is shut down by an administrator
    "57P02",  # it goes after a crash of a neighbor
    "57P03",  # it is starting up, or shutting down
    "53300",  # it has too many connections
}
SENTENCES = {
    "28P01": "PostgreSQL refuses the password of user {user}. Mend it in `database:`, or in the variable behind it.",
    "28000": "PostgreSQL lets user {user} not in: {words}. Check the user's name, and pg_hba.conf.",
    "3D000": "There is no database {place}. Make it: createdb --owner={user} {name}",
    "42501": "User {user} lacks rights in the database {place}: {words}. "
    "Make the user its owner: ALTER DATABASE {name} OWNER TO {user}",
    "53100": "The disk of the database {place} is full. Make room; nothing that was confirmed is lost.",
    "53200": "The server of the database {place} has no memory left: {words}.",
    "53300": "The server of the database {place} has no connection left. Raise its max_connections, or lower "
    "`postgresql_connections:`.",
    "57P03": "The database {place} is starting up or shutting down. Try again in a moment.",
    "57014": "The database {place} took too long for one statement. Look at what it is busy with: pg_stat_activity.",
    "55P03": "Another transaction held the database {place} for too long. Look at what it is busy with: pg_locks.",
    "25006": "The database {place} can only be read. Give the address of the primary server.",
}


def state(error: Fault) -> str:
    """The SQLSTATE; empty when there is none."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def next_step(error: Fault) -> Next:
    """What is to be done about an error that ended a transaction."""
    if isinstance(error, PoolExhausted | TimeoutError):
        return Next.TELL  # the time for waiting is over
    if isinstance(error, OSError):
        return Next.TELL if isinstance(error, ssl.SSLCertVerificationError) else Next.LATER
    code = state(error)
    if isinstance(error, IntegrityError):
        return Next.ONCE
    if code in CONTENTION or _stale(error):
        return Next.AGAIN
    if code in AWAY or code.startswith("08") or error.connection_invalidated or _closed(error):
        return Next.LATER
    return Next.TELL if code in SENTENCES or (not code and _driver(error)) else Next.RAISE


def _stale(error: DBAPIError) -> bool:
    """Whether a migration changed the tables under a prepared statement; the next one is prepared anew."""
    return type(error.orig).__name__ == "InvalidCachedStatementError"


def _closed(error: DBAPIError) -> bool:
    """Whether the driver refused a connection that was gone, for which it has no code."""
    return _driver(error) and ("closed" in str(error.orig) or "connection" in str(error.orig))


def _driver(error: DBAPIError) -> bool:
    """Whether the driver itself refused, such as an address that it cannot read."""
    return type(error.orig).__name__ == "InterfaceError"


def explained(error: Fault, url: URL) -> DatabaseProblem:
    """The error in words that say what to do; never with the password."""
    at = f"{url.host or 'this machine'}{f':{url.port}' if url.port else ''}"
    place = f"{url.database or url.username} at {at}"
    if isinstance(error, PoolExhausted):
        return DatabaseProblem(
            f"All connections to the database {place} are taken. "
            "Raise `postgresql_connections:`, or look for what is slow."
        )
    if isinstance(error, DBAPIError):
        words = _without(str(error.orig).partition(": ")[2] or str(error.orig), url)
        says = SENTENCES.get(state(error))
        if says is None:
            return DatabaseProblem(f"The database {place} cannot be used: {words}.")
        return DatabaseProblem(
            says.format(user=url.username or "(none)", place=place, name=url.database or url.username, words=words)
        )
    return DatabaseProblem(_of_the_network(error, place, at, url))


def _of_the_network(error: OSError, place: str, at: str, url: URL) -> str:
    if isinstance(error, socket.gaierror):
        return f"There is no host {url.host}. Check the address in `database:`."
    if isinstance(error, ssl.SSLError):
        return f"No safe connection to the database {place}: {error.reason}. Check `sslmode` and `sslrootcert`."
    if isinstance(error, TimeoutError):
        return f"The database {place} does not answer. Check the host, the port and the firewall."
    if isinstance(error, ConnectionRefusedError | FileNotFoundError):
        return f"No PostgreSQL listens at {at}. Start it, or check the address in `database:`."
    return f"The connection to the database {place} broke: {_without(str(error), url) or type(error).__name__}."


def _without(words: str, url: URL) -> str:
    """The driver's words, one line, without the password should it ever be in them."""
    line = " ".join(words.split()).rstrip(".")
    return line.replace(str(url.password), "***") if url.password else line
