"""What Discord offers while somebody types: sections, levels, topics, items, teams, zones, days, questions."""

from collections.abc import Iterable, Mapping
from zoneinfo import available_timezones

from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.catalog import VERBS, Kind
from bot.platforms.discord import limits
from bot.platforms.discord.commands import Typed
from bot.platforms.discord.needs import Engine

Offer = tuple[str, str]
"""The value, and what is shown for it."""


class Completing:
    """Answers autocompletes. `selectors` and `items` are names with what they stand for."""

    def __init__(self, engine: Engine, selectors: Mapping[str, str], items: Mapping[str, str]) -> None:
        self._engine, self._selectors, self._items = engine, selectors, items
        self._zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")

    async def offers(self, typed: Typed, asker: c.Asker) -> list[Offer]:
        """At most 25, those that begin with what is typed first."""
        name = typed.focused or ""
        partial = typed.values.get(name, "")
        param = next((one for one in typed.verb.params if one.name == name), None)
        if param is None:
            return []
        if param.name == "draw":
            return _listed(partial, self._selectors)
        if param.kind is Kind.SELECTOR:
            return _matching(partial, _told(self._items if param.name == "item" else self._selectors))
        if param.name == "zone":
            return _matching(partial.replace(" ", "_"), [(zone, zone) for zone in self._zones])
        if param.name == "command":
            return _matching(partial, [(verb.name, f"/{verb.name}: {verb.about}") for verb in VERBS])
        return _matching(partial, await self._from_engine(param.kind, name, asker))

    async def _from_engine(self, kind: Kind, name: str, asker: c.Asker) -> list[Offer]:
        """What only the engine knows; nothing where it refuses."""
        command: c.Command = c.ListTeams()
        if kind is Kind.DATE:
            command = c.Preview()
        elif name == "number":
            command = c.ShowHistory()
        view = await self._engine.handle(command, asker)
        match view:
            case v.SchedulesView():
                return [(f"{day.day}", _day(day)) for day in view.upcoming]
            case v.HistoryView():
                return [(str(one.number), f"{one.number}: {one.title}") for one in view.rounds if not one.is_open]
            case v.TeamsView():
                return [(team.name, team.name) for team in view.teams]
            case _:
                return []


def _day(day: v.Upcoming) -> str:
    about = day.skipped or day.title
    return f"{day.day:%a %d %b %Y}{f': {about}' if about else ''}"


def _told(names: Mapping[str, str]) -> list[Offer]:
    return [(value, f"{value}: {about}" if about else value) for value, about in names.items()]


def _matching(partial: str, offers: Iterable[Offer]) -> list[Offer]:
    wanted = partial.strip().casefold()
    known = list(offers)
    first = [one for one in known if one[0].casefold().startswith(wanted)]
    inside = [one for one in known if wanted in one[1].casefold() and one not in first]
    return [
        (value, shown if len(shown) <= limits.CHOICE else shown[: limits.CHOICE - 1] + "…")
        for value, shown in (first + inside)[: limits.CHOICES]
        if 0 < len(value) <= limits.CHOICE
    ]


def _listed(partial: str, selectors: Mapping[str, str]) -> list[Offer]:
    """Ways to go on with a list with commas: what is typed stays, its last word is completed."""
    before, comma, last = partial.rpartition(",")
    done = [one.strip() for one in before.split(",") if one.strip()]
    kept = ",".join(done) + comma if done else ""
    names = {"all": "the whole bank", **selectors} if not done else selectors
    offers = _matching(last, _told({name: about for name, about in names.items() if name not in done}))
    whole = [(kept + value, (kept + shown)[: limits.CHOICE]) for value, shown in offers]
    return [one for one in whole if len(one[0]) <= limits.CHOICE]
