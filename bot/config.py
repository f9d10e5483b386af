"""config.yaml: frozen models, secrets from `${ENVIRONMENT}`, and every problem at once with its line.

The platforms' own settings are joined in by `wiring`. Nothing else reads the environment.
"""

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.documents import M, read
from bot.domain.errors import Problem, did_you_mean
from bot.domain.scoring import Points
from bot.engine.turn import OnUnknown, Rules

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def known_zone(name: str) -> str:
    """The name, if it is an IANA zone or empty; raises ValueError."""
    zones = available_timezones() if name else ()
    if name and name not in zones:
        raise ValueError(f'there is no time zone "{name}".{did_you_mean(name, sorted(zones))}'.rstrip("."))
    return name


Zone = Annotated[str, AfterValidator(known_zone)]
Count = Annotated[int, Field(ge=0, le=1000)]


class PointsSection(Section):
    beginner: Count = 10
    intermediate: Count = 20
    expert: Count = 30
    attempt: Count = 2
    streak: Count = 1
    streak_most: Count = 5
    practice: Count = 1
    practice_daily: Count = 10
    team_best: Annotated[int, Field(ge=1, le=100)] = 3
    team_participation: Count = 1

    def value(self) -> Points:
        return Points(**self.model_dump())


class RulesSection(Section):
    points: PointsSection = PointsSection()
    grace_minutes: Annotated[int, Field(ge=1, le=1440)] = 120
    least_open_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    freezes: bool = True
    silent_days: Annotated[int, Field(ge=1, le=365)] = 10
    team_streak_least: Annotated[int, Field(ge=1, le=1000)] = 3
    counts_from: Annotated[int, Field(ge=5, le=1000)] = 5
    bag_low: Count = 5
    board_lines: Annotated[int, Field(ge=3, le=25)] = 10
    on_unknown: OnUnknown = OnUnknown.HOLD

    def value(self) -> Rules:
        return Rules(
            points=self.points.value(),
            grace=timedelta(minutes=self.grace_minutes),
            least_open=timedelta(minutes=self.least_open_minutes),
            freezes=self.freezes,
            silent_days=self.silent_days,
            team_streak_least=self.team_streak_least,
            counts_from=self.counts_from,
            bag_low=self.bag_low,
            board_lines=self.board_lines,
            on_unknown=self.on_unknown,
        )


class LogSection(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class OperationsSection(Section):
    """Probes and numbers for whoever operates the bot; port 0 switches the listener off."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0


class CoreConfig(Section):
    """Everything but the platforms."""

    database: str = "sqlite:///study.db"
    postgresql_connections: Annotated[int, Field(ge=1, le=200)] = 10
    questions: list[str] = []
    zone: Zone = ""
    rules: RulesSection = RulesSection()
    log: LogSection = LogSection()
    operations: OperationsSection = OperationsSection()


def load(model: type[M], file: Path, environment: Mapping[str, str] | None = None) -> tuple[M | None, list[Problem]]:
    """The configuration in a file, or None and why. `environment` fills `${NAME}`; by default the process's own."""
    given = os.environ if environment is None else environment
    problems: list[Problem] = []
    missing: set[str] = set()
    found = read(
        file,
        model,
        problems,
        example="database: sqlite:///study.db",
        prepare=lambda data: _filled(data, given, missing),
    )
    problems.extend(_unset(file, missing))
    return (None if problems else found), sorted(problems)


def _filled(data: Any, environment: Mapping[str, str], missing: set[str]) -> Any:
    """The data with every `${NAME}` replaced; names that the environment lacks are added to `missing`."""
    if isinstance(data, dict):
        return {key: _filled(value, environment, missing) for key, value in data.items()}
    if isinstance(data, list):
        return [_filled(value, environment, missing) for value in data]
    if not isinstance(data, str):
        return data
    missing.update(name for name in VARIABLE.findall(data) if name not in environment)
    return VARIABLE.sub(lambda found: environment.get(found[1], ""), data)


def _unset(file: Path, missing: set[str]) -> list[Problem]:
    """A problem for each line that needs a variable that is not set. No value is ever shown."""
    if not missing:
        return []
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [
        Problem(
            str(file),
            number,
            f"The environment variable {name} is not set. Set it before the start, for example: export {name}=…",
        )
        for number, line in enumerate(lines, 1)
        for name in dict.fromkeys(VARIABLE.findall(line.partition(" #")[0]))
        if name in missing
    ]
