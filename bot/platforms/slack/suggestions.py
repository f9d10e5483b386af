"""What external menus offer while somebody types: time zones by city, and the words that a schedule draws from."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from bot.platforms.slack import limits
from bot.platforms.slack import parts as p
from bot.platforms.slack.text import Json

OBSCURE = ("Etc/", "SystemV/", "posix/", "right/", "US/")


@cache
def zones() -> tuple[str, ...]:
    """Zones named by a place, and UTC."""
    return ("UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith(OBSCURE)))


def suggested(menu: str, typed: str, selectors: Mapping[str, str]) -> list[Json]:
    """At most a hundred options for what was typed; those that begin with it come first."""
    wanted = typed.strip().casefold().replace(" ", "_")
    if menu == "zone":
        found = [(name, name) for name in zones() if wanted in name.casefold()]
        found.sort(key=lambda one: not one[0].casefold().rsplit("/", 1)[-1].startswith(wanted))
    else:
        found = [(name, name) for name in selectors if wanted in name.casefold()]
        found.sort(key=lambda one: not one[0].startswith(wanted))
    return [
        {"text": p.plain_text(text, limits.OPTION_TEXT), "value": value[: limits.OPTION_VALUE]}
        for text, value in found[: limits.SELECT_OPTIONS]
    ]
