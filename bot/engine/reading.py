"""Settings as people type them: times, zones, weekdays, selectors, reveal times."""

import re
from collections.abc import Iterable, Mapping
from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import StudyError, did_you_mean
from bot.domain.timetable import WEEKDAY_NAMES, RevealAt, Timetable

LONG_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_time(text: str) -> time:
    """`9`, `9:30`, `09:30`, `9.30`, `9am`, `5:15 pm`."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?(?:m\.?)?", text.strip().casefold())
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found[3] == "p" else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise StudyError(f'"{text[:40]}" is not a time of day.', "Write it as 09:00 or 17:30.")


def read_zone(text: str) -> ZoneInfo:
    """An IANA name, whatever its case; `New York` finds `America/New_York`."""
    wanted = text.strip().replace(" ", "_").casefold()
    zones = {name.casefold(): name for name in available_timezones()}
    if wanted in zones:
        return ZoneInfo(zones[wanted])
    cities = {
        name.casefold().rsplit("/", 1)[-1]: name
        for name in sorted(available_timezones(), reverse=True)
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    }
    if wanted in cities:
        return ZoneInfo(cities[wanted])
    guess = did_you_mean(wanted, list(cities)) or did_you_mean(wanted, list(zones))
    raise StudyError(f'There is no time zone "{text[:40]}".{guess}', "Write it as Europe/Berlin or America/New_York.")


def read_days(text: str) -> frozenset[int]:
    """`mon-fri`, `mon,wed,fri`, `daily`, `weekdays`, `sat-mon`."""
    folded = re.sub(r"\s*[-–—]\s*", "-", text.strip().casefold())
    if folded in ("daily", "all", "every day", "mon-sun"):
        return frozenset(range(7))
    if folded in ("weekdays", "workdays"):
        return frozenset(range(5))
    days: set[int] = set()
    for part in re.split(r"[\s,;]+", folded):
        first, dash, last = part.partition("-")
        start = _day(first, text)
        end = _day(last, text) if dash else start
        days.update((start + i) % 7 for i in range((end - start) % 7 + 1))
    return frozenset(days)


def _day(name: str, typed: str) -> int:
    for i, (short, long) in enumerate(zip(WEEKDAY_NAMES, LONG_NAMES, strict=True)):
        if len(name) >= 2 and (long.startswith(name) or name == short + "s"):
            return i
    raise StudyError(f'"{typed[:40]}" are not weekdays.', "Write them as mon-fri, mon,wed,fri or daily.")


def days_text(days: Iterable[int]) -> str:
    """The shortest words for a set of weekdays."""
    found = sorted(days)
    if len(found) == 7:
        return "daily"
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{WEEKDAY_NAMES[found[0]]}-{WEEKDAY_NAMES[found[-1]]}"
    return ",".join(WEEKDAY_NAMES[day] for day in found)


def read_draw(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Sections, levels and topics with commas between them; `all` for the whole bank."""
    names = [name for name in re.split(r"[\s,;]+", text.strip().casefold()) if name]
    if not names or names == ["all"]:
        return ()
    for name in names:
        if name not in known:
            raise StudyError(
                f'There is no section, level or topic "{name[:40]}".{did_you_mean(name, list(known))}',
                f"There are {', '.join(list(known)[:8])} and more; `all` draws from everything.",
            )
    return tuple(dict.fromkeys(names))


def read_reveal(text: str) -> RevealAt | None:
    """`before-next`, `17:00` on the same day, or `+1 08:00` on the next."""
    folded = text.strip().casefold()
    if folded in ("before-next", "before next", "default", "next"):
        return None
    found = re.fullmatch(r"(?:\+\s*(\d)\s*(?:d|day|days)?\s+)?(\S+(?:\s*[ap]m)?)", folded)
    if not found:
        raise StudyError(
            f'"{text[:40]}" is not a reveal time.', "Write before-next, 17:00, or +1 08:00 for the next day."
        )
    return RevealAt(int(found[1] or 0), read_time(found[2]))


def reveal_text(table: Timetable) -> str:
    """The reveal time in words."""
    if table.reveal is None:
        return f"{int(table.lead.total_seconds() // 60)} minutes before the next question"
    day = {0: "the same day", 1: "the next day"}.get(table.reveal.days, f"{table.reveal.days} days later")
    return f"{table.reveal.at:%H:%M} {day}"


def reveal_typed(table: Timetable) -> str:
    """The reveal time as `read_reveal` reads it."""
    if table.reveal is None:
        return "before-next"
    prefix = f"+{table.reveal.days} " if table.reveal.days else ""
    return f"{prefix}{table.reveal.at:%H:%M}"
