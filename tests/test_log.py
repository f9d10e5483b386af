"""Log lines: for people or for machines, and never with a token in them."""

import json
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import log

SECRETS = {
    "a Slack bot token": "xoxb-1234567890-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
    "a Slack user token": "xoxp-1234567890-abcdef",
    "a Slack app token": "xapp-1-A0123456789-1234567890123-0123456789abcdef",
    "a rotated Slack token": "xoxe.xoxb-1-Mi0yLTEyMzQ1Njc4OTA",
    "a Slack refresh token": "xoxe-1-My0xLTEyMzQ1Njc4OTA",
    "a Discord bot token": "MTA1MjM0NTY3ODkwMTIzNDU2Nw.GabcDE.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789ab",
    "a bearer header": "Bearer sk-abcdefghijklmnopqrstuvwxyz012345",
    "a bot header": "Bot abcdefghijklmnopqrstuvwxyz",
}
FORMATS: list[logging.Formatter] = [log.TextFormat("%(levelname)s %(message)s"), log.JsonFormat()]
secrets = pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
formats = pytest.mark.parametrize("format", FORMATS, ids=["text", "json"])


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot.test", logging.ERROR, __file__, 1, message, args, info)


def core(secret: str) -> str:
    """The part of a secret that must not be seen."""
    return secret.split(" ")[-1]


def raised(secret: str) -> BaseException:
    """An error with a cause, both with the secret in their texts."""
    try:
        try:
            raise ValueError(f"401 for {secret}")
        except ValueError as error:
            raise RuntimeError(f"headers: {{'Authorization': '{secret}'}}") from error
    except RuntimeError as error:
        return error


@formats
@secrets
def test_a_token_in_a_message_is_not_logged(format: logging.Formatter, secret: str) -> None:
    line = format.format(record(f"url https://host/?token={secret}&x=1"))
    assert core(secret) not in line
    assert "[secret]" in line


@formats
@secrets
def test_a_token_in_an_argument_is_not_logged(format: logging.Formatter, secret: str) -> None:
    assert core(secret) not in format.format(record("config %r, %s", {"token": secret}, secret))


@formats
@secrets
def test_a_token_in_an_exception_or_its_cause_is_not_logged(format: logging.Formatter, secret: str) -> None:
    line = format.format(record("it failed", error=raised(secret)))
    assert core(secret) not in line
    assert "RuntimeError" in line
    assert "ValueError" in line


@secrets
def test_a_record_that_another_handler_has_formatted_before_is_still_clean(secret: str) -> None:
    made = record("it failed", error=raised(secret))
    logging.Formatter().format(made)
    assert all(core(secret) not in format.format(made) for format in FORMATS)


@formats
def test_plain_words_stay_as_they_are(format: logging.Formatter) -> None:
    text = "delivery question:1:2026-11-23 of slack:T0123, xo xox xoxb, Bot is ready, Bearer of news, e.g. a.b.c"
    assert text in format.format(record("%s", text))


@settings(deadline=None, database=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(sorted(SECRETS.values())))
def test_whatever_stands_around_a_token_it_is_not_logged(before: str, after: str, secret: str) -> None:
    assert core(secret) not in log.clean(f"{before} {secret} {after}")


@settings(deadline=None, database=None)
@given(st.text(max_size=80))
def test_a_line_for_machines_is_one_line_of_json(text: str) -> None:
    line = log.JsonFormat().format(record("%s", text))
    found = json.loads(line)
    assert "\n" not in line
    assert (found["level"], found["logger"], found["message"]) == ("error", "bot.test", log.clean(text))


def test_a_line_for_machines_says_when_in_utc() -> None:
    made = record("now")
    made.created = 0.0
    assert json.loads(log.JsonFormat().format(made))["at"] == "1970-01-01T00:00:00.000+00:00"


def test_a_line_for_machines_holds_the_exception() -> None:
    assert "RuntimeError" in json.loads(log.JsonFormat().format(record("x", error=raised("y"))))["exception"]


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back as it was."""
    found, quiet = logging.getLogger(), logging.getLogger("apscheduler")
    handlers, level, level_of_quiet = found.handlers[:], found.level, quiet.level
    yield found
    found.handlers[:], quiet.level = handlers, level_of_quiet
    found.setLevel(level)


@pytest.mark.parametrize(("style", "format"), [("text", log.TextFormat), ("json", log.JsonFormat)])
def test_logging_starts_in_the_wanted_style_and_level(root: logging.Logger, style: str, format: type) -> None:
    log.start("warning", style)
    assert (root.level, [type(one.formatter) for one in root.handlers]) == (logging.WARNING, [format])


def test_logging_goes_to_standard_error(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    log.start("info", "text")
    logging.getLogger("bot.test").info("hello %s", SECRETS["a Slack bot token"])
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith("INFO    bot.test: hello [secret]\n")


def test_the_alarm_clock_is_quiet_but_for_its_troubles(root: logging.Logger) -> None:
    log.start("info", "text")
    assert not logging.getLogger("apscheduler.executors").isEnabledFor(logging.INFO)
