"""A PostgreSQL that cannot be used says why, and what to do; its password is never shown."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import wiring
from bot.cli import main
from bot.storage import database as d
from bot.storage.database import DatabaseProblem, connect, migrate, pending
from tests.postgres import PRIVATE, SECRET, Server

SCRIPTS = wiring.data_folder("migrations")


@pytest.fixture
def guest_url(postgres: Server) -> Iterator[str]:
    """An empty database, by a user who owns nothing in it."""
    url = postgres.make("template1")
    yield url.replace("postgres@", f"{PRIVATE}:{SECRET}@")
    postgres.drop(url)


def said(url: str) -> str:
    with pytest.raises(DatabaseProblem) as error:
        pending(connect(url), SCRIPTS)
    return str(error.value)


def test_a_wrong_password_is_said_and_shown_nowhere(postgres: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(DatabaseProblem) as error:
        pending(connect(postgres.url(user=PRIVATE, password="wr0ngpass")), SCRIPTS)
    assert str(error.value) == (
        f"PostgreSQL refuses the password of user {PRIVATE}. Mend it in `database:`, or in the variable behind it."
    )
    told = f"{error.value!r} {error.value.__cause__!r} {error.value.__context__} {caplog.text}"
    assert "wr0ngpass" not in told
    assert "wr0ngpass" not in repr(connect(postgres.url(user=PRIVATE, password="wr0ngpass")))


def test_a_right_password_lets_in(postgres: Server, guest_url: str) -> None:
    assert said(guest_url).startswith(f"User {PRIVATE} may not make tables in the database postgresql+asyncpg://")


def test_a_password_with_signs_of_addresses_is_understood(postgres: Server) -> None:
    postgres.run(f"ALTER ROLE {PRIVATE} PASSWORD 'p@ss/w:rd?%'")
    try:
        assert "may not make tables" in said(postgres.url(user=PRIVATE, password="p@ss/w:rd?%"))
    finally:
        postgres.run(f"ALTER ROLE {PRIVATE} PASSWORD '{SECRET}'")


def test_an_unknown_database_is_said(postgres: Server) -> None:
    assert said(postgres.url("nothing_here")) == (
        "There is no database nothing_here at this machine. Make it: createdb --owner=postgres nothing_here"
    )


def test_an_unknown_host_is_said() -> None:
    assert said("postgresql://study:s3cret@no-such-host.invalid/study") == (
        "There is no host no-such-host.invalid. Check the address in `database:`."
    )


def test_a_port_that_nobody_listens_at_is_said() -> None:
    assert said("postgresql://study:s3cret@127.0.0.1:1/study") == (
        "No PostgreSQL listens at 127.0.0.1:1. Start it, or check the address in `database:`."
    )


def test_a_server_without_tls_is_no_safe_one(postgres: Server) -> None:
    assert "cannot be used" in said(f"{postgres.url()}&sslmode=wrong")


def test_a_user_without_rights_is_said_when_the_tables_are_made(guest_url: str) -> None:
    with pytest.raises(DatabaseProblem, match=f"User {PRIVATE} lacks rights in the database .*: permission denied"):
        migrate(connect(guest_url), SCRIPTS)


def test_a_server_of_an_old_version_is_said(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(d, "OLDEST_POSTGRESQL", (99,))
    assert said(postgres_url).endswith("; 99 or newer is needed.")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_each_way_to_write_the_address_is_understood(postgres_url: str, scheme: str) -> None:
    assert pending(connect(postgres_url.replace("postgresql", scheme, 1)), SCRIPTS) == []


def test_migrate_and_doctor_work_on_postgresql_and_show_no_password(
    postgres: Server, guest_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f'database: "{guest_url}"\n')
    run = CliRunner()
    before = run.invoke(main, ["doctor", "-c", str(file)])
    refused = run.invoke(main, ["migrate", "-c", str(file)])
    postgres.run(f"ALTER DATABASE {guest_url.split('/')[3].split('?')[0]} OWNER TO {PRIVATE}")
    dry = run.invoke(main, ["migrate", "-c", str(file), "--dry-run"])
    done = run.invoke(main, ["migrate", "-c", str(file)])
    after = run.invoke(main, ["doctor", "-c", str(file)])
    everything = "".join(one.output for one in (before, refused, dry, done, after))
    assert (before.exit_code, refused.exit_code, dry.exit_code, done.exit_code) == (1, 1, 0, 0)
    assert "may not make tables" in before.output
    assert "may not make tables" in refused.output
    assert "would apply 0001 first tables" in dry.output
    assert "applying 0001 first tables" in done.output
    assert "The database is up to date." in done.output
    assert "is up to date" in after.output
    assert SECRET not in everything
