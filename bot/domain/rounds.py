"""A round: one daily question in one channel, from its post to its reveal."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import ChannelId, ItemId, Member, RoundId, ScheduleId, SpaceId, TeamId
from bot.domain.questions import Style
from bot.domain.timetable import Timetable
from bot.domain.verdicts import Verdict

ANSWER_LIMIT = 3000
"""Characters in an answer, on every platform: Slack's `plain_text_input` takes no more."""


class Phase(StrEnum):
    """PLANNED is on its way to the channel, and may be there already; VOID never got there."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


class Feedback(StrEnum):
    """When the verdict comes: at the close, or with the receipt, which locks the answer."""

    CLOSE = "close"
    AT_ONCE = "at-once"


@dataclass(frozen=True, slots=True)
class Round:
    id: RoundId
    number: int
    space: SpaceId
    channel: ChannelId
    schedule: ScheduleId
    day: date
    item: ItemId
    item_digest: str
    style: Style
    check: str | None
    feedback: Feedback
    opens_at: datetime
    closes_at: datetime
    phase: Phase
    answered: int = 0
    message: str | None = None

    def takes_answers(self, at: datetime) -> bool:
        return self.phase in (Phase.PLANNED, Phase.OPEN) and at < self.closes_at


@dataclass(frozen=True, slots=True)
class Submission:
    """One member's answer in one round: words in the open style, the index of an option in the check style."""

    round: RoundId
    member: Member
    team: TeamId | None
    text: str
    choice: int | None
    submitted_at: datetime
    changes: int = 0
    locked: bool = False
    verdict: Verdict | None = None
    shared: bool = False


def covers(start: date | None, end: date | None, day: date) -> bool:
    """Whether a pause covers that day; a pause without an end covers all days from its start."""
    return start is not None and start <= day and (end is None or day <= end)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What `/study setup` says. One schedule per channel.

    `draw` are selectors (sections, levels, topics), empty for the whole bank. `next_day` and `next_due` are None
    while paused without an end.
    """

    id: ScheduleId
    space: SpaceId
    channel: ChannelId
    timetable: Timetable
    draw: tuple[str, ...] = ()
    style: Style = Style.OPEN
    feedback: Feedback = Feedback.CLOSE
    thread: bool = True
    notice: str = ""
    """Where admins are told: empty for this channel, a channel id, or `dm:<user id>`."""
    paused_from: date | None = None
    paused_until: date | None = None
    pause_reason: str = ""
    next_day: date | None = None
    next_due: datetime | None = None

    def paused_on(self, day: date) -> bool:
        return covers(self.paused_from, self.paused_until, day)
